/**
 * Finds out what the ledger holds of a document, from its digest: asks with as few digits as will do, opens the sealed reference that the
 * digest opens, then checks what it says against the container's signed records.
 */
import { hexDecode } from 'tlog'
import type { DocumentBoxes, PublicPassport } from '#passport/contract.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { openReference, type DocumentReference } from '#passport/lookup-box.ts'
import { digestPart } from '#passport/statement.ts'
import type { Verdict, VerifiedStatement } from '#passport/verify.ts'
import { judge } from '../verdict/use-verdict.ts'
import { utf8Encode } from 'tlog'

const DIGITS_MAX = 8

export interface FoundDocument {
  readonly reference: DocumentReference
  /** Absent while the statement awaits the ledger, or where it does not fit what the ledger holds. */
  readonly proven?: { readonly verdict: Verdict; readonly statement: VerifiedStatement }
  readonly state: 'proven' | 'waiting' | 'mismatch'
}

export interface LookedUp {
  /** What was sent of the digest. */
  readonly prefix: string
  readonly found: readonly FoundDocument[]
}

/** Throws when the platform does not answer. */
export async function lookUp(sha256: string): Promise<LookedUp> {
  const digest = hexDecode(sha256)
  const { prefix, boxes } = await askForBoxes(sha256)
  const references = boxes.flatMap((box) => openReference(digest, box) ?? [])
  const found = await Promise.all(references.map((reference) => prove(sha256, reference)))
  return { prefix, found }
}

async function askForBoxes(sha256: string) {
  for (let digits = 1; digits <= DIGITS_MAX; digits += 1) {
    const prefix = sha256.slice(0, digits)
    const answer = await fetch(`/api/documents/${prefix}`)
    if (!answer.ok) throw new Error(`documents: ${answer.status}`)
    const { boxes, narrower } = (await answer.json()) as DocumentBoxes
    if (!narrower) return { prefix, boxes }
  }
  throw new Error('more documents begin alike than can be')
}

/** The platform's word is not taken: the digest must stand in a statement that verifies. */
async function prove(sha256: string, reference: DocumentReference): Promise<FoundDocument> {
  const passport = await askPlatform(reference.code)
  if (typeof passport === 'string' || passport.evidence === null)
    return { reference, state: 'waiting' }
  const judged = await judge(utf8Encode(passport.evidence))
  if (judged.state !== 'verified') return { reference, state: 'mismatch' }
  const { verdict } = judged
  const statement = verdict.statements[reference.sequence - 1]
  if (statement === undefined) return { reference, state: 'waiting' }
  const fits = statement.documents[reference.number - 1]?.digest === digestOf(sha256, reference)
  return fits
    ? { reference, state: 'proven', proven: { verdict, statement } }
    : { reference, state: 'mismatch' }
}

function digestOf(sha256: string, { bytes, kind, name, salt }: DocumentReference): string {
  const content = { bytes, kind, name, sha256 }
  return base64urlEncode(digestPart({ content, salt: base64urlDecode(salt) }))
}

/** What the platform tells the public of a container: `unknown` where it has none, `silent` where it does not answer. */
export async function askPlatform(code: string): Promise<PublicPassport | 'unknown' | 'silent'> {
  const answer = await fetch(`/api/passports/${encodeURIComponent(code)}`).catch(() => undefined)
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return 'silent'
  return answer.ok ? ((await answer.json()) as PublicPassport) : 'unknown'
}
