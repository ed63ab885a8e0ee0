/**
 * Booking by spreadsheet: a sheet of containers, one row each or several of a kind, becomes bookings, one for each reference. It is read
 * and shown first, with every wrong cell named; then it is decided, all together or each for itself.
 */
import { z } from 'zod'
import { command } from '#kernel/endpoint.ts'
import { Money } from '#kernel/money.ts'
import { CellFault, cellFaults, SheetFile } from '#kernel/spreadsheet.ts'
import { BookingId, BookingLine, Journey } from '#booking/contract.ts'
import { Effect } from '#booking/finding-contract.ts'
import { BookingState } from '#booking/state-contract.ts'
import { DepartureId } from '#train/contract.ts'

/** Bookings in one sheet: a row makes one at most. */
export const BULK_BOOKINGS_MAX = 200
export const BULK_BOXES_MAX = 1_000

/** What a cargo rule says of a cell without refusing it. */
export const CellNote = CellFault.extend({ effect: Effect.exclude(['refuse']) })
export type CellNote = z.infer<typeof CellNote>

export const BulkBooking = z.object({
  reference: z.string(),
  rows: z.array(z.int()).meta({ description: 'Of the sheet, as Excel counts them' }),
  journey: Journey,
  consignee: z.string(),
  lines: z.array(BookingLine),
  boxes: z.int(),
  teu: z.int(),
  grossMassKg: z.int(),
  price: Money.nullable().meta({ description: 'By the rates in force; null: agreed elsewhere' }),
  asksOperator: z.boolean().meta({ description: 'It is received, and the operator decides' }),
  already: z
    .object({ id: BookingId, number: z.string() })
    .nullable()
    .meta({ description: 'Booked from the same rows before: it is not booked again' }),
})
export type BulkBooking = z.infer<typeof BulkBooking>

export const BulkTrain = z.object({
  journey: Journey,
  askedTeu: z.int(),
  freeTeu: z.int().meta({ description: 'On open sale now' }),
})
export type BulkTrain = z.infer<typeof BulkTrain>

export const BulkRead = z.object({
  bookings: z.array(BulkBooking),
  trains: z.array(BulkTrain),
  totals: z.array(Money).meta({ description: 'Of what is not booked yet, by currency' }),
  notes: z.array(CellNote),
  ...cellFaults,
})
export type BulkRead = z.infer<typeof BulkRead>

const sheet = z.object({
  file: SheetFile,
  departureId: DepartureId.optional().meta({
    description: 'The train of rows that name none',
  }),
})

export const BulkMode = z.enum(['together', 'each']).meta({
  description: 'All of them or none; or each that can be, whatever becomes of the others',
})
export type BulkMode = z.infer<typeof BulkMode>

export const BulkAsked = sheet.extend({
  mode: BulkMode,
  totals: z.array(Money).max(20).meta({
    description: 'The prices that were shown: nothing is booked at others',
  }),
})
export type BulkAsked = z.infer<typeof BulkAsked>

export const BulkOutcome = z.object({
  reference: z.string(),
  rows: z.array(z.int()),
  outcome: z.enum(['booked', 'already', 'refused', 'not_booked']).meta({
    description: '`not_booked`: nothing is wrong with it, but another was refused',
  }),
  booking: z.object({ id: BookingId, number: z.string(), state: BookingState }).nullable(),
  fault: CellFault.nullable().meta({ description: 'Why it was refused, at its first row' }),
})
export type BulkOutcome = z.infer<typeof BulkOutcome>

export const BulkResult = z.object({
  items: z.array(BulkOutcome),
  booked: z.int(),
  refused: z.int(),
})
export type BulkResult = z.infer<typeof BulkResult>

export const bulkApi = {
  read: command({
    path: '/bookings/bulk/read',
    summary: 'Read a sheet of containers and show what it would book; nothing is kept',
    access: ['exporter', 'forwarder'],
    body: sheet,
    reply: BulkRead,
    repeatable: true,
  }),
  book: command({
    path: '/bookings/bulk',
    summary:
      'Book a sheet of containers, all or each for itself. What was booked from the same rows before is not booked again',
    access: ['exporter', 'forwarder'],
    body: BulkAsked,
    reply: BulkResult,
  }),
}
