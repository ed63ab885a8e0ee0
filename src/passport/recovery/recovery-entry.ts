/**
 * What the ledger says of itself after its database was lost and restored from an older copy: from `first` up to `end` its entries came
 * back from a copy that somebody kept, perhaps without the contents of statements among them. A history may go on beside such a statement.
 */
import { z } from 'zod'
import { VerificationError } from 'tlog'
import { parseJws, signingInput } from '#passport/entry.ts'

export const RECOVERY_TYP = 'landbridge-recovery+jws'

const RecoveryPayload = z.strictObject({
  end: z.int().min(0),
  event: z.literal('recovered'),
  first: z.int().min(0),
  v: z.literal(1),
})

export interface RecoveredRange {
  readonly first: number
  readonly end: number
}

/** What the log's key signs. */
export function recoveryInput(signerKid: string, { first, end }: RecoveredRange): Uint8Array {
  return signingInput(RECOVERY_TYP, signerKid, { end, event: 'recovered', first, v: 1 })
}

/** Throws unless the text is such an entry in its one spelling; the signature is yet to be checked. */
export function parseRecoveryEntry(entry: string) {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, RECOVERY_TYP, RecoveryPayload)
  const { first, end } = payload
  if (first >= end) throw new VerificationError('proof.malformed', 'it recovers nothing')
  return { signerKid, first, end, ...signed }
}
