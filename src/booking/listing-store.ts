/** Lists of bookings in SQL: pages of what an organisation may see, newest first, also by what a person typed. */
import { sql, type Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { BookingFilter, BookingId } from '#booking/contract.ts'
import { toBooking, WITHOUT_REFERENCE, type Booking } from '#booking/store.ts'

type BookingsAsked = BookingFilter & {
  /** These alone, of what may be seen. */
  readonly ids?: readonly BookingId[] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function pageBookings(
  tx: Tx,
  organisationId: OrganisationId,
  asked: BookingsAsked,
): Promise<Page<Booking>> {
  const rows = asked.q
    ? await readNamed(tx, organisationId, asked, asked.q)
    : await scoped(tx, organisationId, asked).selectAll('booking').execute()
  const page = toPage(rows, asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toBooking) }
}

/** What the organisation may see of the page asked for, newest first, and one more. */
function scoped(tx: Tx, organisationId: OrganisationId, asked: BookingsAsked) {
  const { ids, state, load, departure, cursor, limit } = asked
  let rows = tx
    .selectFrom('booking_party')
    .innerJoin('booking', 'booking.id', 'booking_party.booking_id')
    .where('booking_party.organisation_id', '=', organisationId)
    .orderBy('booking_party.booking_id', 'desc')
    .limit(limit + 1)
  // Said of both sides of the join: of one alone, the other would be read from its newest row on.
  if (cursor !== undefined)
    rows = rows.where('booking_party.booking_id', '<', cursor).where('booking.id', '<', cursor)
  if (ids !== undefined) rows = rows.where('booking.id', 'in', ids)
  if (load !== undefined) rows = rows.where('booking.load', '=', load)
  if (state !== undefined) rows = rows.where('booking.state', '=', state)
  if (departure !== undefined) rows = rows.where('booking.departure_id', '=', departure)
  return rows
}

/**
 * Bookings a person may mean: by the beginning of their number or of a container's, or by their own whole reference. Four
 * short questions, each of which an index or an early stop answers; their OR would read every booking there is.
 */
async function readNamed(
  tx: Tx,
  organisationId: OrganisationId,
  asked: BookingsAsked,
  q: string,
): Promise<Selectable<Tables['booking']>[]> {
  const beginning = likeBeginning(q)
  const rows = scoped(tx, organisationId, asked).selectAll('booking')
  const found = [
    await rows.where('booking.number', 'like', beginning).execute(),
    await rows
      .where('booking.organisation_id', '=', organisationId)
      .where('booking.state', 'not in', WITHOUT_REFERENCE)
      .where('booking.reference', '=', q)
      .execute(),
    await rows
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('container')
            .select('container.id')
            .whereRef('container.booking_id', '=', 'booking_party.booking_id')
            .where('container.container_number', 'like', beginning),
        ),
      )
      .execute(),
    await rows.where('booking.consolidation_id', 'in', boxesNamed(beginning)).execute(),
  ].flat()
  const byId = new Map(found.map((row) => [row.id, row]))
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, asked.limit + 1)
}

/** Consolidations whose container has such a number: an LCL booking goes in one. */
const boxesNamed = (beginning: string) =>
  sql<string>`(select box.consolidation_id from container join booking box on box.id = container.booking_id
    where container_number like ${beginning} and box.consolidation_id is not null)`

/** A `like` pattern for numbers that begin as typed; what no number can hold is dropped, and nothing left finds nothing. */
export function likeBeginning(typed: string): string {
  const characters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return characters === '' ? '' : `${characters}%`
}

/** The organisation's own booking of this number. */
export async function findIdByNumber(
  tx: Tx,
  organisationId: OrganisationId,
  number: string,
): Promise<BookingId | undefined> {
  const row = await tx
    .selectFrom('booking')
    .select('id')
    .where('number', '=', number)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row?.id as BookingId | undefined
}
