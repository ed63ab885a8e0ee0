/** An audit's state as text: taken up only by an audit with the same key. The head in it is under the ledger's signature. */
import { z } from 'zod'
import { base64Decode, base64Encode, HASH_BYTES, utf8Encode } from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { AUDIT_BEGINS, parseKey, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openHead } from '#passport/auditing/ledger-tree.ts'

const Kept = z.strictObject({
  v: z.literal(3),
  vkey: z.string(),
  seen: z.string().nullable(),
  done: z.string().regex(/^(0|[1-9][0-9]{0,18})$/),
  root: z.string(),
  keys: z.record(
    z.string(),
    z.strictObject({ x: z.string(), index: z.int().min(0), revoked: z.boolean() }),
  ),
  recovered: z.array(z.strictObject({ first: z.int().min(0), end: z.int().min(0) })),
})

/** `name` is for the refusal. */
export function parseState(text: string | undefined, vkey: string, name: string): AuditState {
  if (text === undefined) return AUDIT_BEGINS
  try {
    const kept = Kept.parse(JSON.parse(text))
    if (kept.vkey !== vkey) throw new Error('of another ledger')
    const seen = kept.seen === null ? undefined : openHead(utf8Encode(kept.seen), parseKey(vkey))
    const [done, root] = [BigInt(kept.done), base64Decode(kept.root)]
    if (done % 256n !== 0n || done > (seen?.size ?? 0n) || root.length !== HASH_BYTES)
      throw new Error('out of range')
    const { recovered } = kept
    return { seen, done, root, keys: new Map(Object.entries(kept.keys)), recovered }
  } catch {
    throw auditProblem('audit.state', { file: name })
  }
}

export function formatState(
  { seen, done, root, keys, recovered }: AuditState,
  vkey: string,
): string {
  return `${JSON.stringify({
    v: 3,
    vkey,
    seen: seen?.note ?? null,
    done: `${done}`,
    root: base64Encode(root),
    keys: Object.fromEntries(keys),
    recovered,
  })}\n`
}
