/** Hand-overs, holds in transit and replaced seals over HTTP: each a step of the container, and what journey keeps of it besides. */
import { getContainerFor, papersOf, takeStep, takeSteps, type ContainerRow } from '#booking'
import type { Container, ContainerId } from '#booking/contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { say } from '#platform/outbox.ts'
import {
  handOverApi,
  holdLifted,
  holdRaised,
  journeyProblem,
  type HandOverMove,
  type HoldCause,
} from '#journey/contract.ts'
import {
  closeHold,
  findOpenHold,
  insertHandOvers,
  insertHold,
  listHandOvers,
  listHolds,
} from '#journey/hand-over/hand-over-store.ts'
import {
  decideLift,
  findHandOverRefusal,
  handOverOfBox,
  holdCauses,
  holdOfBox,
  sealAgrees,
} from '#journey/journey.ts'

export function handOverRoutes(http: Http): void {
  transshipRoute(http)
  holdRoutes(http)
  serve(http, handOverApi.handOvers, async ({ tx, params: { containerId }, actor }) => {
    const { isShared } = await getContainerFor(tx, actor, containerId)
    const handOvers = (await listHandOvers(tx, [containerId])).get(containerId) ?? []
    const holds = await listHolds(tx, containerId)
    return isShared
      ? { handOvers: handOvers.map(handOverOfBox), holds: holds.map(holdOfBox) }
      : { handOvers, holds }
  })
}

function transshipRoute(http: Http): void {
  serve(http, handOverApi.transship, async ({ tx, body, actor, now }) => {
    const { gaugeMm, moves, ...moment } = body
    const refused = findHandOverRefusal(moment.place, gaugeMm, moves)
    if (refused !== null) throw journeyProblem(refused.refusal, refused.facts)
    const lifts: Lift[] = []
    for (const move of moves)
      lifts.push({ move, row: await getContainerFor(tx, actor, move.containerId) })
    const asked = { actor, now, ...moment }
    const items = await takeSteps(
      tx,
      { ...asked, step: 'transship' },
      lifts.map((lift) => ({ containerId: lift.row.id, said: saidOf(lift, gaugeMm) })),
    )
    const trains = await listHandOvers(
      tx,
      lifts.map(({ row }) => row.id),
    )
    await insertHandOvers(
      tx,
      lifts.map(({ move, row }, at) => ({
        containerId: row.id,
        handOver: {
          sequence: items[at]!.sequence,
          at: new Date(items[at]!.lastStepAt).toISOString(),
          place: moment.place,
          gaugeMm,
          oldWagonNumber: move.oldWagonNumber,
          newWagonNumber: move.newWagonNumber,
          oldTrainNumber:
            trains.get(row.id)?.at(-1)?.newTrainNumber ?? items[at]!.journey.trainNumber,
          newTrainNumber: move.newTrainNumber ?? null,
          sealOnRecord: row.sealNumber,
          sealFound: move.sealFound ?? null,
          sealAgrees: sealAgrees(row.sealNumber, move) ?? null,
          damage: move.damage ?? null,
          documents: [...(move.documents ?? [])],
        },
      })),
    )
    const held = await raiseHolds(tx, asked, lifts)
    const byId = new Map(held.map((container) => [container.id, container]))
    return { items: items.map((item) => byId.get(item.id) ?? item), held: [...byId.keys()] }
  })
}

interface Lift {
  readonly move: HandOverMove
  readonly row: ContainerRow
}

/** Wagons, trains and whether the seals agree are for everyone; which seal it was, and what was broken, for the entitled. */
function saidOf({ move, row }: Lift, gaugeMm: number) {
  const { oldWagonNumber, newWagonNumber, newTrainNumber, sealFound, damage } = move
  const agrees = sealAgrees(row.sealNumber, move)
  return {
    public: {
      oldWagonNumber,
      newWagonNumber,
      gaugeMm,
      ...(newTrainNumber !== undefined && { newTrainNumber }),
      ...(agrees !== undefined && { sealAgrees: agrees }),
    },
    restricted: {
      ...(sealFound !== undefined && { sealFound }),
      ...(damage !== undefined && { damage }),
      ...papersOf(move),
    },
  }
}

interface Asked {
  readonly actor: Actor
  readonly now: Date
  readonly at?: Timestamp | undefined
  readonly place: StationCode
}

/** What was found wrong stops the container where it is, in the same transaction as the lift that found it. */
async function raiseHolds(tx: Tx, asked: Asked, lifts: readonly Lift[]): Promise<Container[]> {
  const held: Container[] = []
  for (const { move, row } of lifts) {
    const causes = holdCauses(row.sealNumber, move)
    if (causes.length === 0) continue
    const { sealFound, damage } = move
    const said = { ...(sealFound && { sealFound }), ...(damage && { damage }) }
    held.push(await raise(tx, asked, { containerId: row.id, causes, reason: null, said }))
  }
  return held
}

interface Raising {
  readonly containerId: ContainerId
  readonly causes: readonly HoldCause[]
  readonly reason: string | null
  readonly said?: object
}

async function raise(tx: Tx, asked: Asked, raising: Raising): Promise<Container> {
  const { containerId, causes, reason, said } = raising
  const container = await takeStep(tx, {
    ...asked,
    containerId,
    step: 'hold_in_transit',
    said: { restricted: { holdCauses: causes, ...(reason !== null && { reason }), ...said } },
  })
  await insertHold(tx, containerId, {
    sequence: container.sequence,
    causes: [...causes],
    place: asked.place,
    raisedBy: asked.actor.organisationId,
    raisedAt: new Date(container.lastStepAt).toISOString(),
    reason,
  })
  await say(tx, holdRaised, { containerId, hold: (await findOpenHold(tx, containerId))! })
  return container
}

function holdRoutes(http: Http): void {
  serve(http, handOverApi.hold, ({ tx, params, body, actor, now }) => {
    const { causes, reason, place, at } = body
    const { containerId } = params
    const said = papersOf(body)
    return raise(tx, { actor, now, place, at }, { containerId, causes, reason, said })
  })

  serve(http, handOverApi.lift, async ({ tx, params: { containerId }, body, actor, now }) => {
    const { reason, place, at } = body
    const said = { restricted: { reason, ...papersOf(body) } }
    const step = 'lift_hold' as const
    const container = await takeStep(tx, { actor, now, place, at, containerId, step, said })
    const open = await findOpenHold(tx, containerId)
    const refusal = decideLift(open?.causes ?? [], actor.organisationKind)
    if (refusal) throw journeyProblem(refusal)
    const lifted = { by: actor.organisationId, at: new Date(container.lastStepAt), reason }
    const hold = await closeHold(tx, containerId, lifted)
    await say(tx, holdLifted, { containerId, hold })
    return container
  })

  serve(http, handOverApi.reseal, async ({ tx, params: { containerId }, body, actor, now }) => {
    const { sealNumber, reason, place, at } = body
    const { sealNumber: oldSealNumber } = await getContainerFor(tx, actor, containerId)
    if (oldSealNumber === sealNumber) throw journeyProblem('journey.same_seal', { sealNumber })
    return takeStep(tx, {
      actor,
      now,
      place,
      at,
      containerId,
      step: 'reseal',
      change: { sealNumber },
      said: { restricted: { oldSealNumber, sealNumber, reason, ...papersOf(body) } },
    })
  })
}
