/** Supervision over HTTP: gathers what every slice knows of a train's containers and lets the rules judge it. */
import { containersOfDeparture, sumCargoMass, type ContainerRow } from '#booking'
import { listCustomsDeclarations, listCustomsHolds } from '#customs'
import { equipmentFacts } from '#kernel/equipment-type.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Tx } from '#platform/database.ts'
import { supervisionApi, supervisionProblem } from '#supervision/contract.ts'
import {
  checkContainer,
  grossOfBooking,
  RULE_VERSION,
  worstOf,
  type ContainerFacts,
} from '#supervision/supervision.ts'
import { listWarehouseRecords } from '#warehouse'

export function supervisionRoutes(http: Http): void {
  serve(http, supervisionApi.clearance, async ({ tx, params, actor }) => {
    const { departureId } = params
    const all = await containersOfDeparture(tx, actor, departureId)
    // A train one has no part in, and a train that is not there, look the same.
    if (all.length === 0) throw supervisionProblem('supervision.nothing_to_clear')
    const travelling = all.filter((container) => container.stage !== 'cancelled')
    const facts = await gatherFacts(tx, travelling)
    const containers = travelling.map((container) => ({
      containerId: container.id,
      containerNumber: container.containerNumber,
      ...checkContainer(facts(container)),
    }))
    const verdict = worstOf(containers.map((container) => container.verdict))
    return { departureId, verdict, ruleVersion: RULE_VERSION, containers }
  })
}

/** A few reads for the whole train, then the facts of each container from memory. */
async function gatherFacts(
  tx: Tx,
  containers: readonly ContainerRow[],
): Promise<(container: ContainerRow) => ContainerFacts> {
  const ids = containers.map((container) => container.id)
  const byBooking = Map.groupBy(containers, (container) => container.bookingId)
  const records = await listWarehouseRecords(tx, ids)
  const declarations = await listCustomsDeclarations(tx, ids)
  const holds = Map.groupBy(await listCustomsHolds(tx, ids), (hold) => hold.containerId)
  const cargoKg = await sumCargoMass(tx, [...byBooking.keys()])
  const weighedKg = (container: ContainerRow) => records.get(container.id)?.grossMassKg ?? null
  return (container) => ({
    customs: container.customs,
    containerNumber: container.containerNumber,
    sealAssigned: container.sealNumber,
    sealRecorded: records.get(container.id)?.sealNumber ?? null,
    weighedKg: weighedKg(container),
    gross: grossOfBooking(
      cargoKg.get(container.bookingId) ?? 0,
      byBooking.get(container.bookingId)!.map((box) => ({
        tareKg: equipmentFacts(box.equipmentType).tareKg,
        weighedKg: weighedKg(box),
      })),
    ),
    declarationNumber: declarations.get(container.id)?.declarationNumber ?? null,
    holds: (holds.get(container.id) ?? [])
      .filter((hold) => hold.releasedAt === null)
      .map((hold) => hold.reason),
  })
}
