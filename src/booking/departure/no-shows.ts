/**
 * Boxes that have not come when the gate of their train closes: written once a train, charged by the sheet's rule, and told to the
 * shipper and the operator. They keep their slots until the operator rolls them over or declines their booking.
 */
import type { Actor } from '#kernel/organisation.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { sayAll } from '#platform/outbox.ts'
import { chargeNoShow } from '#price'
import { getDeparture, listNextOnLine } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { slotsOf } from '#booking/booking.ts'
import {
  lockContainersFor,
  readContainersOfBookings,
  readContainersOfDeparture,
  type ContainerRow,
} from '#booking/container-store.ts'
import type { BookingId } from '#booking/contract.ts'
import type { Desk } from '#booking/slots/desk.ts'
import { insertNoShows, readNoShows } from '#booking/departure/no-show-store.ts'
import type { Board } from '#booking/slot-contract.ts'
import { boxesDidNotCome } from '#booking/state-contract.ts'
import { isAbsent } from '#booking/step.ts'
import { lockBookings, readBookings } from '#booking/store.ts'
import { bookingItems } from '#booking/views.ts'

/** The gate of a train that waits has closed. While an embargo keeps boxes away nobody is late. */
export async function closeGate({ tx, now, accounts }: Desk, id: DepartureId): Promise<void> {
  const { state, embargo } = accounts.get(id)!
  if (state !== 'scheduled' || embargo !== null) return
  await markNoShows(tx, await getDeparture(tx, id, now), now)
}

/** Its caller holds the train. Before its gate closes, nobody is late. */
export async function markNoShows(tx: Tx, train: Departure, now: Date): Promise<void> {
  if (now.getTime() < epochMs(train.gateInCutoffAt)) return
  const seen = (await readContainersOfDeparture(tx, train.id)).filter(isAbsent)
  const bookings = await lockBookings(tx, [...new Set(seen.map(({ bookingId }) => bookingId))])
  const open = bookings.filter(({ state }) => ['confirmed', 'pending_amendment'].includes(state))
  const ids = new Set(open.map(({ id }) => id))
  const marked = await readNoShows(
    tx,
    seen.map(({ id }) => id),
  )
  const fresh = seen.filter(({ id, bookingId }) => ids.has(bookingId) && !marked.has(id))
  // A box may be received at this very moment.
  const held = await lockContainersFor(
    tx,
    train.service.operatorId,
    fresh.map(({ id }) => id),
  )
  const absent = Map.groupBy(held.filter(isAbsent), ({ bookingId }) => bookingId)
  await insertNoShows(
    tx,
    train.id,
    [...absent.values()].flat().map(({ id }) => id),
    now,
  )
  await charge(tx, train, absent, now)
  const late = open.filter(({ id }) => absent.has(id))
  await sayAll(
    tx,
    boxesDidNotCome,
    late.map(({ id, exporterId }) => ({
      bookingId: id,
      departureId: train.id,
      exporterId,
      containers: absent.get(id)!.length,
      at: timestampIn(now.getTime(), 'UTC'),
    })),
  )
}

async function charge(
  tx: Tx,
  { bookingCutoffAt }: Departure,
  absent: ReadonlyMap<BookingId, readonly ContainerRow[]>,
  now: Date,
): Promise<void> {
  const all = await readContainersOfBookings(tx, [...absent.keys()])
  for (const [bookingId, boxes] of absent) {
    const of = all.get(bookingId)!.filter(({ stage }) => stage !== 'cancelled').length
    const part = { containers: boxes.length, of }
    await chargeNoShow(tx, now, { bookingId, cutoffAt: bookingCutoffAt, ...part })
  }
}

/** Who did not come for the train, and the next of its line that has room for all of them, or at least for somebody. */
export async function noShowBoard(
  tx: Tx,
  actor: Actor,
  train: Departure,
  now: Date,
): Promise<Pick<Board, 'noShows' | 'next'>> {
  const seen = (await readContainersOfDeparture(tx, train.id)).filter(isAbsent)
  const marked = await readNoShows(
    tx,
    seen.map(({ id }) => id),
  )
  const absent = seen.filter(({ id }) => marked.has(id))
  if (absent.length === 0) return { noShows: [], next: null }
  const byBooking = Map.groupBy(absent, ({ bookingId }) => bookingId)
  const bookings = await readBookings(tx, [...byBooking.keys()])
  const items = await bookingItems(tx, actor, [...bookings.values()])
  const teuOf = (boxes: readonly ContainerRow[]) =>
    boxes.reduce((teu, box) => teu + slotsOf(box).teu, 0)
  const trains = await listNextOnLine(tx, train, now)
  const hasRoom = (teu: number) => trains.find(({ freeTeu }) => freeTeu >= teu)
  const least = Math.min(...[...byBooking.values()].map(teuOf))
  return {
    noShows: items.map((booking) => ({
      booking,
      containerIds: byBooking.get(booking.id)!.map(({ id }) => id),
    })),
    next: hasRoom(teuOf(absent)) ?? hasRoom(least) ?? null,
  }
}
