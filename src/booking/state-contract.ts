/** The states of a booking, the commands between them, and the terms of waiting: which leads where is in states.ts. */
import { z } from 'zod'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import { StationCode } from '#kernel/station.ts'
import { SpaceAmount } from '#train/consolidation-contract.ts'
import { DepartureId } from '#train/contract.ts'
import { EmbargoId } from '#train/embargo-contract.ts'
import { Finding } from '#booking/finding-contract.ts'

/** As DCSA Booking 2 names them, with `held`, `waitlisted` and `expired` beside: which leads where is in states.ts. */
export const BookingState = z.enum([
  'held',
  'waitlisted',
  'received',
  'pending_update',
  'confirmed',
  'pending_amendment',
  'rejected',
  'declined',
  'cancelled',
  'completed',
  'expired',
])
export type BookingState = z.infer<typeof BookingState>

export const BookingCommand = z.enum([
  'hold',
  'wait',
  'request',
  'confirm',
  'expire',
  'promote',
  'lapse',
  'accept',
  'reject',
  'ask_update',
  'update',
  'ask_amendment',
  'accept_amendment',
  'refuse_amendment',
  'withdraw_amendment',
  'decline',
  'cancel',
  'complete',
])
export type BookingCommand = z.infer<typeof BookingCommand>

/** Slots for somebody who waits: sold to it at once, or offered to it for a limited time. */
export const Promotion = z.enum(['automatic', 'offer'])
export type Promotion = z.infer<typeof Promotion>

export const WaitingTerms = z.object({
  inParts: z.boolean().meta({ description: 'Take slots for some of the boxes as they come' }),
  promotion: Promotion,
})
export type WaitingTerms = z.infer<typeof WaitingTerms>

/** A booking's place on its train's waiting list. */
export const WaitingPlace = z.object({
  ...WaitingTerms.shape,
  place: z.int().meta({ description: 'The number it was given when it joined' }),
  position: z.int().meta({ description: '1 is the next' }),
  boxesPlaced: z.int(),
  boxesOffered: z.int(),
  offeredUntil: Timestamp.nullable(),
})
export type WaitingPlace = z.infer<typeof WaitingPlace>

/** A booking came into being, or its state changed: what charges, webhooks and notices follow. */
export const bookingChanged = eventKind(
  'booking.changed',
  z.object({
    bookingId: idSchema<'BookingId'>('bkg'),
    departureId: DepartureId,
    exporterId: OrganisationId,
    command: BookingCommand,
    state: BookingState,
    at: Timestamp,
    reason: z.string().optional().meta({ description: 'The operator’s, where it gave one' }),
  }),
)

/** Boxes of a booking had not come when the gate of their train closed: its shipper and the operator are to be told. */
export const boxesDidNotCome = eventKind(
  'booking.no_show',
  z.object({
    bookingId: idSchema<'BookingId'>('bkg'),
    departureId: DepartureId,
    exporterId: OrganisationId,
    containers: z.int().min(1),
    at: Timestamp,
  }),
)

/** The cargo of an LCL booking was taken in at the warehouse, or its declaration recorded: its shipper, and nobody else, is to be told. */
export const consignmentHandled = eventKind(
  'booking.consignment_handled',
  z.object({
    bookingId: idSchema<'BookingId'>('bkg'),
    departureId: DepartureId,
    exporterId: OrganisationId,
    handled: z.enum(['received', 'declared']),
    ...SpaceAmount.shape,
    declarationNumber: DeclarationNumber.optional(),
    at: Timestamp,
  }),
)

/** An embargo was laid on the train of an open booking, changed or lifted: its shipper is to be told. */
export const bookingEmbargoed = eventKind(
  'booking.embargoed',
  z.object({
    bookingId: idSchema<'BookingId'>('bkg'),
    departureId: DepartureId,
    exporterId: OrganisationId,
    embargoId: EmbargoId,
    change: z.enum(['entered', 'changed', 'withdrawn']),
    place: StationCode,
    at: Timestamp.meta({ description: 'When it meets the train' }),
  }),
)

/** A restriction that came or changed after a booking was made touches it: its shipper and the operator are to be told. */
export const findingsChanged = eventKind(
  'booking.findings_changed',
  z.object({
    bookingId: idSchema<'BookingId'>('bkg'),
    departureId: DepartureId,
    exporterId: OrganisationId,
    findings: z.array(Finding).min(1).meta({ description: 'What is new, the first few' }),
    at: Timestamp,
  }),
)
