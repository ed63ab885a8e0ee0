/** Opening and changing a line, by hand or from a file. */
import {
  organisationKindTexts,
  type Actor,
  type OrganisationId,
  type OrganisationKind,
} from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { listOrganisations } from '#identity'
import {
  trainProblem,
  type NewService,
  type Service,
  type ServiceId,
  type ServiceParties,
} from '#train/contract.ts'
import { servicesWithTrains } from '#train/departure/departure-store.ts'
import { getOwnService, getService } from '#train/departures.ts'
import { insertService, lockService, updateService } from '#train/store.ts'
import { decideStops, isSameWay } from '#train/train.ts'

interface Keeping {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

export async function openLine(
  tx: Tx,
  { actor, now, ids }: Keeping,
  line: NewService,
): Promise<Service> {
  await checkLine(tx, line)
  const id = ids('svc') as ServiceId
  await insertService(tx, { ...line, id, operatorId: actor.organisationId }, now)
  return getService(tx, id)
}

/** One's own; held until the transaction ends, so that no train is scheduled on it meanwhile. */
export async function changeLine(
  tx: Tx,
  { actor }: Pick<Keeping, 'actor'>,
  id: ServiceId,
  line: NewService,
): Promise<Service> {
  await lockService(tx, id)
  const service = await getOwnService(tx, id, actor)
  const hasTrains = (await servicesWithTrains(tx, [id])).has(id)
  if (hasTrains && !isSameWay(service.stops, line.stops))
    throw trainProblem('train.stations_in_use')
  await checkLine(tx, line)
  await updateService(tx, { ...service, ...line })
  return getService(tx, id)
}

async function checkLine(tx: Tx, { stops, parties }: NewService): Promise<void> {
  const refusal = decideStops(stops)
  if (refusal) throw trainProblem(refusal.code, { ...refusal.facts })
  await checkParties(tx, parties)
}

/** Every party named must be registered, and as what it is named. */
async function checkParties(tx: Tx, parties: ServiceParties): Promise<void> {
  const named: [OrganisationKind, readonly OrganisationId[]][] = [
    ['warehouse', parties.warehouseIds],
    ['customs', parties.customsIds],
    ['rail', parties.railIds],
  ]
  const registered = new Map(
    (
      await listOrganisations(
        tx,
        named.flatMap(([, ids]) => ids),
      )
    ).map(({ id, kind }) => [id, kind]),
  )
  for (const [kind, ids] of named) {
    const organisation = ids.find((id) => registered.get(id) !== kind)
    if (organisation === undefined) continue
    const { zh, en, ru } = organisationKindTexts[kind]
    const facts = { organisation, neededZh: zh, needed: en, neededRu: ru }
    throw trainProblem('train.party_unsuitable', facts)
  }
}
