/**
 * What was entered here at places that turn out to be taken: never covered by a head, so seen by nobody. It is taken back, and entered
 * anew behind what was published, by the keys that count now and chained to what now stands before it.
 */
import { utf8Decode } from 'tlog'
import type { Tx } from '#platform/database.ts'
import type { KeyRevocation } from '#kernel/public-key.ts'
import { listKeyOwners } from '#identity'
import { reopenHours } from '#tracking'
import type { Signing } from '#passport/attesting.ts'
import { parseRevocationEntry } from '#passport/entry.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import { enterTurnsAgain } from '#passport/queueing/turns.ts'
import { takeHoursBack } from '#passport/positions/hour-store.ts'
import { takeTurnsBack, type TurnRow } from '#passport/queueing/turn-store.ts'
import {
  listStepsFrom,
  placeReceipt,
  takeEntriesBack,
  takeKeysBack,
  takeReceiptsBack,
  takeStatementsBack,
  type Receipt,
} from '#passport/recovery/recovery-store.ts'
import { revokeKey, state, type SaidStep } from '#passport/stating.ts'
import { listKeys } from '#passport/store.ts'

export interface TakenBack {
  readonly steps: readonly SaidStep[]
  readonly ends: readonly { readonly kid: string; readonly reason: KeyRevocation }[]
  readonly receipts: readonly Receipt[]
  readonly turns: readonly TurnRow[]
}

export async function takeBack(tx: Tx, first: number): Promise<TakenBack> {
  const steps = await listStepsFrom(tx, first)
  const receipts = await takeReceiptsBack(tx, first)
  const turns = await takeTurnsBack(tx, first)
  // Their fixes are here: closed once more, they are entered again by whoever enters hours.
  const hours = await takeHoursBack(tx, first)
  if (hours.length > 0) await reopenHours(tx, hours)
  const statements = await takeStatementsBack(tx, first)
  const ended = await takeKeysBack(tx, first)
  await takeEntriesBack(tx, first)
  // Each came from a step that was said; one that is not found again would be lost without a word.
  if (steps.length < statements)
    throw new Error(`${statements} statements, but ${steps.length} steps`)
  const ends = ended.map(({ kid, entry }) => {
    return { kid, reason: parseRevocationEntry(utf8Decode(entry)).reason }
  })
  return { steps, ends, receipts, turns }
}

export async function stateAgain(tx: Tx, signing: Signing, taken: TakenBack): Promise<void> {
  const owners = await listKeyOwners(
    tx,
    taken.ends.map(({ kid }) => kid),
  )
  for (const { kid, reason } of taken.ends) {
    const organisationId = owners.get(kid)
    const [key] = await listKeys(tx, [kid])
    // Its end may have come back with what was published.
    if (key?.revoked === null && organisationId !== undefined)
      await revokeKey(tx, signing, { organisationId, kid }, reason)
  }
  if (taken.steps.length > 0) await state(tx, signing, taken.steps)
  await enterTurnsAgain(tx, signing, taken.turns)
  for (const receipt of taken.receipts)
    await placeReceipt(tx, receipt, await queueEntry(tx, receipt.entry))
}
