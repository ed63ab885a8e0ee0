/** Baskets, requests, offers, the waiting list and the operator's board over HTTP. */
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { sumOf } from '#train/slots.ts'
import { listAlarms } from '#booking/slots/alarm-store.ts'
import { confirmBasket, hold, takeOffer, updateRequest } from '#booking/slots/basket.ts'
import { boxesOf, slotsOf } from '#booking/booking.ts'
import type { BookingId, BookingView } from '#booking/contract.ts'
import { decide } from '#booking/slots/deciding.ts'
import { readLines } from '#booking/line-store.ts'
import { noShowBoard } from '#booking/departure/no-shows.ts'
import { slotApi, type BoardItem, type WaitingItem } from '#booking/slot-contract.ts'
import { findBookingFor, readBookings, readBookingsOfDeparture } from '#booking/store.ts'
import { checkOwn } from '#booking/departure/train-steps.ts'
import { readWaiting } from '#booking/slots/turns.ts'
import { bookingItems, bookingView, bookingViews, toPlace } from '#booking/views.ts'
import { readWaitingEvents } from '#booking/slots/waiting-store.ts'

const EVENTS_SHOWN = 100
const BOOKINGS_SHOWN = 500

export function slotRoutes(http: Http): void {
  serve(http, slotApi.hold, async ({ tx, body, ...asking }) =>
    viewOf(tx, asking, await hold(tx, asking, body)),
  )

  serve(http, slotApi.confirm, async ({ tx, params, body, ...asking }) => {
    await confirmBasket(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, slotApi.takeOffer, async ({ tx, params, ...asking }) => {
    await takeOffer(tx, asking, params.bookingId)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, slotApi.update, async ({ tx, params, body, ...asking }) => {
    await updateRequest(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, slotApi.decide, async ({ tx, params, body, ...asking }) => {
    await decide(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, slotApi.waitingList, async ({ tx, params, actor, now }) => ({
    items: await waitingItems(tx, actor, params.departureId, now),
    events: await readWaitingEvents(tx, params.departureId, EVENTS_SHOWN),
  }))

  serve(http, slotApi.board, async ({ tx, params, actor, now }) => {
    const departure = await getDeparture(tx, params.departureId, now)
    checkOwn(departure, actor)
    return {
      departure,
      bookings: await boardItems(tx, actor, departure.id),
      waiting: await waitingItems(tx, actor, departure.id, now),
      ...(await noShowBoard(tx, actor, departure, now)),
      alarms: await listAlarms(tx, departure.id),
    }
  })
}

interface Reader {
  readonly actor: Actor
  readonly now: Date
}

export async function viewOf(tx: Tx, { actor, now }: Reader, id: BookingId): Promise<BookingView> {
  const booking = (await findBookingFor(tx, actor.organisationId, id))!
  return bookingView(tx, actor, booking, now)
}

/** Each booking that was made, as its shipper sees it; each refusal as it is. */
export async function viewsOfMade(
  tx: Tx,
  asked: readonly { readonly actor: Actor }[],
  outcomes: readonly (BookingId | Problem)[],
  now: Date,
): Promise<(BookingView | Problem)[]> {
  const ids = outcomes.filter((outcome) => typeof outcome === 'string')
  const bookings = await readBookings(tx, ids)
  const readings = outcomes.flatMap((outcome, index) => {
    const booking = bookings.get(outcome as BookingId)
    return booking ? [{ actor: asked[index]!.actor, booking }] : []
  })
  const views = new Map((await bookingViews(tx, readings, now)).map((view) => [view.id, view]))
  return outcomes.map((outcome) => (outcome instanceof Problem ? outcome : views.get(outcome)!))
}

/** Everyone's place; whose it is, for its own and for the operator of the train. */
async function waitingItems(
  tx: Tx,
  actor: Actor,
  departureId: DepartureId,
  now: Date,
): Promise<WaitingItem[]> {
  const departure = await getDeparture(tx, departureId, now)
  const { timeZone } = getStation(departure.service.origin)
  const isOperator = departure.service.operatorId === actor.organisationId
  const waiting = await readWaiting(tx, departureId)
  const named = waiting.filter(
    ({ booking }) => isOperator || booking.exporterId === actor.organisationId,
  )
  const items = await bookingItems(
    tx,
    actor,
    named.map(({ booking }) => booking),
  )
  const byId = new Map(items.map((item) => [item.id, item]))
  return waiting.map(({ row, boxes, booking }, index) => ({
    ...toPlace({ ...row, position: index + 1 }, timeZone),
    joinedAt: timestampIn(row.joinedAt.getTime(), timeZone),
    asked: sumOf(boxes.slice(row.boxesPlaced).map(slotsOf)),
    booking: byId.get(booking.id) ?? null,
  }))
}

async function boardItems(tx: Tx, actor: Actor, departureId: DepartureId): Promise<BoardItem[]> {
  const bookings = await readBookingsOfDeparture(tx, departureId, BOOKINGS_SHOWN)
  const lines = await readLines(
    tx,
    bookings.map(({ id }) => id),
  )
  const items = await bookingItems(tx, actor, bookings)
  return items.map((item, index) => ({
    ...item,
    findings: [...bookings[index]!.findings],
    amount: sumOf(boxesOf(lines.get(item.id) ?? [], bookings[index]!.cargoKg).map(slotsOf)),
  }))
}
