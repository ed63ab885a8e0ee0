/**
 * DCSA booking notifications: a CloudEvent with the booking whole, for each change of a booking of whoever has a webhook that names
 * `dcsa.booking_notification`. Sent and signed as every message to a webhook is (Standard Webhooks).
 */
import { noticeKind, type NoticeKind } from '#kernel/notice.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import { randomIds, type Ids } from '#platform/ids.ts'
import type { Follower } from '#platform/outbox.ts'
import { readOfShipper } from '#booking'
import type { BookingId } from '#booking/contract.ts'
import { bookingChanged, type BookingCommand } from '#booking/state-contract.ts'
import { listWebhooksNaming, notify } from '#notice'
import { BookingNotification, NOTIFICATION_TYPE } from '#exchange/dcsa-booking-contract.ts'
import type { StatusFacts } from '#exchange/dcsa-booking.ts'
import { tell } from '#exchange/dcsa-telling.ts'

/** CloudEvents: a reference by which, with its id, an event is one of a kind. */
const SOURCE = '/dcsa/bkg/v2'

const notified = noticeKind({
  kind: 'dcsa.booking_notification',
  name: {
    zh: 'DCSA 订舱通知（CloudEvents）',
    en: 'DCSA booking notification (CloudEvents)',
    ru: 'Уведомление DCSA о бронировании (CloudEvents)',
  },
  title: {
    zh: '订舱 {booking}：{status}',
    en: 'Booking {booking}: {status}',
    ru: 'Бронирование {booking}: {status}',
  },
  tone: 'info',
  forPeople: false,
  body: BookingNotification,
})

export const exchangeNotices: readonly NoticeKind[] = [notified]

export function dcsaFollower(clock: Clock): Follower {
  const ids = randomIds(clock)
  return {
    name: 'exchange.dcsa_bookings',
    follows: [bookingChanged],
    async handle(tx, { payload }) {
      const { bookingId, state, command, at } = bookingChanged.payload.parse(payload)
      const as = { state, ...saidBy(command) }
      await notifyOfBooking(tx, { ids, now: clock() }, bookingId, { as, at: new Date(at) })
    },
  }
}

/** What a command makes of the statuses, whatever came after it. */
function saidBy(command: BookingCommand): Partial<StatusFacts> {
  const outcomes: Partial<Record<BookingCommand, StatusFacts['amendment']>> = {
    ask_amendment: { outcome: null },
    accept_amendment: { outcome: 'confirmed' },
    refuse_amendment: { outcome: 'declined' },
    withdraw_amendment: { outcome: 'cancelled' },
  }
  const amendment = outcomes[command]
  if (amendment !== undefined) return { amendment }
  if (command === 'request') return { isUpdated: false }
  return command === 'update' ? { isUpdated: true } : {}
}

export async function notifyOfBooking(
  tx: Tx,
  telling: { readonly ids: Ids; readonly now: Date },
  bookingId: BookingId,
  { as = {}, at = telling.now }: { readonly as?: Partial<StatusFacts>; readonly at?: Date } = {},
): Promise<void> {
  const whole = await readOfShipper(tx, bookingId, telling.now)
  if (whole === undefined) return
  const to = whole.view.exporter!.id
  if ((await listWebhooksNaming(tx, [to], notified.kind)).length === 0) return
  const told = await tell(tx, whole, 'en', as)
  if (told === undefined) return
  const { booking, amended } = told
  const { bookingStatus, amendedBookingStatus, bookingCancellationStatus, feedbacks } = booking
  const data: BookingNotification['data'] = {
    bookingStatus,
    ...(amendedBookingStatus && { amendedBookingStatus }),
    ...(bookingCancellationStatus && { bookingCancellationStatus }),
    carrierBookingRequestReference: bookingId,
    ...(booking.carrierBookingReference !== undefined && {
      carrierBookingReference: booking.carrierBookingReference,
    }),
    ...(feedbacks && { feedbacks }),
    booking,
    ...(amended && { amendedBooking: amended }),
  }
  await notify(tx, telling, notified, {
    to: [to],
    facts: { booking: whole.view.number, status: bookingStatus },
    subject: { kind: 'booking', id: bookingId },
    happenedAt: at,
    content: ({ noticeId, webhookId }) =>
      JSON.stringify({
        specversion: '1.0',
        id: noticeId,
        source: SOURCE,
        type: NOTIFICATION_TYPE,
        time: at.toISOString(),
        datacontenttype: 'application/json',
        subscriptionReference: webhookId,
        data,
      } satisfies BookingNotification),
  })
}
