/** Restrictions in SQL: the only file that touches `restriction`. */
import { sql, type Selectable } from 'kysely'
import type { BoxOwner } from '#kernel/box-owner.ts'
import type { DangerousClass, DangerousPaperKind, UnNumber } from '#kernel/dangerous-goods.ts'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { HsPrefix } from '#kernel/hs-code.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Where } from '#kernel/where.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import { listOrganisations } from '#identity'
import type { Effect, ListedRuleName, RestrictionId } from '#booking/finding-contract.ts'
import type { NewRestriction, OversizeAxis, Restriction } from '#booking/restriction-contract.ts'
import type { EmbargoDirection } from '#train/embargo-contract.ts'

const LOCK = 'restriction'
/** Those in force on one day; more would be no list that anybody keeps. */
const IN_FORCE_MAX = 5_000

type Row = Selectable<Tables['restriction']>

/** Whoever enters or changes one waits for bookings that were judged without it, and they for it: each is judged by it or judged anew. */
export async function lockRestrictions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx)
}

/** Standing on a day of departure. What is judged with them is decided before any of them changes. */
export async function readRestrictionsOn(tx: Tx, day: string): Promise<Restriction[]> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${LOCK}, 0))`.execute(tx)
  const rows = await standing(tx)
    .where('from_day', '<=', day)
    .where(sql<boolean>`coalesce(until_day >= ${day}, true)`)
    .orderBy('id')
    .limit(IN_FORCE_MAX)
    .execute()
  return toRestrictions(tx, rows)
}

export async function insertRestrictions(
  tx: Tx,
  items: readonly (NewRestriction & { readonly id: RestrictionId })[],
  entered: { readonly by: OrganisationId; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('restriction')
    .values(
      items.map(({ id, ...item }) => ({
        id,
        ...toRow(item),
        entered_by: entered.by,
        entered_at: entered.at,
      })),
    )
    .execute()
}

export async function updateRestriction(
  tx: Tx,
  id: RestrictionId,
  item: NewRestriction,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('restriction')
    .set({ ...toRow(item), changed_at: at })
    .where('id', '=', id)
    .execute()
}

export async function withdrawRestrictions(
  tx: Tx,
  ids: readonly RestrictionId[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx.updateTable('restriction').set({ withdrawn_at: at }).where('id', 'in', ids).execute()
}

/** What an organisation entered and did not withdraw. */
export async function listOwnRestrictions(tx: Tx, by: OrganisationId): Promise<RestrictionId[]> {
  const rows = await standing(tx).clearSelect().select('id').where('entered_by', '=', by).execute()
  return rows.map((row) => row.id as RestrictionId)
}

export async function readRestrictions(
  tx: Tx,
  ids: readonly RestrictionId[],
): Promise<Restriction[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('restriction')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
  return toRestrictions(tx, rows)
}

export interface RestrictionsAsked {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly rule?: ListedRuleName | undefined
  readonly day?: string | undefined
  readonly q?: string | undefined
}

export async function pageRestrictions(
  tx: Tx,
  { limit, cursor, rule, day, q }: RestrictionsAsked,
): Promise<Page<Restriction>> {
  let rows = standing(tx)
    .orderBy('entered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (rule !== undefined) rows = rows.where('rule', '=', rule)
  if (day !== undefined)
    rows = rows
      .where('from_day', '<=', day)
      .where(sql<boolean>`coalesce(until_day >= ${day}, true)`)
  if (q) rows = rows.where(names(q.replaceAll(/[\s.]/g, '').toUpperCase()))
  if (cursor !== undefined)
    rows = rows.where(
      sql<boolean>`(entered_at, id) < (select entered_at, id from restriction where id = ${cursor})`,
    )
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: await toRestrictions(tx, page.items) }
}

/** A code that it covers, or one that it goes on to; a UN number that begins so. */
function names(typed: string) {
  return sql<boolean>`(exists (select from unnest(hs) code
      where starts_with(code, ${typed}) or starts_with(${typed}, code))
    or exists (select from unnest(un) number where starts_with(number, ${typed})))`
}

function standing(tx: Tx) {
  return tx.selectFrom('restriction').selectAll().where('withdrawn_at', 'is', null)
}

function toRow({ where, kgMax, cmMax, from, until, why, ...rest }: NewRestriction) {
  return {
    ...rest,
    places: where,
    kg_max: kgMax,
    cm_max: cmMax,
    from_day: from,
    until_day: until,
    why: why && JSON.stringify(why),
  }
}

async function toRestrictions(tx: Tx, rows: readonly Row[]): Promise<Restriction[]> {
  const ids = [...new Set(rows.flatMap((row) => row.entered_by ?? []))] as OrganisationId[]
  const found = ids.length === 0 ? [] : await listOrganisations(tx, ids)
  const organisations = new Map<string, Restriction['enteredBy']>(
    found.map(({ id, kind, names: called }) => [id, { id, kind, names: called }]),
  )
  return rows.map((row) => ({
    id: row.id as RestrictionId,
    rule: row.rule as ListedRuleName,
    effect: row.effect as Effect,
    direction: row.direction as EmbargoDirection,
    where: row.places as Where[],
    owners: row.owners as BoxOwner[],
    equipment: row.equipment as EquipmentType[],
    hs: row.hs as HsPrefix[],
    un: row.un as UnNumber[],
    classes: row.classes as DangerousClass[],
    papers: row.papers as DangerousPaperKind[],
    axis: row.axis as OversizeAxis | null,
    kgMax: row.kg_max,
    cmMax: row.cm_max,
    from: row.from_day,
    until: row.until_day,
    why: row.why as Restriction['why'],
    source: row.source,
    enteredBy: organisations.get(row.entered_by ?? '') ?? null,
    enteredAt: row.entered_at.toISOString(),
    changedAt: row.changed_at?.toISOString() ?? null,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }))
}
