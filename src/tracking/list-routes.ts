/** Position lists over HTTP. */
import { getContainerFor } from '#booking'
import { sees } from '#booking/visibility.ts'
import { stationKey } from '#kernel/station-names.ts'
import { serve, type Http } from '#platform/http.ts'
import { listApi } from '#tracking/list-contract.ts'
import { readAskedList, takeAskedList } from '#tracking/list-import.ts'
import { forgetAlias, listAliases, listListedPositions, listLists } from '#tracking/list-store.ts'

export function listRoutes(http: Http): void {
  serve(http, listApi.read, ({ tx, body, ...asking }) => readAskedList(tx, asking, body))

  serve(http, listApi.take, ({ tx, body, ...asking }) => takeAskedList(tx, asking, body))

  serve(http, listApi.list, ({ tx, query, actor }) => listLists(tx, actor.organisationId, query))

  serve(http, listApi.aliases, async ({ tx, actor }) => ({
    items: await listAliases(tx, actor.organisationId),
  }))

  serve(http, listApi.forgetAlias, async ({ tx, body, actor }) => {
    await forgetAlias(tx, actor.organisationId, stationKey(body.typed))
    return { items: await listAliases(tx, actor.organisationId) }
  })

  serve(http, listApi.ofContainer, async ({ tx, params, actor }) => {
    const { organisationId, organisationKind } = actor
    const { isShared = false } = await getContainerFor(tx, actor, params.containerId)
    const items = await listListedPositions(
      tx,
      params.containerId,
      isShared ? organisationId : null,
    )
    // An agent's own words are for those who read the booking's remarks: in a shared container they may be of others' cargo.
    const readsWords = !isShared && sees(organisationKind, 'remarks')
    return { items: readsWords ? items : items.map((item) => ({ ...item, remarks: null })) }
  })
}
