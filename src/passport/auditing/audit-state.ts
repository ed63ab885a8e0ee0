/** An audit's state on disk: written whole or not at all, and taken up only by the same ledger's audit. */
import { z } from 'zod'
import { base64Decode, base64Encode, decodeTile, encodeTile, HASH_BYTES } from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { AUDIT_BEGINS, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openHeadFile } from '#passport/head-file.ts'

const Size = z.string().regex(/^(0|[1-9][0-9]{0,18})$/)
const Kept = z.strictObject({
  v: z.literal(1),
  vkey: z.string(),
  seen: z.strictObject({ size: Size, root: z.string() }).nullable(),
  done: Size,
  edge: z.array(z.string()).max(8),
  keys: z.record(z.string(), z.string()),
})

export interface AuditStateFile {
  read(): Promise<AuditState>
  write(state: AuditState): Promise<void>
}

export function openAuditState(path: string, vkey: string): AuditStateFile {
  const file = openHeadFile(path)
  return {
    async read() {
      const text = await file.read()
      if (text === undefined) return AUDIT_BEGINS
      try {
        return parseState(text, vkey)
      } catch {
        throw auditProblem('audit.state', { file: path })
      }
    },
    write: (state) => file.write(formatState(state, vkey)),
  }
}

function parseState(text: string, vkey: string): AuditState {
  const kept = Kept.parse(JSON.parse(text))
  if (kept.vkey !== vkey) throw new Error('of another ledger')
  return {
    seen:
      kept.seen === null
        ? undefined
        : { size: BigInt(kept.seen.size), root: base64Decode(kept.seen.root) },
    done: BigInt(kept.done),
    edge: kept.edge.map((tile) => {
      const bytes = base64Decode(tile)
      return bytes.length === 0 ? [] : decodeTile(bytes, bytes.length / HASH_BYTES)
    }),
    keys: new Map(Object.entries(kept.keys)),
  }
}

function formatState({ seen, done, edge, keys }: AuditState, vkey: string): string {
  return JSON.stringify({
    v: 1,
    vkey,
    seen: seen === undefined ? null : { size: `${seen.size}`, root: base64Encode(seen.root) },
    done: `${done}`,
    edge: edge.map((tile) => (tile.length === 0 ? '' : base64Encode(encodeTile(tile)))),
    keys: Object.fromEntries(keys),
  })
}
