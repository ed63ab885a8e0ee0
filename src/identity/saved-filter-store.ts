/** The SQL on saved filters: always a member's own. */
import type { Selectable } from 'kysely'
import type { MemberId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { FilteredScreen, SavedFilter, SavedFilterId } from '#identity/saved-filter-contract.ts'

function toSavedFilter(row: Selectable<Tables['saved_filter']>): SavedFilter {
  return {
    id: row.id as SavedFilterId,
    screen: row.screen as FilteredScreen,
    name: row.name,
    fields: row.fields as SavedFilter['fields'],
    isDefault: row.is_default,
  }
}

export async function listSavedFilters(
  tx: Tx,
  memberId: MemberId,
  screen: FilteredScreen | undefined,
): Promise<SavedFilter[]> {
  let rows = tx
    .selectFrom('saved_filter')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('name')
  if (screen !== undefined) rows = rows.where('screen', '=', screen)
  return (await rows.execute()).map(toSavedFilter)
}

/** Locks the member, so that two windows that save at once do it one after the other. */
export async function lockMember(tx: Tx, memberId: MemberId): Promise<void> {
  await tx.selectFrom('member').select('id').where('id', '=', memberId).forUpdate().execute()
}

/** One of the same name is replaced, and keeps its id. */
export async function keepSavedFilter(
  tx: Tx,
  memberId: MemberId,
  { id, screen, name, fields, isDefault }: SavedFilter,
  now: Date,
): Promise<SavedFilter> {
  const values = { fields: JSON.stringify(fields), is_default: isDefault }
  const row = await tx
    .insertInto('saved_filter')
    .values({ id, member_id: memberId, screen, name, created_at: now, ...values })
    .onConflict((same) => same.columns(['member_id', 'screen', 'name']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow()
  return toSavedFilter(row)
}

export async function findSavedFilter(
  tx: Tx,
  memberId: MemberId,
  id: SavedFilterId,
): Promise<SavedFilter | undefined> {
  const row = await tx
    .selectFrom('saved_filter')
    .selectAll()
    .where('id', '=', id)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row && toSavedFilter(row)
}

export async function clearDefault(
  tx: Tx,
  memberId: MemberId,
  screen: FilteredScreen,
): Promise<void> {
  await tx
    .updateTable('saved_filter')
    .set({ is_default: false })
    .where('member_id', '=', memberId)
    .where('screen', '=', screen)
    .where('is_default', '=', true)
    .execute()
}

export async function markDefault(tx: Tx, id: SavedFilterId, isDefault: boolean): Promise<void> {
  await tx.updateTable('saved_filter').set({ is_default: isDefault }).where('id', '=', id).execute()
}

export async function deleteSavedFilter(tx: Tx, id: SavedFilterId): Promise<void> {
  await tx.deleteFrom('saved_filter').where('id', '=', id).execute()
}
