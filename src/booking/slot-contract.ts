/** Baskets, requests and the waiting list: what is asked of a train's slots besides booking them outright, and what is answered. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { CargoMassKg } from '#kernel/mass.ts'
import { Timestamp } from '#kernel/time.ts'
import {
  BookingId,
  BookingItem,
  BookingLine,
  BookingView,
  ContainerId,
  NewBooking,
} from '#booking/contract.ts'
import { Finding } from '#booking/finding-contract.ts'
import { WaitingPlace } from '#booking/state-contract.ts'
import { Departure, DepartureId, SlotAmount } from '#train/contract.ts'

/** How long a basket is kept, and how long an offer from the waiting list stands. */
export const HOLD_MINUTES = 15
export const OFFER_MINUTES = 120

const ofBooking = z.object({ bookingId: BookingId })
const ofDeparture = z.object({ departureId: DepartureId })
const reason = line(200)

export const NewHold = z.object({
  departureId: DepartureId,
  lines: z.array(BookingLine).min(1).max(12),
  cargoKg: CargoMassKg.meta({ description: 'Gross mass of all the cargo, kg' }),
})
export type NewHold = z.infer<typeof NewHold>

/** What a basket still lacks. */
export const Particulars = NewBooking.omit({ departureId: true, lines: true, ifFull: true })
export type Particulars = z.infer<typeof Particulars>

export const waiverReason = reason.optional().meta({
  description: 'Why it is carried all the same, where a restriction leaves that to you',
})

export const Decision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accept'), reason: waiverReason }),
  z.object({ decision: z.literal('reject'), reason }),
  z.object({ decision: z.literal('ask_update'), reason }),
  z.object({
    decision: z.literal('decline'),
    reason,
    noShow: z.boolean().optional().meta({
      description: 'Nothing came by the gate-in cut-off: the fee for that is charged',
    }),
  }),
])
export type Decision = z.infer<typeof Decision>

export const WaitingEventKind = z.enum([
  'joined',
  'passed',
  'promoted',
  'offered',
  'taken',
  'lapsed',
  'left',
  'closed',
])
export type WaitingEventKind = z.infer<typeof WaitingEventKind>

/** One thing that happened on a train's waiting list: places only, no names. What the ledger commits to. */
export const WaitingEvent = z.object({
  sequence: z.int().min(1),
  at: Timestamp,
  place: z.int().min(1),
  event: WaitingEventKind,
  boxes: z.int().min(0).meta({ description: 'Boxes it is about' }),
  asked: SlotAmount.meta({ description: 'What the place wanted then' }),
  free: SlotAmount.meta({ description: 'What was on open sale then' }),
  inParts: z.boolean(),
  promotion: WaitingPlace.shape.promotion,
})
export type WaitingEvent = z.infer<typeof WaitingEvent>

export const WaitingItem = WaitingPlace.extend({
  joinedAt: Timestamp,
  asked: SlotAmount.meta({ description: 'What it still wants' }),
  booking: BookingItem.nullable().meta({ description: 'Your own; all of them for the operator' }),
})
export type WaitingItem = z.infer<typeof WaitingItem>

export const WaitingList = z.object({
  items: z.array(WaitingItem),
  events: z.array(WaitingEvent).meta({ description: 'The last hundred, newest first' }),
})
export type WaitingList = z.infer<typeof WaitingList>

export const BoardItem = BookingItem.extend({
  amount: SlotAmount,
  findings: z.array(Finding).meta({ description: 'What the cargo rules say of it' }),
})
export type BoardItem = z.infer<typeof BoardItem>

export const Alarm = z.object({
  id: idSchema<'AlarmId'>('alm'),
  departureId: DepartureId,
  at: Timestamp,
  finding: z.string(),
})
export type Alarm = z.infer<typeof Alarm>

export const NoShow = z.object({
  booking: BookingItem,
  containerIds: z.array(ContainerId).min(1),
})
export type NoShow = z.infer<typeof NoShow>

export const Board = z.object({
  departure: Departure,
  bookings: z.array(BoardItem).meta({ description: 'Those that hold slots of the train' }),
  waiting: z.array(WaitingItem),
  noShows: z.array(NoShow).meta({ description: 'Who has not come although the gate is closed' }),
  next: Departure.nullable().meta({
    description: 'The next train of the line with room for them; null: none, or nobody missing',
  }),
  alarms: z.array(Alarm).meta({ description: 'What the check of the account found wrong' }),
})
export type Board = z.infer<typeof Board>

export const slotApi = {
  hold: command({
    path: '/bookings/hold',
    summary: `Keep slots in a basket for ${HOLD_MINUTES} minutes while the rest is typed`,
    access: ['exporter', 'forwarder'],
    body: NewHold,
    reply: BookingView,
  }),
  confirm: command({
    path: '/bookings/:bookingId/confirm',
    summary: 'Make your basket a booking, before it expires',
    access: ['exporter', 'forwarder'],
    params: ofBooking,
    body: Particulars,
    reply: BookingView,
  }),
  takeOffer: command({
    path: '/bookings/:bookingId/take-offer',
    summary: 'Take the slots that the waiting list offers you, before the offer lapses',
    access: ['exporter', 'forwarder'],
    params: ofBooking,
    reply: BookingView,
  }),
  update: command({
    path: '/bookings/:bookingId/update',
    summary:
      'Correct a request that waits, or answer the operator who asked for other particulars: it is received again',
    access: ['exporter', 'forwarder'],
    params: ofBooking,
    body: Particulars.omit({ quoteId: true }),
    reply: BookingView,
  }),
  decide: command({
    path: '/bookings/:bookingId/decide',
    summary: 'Accept or reject a request on your own train, ask for other particulars, decline',
    access: ['operator'],
    params: ofBooking,
    body: Decision,
    reply: BookingView,
  }),
  waitingList: query({
    path: '/departures/:departureId/waiting',
    summary:
      'Who waits for slots of the train, by place; names for their own and the operator only',
    access: ['exporter', 'forwarder', 'operator'],
    params: ofDeparture,
    reply: WaitingList,
  }),
  board: query({
    path: '/departures/:departureId/board',
    summary: 'Your own train at a glance: load in every unit, bookings, waiting list, alarms',
    access: ['operator'],
    params: ofDeparture,
    reply: Board,
  }),
}

/** What happened on a train's waiting list, for the ledger and for notices. */
export const waitingHappened = eventKind(
  'waiting.happened',
  WaitingEvent.extend({ departureId: DepartureId, bookingId: BookingId }),
)
