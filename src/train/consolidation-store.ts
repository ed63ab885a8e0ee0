/**
 * Consolidations in SQL: the only file that touches `consolidation` and `space_transfer`. Whoever decides on space holds the row
 * from the first look to the commit; the table's own checks stand behind what was decided in memory.
 */
import { sql, type Selectable } from 'kysely'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import { markMoved } from '#train/account/account-store.ts'
import type {
  ConsolidationId,
  ConsolidationState,
  SpaceAmount,
} from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import type { SpaceAccount, SpaceCause, SpaceTransfer } from '#train/space.ts'

export interface NewConsolidation {
  readonly id: ConsolidationId
  readonly departureId: DepartureId
  readonly equipmentType: EquipmentType
  readonly capacity: SpaceAmount
  readonly closesMinutesBefore: number
}

export async function insertConsolidation(
  tx: Tx,
  made: NewConsolidation,
  now: Date,
): Promise<void> {
  const { id, departureId, equipmentType, capacity, closesMinutesBefore } = made
  await tx
    .insertInto('consolidation')
    .values({
      id,
      departure_id: departureId,
      equipment_type: equipmentType,
      volume_dm3_max: capacity.volumeDm3,
      gross_kg_max: capacity.grossKg,
      packages_max: capacity.packages,
      closes_minutes_before: closesMinutesBefore,
      state: 'open',
      created_at: now,
    })
    .execute()
}

export async function findSpace(tx: Tx, id: ConsolidationId): Promise<SpaceAccount | undefined> {
  const row = await tx
    .selectFrom('consolidation')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toSpace(row)
}

/** Held until the transaction ends, in one order whoever asks. */
export async function lockSpaces(
  tx: Tx,
  ids: readonly ConsolidationId[],
): Promise<Map<ConsolidationId, SpaceAccount>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('consolidation')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id as ConsolidationId, toSpace(row)]))
}

/** Those of these trains, the oldest first. */
export async function readSpaces(
  tx: Tx,
  departures: readonly DepartureId[],
): Promise<SpaceAccount[]> {
  if (departures.length === 0) return []
  const rows = await tx
    .selectFrom('consolidation')
    .selectAll()
    .where('departure_id', '=', anyOf(departures))
    .orderBy('id')
    .execute()
  return rows.map(toSpace)
}

export async function readSpacesById(
  tx: Tx,
  ids: readonly ConsolidationId[],
): Promise<ReadonlyMap<ConsolidationId, SpaceAccount>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('consolidation').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id as ConsolidationId, toSpace(row)]))
}

/** Writes what was decided on an account that its caller holds. */
export async function saveSpace(tx: Tx, account: SpaceAccount, now: Date): Promise<void> {
  const { id, departureId, taken, held, lastSequence, transfers } = account
  if (transfers.length === 0) return
  await tx
    .insertInto('space_transfer')
    .values(
      transfers.map(({ sequence, cause, holder, amount, held: pending }) => ({
        consolidation_id: id,
        sequence,
        at: now,
        cause,
        holder,
        volume_dm3: amount.volumeDm3,
        gross_kg: amount.grossKg,
        packages: amount.packages,
        held_volume_dm3: pending.volumeDm3,
        held_gross_kg: pending.grossKg,
        held_packages: pending.packages,
      })),
    )
    .execute()
  await tx
    .updateTable('consolidation')
    .set({
      volume_dm3_taken: taken.volumeDm3,
      gross_kg_taken: taken.grossKg,
      packages_taken: taken.packages,
      volume_dm3_held: held.volumeDm3,
      gross_kg_held: held.grossKg,
      packages_held: held.packages,
      sequence: lastSequence,
    })
    .where('id', '=', id)
    .execute()
  await markMoved(tx, departureId, now)
}

/** Its container moved to another train, is being stuffed, or does not go. */
export async function updateConsolidation(
  tx: Tx,
  id: ConsolidationId,
  change: { readonly departureId: DepartureId } | { readonly state: ConsolidationState },
): Promise<void> {
  await tx
    .updateTable('consolidation')
    .set('state' in change ? { state: change.state } : { departure_id: change.departureId })
    .where('id', '=', id)
    .execute()
}

/** The whole history of an account, oldest first. */
export async function readSpaceTransfers(tx: Tx, id: ConsolidationId): Promise<SpaceTransfer[]> {
  const rows = await tx
    .selectFrom('space_transfer')
    .selectAll()
    .where('consolidation_id', '=', id)
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    cause: row.cause as SpaceCause,
    holder: row.holder,
    amount: { volumeDm3: row.volume_dm3, grossKg: row.gross_kg, packages: row.packages },
    held: {
      volumeDm3: row.held_volume_dm3,
      grossKg: row.held_gross_kg,
      packages: row.held_packages,
    },
  }))
}

/** That a train has an open consolidation with something left, before it closes: for a search of departures. */
export const offersLcl = (now: Date) => sql<boolean>`exists (
  select from consolidation
  where consolidation.departure_id = departure.id and consolidation.state = 'open'
    and volume_dm3_taken + volume_dm3_held < volume_dm3_max and gross_kg_taken + gross_kg_held < gross_kg_max
    and packages_taken + packages_held < packages_max
    and departure.booking_cutoff_at - make_interval(mins => closes_minutes_before) >= ${now})`

function toSpace(row: Selectable<Tables['consolidation']>): SpaceAccount {
  return {
    id: row.id as ConsolidationId,
    departureId: row.departure_id as DepartureId,
    equipmentType: row.equipment_type as EquipmentType,
    capacity: {
      volumeDm3: row.volume_dm3_max,
      grossKg: row.gross_kg_max,
      packages: row.packages_max,
    },
    taken: {
      volumeDm3: row.volume_dm3_taken,
      grossKg: row.gross_kg_taken,
      packages: row.packages_taken,
    },
    held: {
      volumeDm3: row.volume_dm3_held,
      grossKg: row.gross_kg_held,
      packages: row.packages_held,
    },
    closesMinutesBefore: row.closes_minutes_before,
    state: row.state as ConsolidationState,
    lastSequence: row.sequence,
    transfers: [],
  }
}
