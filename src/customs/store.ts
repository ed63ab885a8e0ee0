/** Declarations and holds in SQL. The only file that touches `customs_declaration` and `customs_hold`. */
import { sql } from 'kysely'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import { CustomsDeclaration, CustomsHold, type CustomsHoldId } from '#customs/contract.ts'
import type { DeclarationNumber } from '#kernel/declaration-number.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'

interface NewDeclaration {
  readonly containerId: ContainerId
  readonly bookingId: BookingId
  readonly declarationNumber: DeclarationNumber
  readonly declaredBy: OrganisationId
  readonly declaredAt: Date
}

export async function insertDeclaration(tx: Tx, declaration: NewDeclaration): Promise<void> {
  await tx
    .insertInto('customs_declaration')
    .values({
      container_id: declaration.containerId,
      booking_id: declaration.bookingId,
      declaration_number: declaration.declarationNumber,
      declared_by: declaration.declaredBy,
      declared_at: declaration.declaredAt,
    })
    .execute()
}

/** Two brokers writing the same number wait for each other here, so that only one of them finds it free. */
export async function standsOnAnotherBooking(
  tx: Tx,
  declarationNumber: DeclarationNumber,
  bookingId: BookingId,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${declarationNumber}, 7301005))`.execute(
    tx,
  )
  const found = await tx
    .selectFrom('customs_declaration')
    .select('booking_id')
    .where('declaration_number', '=', declarationNumber)
    .where('booking_id', '!=', bookingId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export async function listDeclarations(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, CustomsDeclaration>> {
  if (containerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('customs_declaration')
    .selectAll()
    .where('container_id', 'in', containerIds)
    .execute()
  return new Map(
    rows.map((row) => [
      row.container_id as ContainerId,
      CustomsDeclaration.parse({
        declarationNumber: row.declaration_number,
        declaredBy: row.declared_by,
        declaredAt: row.declared_at.toISOString(),
      }),
    ]),
  )
}

interface NewHold {
  readonly id: CustomsHoldId
  readonly containerId: ContainerId
  readonly reason: string
  readonly heldBy: OrganisationId
  readonly heldAt: Date
}

export async function insertHold(tx: Tx, hold: NewHold): Promise<void> {
  await tx
    .insertInto('customs_hold')
    .values({
      id: hold.id,
      container_id: hold.containerId,
      reason: hold.reason,
      held_by: hold.heldBy,
      held_at: hold.heldAt,
    })
    .execute()
}

export async function liftHolds(
  tx: Tx,
  containerId: ContainerId,
  releasedBy: OrganisationId,
  releasedAt: Date,
): Promise<void> {
  await tx
    .updateTable('customs_hold')
    .set({ released_by: releasedBy, released_at: releasedAt })
    .where('container_id', '=', containerId)
    .where('released_at', 'is', null)
    .execute()
}

/** Newest first. */
export async function listHolds(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<(CustomsHold & { readonly containerId: ContainerId })[]> {
  if (containerIds.length === 0) return []
  const rows = await tx
    .selectFrom('customs_hold')
    .selectAll()
    .where('container_id', 'in', containerIds)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    ...CustomsHold.parse({
      id: row.id,
      reason: row.reason,
      heldBy: row.held_by,
      heldAt: row.held_at.toISOString(),
      releasedBy: row.released_by,
      releasedAt: row.released_at?.toISOString() ?? null,
    }),
    containerId: row.container_id as ContainerId,
  }))
}
