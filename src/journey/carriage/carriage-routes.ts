/** Carriages over HTTP: arranged, said more of and withdrawn by the party that arranges them, read by all of the container's. */
import {
  containersOfBooking,
  findContainersFor,
  getContainerFor,
  getContainerToChange,
  type ContainerRow,
} from '#booking'
import type { Actor } from '#kernel/organisation.ts'
import { unLocodeName } from '#kernel/place-code.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import {
  CARRIAGES_MAX,
  carriageApi,
  CarriageId,
  carriageProblem,
  PLACE_NAME_MAX,
  type CarriagePlace,
  type SaidCarriage,
} from '#journey/carriage-contract.ts'
import { findCarriageRefusal, hasRoom, type CarriageFacts } from '#journey/carriage/carriage.ts'
import {
  countMostCarriages,
  getCarriage,
  insertCarriage,
  lockCarriageFor,
  readCarriages,
  sayMore,
  withdrawCarriage,
  type OwnCarriage,
} from '#journey/carriage/carriage-store.ts'
import { readPlaceNames } from '#journey/place/place-store.ts'
import { tellCarriage, tellWithdrawal } from '#journey/carriage/telling.ts'

export function carriageRoutes(http: Http): void {
  serve(http, carriageApi.arrange, async ({ tx, params, body, actor, now, ids }) => {
    const { wholeBooking, ...typed } = body
    const said = await named(tx, typed)
    const container = await getContainerToChange(tx, actor, params.containerId)
    if (container.stage === 'cancelled')
      throw carriageProblem('journey.carriage_container_cancelled')
    const { departsAt } = await getDeparture(tx, container.departureId, now)
    requireSayable(said, { departsAt, nowMs: now.getTime() })
    const containers = wholeBooking ? await ofItsBooking(tx, actor, container) : [container]
    const containerIds = containers.map(({ id }) => id)
    if (!hasRoom(await countMostCarriages(tx, containerIds)))
      throw carriageProblem('journey.carriages_too_many', { most: CARRIAGES_MAX })
    const id = CarriageId.parse(ids('crg'))
    const { organisationId, memberId } = actor
    await insertCarriage(tx, { id, organisationId, memberId, containerIds, said, now })
    await tellCarriage(tx, { actor, now, id, version: 1, containerIds }, { said })
    return getCarriage(tx, id)
  })

  serve(http, carriageApi.say, async ({ tx, params, body, actor, now }) => {
    const id = params.carriageId
    const own = await lockOwn(tx, actor, id)
    const [container] = await findContainersFor(tx, actor.organisationId, own.containerIds)
    const { departsAt } = await getDeparture(tx, container!.departureId, now)
    const before = await getCarriage(tx, id)
    const said = await named(tx, body)
    requireSayable(said, { departsAt, before, nowMs: now.getTime() })
    const version = own.version + 1
    await sayMore(tx, { id, version, memberId: actor.memberId, said, now })
    const { containerIds } = own
    await tellCarriage(tx, { actor, now, id, version, containerIds }, { said, before })
    return getCarriage(tx, id)
  })

  serve(http, carriageApi.withdraw, async ({ tx, params, actor, now }) => {
    const id = params.carriageId
    const { version, containerIds } = await lockOwn(tx, actor, id)
    const said = await getCarriage(tx, id)
    await withdrawCarriage(tx, id, now)
    await tellWithdrawal(tx, { actor, now, id, version, containerIds }, said)
    return {}
  })

  serve(http, carriageApi.ofContainer, async ({ tx, params, actor }) => {
    const { id } = await getContainerFor(tx, actor, params.containerId)
    return { items: await readCarriages(tx, id) }
  })
}

/** A place that was typed by its code alone is named as the listing has it, and keeps that name. */
async function named(tx: Tx, said: SaidCarriage): Promise<SaidCarriage> {
  const nameless = [said.from, said.to].filter(({ name }) => name === undefined)
  const names = await readPlaceNames(
    tx,
    nameless.map(({ code }) => code).filter((code) => unLocodeName(code) === undefined),
  )
  const withName = (place: CarriagePlace): CarriagePlace => {
    const name = place.name ?? names.get(place.code)?.slice(0, PLACE_NAME_MAX)
    return name === undefined ? place : { ...place, name }
  }
  return { ...said, from: withName(said.from), to: withName(said.to) }
}

function requireSayable(said: SaidCarriage, facts: CarriageFacts): void {
  const refused = findCarriageRefusal(said, facts)
  if (refused !== undefined) throw carriageProblem(refused.code, refused.facts)
}

/** Those of it that the asker takes part in and that still go. */
async function ofItsBooking(
  tx: Tx,
  actor: Actor,
  { bookingId }: ContainerRow,
): Promise<ContainerRow[]> {
  const mine = await containersOfBooking(tx, actor, bookingId)
  return mine.filter(({ stage }) => stage !== 'cancelled')
}

async function lockOwn(tx: Tx, actor: Actor, id: CarriageId): Promise<OwnCarriage> {
  const own = await lockCarriageFor(tx, actor.organisationId, id)
  if (own === undefined || own.withdrawn) throw carriageProblem('journey.carriage_absent')
  if (own.organisationId !== actor.organisationId)
    throw carriageProblem('journey.carriage_not_yours')
  return own
}
