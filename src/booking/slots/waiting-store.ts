/** The waiting lists in SQL, for slots (FCL) and for LCL space: the only file that touches `waiting` and `waiting_event`. */
import type { Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { BookingId } from '#booking/contract.ts'
import type { Load } from '#booking/load-contract.ts'
import type { LclWaitingEvent } from '#booking/lcl-waiting-contract.ts'
import type { WaitingEvent } from '#booking/slot-contract.ts'
import type { Promotion } from '#booking/state-contract.ts'
import type { DepartureId } from '#train/contract.ts'

export type WaitingState = 'waiting' | 'offered' | 'promoted' | 'left' | 'lapsed' | 'closed'

/** Each train has a list of each load. */
export interface ListOf {
  readonly departureId: DepartureId
  readonly load: Load
}

export interface WaitingRow extends ListOf {
  readonly place: number
  readonly bookingId: BookingId
  readonly organisationId: OrganisationId
  readonly joinedAt: Date
  readonly inParts: boolean
  readonly promotion: Promotion
  readonly state: WaitingState
  readonly boxesPlaced: number
  readonly boxesOffered: number
  readonly offeredUntil: Date | null
}

/** The number the next that joins is given; its caller holds the train's account. */
export async function nextPlace(tx: Tx, { departureId, load }: ListOf): Promise<number> {
  const row = await tx
    .selectFrom('waiting')
    .select((max) => max.fn.max('place').as('last'))
    .where('departure_id', '=', departureId)
    .where('load', '=', load)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export async function insertWaiting(tx: Tx, rows: readonly WaitingRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insertInto('waiting').values(rows.map(toColumns)).execute()
}

export async function updateWaiting(tx: Tx, row: WaitingRow): Promise<void> {
  const { state, boxes_placed, boxes_offered, offered_until } = toColumns(row)
  await tx
    .updateTable('waiting')
    .set({ state, boxes_placed, boxes_offered, offered_until })
    .where('departure_id', '=', row.departureId)
    .where('load', '=', row.load)
    .where('place', '=', row.place)
    .execute()
}

/** Who waits, or has an offer, on this train, in the order of their places: on the list of one load, or on both. */
export async function readOpenPlaces(
  tx: Tx,
  departureId: DepartureId,
  load?: Load,
): Promise<WaitingRow[]> {
  const rows = await tx
    .selectFrom('waiting')
    .selectAll()
    .where('departure_id', '=', departureId)
    .where('state', 'in', ['waiting', 'offered'])
    .$if(load !== undefined, (asked) => asked.where('load', '=', load!))
    .orderBy('load')
    .orderBy('place')
    .execute()
  return rows.map(toRow)
}

/** The open place of each of these bookings, where it has one. */
export async function readPlacesOf(
  tx: Tx,
  bookings: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, WaitingRow & { readonly position: number }>> {
  if (bookings.length === 0) return new Map()
  const rows = await tx
    .selectFrom('waiting')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('waiting as ahead')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('ahead.departure_id', '=', 'waiting.departure_id')
        .whereRef('ahead.load', '=', 'waiting.load')
        .whereRef('ahead.place', '<', 'waiting.place')
        .where('ahead.state', 'in', ['waiting', 'offered'])
        .as('ahead'),
    )
    .where('booking_id', 'in', bookings)
    .where('state', 'in', ['waiting', 'offered'])
    .execute()
  return new Map(
    rows.map((row) => {
      const place = toRow(row)
      return [place.bookingId, { ...place, position: Number(row.ahead ?? 0) + 1 }]
    }),
  )
}

/** Trains on whose list something is due: an offer's end, or the end of booking. */
export async function listListsDue(tx: Tx, now: Date): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('waiting')
    .innerJoin('departure', 'departure.id', 'waiting.departure_id')
    .select('waiting.departure_id')
    .distinct()
    .where('waiting.state', 'in', ['waiting', 'offered'])
    .where((eb) =>
      eb.or([
        eb('waiting.offered_until', '<=', now),
        eb('departure.booking_cutoff_at', '<', now),
        eb('departure.state', '<>', 'scheduled'),
      ]),
    )
    .limit(100)
    .execute()
  return rows.map((row) => row.departure_id as DepartureId)
}

/** As it was decided on; its number and time are given when it is written. */
type Unwritten<Event> = Omit<Event, 'sequence' | 'at'>
export type NewEvent = Unwritten<WaitingEvent>
export type NewLclEvent = Unwritten<LclWaitingEvent>

/** Writes what happened on the list, in order; its caller holds the train's account. */
export async function insertWaitingEvents<Event extends NewEvent | NewLclEvent>(
  tx: Tx,
  { departureId, load }: ListOf,
  events: readonly Event[],
  at: Date,
): Promise<(Event & Pick<WaitingEvent, 'sequence' | 'at'>)[]> {
  if (events.length === 0) return []
  const last = await tx
    .selectFrom('waiting_event')
    .select((max) => max.fn.max('sequence').as('last'))
    .where('departure_id', '=', departureId)
    .where('load', '=', load)
    .executeTakeFirst()
  const moment = timestampIn(at.getTime(), 'UTC')
  const made = events.map((event, index) => ({
    ...event,
    sequence: (last?.last ?? 0) + 1 + index,
    at: moment,
  }))
  await tx
    .insertInto('waiting_event')
    .values(
      made.map(({ sequence, place, event, ...content }) => ({
        ...{ departure_id: departureId, load, sequence, at, place, event },
        content: JSON.stringify(content),
      })),
    )
    .execute()
  return made
}

/** The last so many, newest first. */
export async function readWaitingEvents(
  tx: Tx,
  departureId: DepartureId,
  limit: number,
): Promise<WaitingEvent[]> {
  const rows = await eventsOf(tx, { departureId, load: 'FCL' }, 'desc').limit(limit).execute()
  return rows.map((row) => toEvent<WaitingEvent>(row))
}

export async function readLclWaitingEvents(
  tx: Tx,
  departureId: DepartureId,
  limit: number,
): Promise<LclWaitingEvent[]> {
  const rows = await eventsOf(tx, { departureId, load: 'LCL' }, 'desc').limit(limit).execute()
  return rows.map((row) => toEvent<LclWaitingEvent>(row))
}

/** Everything that ever happened on the list, oldest first. */
export async function readWholeList(tx: Tx, departureId: DepartureId): Promise<WaitingEvent[]> {
  const rows = await eventsOf(tx, { departureId, load: 'FCL' }, 'asc').execute()
  return rows.map((row) => toEvent<WaitingEvent>(row))
}

export async function readWholeLclList(
  tx: Tx,
  departureId: DepartureId,
): Promise<LclWaitingEvent[]> {
  const rows = await eventsOf(tx, { departureId, load: 'LCL' }, 'asc').execute()
  return rows.map((row) => toEvent<LclWaitingEvent>(row))
}

const eventsOf = (tx: Tx, { departureId, load }: ListOf, order: 'asc' | 'desc') =>
  tx
    .selectFrom('waiting_event')
    .selectAll()
    .where('departure_id', '=', departureId)
    .where('load', '=', load)
    .orderBy('sequence', order)

/** As it was written by `insertWaitingEvents`. */
function toEvent<Event>({
  content,
  sequence,
  place,
  event,
}: Selectable<Tables['waiting_event']>): Event {
  return { ...(content as object), sequence, place, event } as Event
}

function toColumns(row: WaitingRow) {
  return {
    departure_id: row.departureId,
    load: row.load,
    place: row.place,
    booking_id: row.bookingId,
    organisation_id: row.organisationId,
    joined_at: row.joinedAt,
    in_parts: row.inParts,
    promotion: row.promotion,
    state: row.state,
    boxes_placed: row.boxesPlaced,
    boxes_offered: row.boxesOffered,
    offered_until: row.offeredUntil,
  }
}

function toRow(row: Selectable<Tables['waiting']>): WaitingRow {
  return {
    departureId: row.departure_id as DepartureId,
    load: row.load as Load,
    place: row.place,
    bookingId: row.booking_id as BookingId,
    organisationId: row.organisation_id as OrganisationId,
    joinedAt: row.joined_at,
    inParts: row.in_parts,
    promotion: row.promotion as Promotion,
    state: row.state as WaitingState,
    boxesPlaced: row.boxes_placed,
    boxesOffered: row.boxes_offered,
    offeredUntil: row.offered_until,
  }
}
