/** What a consolidation's container needs of its consignments before it goes on. */
import type { Tx } from '#platform/database.ts'
import { updateConsolidation } from '#train'
import type { ContainerStep } from '#booking/contract.ts'
import type { ContainerRow } from '#booking/container-store.ts'
import { lclProblem } from '#booking/lcl-contract.ts'
import { readConsignments, readConsolidationsOf, readRiding } from '#booking/lcl/lcl-store.ts'

/** What must be true of every consignment before the container takes the step; undefined steps need nothing. */
const NEEDS: Partial<Record<ContainerStep, 'receivedAt' | 'declaredAt'>> = {
  stuff: 'receivedAt',
  declare: 'declaredAt',
  release: 'declaredAt',
}

/** Before a step of these containers, which the caller holds: nobody acts on one by an LCL booking, and none goes on unfinished. */
export async function checkConsolidated(
  tx: Tx,
  step: ContainerStep,
  rows: readonly ContainerRow[],
): Promise<void> {
  if (rows.some(({ isShared }) => isShared)) throw lclProblem('booking.shares_container')
  const needed = NEEDS[step]
  if (needed === undefined) return
  const consolidations = await readConsolidationsOf(
    tx,
    rows.map(({ id }) => id),
  )
  for (const id of consolidations) {
    const riding = await readRiding(tx, [id])
    if (riding.length === 0) throw lclProblem('booking.consolidation_empty')
    const consignments = await readConsignments(
      tx,
      riding.map((booking) => booking.id),
    )
    const missing = riding.filter((booking) => consignments.get(booking.id)![needed] === null)
    if (missing.length > 0)
      throw lclProblem(
        needed === 'receivedAt'
          ? 'booking.consignments_not_received'
          : 'booking.consignments_not_declared',
        { bookings: missing.map(({ number }) => number).join(', ') },
      )
    if (step === 'stuff') await updateConsolidation(tx, id, { state: 'closed' })
  }
}
