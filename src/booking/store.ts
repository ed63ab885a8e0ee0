/** Bookings in SQL: the only file that touches `booking`, `booking_line`, `cargo_line` and `booking_party`. */
import type { Selectable } from 'kysely'
import type { Country } from '#kernel/country.ts'
import type { Email, Phone } from '#kernel/contact.ts'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import type { HsCode } from '#kernel/hs-code.ts'
import type { Incoterm } from '#kernel/incoterm.ts'
import type { AmountMinor, Currency } from '#kernel/money.ts'
import type { MemberId, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { PackageKind } from '#kernel/package-kind.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId } from '#train/contract.ts'
import type {
  BookingFilter,
  BookingId,
  BookingLine,
  BookingState,
  CargoLine,
  Consignee,
  NewBooking,
} from '#booking/contract.ts'

export interface Booking {
  readonly id: BookingId
  readonly number: string
  readonly exporterId: OrganisationId
  readonly reference: string | null
  readonly departureId: DepartureId
  readonly brokerId: OrganisationId
  readonly consignee: Consignee
  readonly incoterm: Incoterm
  readonly remarks: string | null
  readonly state: BookingState
  readonly teu: number
  readonly boxes: number
  readonly createdAt: Date
}

export interface PartyOf {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
}

export interface MakeBooking {
  readonly id: BookingId
  readonly number: string
  readonly exporterId: OrganisationId
  readonly createdBy: MemberId | null
  readonly teu: number
  readonly boxes: number
  readonly now: Date
  readonly asked: NewBooking
}

/** False when the exporter's reference already stands on a booking that is not cancelled. */
export async function insertBooking(tx: Tx, booking: MakeBooking): Promise<boolean> {
  const { id, number, exporterId, createdBy, teu, boxes, now, asked } = booking
  const { consignee } = asked
  const made = await tx
    .insertInto('booking')
    .values({
      id,
      number,
      organisation_id: exporterId,
      reference: asked.reference ?? null,
      departure_id: asked.departureId,
      broker_id: asked.brokerId,
      consignee_name: consignee.name,
      consignee_country: consignee.country,
      consignee_address: consignee.address,
      consignee_phone: consignee.phone ?? null,
      consignee_email: consignee.email ?? null,
      consignee_organisation_id: consignee.organisationId ?? null,
      incoterm: asked.incoterm,
      remarks: asked.remarks ?? null,
      state: 'confirmed',
      teu,
      boxes,
      created_at: now,
      created_by: createdBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'reference'])
        .where('state', '=', 'confirmed')
        .where('reference', 'is not', null)
        .doNothing(),
    )
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows !== 1n) return false
  await insertLines(tx, id, asked)
  return true
}

async function insertLines(tx: Tx, booking_id: BookingId, asked: NewBooking): Promise<void> {
  const lines = asked.lines.map((line, position) => ({
    booking_id,
    position,
    equipment_type: line.equipmentType,
    count: line.count,
  }))
  await tx.insertInto('booking_line').values(lines).execute()
  const cargo = asked.cargo.map((line, position) => ({
    booking_id,
    position,
    goods_name_zh: line.goodsName.zh,
    goods_name_en: line.goodsName.en,
    goods_name_ru: line.goodsName.ru,
    hs_code: line.hsCode,
    packages: line.packages,
    package_kind: line.packageKind,
    gross_mass_kg: line.grossMassKg,
    value_minor: line.value.amountMinor,
    currency: line.value.currency,
  }))
  await tx.insertInto('cargo_line').values(cargo).execute()
}

export async function insertBookingParties(
  tx: Tx,
  id: BookingId,
  parties: readonly PartyOf[],
): Promise<void> {
  await tx
    .insertInto('booking_party')
    .values(
      parties.map((party) => ({ organisation_id: party.id, booking_id: id, kind: party.kind })),
    )
    .execute()
}

/** The number of the open booking that carries this reference. */
export async function findNumberByReference(
  tx: Tx,
  exporterId: OrganisationId,
  reference: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('booking')
    .select('number')
    .where('organisation_id', '=', exporterId)
    .where('reference', '=', reference)
    .where('state', '=', 'confirmed')
    .executeTakeFirst()
  return row?.number
}

/** Scoped: a booking is not there for an organisation that takes no part in it. */
export async function findBookingFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: BookingId,
): Promise<Booking | undefined> {
  const row = await tx
    .selectFrom('booking')
    .innerJoin('booking_party', 'booking_party.booking_id', 'booking.id')
    .selectAll('booking')
    .where('booking_party.organisation_id', '=', organisationId)
    .where('booking.id', '=', id)
    .executeTakeFirst()
  return row && toBooking(row)
}

/** Locks the exporter's own booking until the transaction ends. */
export async function lockOwnBooking(
  tx: Tx,
  exporterId: OrganisationId,
  id: BookingId,
): Promise<Booking | undefined> {
  const row = await tx
    .selectFrom('booking')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', exporterId)
    .forUpdate()
    .executeTakeFirst()
  return row && toBooking(row)
}

export async function markCancelled(tx: Tx, id: BookingId, now: Date): Promise<void> {
  await tx
    .updateTable('booking')
    .set({ state: 'cancelled', cancelled_at: now })
    .where('id', '=', id)
    .execute()
}

/** They go with their containers. */
export async function moveBookings(
  tx: Tx,
  ids: readonly BookingId[],
  to: DepartureId,
): Promise<void> {
  if (ids.length === 0) return
  await tx.updateTable('booking').set({ departure_id: to }).where('id', 'in', ids).execute()
}

type BookingsAsked = BookingFilter & {
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
  const { state, departure, cursor, limit } = asked
  let rows = tx
    .selectFrom('booking_party')
    .innerJoin('booking', 'booking.id', 'booking_party.booking_id')
    .where('booking_party.organisation_id', '=', organisationId)
    .orderBy('booking_party.booking_id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('booking_party.booking_id', '<', cursor)
  if (state !== undefined) rows = rows.where('booking.state', '=', state)
  if (departure !== undefined) rows = rows.where('booking.departure_id', '=', departure)
  return rows
}

/**
 * Bookings a person may mean: by the beginning of their number or of a container's, or by their own whole reference. Three
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
      .where('booking.state', '=', 'confirmed')
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
  ].flat()
  const byId = new Map(found.map((row) => [row.id, row]))
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, asked.limit + 1)
}

/** A `like` pattern for numbers that begin as typed; what no number can hold is dropped, and nothing left finds nothing. */
export function likeBeginning(typed: string): string {
  const characters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return characters === '' ? '' : `${characters}%`
}

export async function readLines(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, BookingLine[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('booking_line')
    .selectAll()
    .where('booking_id', 'in', ids)
    .orderBy('booking_id')
    .orderBy('position')
    .execute()
  const byBooking = Map.groupBy(rows, (row) => row.booking_id as BookingId)
  return new Map(
    [...byBooking].map(([id, lines]) => [
      id,
      lines.map((line) => ({
        equipmentType: line.equipment_type as EquipmentType,
        count: line.count,
      })),
    ]),
  )
}

export async function readCargo(tx: Tx, id: BookingId): Promise<CargoLine[]> {
  const rows = await tx
    .selectFrom('cargo_line')
    .selectAll()
    .where('booking_id', '=', id)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    goodsName: {
      zh: row.goods_name_zh as GoodsNameZh,
      en: row.goods_name_en as GoodsName,
      ru: row.goods_name_ru as GoodsName,
    },
    hsCode: row.hs_code as HsCode,
    packages: row.packages,
    packageKind: row.package_kind as PackageKind,
    grossMassKg: row.gross_mass_kg,
    value: { amountMinor: row.value_minor as AmountMinor, currency: row.currency as Currency },
  }))
}

/** What each booking's cargo weighs as declared, kg. */
export async function sumCargoMass(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('cargo_line')
    .select(['booking_id', (sum) => sum.fn.sum<number>('gross_mass_kg').as('kg')])
    .where('booking_id', 'in', ids)
    .groupBy('booking_id')
    .execute()
  return new Map(rows.map((row) => [row.booking_id as BookingId, Number(row.kg)]))
}

export async function readBookingParties(tx: Tx, id: BookingId): Promise<PartyOf[]> {
  const rows = await tx
    .selectFrom('booking_party')
    .selectAll()
    .where('booking_id', '=', id)
    .orderBy('organisation_id')
    .execute()
  return rows.map((row) => ({
    id: row.organisation_id as OrganisationId,
    kind: row.kind as OrganisationKind,
  }))
}

function toBooking(row: Selectable<Tables['booking']>): Booking {
  return {
    id: row.id as BookingId,
    number: row.number,
    exporterId: row.organisation_id as OrganisationId,
    reference: row.reference,
    departureId: row.departure_id as DepartureId,
    brokerId: row.broker_id as OrganisationId,
    consignee: toConsignee(row),
    incoterm: row.incoterm as Incoterm,
    remarks: row.remarks,
    state: row.state as BookingState,
    teu: row.teu,
    boxes: row.boxes,
    createdAt: row.created_at,
  }
}

function toConsignee(row: Selectable<Tables['booking']>): Consignee {
  return {
    name: row.consignee_name,
    country: row.consignee_country as Country,
    address: row.consignee_address,
    ...(row.consignee_phone !== null && { phone: row.consignee_phone as Phone }),
    ...(row.consignee_email !== null && { email: row.consignee_email as Email }),
    ...(row.consignee_organisation_id !== null && {
      organisationId: row.consignee_organisation_id as OrganisationId,
    }),
  }
}
