/**
 * Checks a waiting list as the ledger has it: each content under its digest, each entry signed by the ledger's key, each naming the
 * entry before it, and the order of promotions as the published rule wants it. Pure: a browser can do it, and anybody offline.
 */
import { hashLeaf, utf8Encode, verifyEd25519 } from 'tlog'
import { z } from 'zod'
import { LclWaitingEvent } from '#booking/lcl-waiting-contract.ts'
import { WaitingEvent } from '#booking/slot-contract.ts'
import { findLclOutOfTurn, findOutOfTurn } from '#booking/turn-order.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { parseWaitingEntry } from '#passport/queueing/turn-entry.ts'
import type { ProvenTurn } from '#passport/queueing/waiting-contract.ts'
import { isDigestOf } from '#passport/statement.ts'

const chained = { departureId: z.string(), previous: z.string().nullable() }
const Content = WaitingEvent.extend(chained)
const LclContent = LclWaitingEvent.extend(chained)

/** What is wrong, in words; empty when every event is in the ledger and nobody was promoted out of turn. */
export function verifyTurns(turns: readonly ProvenTurn[], logKey: Uint8Array): string[] {
  const { findings, events } = verifyChain(turns, Content, logKey)
  return [...findings, ...findOutOfTurn(events)]
}

/** The same of a list for LCL space. */
export function verifyLclTurns(turns: readonly ProvenTurn[], logKey: Uint8Array): string[] {
  const { findings, events } = verifyChain(turns, LclContent, logKey)
  return [...findings, ...findLclOutOfTurn(events)]
}

function verifyChain<Event extends z.infer<typeof Content> | z.infer<typeof LclContent>>(
  turns: readonly ProvenTurn[],
  schema: z.ZodType<Event>,
  logKey: Uint8Array,
): { readonly findings: string[]; readonly events: Event[] } {
  const findings: string[] = []
  let previous: string | null = null
  const events = turns.flatMap(({ content, salt, entry }, index) => {
    const parsed = schema.safeParse(JSON.parse(content))
    if (!parsed.success || entry === null) {
      findings.push(`event ${index + 1} has no entry`)
      return []
    }
    const sealed = parseWaitingEntry(entry)
    const part = { content: JSON.parse(content) as JsonObject, salt: base64urlDecode(salt) }
    if (!isDigestOf(sealed.digest, part))
      findings.push(`event ${index + 1} is not the one in the ledger`)
    if (!verifyEd25519(logKey, sealed.input, sealed.signature))
      findings.push(`event ${index + 1} is not signed by the ledger`)
    if (parsed.data.previous !== previous || parsed.data.sequence !== index + 1)
      findings.push(`event ${index + 1} does not follow the one before it`)
    previous = base64urlEncode(hashLeaf(utf8Encode(entry)))
    return [parsed.data]
  })
  return { findings, events }
}
