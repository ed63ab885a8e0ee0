/** Lists of bookings in SQL: pages of what an organisation may see, newest first, also by what a person typed. */
import { sql, type Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { BookingFilter, BookingId } from '#booking/contract.ts'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import type { Load } from '#booking/load-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { WITHOUT_REFERENCE, type ListedBooking } from '#booking/store.ts'

type BookingsAsked = BookingFilter & {
  /** These alone, of what may be seen. */
  readonly ids?: readonly BookingId[] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** What is read of a booking to list it: whoever reads hundreds pays for each column. */
const LISTED = [
  'id',
  'number',
  'organisation_id',
  'reference',
  'departure_id',
  'load',
  'consolidation_id',
  'state',
  'teu',
  'boxes',
  'held_until',
  'created_at',
] as const
type ListedRow = Pick<Selectable<Tables['booking']>, (typeof LISTED)[number]>

const columns = LISTED.map((column) => `booking.${column}` as const)

export async function pageBookings(
  tx: Tx,
  organisationId: OrganisationId,
  asked: BookingsAsked,
): Promise<Page<ListedBooking>> {
  const rows = asked.q
    ? await readNamed(tx, organisationId, asked, asked.q)
    : await readPage(tx, organisationId, asked)
  const page = toPage(rows, asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toListed) }
}

/** What the organisation may see of the page asked for, newest first, and one more. */
function readPage(
  tx: Tx,
  organisationId: OrganisationId,
  asked: BookingsAsked,
): Promise<ListedRow[]> {
  const { ids, state, load, departure } = asked
  if ([ids, state, load, departure].some((filter) => filter !== undefined))
    return scoped(tx, organisationId, asked).select(columns).execute()
  // Cut before a booking is read: no plan can read those of others on the way.
  return tx
    .selectFrom(newest(tx, organisationId, asked).select('booking_party.booking_id').as('page'))
    .innerJoin('booking', 'booking.id', 'page.booking_id')
    .select(columns)
    .orderBy('page.booking_id', 'desc')
    .execute()
}

function newest(tx: Tx, organisationId: OrganisationId, { cursor, limit }: BookingsAsked) {
  const rows = tx
    .selectFrom('booking_party')
    .where('booking_party.organisation_id', '=', organisationId)
    .orderBy('booking_party.booking_id', 'desc')
    .limit(limit + 1)
  return cursor === undefined ? rows : rows.where('booking_party.booking_id', '<', cursor)
}

function scoped(tx: Tx, organisationId: OrganisationId, asked: BookingsAsked) {
  const { ids, state, load, departure, cursor } = asked
  let rows = newest(tx, organisationId, asked).innerJoin(
    'booking',
    'booking.id',
    'booking_party.booking_id',
  )
  // Said of both sides of the join: of one alone, the other would be read from its newest row on.
  if (cursor !== undefined) rows = rows.where('booking.id', '<', cursor)
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
): Promise<ListedRow[]> {
  const beginning = likeBeginning(q)
  const rows = scoped(tx, organisationId, asked).select(columns)
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
    await rows
      .where('booking.load', '=', sql.lit('LCL'))
      .where('booking.consolidation_id', '=', boxesNamed(beginning))
      .execute(),
  ].flat()
  const byId = new Map(found.map((row) => [row.id, row]))
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, asked.limit + 1)
}

/**
 * Consolidations whose container has such a number: an LCL booking goes in one. As an array, which is made first: joined, they could be
 * looked for behind each of the asker's bookings.
 */
const boxesNamed = (beginning: string) =>
  sql<string>`any(array(select box.consolidation_id from container join booking box on box.id = container.booking_id
    where container_number like ${beginning} and box.consolidation_id is not null))`

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

function toListed(row: ListedRow): ListedBooking {
  return {
    id: row.id as BookingId,
    number: row.number,
    exporterId: row.organisation_id as OrganisationId,
    reference: row.reference,
    departureId: row.departure_id as DepartureId,
    load: row.load as Load,
    consolidationId: row.consolidation_id as ConsolidationId | null,
    state: row.state as BookingState,
    teu: row.teu,
    boxes: row.boxes,
    heldUntil: row.held_until,
    createdAt: row.created_at,
  }
}
