/**
 * DCSA booking notifications: a CloudEvent with the booking whole, for each change of a booking, and of the train it goes by, of whoever
 * has a webhook that names `dcsa.booking_notification`. Sent and signed as every message to a webhook is (Standard Webhooks).
 */
import { noticeKind, type NoticeKind } from '#kernel/notice.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import { randomIds, type Ids } from '#platform/ids.ts'
import type { Follower, OutboxEvent } from '#platform/outbox.ts'
import { listRidingWith, listShippersOn, readOfShipper } from '#booking'
import { stepTaken, type BookingId, type StepTaken } from '#booking/contract.ts'
import { bookingChanged, type BookingCommand } from '#booking/state-contract.ts'
import { listWebhooksNaming, notify } from '#notice'
import { getDeparture } from '#train'
import { departureChanged } from '#train/contract.ts'
import {
  BookingNotification,
  NOTIFICATION_TYPE,
  type Feedback,
} from '#exchange/dcsa-booking-contract.ts'
import type { StatusFacts } from '#exchange/dcsa-booking.ts'
import { tell } from '#exchange/dcsa-telling.ts'
import { feedbackOfRollOver, feedbacksOfTrain } from '#exchange/dcsa-train-changes.ts'

/** CloudEvents: a reference by which, with its id, an event is one of a kind. */
const SOURCE = '/dcsa/bkg/v2'
/** A machine asked for these, and for no language. */
const LOCALE = 'en'

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
    follows: [bookingChanged, departureChanged, stepTaken],
    // Together: the boxes of a booking that roll over are one message and not one each.
    async handleAll(tx, events) {
      const telling = { ids, now: clock() }
      const rolled = Map.groupBy(rolledOver(events), placeOf)
      for (const { kind, payload } of events) {
        if (kind === bookingChanged.kind) await tellOfChange(tx, telling, payload)
        if (kind === departureChanged.kind) await tellOfTrain(tx, telling, payload)
        if (kind !== stepTaken.kind) continue
        const place = placeOf(stepTaken.payload.parse(payload))
        const boxes = rolled.get(place)
        if (boxes !== undefined) await tellOfRollOver(tx, telling, boxes)
        rolled.delete(place)
      }
    },
  }
}

function rolledOver(events: readonly OutboxEvent[]): StepTaken[] {
  return events
    .filter(({ kind }) => kind === stepTaken.kind)
    .map(({ payload }) => stepTaken.payload.parse(payload))
    .filter(({ event }) => event === 'rolled_over')
}

/** Of one booking, from one train to another, at one time. */
function placeOf({ event, bookingId, departureId, at, public: known }: StepTaken): string {
  return [event, bookingId, String(known['oldTrainNumber']), departureId, at].join(' ')
}

interface Telling {
  readonly ids: Ids
  readonly now: Date
}

async function tellOfChange(tx: Tx, telling: Telling, changed: unknown): Promise<void> {
  const { bookingId, state, command, at } = bookingChanged.payload.parse(changed)
  const as = { state, ...saidBy(command) }
  await notifyOfBooking(tx, telling, bookingId, { as, at: new Date(at) })
}

async function tellOfTrain(tx: Tx, telling: Telling, changed: unknown): Promise<void> {
  const change = departureChanged.payload.parse(changed)
  const train = await getDeparture(tx, change.departureId, telling.now)
  const because = feedbacksOfTrain(change, train, LOCALE)
  if (because.length === 0) return
  const booked = await listShippersOn(tx, change.departureId)
  if (booked.length === 0) return
  const shippers = [...new Set(booked.map(({ exporterId }) => exporterId))]
  const webhooks = await listWebhooksNaming(tx, shippers, notified.kind)
  const listening = new Set(webhooks.map(({ organisationId }) => organisationId))
  for (const { id, exporterId } of booked)
    if (listening.has(exporterId)) await notifyOfBooking(tx, telling, id, { because })
}

async function tellOfRollOver(
  tx: Tx,
  telling: Telling,
  boxes: readonly StepTaken[],
): Promise<void> {
  const [{ bookingId, at }] = boxes as [StepTaken]
  const because = [feedbackOfRollOver(boxes, LOCALE)]
  for (const id of [bookingId, ...(await listRidingWith(tx, bookingId))])
    await notifyOfBooking(tx, telling, id, { because, at: new Date(at) })
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

interface NotifyingOf {
  /** As it was when the change was said. */
  readonly as?: Partial<StatusFacts>
  readonly at?: Date
  /** Why it is told now, when its own statuses do not say so. */
  readonly because?: readonly Feedback[]
}

export async function notifyOfBooking(
  tx: Tx,
  telling: Telling,
  bookingId: BookingId,
  { as = {}, at = telling.now, because = [] }: NotifyingOf = {},
): Promise<void> {
  const whole = await readOfShipper(tx, bookingId, telling.now)
  if (whole === undefined) return
  const to = whole.view.exporter!.id
  if ((await listWebhooksNaming(tx, [to], notified.kind)).length === 0) return
  const told = await tell(tx, whole, LOCALE, as)
  if (told === undefined) return
  const { booking, amended } = told
  const { bookingStatus, amendedBookingStatus, bookingCancellationStatus, feedbacks } = booking
  const all = [...because, ...(feedbacks ?? [])]
  const data: BookingNotification['data'] = {
    bookingStatus,
    ...(amendedBookingStatus && { amendedBookingStatus }),
    ...(bookingCancellationStatus && { bookingCancellationStatus }),
    carrierBookingRequestReference: bookingId,
    ...(booking.carrierBookingReference !== undefined && {
      carrierBookingReference: booking.carrierBookingReference,
    }),
    ...(all.length > 0 && { feedbacks: all }),
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
