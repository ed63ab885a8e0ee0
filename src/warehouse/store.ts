/** What the warehouse recorded, in SQL. The only file that touches `warehouse_record`. */
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { WarehouseRecord } from '#warehouse/contract.ts'

export async function insertReceived(
  tx: Tx,
  containerId: ContainerId,
  warehouseId: OrganisationId,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('warehouse_record')
    .values({ container_id: containerId, warehouse_id: warehouseId, received_at: at })
    .execute()
}

interface Recorded {
  readonly stuffed_at?: Date
  readonly weighed_at?: Date
  readonly gross_mass_kg?: number
  readonly sealed_at?: Date
  readonly seal_number?: string
}

export async function updateRecord(
  tx: Tx,
  containerId: ContainerId,
  recorded: Recorded,
): Promise<void> {
  await tx
    .updateTable('warehouse_record')
    .set(recorded)
    .where('container_id', '=', containerId)
    .execute()
}

/** One record a container that was received; a container not among them has none yet. */
export async function listRecords(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<Map<ContainerId, WarehouseRecord>> {
  if (containerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('warehouse_record')
    .selectAll()
    .where('container_id', 'in', containerIds)
    .execute()
  return new Map(
    rows.map((row) => [
      row.container_id as ContainerId,
      WarehouseRecord.parse({
        receivedAt: row.received_at.toISOString(),
        stuffedAt: row.stuffed_at?.toISOString() ?? null,
        weighedAt: row.weighed_at?.toISOString() ?? null,
        grossMassKg: row.gross_mass_kg,
        sealedAt: row.sealed_at?.toISOString() ?? null,
        sealNumber: row.seal_number,
      }),
    ]),
  )
}
