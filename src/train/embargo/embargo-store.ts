/** Embargoes in SQL: the only file that touches `embargo`. */
import { sql, type Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import { listOrganisations } from '#identity'
import type {
  Embargo,
  EmbargoDirection,
  EmbargoId,
  EmbargoKind,
  NewEmbargo,
} from '#train/embargo-contract.ts'
import type { PageAsked } from '#train/store.ts'

/** More are never in force at once; those that began last are kept. */
const IN_FORCE_MAX = 500

type Row = Selectable<Tables['embargo']>

export async function insertEmbargo(
  tx: Tx,
  id: EmbargoId,
  embargo: NewEmbargo,
  entered: { readonly by: OrganisationId; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('embargo')
    .values({ id, ...toRow(embargo), entered_by: entered.by, entered_at: entered.at })
    .execute()
}

export async function updateEmbargo(
  tx: Tx,
  id: EmbargoId,
  embargo: NewEmbargo,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('embargo')
    .set({ ...toRow(embargo), changed_at: at })
    .where('id', '=', id)
    .execute()
}

export async function withdrawEmbargo(tx: Tx, id: EmbargoId, at: Date): Promise<void> {
  await tx.updateTable('embargo').set({ withdrawn_at: at }).where('id', '=', id).execute()
}

/** Held until the transaction ends: two who change it go one after the other. */
export async function lockEmbargo(tx: Tx, id: EmbargoId): Promise<Embargo | undefined> {
  const rows = await tx.selectFrom('embargo').selectAll().where('id', '=', id).forUpdate().execute()
  return (await toEmbargoes(tx, rows))[0]
}

/** Not withdrawn and not over at that moment: in force or still to come. */
export async function currentEmbargoes(tx: Tx, now: Date): Promise<Embargo[]> {
  const rows = await newestFirst(tx)
    .where('withdrawn_at', 'is', null)
    .where(sql<boolean>`coalesce(until_at > ${now}, true)`)
    .limit(IN_FORCE_MAX)
    .execute()
  return toEmbargoes(tx, rows)
}

export async function pageEmbargoes(
  tx: Tx,
  asked: PageAsked & { readonly current?: boolean | undefined },
  now: Date,
): Promise<Page<Embargo>> {
  let rows = newestFirst(tx).limit(asked.limit + 1)
  if (asked.current === true)
    rows = rows
      .where('withdrawn_at', 'is', null)
      .where(sql<boolean>`coalesce(until_at > ${now}, true)`)
  if (asked.cursor !== undefined)
    rows = rows.where(
      sql<boolean>`(from_at, id) < (select from_at, id from embargo where id = ${asked.cursor})`,
    )
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  return { ...page, items: await toEmbargoes(tx, page.items) }
}

function newestFirst(tx: Tx) {
  return tx.selectFrom('embargo').selectAll().orderBy('from_at', 'desc').orderBy('id', 'desc')
}

function toRow({ from, until, ...rest }: NewEmbargo) {
  return { ...rest, from_at: new Date(from), until_at: until && new Date(until) }
}

async function toEmbargoes(tx: Tx, rows: readonly Row[]): Promise<Embargo[]> {
  const ids = [...new Set(rows.map((row) => row.entered_by as OrganisationId))]
  const organisations = new Map((await listOrganisations(tx, ids)).map((each) => [each.id, each]))
  return rows.map((row) => {
    const { id, kind, names } = organisations.get(row.entered_by as OrganisationId)!
    return toEmbargo(row, { id, kind, names })
  })
}

/** Times are given as the clocks of its first place show them. */
function toEmbargo(row: Row, enteredBy: Embargo['enteredBy']): Embargo {
  const { timeZone } = getStation(row.places[0]!)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  return {
    id: row.id as EmbargoId,
    kind: row.kind as EmbargoKind,
    direction: row.direction as EmbargoDirection,
    places: row.places as StationCode[],
    from: at(row.from_at),
    until: row.until_at && at(row.until_at),
    telegram: row.telegram,
    reason: row.reason,
    enteredBy,
    enteredAt: row.entered_at.toISOString(),
    changedAt: row.changed_at?.toISOString() ?? null,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }
}
