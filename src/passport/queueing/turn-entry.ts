/**
 * An entry of a train's waiting list, signed with the ledger's own key: the salted digest of one thing that happened on it. Each
 * content names the entry before it of the same list by its leaf hash, so that no event can be left out, put in or moved later.
 */
import { z } from 'zod'
import { parseDigest, parseJws, signingInput } from '#passport/entry.ts'
import { base64urlEncode } from '#passport/base64url.ts'

export const WAITING_TYP = 'landbridge-waiting+jws'

const WaitingPayload = z.strictObject({ content: z.string(), v: z.literal(1) })

/** What the log's key signs. */
export function waitingInput(signerKid: string, digest: Uint8Array): Uint8Array {
  return signingInput(WAITING_TYP, signerKid, { content: base64urlEncode(digest), v: 1 })
}

/** Throws unless the text is such an entry in its one spelling; the signature is yet to be checked. */
export function parseWaitingEntry(entry: string) {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, WAITING_TYP, WaitingPayload)
  return { signerKid, digest: parseDigest(payload.content), ...signed }
}
