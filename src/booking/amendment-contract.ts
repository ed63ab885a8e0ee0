/** Changing a booking that was confirmed: what is asked for is the booking as it shall be, whole. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { line } from '#kernel/line.ts'
import { Timestamp } from '#kernel/time.ts'
import { BookingId, BookingView, NewBooking } from '#booking/contract.ts'
import { Finding } from '#booking/finding-contract.ts'
import { waiverReason } from '#booking/slot-contract.ts'

const ofBooking = z.object({ bookingId: BookingId })
const shipper = ['exporter', 'forwarder'] as const

export const Amendment = NewBooking.omit({ ifFull: true })
export type Amendment = z.infer<typeof Amendment>

export const AmendmentDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accept'), reason: waiverReason }),
  z.object({ decision: z.literal('refuse'), reason: line(200) }),
])
export type AmendmentDecision = z.infer<typeof AmendmentDecision>

export const amendmentApi = {
  amend: command({
    path: '/bookings/:bookingId/amend',
    summary:
      'Change your booking before the cut-off: slots and price together or not at all. With dangerous goods the operator decides',
    access: shipper,
    params: ofBooking,
    body: Amendment,
    reply: BookingView,
  }),
  withdraw: command({
    path: '/bookings/:bookingId/amendment/withdraw',
    summary: 'Take back an amendment the operator has not decided on',
    access: shipper,
    params: ofBooking,
    reply: BookingView,
  }),
  decide: command({
    path: '/bookings/:bookingId/amendment/decide',
    summary: 'Accept or refuse an amendment on your own train',
    access: ['operator'],
    params: ofBooking,
    body: AmendmentDecision,
    reply: BookingView,
  }),
  get: query({
    path: '/bookings/:bookingId/amendment',
    summary: 'What was asked to be changed and is not decided, for the shipper and the operator',
    access: [...shipper, 'operator'],
    params: ofBooking,
    reply: z.object({
      askedAt: Timestamp,
      amendment: Amendment,
      findings: z.array(Finding).meta({ description: 'What the cargo rules say of it now' }),
    }),
  }),
}
