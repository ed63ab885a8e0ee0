/** What a booking orders and what it carries, in SQL: the only file that touches `booking_line` and `cargo_line`. */
import type { Selectable } from 'kysely'
import type { BoxOwner } from '#kernel/box-owner.ts'
import type { DangerousGoods } from '#kernel/dangerous-goods.ts'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import type { HsCode } from '#kernel/hs-code.ts'
import type { AmountMinor, Currency } from '#kernel/money.ts'
import type { PackageKind } from '#kernel/package-kind.ts'
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import { insertRows } from '#platform/insert-rows.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { Oversize } from '#booking/cargo-contract.ts'
import type { BookingId, BookingLine, CargoLine } from '#booking/contract.ts'

export interface LinesOf {
  readonly id: BookingId
  readonly lines: readonly BookingLine[]
}

export interface CargoOf {
  readonly id: BookingId
  readonly cargo: readonly CargoLine[]
}

export async function insertLines(tx: Tx, bookings: readonly LinesOf[]): Promise<void> {
  const rows = bookings.flatMap(({ id, lines }) =>
    lines.map((line, position) => ({
      booking_id: id,
      position,
      equipment_type: line.equipmentType,
      count: line.count,
      dangerous: line.dangerous ?? false,
      owner: line.owner ?? 'operator',
      oversize: line.oversize ?? null,
      temperature_c: line.temperatureC ?? null,
    })),
  )
  if (rows.length > 0) await insertRows(tx, 'booking_line', rows).execute()
}

export async function insertCargo(tx: Tx, bookings: readonly CargoOf[]): Promise<void> {
  const rows = bookings.flatMap(({ id, cargo }) =>
    cargo.map((line, position) => ({
      booking_id: id,
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
      dangerous: line.dangerous ?? null,
      volume_dm3: line.volumeDm3 ?? null,
    })),
  )
  if (rows.length > 0) await insertRows(tx, 'cargo_line', rows).execute()
}

export async function replaceLines(tx: Tx, booking: LinesOf): Promise<void> {
  await tx.deleteFrom('booking_line').where('booking_id', '=', booking.id).execute()
  await insertLines(tx, [booking])
}

/** The cargo anew, all of it. */
export async function replaceCargo(tx: Tx, booking: CargoOf): Promise<void> {
  await tx.deleteFrom('cargo_line').where('booking_id', '=', booking.id).execute()
  await insertCargo(tx, [booking])
}

export async function readLines(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, BookingLine[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('booking_line')
    .selectAll()
    .where('booking_id', '=', anyOf(ids))
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
        ...(line.dangerous && { dangerous: true }),
        ...(line.owner !== 'operator' && { owner: line.owner as BoxOwner }),
        ...(line.oversize !== null && { oversize: line.oversize as Oversize }),
        ...(line.temperature_c !== null && { temperatureC: line.temperature_c }),
      })),
    ]),
  )
}

export async function readCargo(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, CargoLine[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('cargo_line')
    .selectAll()
    .where('booking_id', 'in', ids)
    .orderBy('booking_id')
    .orderBy('position')
    .execute()
  const byBooking = Map.groupBy(rows, (row) => row.booking_id as BookingId)
  return new Map([...byBooking].map(([id, cargo]) => [id, cargo.map(toCargoLine)]))
}

function toCargoLine(row: Selectable<Tables['cargo_line']>): CargoLine {
  return {
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
    ...(row.volume_dm3 !== null && { volumeDm3: row.volume_dm3 }),
    ...(row.dangerous !== null && { dangerous: row.dangerous as DangerousGoods }),
  }
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
