/** Asks each witness whether the head that a ledger catches up to continues what it saw; whoever says no ends it. */
import { consistencyProof, formatAddCheckpoint } from 'tlog'
import type { Tx } from '#platform/database.ts'
import type { SignedHead } from '#passport/auditing/ledger-tree.ts'
import { HASHER } from '#passport/hasher.ts'
import { recoveryProblem } from '#passport/recovery/recovery-problem.ts'
import { withHashes } from '#passport/stored-hashes.ts'
import { askWitness } from '#passport/witnessing/witness-client.ts'
import type { AskedWitness, WitnessPolicy } from '#passport/witnessing/witness-policy.ts'

const TRIES = 4
/** Nobody stops it but whoever started it. */
const NEVER = new AbortController().signal

export interface Asking {
  readonly from: string
  readonly witnesses?: WitnessPolicy | undefined
}

/** Answers the names of those who did not answer. The tree must already stand in the database. */
export async function askWitnesses(tx: Tx, asking: Asking, head: SignedHead): Promise<string[]> {
  const silent: string[] = []
  for (const witness of asking.witnesses?.asked ?? [])
    if (!(await isHeard(tx, asking.from, witness, head))) silent.push(witness.name)
  return silent
}

async function isHeard(
  tx: Tx,
  from: string,
  { name: witness, url }: AskedWitness,
  head: SignedHead,
): Promise<boolean> {
  const size = Number(head.size)
  let seen = 0
  for (let tries = 0; tries < TRIES; tries += 1) {
    const reply = await askWitness(url, await writeRequest(tx, seen, head), NEVER)
    switch (reply.kind) {
      case 'cosigned':
        return true
      case 'inconsistent':
        throw recoveryProblem('recovery.witness_split', { witness, from })
      case 'other_size':
        if (reply.size > size)
          throw recoveryProblem('recovery.witness_ahead', { witness, from, seen: reply.size, size })
        seen = reply.size
        break
      case 'failed':
        return false
    }
  }
  return false
}

async function writeRequest(tx: Tx, seen: number, { size, note }: SignedHead): Promise<string> {
  const isGrown = seen > 0 && BigInt(seen) < size
  const hashes = isGrown
    ? await withHashes(tx, Number(size), (read) =>
        consistencyProof(BigInt(seen), size, read, HASHER),
      )
    : []
  return formatAddCheckpoint({ oldSize: BigInt(seen), hashes, checkpoint: note })
}
