/** Rate sheets in SQL: the only file that touches `rate_sheet` and `rate`. */
import { sql, type Selectable } from 'kysely'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { BoxOwner } from '#kernel/box-owner.ts'
import type { AmountMinor, Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type {
  Extra,
  FeeRule,
  NewRateSheet,
  Rate,
  RateSheet,
  RateSheetId,
  RateSheetItem,
  RateSheetState,
  Surcharge,
} from '#price/contract.ts'
import type { LclRate } from '#price/lcl-contract.ts'

const RATES_A_STATEMENT = 500

export interface SheetMade {
  readonly id: RateSheetId
  readonly operatorId: OrganisationId
  readonly version: number
  readonly supersedes: RateSheetId | null
  readonly now: Date
}

/** False when the sheet it would succeed has a successor already. */
export async function insertSheet(tx: Tx, made: SheetMade, sheet: NewRateSheet): Promise<boolean> {
  const { id, operatorId, version, supersedes, now } = made
  const result = await tx
    .insertInto('rate_sheet')
    .values({
      id,
      operator_id: operatorId,
      version,
      supersedes,
      state: 'draft',
      created_at: now,
      ...toColumns(sheet),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows !== 1n) return false
  await insertRates(tx, id, sheet.rates)
  return true
}

/** Of a draft that the caller holds. */
export async function updateSheet(tx: Tx, id: RateSheetId, sheet: NewRateSheet): Promise<void> {
  await tx.updateTable('rate_sheet').set(toColumns(sheet)).where('id', '=', id).execute()
  await tx.deleteFrom('rate').where('rate_sheet_id', '=', id).execute()
  await insertRates(tx, id, sheet.rates)
}

export async function updateState(
  tx: Tx,
  id: RateSheetId,
  state: RateSheetState,
  publishedAt?: Date,
): Promise<void> {
  await tx
    .updateTable('rate_sheet')
    .set({ state, ...(publishedAt && { published_at: publishedAt }) })
    .where('id', '=', id)
    .execute()
}

function toColumns(sheet: NewRateSheet) {
  return {
    customer_id: sheet.customerId,
    title: sheet.title,
    currency: sheet.currency,
    valid_from: sheet.validFrom,
    valid_until: sheet.validUntil,
    quote_hours: sheet.quoteHours,
    lcl_rates: JSON.stringify(sheet.lclRates),
    surcharges: JSON.stringify(sheet.surcharges),
    extras: JSON.stringify(sheet.extras),
    fees: JSON.stringify(sheet.fees),
  }
}

async function insertRates(tx: Tx, id: RateSheetId, rates: readonly Rate[]): Promise<void> {
  const rows = rates.map((rate, position) => ({
    rate_sheet_id: id,
    position,
    origin: rate.origin,
    destination: rate.destination,
    equipment_type: rate.equipmentType,
    owner: rate.owner,
    price_minor: rate.priceMinor,
  }))
  for (let start = 0; start < rows.length; start += RATES_A_STATEMENT)
    await tx
      .insertInto('rate')
      .values(rows.slice(start, start + RATES_A_STATEMENT))
      .execute()
}

/** Holds the operator's own sheet until the transaction ends. */
export async function lockOwnSheet(
  tx: Tx,
  operatorId: OrganisationId,
  id: RateSheetId,
): Promise<RateSheet | undefined> {
  await lockSheetsOf(tx, operatorId)
  const row = await tx
    .selectFrom('rate_sheet')
    .selectAll()
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .forUpdate()
    .executeTakeFirst()
  return row && (await toSheets(tx, [row]))[0]
}

/** Who publishes goes alone; who quotes goes with others. Taken before the sheets are read, so that what is read is in force. */
async function lockSheetsOf(tx: Tx, operatorId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rate_sheet/${operatorId}`}, 0))`.execute(
    tx,
  )
}

export async function shareSheetsOf(tx: Tx, operatorId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${`rate_sheet/${operatorId}`}, 0))`.execute(
    tx,
  )
}

export interface Reader {
  readonly organisationId: OrganisationId
  /** Sees drafts and old versions of its own; everybody else only what is in force and for them. */
  readonly isOperator: boolean
}

export async function findSheetFor(
  tx: Tx,
  reader: Reader,
  id: RateSheetId,
): Promise<RateSheet | undefined> {
  const row = await readable(tx, reader).where('id', '=', id).executeTakeFirst()
  return row && (await toSheets(tx, [row]))[0]
}

export async function pageSheets(
  tx: Tx,
  reader: Reader,
  asked: {
    readonly state?: RateSheetState | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<Page<RateSheetItem>> {
  let rows = readable(tx, reader)
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
  if (asked.state !== undefined) rows = rows.where('state', '=', asked.state)
  if (asked.cursor !== undefined) rows = rows.where('id', '<', asked.cursor)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  const counts = await countRates(
    tx,
    page.items.map((row) => row.id),
  )
  return { ...page, items: page.items.map((row) => toItem(row, counts.get(row.id) ?? 0)) }
}

function readable(tx: Tx, { organisationId, isOperator }: Reader) {
  const rows = tx.selectFrom('rate_sheet').selectAll()
  if (isOperator) return rows.where('operator_id', '=', organisationId)
  return rows
    .where('state', '=', 'published')
    .where((eb) => eb.or([eb('customer_id', 'is', null), eb('customer_id', '=', organisationId)]))
}

export interface LaneAsked {
  readonly operatorId: OrganisationId
  readonly customerId: OrganisationId
  /** By the calendar of the first stop. */
  readonly departsOn: string
  readonly origin: StationCode
  readonly destination: StationCode
}

/** The sheets in force for a lane on a day: the customer's own first, then the newest. */
export async function readSheetsInForce(tx: Tx, asked: LaneAsked): Promise<RateSheet[]> {
  const rows = await readable(tx, { organisationId: asked.customerId, isOperator: false })
    .where('operator_id', '=', asked.operatorId)
    .where('valid_from', '<=', asked.departsOn)
    .where('valid_until', '>=', asked.departsOn)
    .where((eb) =>
      eb.or([
        hasLclRate(asked),
        eb.exists(
          eb
            .selectFrom('rate')
            .select('rate.position')
            .whereRef('rate.rate_sheet_id', '=', 'rate_sheet.id')
            .where('rate.origin', '=', asked.origin)
            .where('rate.destination', '=', asked.destination),
        ),
      ]),
    )
    .orderBy(sql`customer_id is null`)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return toSheets(tx, rows)
}

function hasLclRate({ origin, destination }: LaneAsked) {
  return sql<boolean>`lcl_rates @> ${JSON.stringify([{ origin, destination }])}::jsonb`
}

/** What an account is bound to, whatever became of the sheet since. */
export async function getBoundSheet(tx: Tx, id: RateSheetId): Promise<RateSheet> {
  const row = await tx
    .selectFrom('rate_sheet')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return (await toSheets(tx, [row]))[0]!
}

/** What is told of its sheet with a quote, whatever became of the sheet since. */
export type QuoteTerms = Pick<RateSheet, 'title' | 'version' | 'fees'>

/** Of several sheets, by id. */
export async function readTerms(
  tx: Tx,
  ids: readonly RateSheetId[],
): Promise<ReadonlyMap<RateSheetId, QuoteTerms>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('rate_sheet')
    .select(['id', 'title', 'version', 'fees'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(
    rows.map(({ id, title, version, fees }) => [
      id as RateSheetId,
      { title, version, fees: fees as FeeRule[] },
    ]),
  )
}

async function toSheets(
  tx: Tx,
  rows: readonly Selectable<Tables['rate_sheet']>[],
): Promise<RateSheet[]> {
  if (rows.length === 0) return []
  const rates = await tx
    .selectFrom('rate')
    .selectAll()
    .where(
      'rate_sheet_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('rate_sheet_id')
    .orderBy('position')
    .execute()
  const bySheet = Map.groupBy(rates, (rate) => rate.rate_sheet_id)
  return rows.map((row) => {
    const own = bySheet.get(row.id) ?? []
    return {
      ...toItem(row, own.length),
      rates: own.map(toRate),
      lclRates: row.lcl_rates as LclRate[],
      surcharges: row.surcharges as Surcharge[],
      extras: row.extras as Extra[],
      fees: row.fees as FeeRule[],
    }
  })
}

async function countRates(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('rate')
    .select(['rate_sheet_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('rate_sheet_id', 'in', ids)
    .groupBy('rate_sheet_id')
    .execute()
  return new Map(rows.map((row) => [row.rate_sheet_id, Number(row.count)]))
}

function toItem(row: Selectable<Tables['rate_sheet']>, rateCount: number): RateSheetItem {
  return {
    id: row.id as RateSheetId,
    operatorId: row.operator_id as OrganisationId,
    customerId: row.customer_id as OrganisationId | null,
    version: row.version,
    supersedes: row.supersedes as RateSheetId | null,
    title: row.title,
    currency: row.currency as Currency,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    quoteHours: row.quote_hours,
    state: row.state as RateSheetState,
    publishedAt: row.published_at && timestampIn(row.published_at.getTime(), 'Asia/Shanghai'),
    rateCount,
  }
}

function toRate(row: Selectable<Tables['rate']>): Rate {
  return {
    origin: row.origin as StationCode,
    destination: row.destination as StationCode,
    equipmentType: row.equipment_type as EquipmentType,
    owner: row.owner as BoxOwner,
    priceMinor: row.price_minor as AmountMinor,
  }
}
