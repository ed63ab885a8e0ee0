/** The waiting list for LCL space: who waits on a train, what happened on its list, and how one joins it. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { Timestamp } from '#kernel/time.ts'
import { BookingId, BookingItem, BookingView } from '#booking/contract.ts'
import { LclTerms, NewConsignment } from '#booking/lcl-contract.ts'
import { WaitingEventKind } from '#booking/slot-contract.ts'
import { Promotion } from '#booking/state-contract.ts'
import { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import { DepartureId } from '#train/contract.ts'

const ofDeparture = z.object({ departureId: DepartureId })

/** One thing that happened on a train's list for LCL space: places only, no names. What the ledger commits to. */
export const LclWaitingEvent = z.object({
  load: z.literal('LCL'),
  sequence: z.int().min(1),
  at: Timestamp,
  place: z.int().min(1),
  event: z.enum([...WaitingEventKind.options, 'withdrawn']).meta({
    description:
      'withdrawn: the container of its offer goes elsewhere or not at all, it waits again',
  }),
  asked: SpaceAmount,
  free: z.array(SpaceAmount.extend({ consolidationId: ConsolidationId })).meta({
    description:
      'What was free in each open consolidation that may carry it, the first opened first; empty where nothing was looked at',
  }),
  into: ConsolidationId.nullable().meta({
    description: 'Where it got its space, or was offered it',
  }),
  promotion: Promotion,
})
export type LclWaitingEvent = z.infer<typeof LclWaitingEvent>

export const LclWaitingItem = z.object({
  place: z.int(),
  position: z.int(),
  joinedAt: Timestamp,
  asked: SpaceAmount,
  promotion: Promotion,
  offeredUntil: Timestamp.nullable(),
  booking: BookingItem.nullable().meta({ description: 'Your own; all of them for the operator' }),
})
export type LclWaitingItem = z.infer<typeof LclWaitingItem>

export const lclWaitingApi = {
  waitForSpace: command({
    path: '/departures/:departureId/consignments',
    summary:
      'Book LCL in whichever consolidation of the train has the space first, now or once some is free',
    access: ['exporter', 'forwarder'],
    params: ofDeparture,
    body: NewConsignment.extend({ ifFull: LclTerms }),
    reply: BookingView,
  }),
  lclWaitingList: query({
    path: '/departures/:departureId/lcl-waiting',
    summary:
      'Who waits for LCL space on the train, by place; names for their own and the operator only',
    access: ['exporter', 'forwarder', 'operator'],
    params: ofDeparture,
    reply: z.object({
      items: z.array(LclWaitingItem),
      events: z.array(LclWaitingEvent).meta({ description: 'The last hundred, newest first' }),
    }),
  }),
}

/** What happened on a list, for the ledger and for notices. */
export const lclWaitingHappened = eventKind(
  'waiting.lcl_happened',
  LclWaitingEvent.extend({ departureId: DepartureId, bookingId: BookingId }),
)
