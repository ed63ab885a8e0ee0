/** In which order the records of LCL are held, so that no two ever wait for each other. */
import { lockSpaces, readSpaces } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { SpaceAccount } from '#train/space.ts'
import { lockBoxes } from '#booking/lcl/lcl-store.ts'
import type { Desk } from '#booking/slots/desk.ts'

/**
 * The consolidations of the trains that the desk holds, held until the transaction ends. THE ORDER, for whoever touches LCL: the trains
 * (at the desk), then the containers of their consolidations, then the consolidations, each all at once and by id, then bookings. A
 * step of a container begins with the second, and goes on in the same order.
 */
export async function holdLcl({
  tx,
  accounts,
}: Pick<Desk, 'tx' | 'accounts'>): Promise<ReadonlyMap<ConsolidationId, SpaceAccount>> {
  const seen = (await readSpaces(tx, [...accounts.keys()])).map(({ id }) => id)
  await lockBoxes(tx, seen)
  return lockSpaces(tx, seen)
}
