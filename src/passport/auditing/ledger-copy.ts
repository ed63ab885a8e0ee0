/**
 * Keeps a verified copy of a ledger: every file is found good before it is kept, the checkpoint comes last, and a state beside it
 * says from where to go on. Ended at any moment, what is there is a whole ledger, and the next run continues it.
 */
import { utf8Encode } from 'tlog'
import { openKeptAudit } from '#passport/auditing/kept-state.ts'
import { auditSource, type AuditState } from '#passport/auditing/ledger-audit.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import type { SignedHead } from '#passport/auditing/ledger-tree.ts'
import type { Shelf } from '#passport/auditing/shelf.ts'

const STATE = '.mirror/state.json'

export interface CopyOptions {
  readonly source: LedgerSource
  readonly vkey: string
  readonly shelf: Shelf
  readonly onProgress?: (done: bigint, size: bigint) => void
}

/** Throws `audit.…`; of a ledger that went back or split, both heads are kept beside the copy. */
export async function copyLedger(options: CopyOptions): Promise<AuditState> {
  const { source, vkey, shelf, onProgress } = options
  const kept = await openKeptAudit(shelf, STATE, vkey)
  const narrow = new Set<string>()
  const state = await auditSource({
    source,
    vkey,
    from: kept.from,
    links: kept.links,
    async onFile(path, bytes) {
      await shelf.put(path, bytes)
      if (!path.includes('.p/')) narrow.add(`${path}.p`)
    },
    async onBundle(at, stateNow) {
      onProgress?.(at.done, at.size)
      await kept.onBundle(at, stateNow)
    },
    onConflict: (before, now) => keepConflict(shelf, before, now),
  })
  await shelf.settle()
  await shelf.put('checkpoint', utf8Encode(state.seen!.note))
  await kept.keep(state)
  // What was partial and is full now serves nobody: the checkpoint in front of it names the full one.
  for (const path of narrow) await shelf.drop(path)
  return state
}

/** The two notes under names of their own: whoever has both can show them to anybody. */
export async function keepConflict(shelf: Shelf, ...heads: readonly SignedHead[]): Promise<void> {
  for (const { size, root, note } of heads) {
    const name = `${size}-${Buffer.from(root).toString('hex').slice(0, 16)}`
    await shelf.put(`.mirror/conflict/${name}.checkpoint`, utf8Encode(note))
  }
  await shelf.settle()
}
