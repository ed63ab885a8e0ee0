/**
 * The ledger's entry for fixes: signed with the ledger's own key, since it is the platform that received them, it holds the root of a
 * Merkle tree over salted digests, one for each container-hour of a round.
 */
import { z } from 'zod'
import { base64Decode, base64Encode, HASH_BYTES, VerificationError } from 'tlog'
import { parseJws, signingInput } from '#passport/entry.ts'

export const POSITIONS_TYP = 'landbridge-positions+jws'

const PositionsPayload = z.strictObject({
  count: z.int().min(1),
  event: z.literal('hours_closed'),
  root: z.string(),
  v: z.literal(1),
})

export interface Round {
  /** Of container-hours. */
  readonly count: number
  readonly root: Uint8Array
}

/** What the log's key signs. */
export function positionsInput(signerKid: string, { count, root }: Round): Uint8Array {
  return signingInput(POSITIONS_TYP, signerKid, {
    count,
    event: 'hours_closed',
    root: base64Encode(root),
    v: 1,
  })
}

/** Throws unless the text is such an entry in its one spelling; the signature is yet to be checked. */
export function parsePositionsEntry(entry: string) {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, POSITIONS_TYP, PositionsPayload)
  const root = base64Decode(payload.root)
  if (root.length !== HASH_BYTES)
    throw new VerificationError('proof.malformed', `a root is ${HASH_BYTES} bytes`)
  return { signerKid, count: payload.count, root, ...signed }
}
