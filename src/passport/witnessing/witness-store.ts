/** The SQL of witnessing: what each witness told last, and checkpoints with the cosignatures gathered so far. */
import type { Tx } from '#platform/database.ts'

export interface WitnessSeen {
  readonly name: string
  readonly size: number
  readonly at: Date
}

export interface CosignedNote {
  readonly size: number
  readonly note: string
}

export const listSeen = (tx: Tx): Promise<WitnessSeen[]> =>
  tx.selectFrom('witness_seen').select(['name', 'size', 'at']).execute()

export const listCosigned = (tx: Tx): Promise<CosignedNote[]> =>
  tx.selectFrom('witness_checkpoint').select(['size', 'note']).orderBy('size').execute()

export async function saveSeen(tx: Tx, seen: WitnessSeen): Promise<void> {
  const { size, at } = seen
  await tx
    .insertInto('witness_seen')
    .values(seen)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ size, at }))
    .execute()
}

/** `needed`: the smallest size that is still of use. */
export async function saveCosigned(
  tx: Tx,
  { size, note }: CosignedNote,
  needed: number,
): Promise<void> {
  await tx
    .insertInto('witness_checkpoint')
    .values({ size, note })
    .onConflict((conflict) => conflict.column('size').doUpdateSet({ note }))
    .execute()
  await tx.deleteFrom('witness_checkpoint').where('size', '<', needed).execute()
}
