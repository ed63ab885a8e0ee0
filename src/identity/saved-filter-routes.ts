/** Saved filters over HTTP: everything is a member's own, and nobody else's business. */
import type { Actor, MemberId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { identityProblem } from '#identity/identity.ts'
import {
  SAVED_FILTERS_MAX,
  savedFilterApi,
  type SavedFilter,
  type SavedFilterId,
} from '#identity/saved-filter-contract.ts'
import {
  clearDefault,
  deleteSavedFilter,
  findSavedFilter,
  keepSavedFilter,
  listSavedFilters,
  lockMember,
  markDefault,
} from '#identity/saved-filter-store.ts'

export function savedFilterRoutes(http: Http): void {
  serve(http, savedFilterApi.list, async ({ tx, actor, query }) => ({
    // A machine keeps none.
    items: actor.memberId === null ? [] : await listSavedFilters(tx, actor.memberId, query.screen),
  }))

  serve(http, savedFilterApi.save, async ({ tx, actor, body, ids, now }) => {
    const memberId = memberOf(actor)
    await lockMember(tx, memberId)
    const kept = await listSavedFilters(tx, memberId, body.screen)
    const isNew = kept.every(({ name }) => name !== body.name)
    if (isNew && kept.length >= SAVED_FILTERS_MAX)
      throw identityProblem('identity.too_many_filters', { filtersMax: SAVED_FILTERS_MAX })
    if (body.isDefault) await clearDefault(tx, memberId, body.screen)
    return keepSavedFilter(tx, memberId, { id: ids('flt') as SavedFilterId, ...body }, now)
  })

  serve(http, savedFilterApi.setDefault, async ({ tx, actor, params, body }) => {
    const { memberId, filter } = await lockOwn(tx, actor, params.savedFilterId)
    await clearDefault(tx, memberId, filter.screen)
    await markDefault(tx, filter.id, body.isDefault)
    return { ...filter, ...body }
  })

  serve(http, savedFilterApi.remove, async ({ tx, actor, params }) => {
    const { filter } = await lockOwn(tx, actor, params.savedFilterId)
    await deleteSavedFilter(tx, filter.id)
    return {}
  })
}

async function lockOwn(
  tx: Tx,
  actor: Actor,
  id: SavedFilterId,
): Promise<{ readonly memberId: MemberId; readonly filter: SavedFilter }> {
  const memberId = memberOf(actor)
  await lockMember(tx, memberId)
  const filter = await findSavedFilter(tx, memberId, id)
  if (filter === undefined) throw identityProblem('identity.filter_absent')
  return { memberId, filter }
}

function memberOf({ memberId }: Actor): MemberId {
  if (memberId === null) throw identityProblem('identity.members_only')
  return memberId
}
