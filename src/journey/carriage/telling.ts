/** Takes the steps that a saying of a carriage comes to, for each container that travels by it, and keeps which saying each was. */
import { findContainersFor, takeStepsAside } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { CarriageId, SaidCarriage } from '#journey/carriage-contract.ts'
import { findTellings, toStep, withdrawalOf } from '#journey/carriage/carriage-steps.ts'
import { insertCarriageSteps, readPlanned } from '#journey/carriage/carriage-store.ts'

interface Telling {
  readonly actor: Actor
  readonly now: Date
  readonly id: CarriageId
  readonly version: number
  readonly containerIds: readonly ContainerId[]
}

/** A carriage that was said before there were statements of it is told whole, with the first that is said of it again. */
export async function tellCarriage(
  tx: Tx,
  telling: Telling,
  { said, before }: { readonly said: SaidCarriage; readonly before?: SaidCarriage },
): Promise<void> {
  await tell(tx, telling, said, (isPlanned) => findTellings(isPlanned ? before : undefined, said))
}

export async function tellWithdrawal(tx: Tx, telling: Telling, said: SaidCarriage): Promise<void> {
  await tell(tx, telling, said, (isPlanned) => (isPlanned ? [withdrawalOf(said)] : []))
}

/** Containers that were cancelled since are told of no more. */
async function tell(
  tx: Tx,
  { actor, now, id, version, containerIds }: Telling,
  said: SaidCarriage,
  tellingsOf: (isPlanned: boolean) => ReturnType<typeof findTellings>,
): Promise<void> {
  const containers = await findContainersFor(tx, actor.organisationId, containerIds)
  const going = containers.filter(({ stage }) => stage !== 'cancelled')
  const planned = await readPlanned(tx, id)
  const told = going.map((container) => {
    const first = planned.get(container.id)
    return { containerId: container.id, first, tellings: tellingsOf(first !== undefined) }
  })
  const numbers = await takeStepsAside(
    tx,
    { actor, now },
    told.map(({ containerId, first, tellings }) => ({
      containerId,
      saidOf: (next) =>
        tellings.map((telling, at) =>
          toStep(telling, said, { planned: first ?? (at === 0 ? undefined : next), now }),
        ),
    })),
  )
  await insertCarriageSteps(
    tx,
    { id, version },
    told.flatMap(({ containerId, tellings }) =>
      tellings.map(({ kind }, at) => ({
        containerId,
        kind,
        sequence: numbers.get(containerId)![at]!,
      })),
    ),
  )
}
