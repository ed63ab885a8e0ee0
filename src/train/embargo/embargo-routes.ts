/** Embargoes over HTTP: entered, changed and withdrawn by those who answer for them, read by everybody. */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { say } from '#platform/outbox.ts'
import { getDeparture } from '#train/departures.ts'
import {
  embargoApi,
  embargoChanged,
  EmbargoId,
  embargoProblem,
  type Embargo,
  type NewEmbargo,
} from '#train/embargo-contract.ts'
import { decideEmbargo, embargoesTouching } from '#train/embargo/embargo.ts'
import {
  currentEmbargoes,
  insertEmbargo,
  lockEmbargo,
  pageEmbargoes,
  updateEmbargo,
  withdrawEmbargo,
} from '#train/embargo/embargo-store.ts'

export function embargoRoutes(http: Http): void {
  serve(http, embargoApi.enter, async ({ tx, body, actor, now, ids }) => {
    checkEmbargo(body)
    const id = EmbargoId.parse(ids('emb'))
    await insertEmbargo(tx, id, body, { by: actor.organisationId, at: now })
    return tell(tx, id, 'entered')
  })

  serve(http, embargoApi.change, async ({ tx, params, body, actor, now }) => {
    const before = await lockOwn(tx, params.embargoId, actor)
    checkEmbargo(body)
    await updateEmbargo(tx, params.embargoId, body, now)
    return tell(tx, params.embargoId, 'changed', before)
  })

  serve(http, embargoApi.withdraw, async ({ tx, params, actor, now }) => {
    await lockOwn(tx, params.embargoId, actor)
    await withdrawEmbargo(tx, params.embargoId, now)
    return tell(tx, params.embargoId, 'withdrawn')
  })

  serve(http, embargoApi.list, ({ tx, query, now }) => pageEmbargoes(tx, query, now))

  serve(http, embargoApi.ofDeparture, async ({ tx, params, now }) => {
    const departure = await getDeparture(tx, params.departureId, now)
    return { items: embargoesTouching(departure, await currentEmbargoes(tx, now)) }
  })
}

function checkEmbargo(embargo: NewEmbargo): void {
  const refusal = decideEmbargo(embargo)
  if (refusal) throw embargoProblem(refusal)
}

async function lockOwn(tx: Tx, id: EmbargoId, actor: Actor): Promise<Embargo> {
  const embargo = await lockEmbargo(tx, id)
  if (embargo === undefined) throw embargoProblem('train.embargo_absent')
  const mayChange =
    embargo.enteredBy.id === actor.organisationId || actor.organisationKind === 'platform'
  if (!mayChange) throw embargoProblem('train.embargo_not_yours')
  if (embargo.withdrawnAt !== null) throw embargoProblem('train.embargo_withdrawn')
  return embargo
}

async function tell(
  tx: Tx,
  id: EmbargoId,
  change: 'entered' | 'changed' | 'withdrawn',
  before: Embargo | null = null,
): Promise<Embargo> {
  const embargo = (await lockEmbargo(tx, id))!
  await say(tx, embargoChanged, { embargo, change, before })
  return embargo
}
