/** What a booking has of a train: read off the account's transfers, those of the running transaction included. */
import type { Tx } from '#platform/database.ts'
import { readHoldings } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { holdingsOf as addUp, type Holding, type SlotAccount } from '#train/slots.ts'
import type { BookingId } from '#booking/contract.ts'

export async function holdingsOf(
  { tx, accounts }: { readonly tx: Tx; readonly accounts: ReadonlyMap<DepartureId, SlotAccount> },
  id: DepartureId,
  holder: BookingId,
): Promise<Holding[]> {
  const written = (await readHoldings(tx, id, [holder])).get(holder)!
  const before = written.map(({ amount, ...to }) => ({ holder, from: null, to, amount }))
  return addUp([...before, ...accounts.get(id)!.transfers], holder)
}
