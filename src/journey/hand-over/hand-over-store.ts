/** Hand-overs and holds in transit in SQL: the only file that touches `hand_over` and `transit_hold`. */
import type { Selectable } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import { HandOver, TransitHold } from '#journey/contract.ts'

export async function insertHandOvers(
  tx: Tx,
  handOvers: readonly { readonly containerId: ContainerId; readonly handOver: HandOver }[],
): Promise<void> {
  const rows = handOvers.map(({ containerId, handOver }) => ({
    container_id: containerId,
    sequence: handOver.sequence,
    at: new Date(handOver.at),
    place: handOver.place,
    gauge_mm: handOver.gaugeMm,
    old_wagon_number: handOver.oldWagonNumber,
    new_wagon_number: handOver.newWagonNumber,
    old_train_number: handOver.oldTrainNumber,
    new_train_number: handOver.newTrainNumber,
    seal_on_record: handOver.sealOnRecord,
    seal_found: handOver.sealFound,
    seal_agrees: handOver.sealAgrees,
    damage: handOver.damage,
    documents: JSON.stringify(handOver.documents),
  }))
  await tx.insertInto('hand_over').values(rows).execute()
}

/** In the order of the journey. */
export async function listHandOvers(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, HandOver[]>> {
  if (containerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('hand_over')
    .selectAll()
    .where('container_id', 'in', containerIds)
    .orderBy('container_id')
    .orderBy('sequence')
    .execute()
  const byContainer = Map.groupBy(rows, (row) => row.container_id as ContainerId)
  return new Map([...byContainer].map(([id, those]) => [id, those.map(toHandOver)]))
}

export async function insertHold(
  tx: Tx,
  containerId: ContainerId,
  hold: Pick<TransitHold, 'sequence' | 'causes' | 'place' | 'raisedBy' | 'raisedAt' | 'reason'>,
): Promise<void> {
  await tx
    .insertInto('transit_hold')
    .values({
      container_id: containerId,
      sequence: hold.sequence,
      causes: hold.causes,
      place: hold.place,
      raised_by: hold.raisedBy,
      raised_at: new Date(hold.raisedAt),
      reason: hold.reason,
    })
    .execute()
}

export async function findOpenHold(
  tx: Tx,
  containerId: ContainerId,
): Promise<TransitHold | undefined> {
  const row = await tx
    .selectFrom('transit_hold')
    .selectAll()
    .where('container_id', '=', containerId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
  return row && toHold(row)
}

export async function closeHold(
  tx: Tx,
  containerId: ContainerId,
  lifted: { readonly by: OrganisationId; readonly at: Date; readonly reason: string },
): Promise<TransitHold> {
  const row = await tx
    .updateTable('transit_hold')
    .set({ lifted_by: lifted.by, lifted_at: lifted.at, lift_reason: lifted.reason })
    .where('container_id', '=', containerId)
    .where('lifted_at', 'is', null)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toHold(row)
}

/** In the order they were raised. */
export async function listHolds(tx: Tx, containerId: ContainerId): Promise<TransitHold[]> {
  const rows = await tx
    .selectFrom('transit_hold')
    .selectAll()
    .where('container_id', '=', containerId)
    .orderBy('sequence')
    .execute()
  return rows.map(toHold)
}

function toHandOver(row: Selectable<Tables['hand_over']>): HandOver {
  return HandOver.parse({
    sequence: row.sequence,
    at: row.at.toISOString(),
    place: row.place,
    gaugeMm: row.gauge_mm,
    oldWagonNumber: row.old_wagon_number,
    newWagonNumber: row.new_wagon_number,
    oldTrainNumber: row.old_train_number,
    newTrainNumber: row.new_train_number,
    sealOnRecord: row.seal_on_record,
    sealFound: row.seal_found,
    sealAgrees: row.seal_agrees,
    damage: row.damage,
    documents: row.documents,
  })
}

function toHold(row: Selectable<Tables['transit_hold']>): TransitHold {
  return {
    sequence: row.sequence,
    causes: row.causes as TransitHold['causes'],
    place: row.place as StationCode,
    raisedBy: OrganisationId.parse(row.raised_by),
    raisedAt: row.raised_at.toISOString(),
    reason: row.reason,
    liftedBy: row.lifted_by === null ? null : OrganisationId.parse(row.lifted_by),
    liftedAt: row.lifted_at?.toISOString() ?? null,
    liftReason: row.lift_reason,
  }
}
