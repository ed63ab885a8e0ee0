/** An audit's state on a shelf, with the links it has seen beside it: taken up by the next run, which goes on from there. */
import { utf8Decode, utf8Encode } from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { formatState, parseState } from '#passport/auditing/audit-state.ts'
import type { AuditState } from '#passport/auditing/ledger-audit.ts'
import {
  CHUNK_BYTES_MAX,
  CHUNK_ENTRIES,
  openLinkBook,
  type LinkBook,
} from '#passport/auditing/link-book.ts'
import type { Shelf } from '#passport/auditing/shelf.ts'

const STATE_BYTES_MAX = 64 * 1024 * 1024
const KEEP_EVERY_BUNDLES = 64n

export interface KeptAudit {
  readonly from: AuditState
  readonly links: LinkBook
  keep(state: AuditState): Promise<void>
  /** For `onBundle`: keeps the state now and then. */
  onBundle(at: { readonly done: bigint }, stateNow: () => Promise<AuditState>): Promise<void>
}

/** Nothing is kept without a shelf. Throws `audit.state` where what is there cannot be gone on from. */
export async function openKeptAudit(
  shelf: Shelf | undefined,
  name: string,
  vkey: string,
): Promise<KeptAudit> {
  const text = await shelf?.find(name, STATE_BYTES_MAX)
  const file = shelf === undefined ? name : `${shelf.name}/${name}`
  const from = parseState(text && utf8Decode(text), vkey, file)
  const links = openLinkBook()
  const end = Number(from.done)
  for (let number = 0; number * CHUNK_ENTRIES < end; number += 1) {
    const bytes = await shelf?.find(`${name}.links/${number}`, CHUNK_BYTES_MAX)
    if (bytes?.length !== CHUNK_BYTES_MAX) throw auditProblem('audit.state', { file })
    links.takeUp({ number, bytes }, end)
  }
  const keep = async (state: AuditState): Promise<void> => {
    const changed = links.takeChanged()
    if (shelf === undefined) return
    for (const { number, bytes } of changed) await shelf.put(`${name}.links/${number}`, bytes)
    // What the state speaks of is there before it.
    await shelf.settle()
    await shelf.put(name, utf8Encode(formatState(state, vkey)))
    await shelf.settle()
  }
  return {
    from,
    links,
    keep,
    async onBundle({ done }, stateNow) {
      if ((done / 256n) % KEEP_EVERY_BUNDLES === 0n) await keep(await stateNow())
    },
  }
}
