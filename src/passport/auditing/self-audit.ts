/**
 * The server reads its own ledger again, bundle by bundle, without end and without haste: every stored entry against its hash, every hash
 * against the tiles above it up to the published root. A bit that flipped in an entry of long ago is found so by the server itself, and
 * from then on nothing is signed until it is good again. Where it was is kept, so that a restart neither begins anew nor forgets a finding.
 *
 * What rests on the edge of the tree is checked before every signature by the sequencer; see docs/ledger-format.md.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { HASH_BYTES, parseTilePath, TILE_WIDTH } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { findText, writeDurably } from '#platform/durable-file.ts'
import { formatState, parseState } from '#passport/auditing/audit-state.ts'
import { AUDIT_BEGINS, auditSource, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { storedLedger } from '#passport/ledger-files.ts'
import { assertStored, ledgerProblem } from '#passport/ledger-problem.ts'
import { findDifferent, readHead } from '#passport/ledger-store.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'

const KEEP_EVERY_BUNDLES = 64n
/** Of a bundle's own time, which it then stays away. */
const REST_SHARE = 9
const RESTS = { nextPassMs: 3_600_000, retryMs: 60_000 }

const Kept = z.strictObject({ state: z.string(), finding: z.string().nullable() })

export interface SelfAudit {
  /** What does not fit; undefined while nothing is known to. */
  finding(): Problem | undefined
  /** Throws the finding. */
  readonly admit: () => Promise<void>
  stop(): Promise<void>
}

export interface SelfAuditOptions {
  readonly ledger: Ledger
  /** Where it stands. */
  readonly file: string
  readonly onError: (error: unknown) => void
  /** Between two passes, and after one that could not be ended. */
  readonly rests?: typeof RESTS
}

interface Walk extends Required<SelfAuditOptions> {
  readonly signal: AbortSignal
  finding: Problem | undefined
}

export function startSelfAudit(options: SelfAuditOptions): SelfAudit {
  const stopping = new AbortController()
  const walk: Walk = { rests: RESTS, ...options, signal: stopping.signal, finding: undefined }
  const known = readKept(walk)
  const done = known.then((from) => walkForEver(walk, from))
  done.catch(options.onError)
  return {
    finding: () => walk.finding,
    async admit() {
      await known
      if (walk.finding) throw walk.finding
    },
    async stop() {
      stopping.abort()
      await done.catch(() => undefined)
    },
  }
}

/** One pass from where it stands to the published head, without rest; for tests and whoever wants to know now. */
export async function auditSelf(ledger: Ledger, from: AuditState = AUDIT_BEGINS): Promise<void> {
  await pass(ledger, from, async () => undefined)
}

async function walkForEver(walk: Walk, from: AuditState): Promise<void> {
  let state = from
  while (!walk.signal.aborted) {
    const isWhole = await walkOnce(walk, state)
    state = isWhole ? AUDIT_BEGINS : await readKept(walk)
    await rest(isWhole ? walk.rests.nextPassMs : walk.rests.retryMs, walk.signal)
  }
}

/** Whether it came to the end, and found nothing. */
async function walkOnce(walk: Walk, from: AuditState): Promise<boolean> {
  let [since, state] = [performance.now(), from]
  try {
    await pass(walk.ledger, from, async ({ done }, stateNow) => {
      // The place of a finding is behind us, and good again.
      if (walk.finding !== undefined) await keep(walk, (state = await stateNow()), undefined)
      else if ((done / BigInt(TILE_WIDTH)) % KEEP_EVERY_BUNDLES === 0n)
        await keep(walk, (state = await stateNow()), undefined)
      await rest((performance.now() - since) * REST_SHARE, walk.signal)
      walk.signal.throwIfAborted()
      since = performance.now()
    })
    await keep(walk, AUDIT_BEGINS, undefined)
    return true
  } catch (error) {
    if (walk.signal.aborted) return false
    const found = findingOf(error)
    if (found === undefined) walk.onError(error)
    else {
      if (walk.finding?.detail('en') !== found.detail('en')) walk.onError(found)
      await keep(walk, state, found)
    }
    return false
  }
}

type OnBundle = NonNullable<Parameters<typeof auditSource>[0]['onBundle']>

async function pass(ledger: Ledger, from: AuditState, onBundle: OnBundle): Promise<void> {
  const { database, key } = ledger
  const published = await readPublished(ledger)
  const head = await database.transact(readHead)
  // Nothing is there yet, or less than was published: that is for the sequencer to say.
  if (published === undefined || head === undefined || head.size < Number(published.size)) return
  await auditSource({
    // As published by us, whoever cosigned it.
    source: storedLedger({ database, key, headFile: ledger.headFile, clock: ledger.clock }),
    vkey: key.vkey,
    from,
    // Signatures were checked when they were made; a flipped bit in one is a flipped bit in the entry.
    entriesAreOpaque: true,
    onBundle,
    async onFile(path, tile) {
      const { level, index } = parseTilePath(path)
      if (level !== 0) return
      const first = Number(index) * TILE_WIDTH
      const leafAt = (place: number) =>
        tile.subarray((place - first) * HASH_BYTES, (place - first + 1) * HASH_BYTES)
      const end = first + tile.length / HASH_BYTES
      // The hash beside the entry, too, by which later statements name it.
      const different = await database.transact((tx) => findDifferent(tx, first, end, leafAt))
      assertStored(different === undefined, `entry ${different}`)
    },
  })
}

/** Undefined for what says nothing about what is stored: a database that is away. */
function findingOf(error: unknown): Problem | undefined {
  if (!(error instanceof Problem)) return undefined
  if (error.code === 'ledger.altered') return error
  const isAbout = ['audit.tile', 'audit.root', 'audit.entry', 'audit.split'].includes(error.code)
  return isAbout ? ledgerProblem('ledger.altered', { what: error.detail('en') }) : undefined
}

async function keep(walk: Walk, state: AuditState, finding: Problem | undefined): Promise<void> {
  walk.finding = finding
  const what = finding === undefined ? null : String(finding.facts['what'])
  const kept = { state: formatState(state, walk.ledger.key.vkey), finding: what }
  await writeDurably(walk.file, `${JSON.stringify(kept)}\n`)
}

/** From where to go on, and what was found there; a file that cannot be read costs a pass from the beginning. */
async function readKept(walk: Walk): Promise<AuditState> {
  const text = await findText(walk.file)
  if (text === undefined) return AUDIT_BEGINS
  try {
    const { state: written, finding } = Kept.parse(JSON.parse(text))
    const state = parseState(written, walk.ledger.key.vkey, walk.file)
    walk.finding = finding === null ? undefined : ledgerProblem('ledger.altered', { what: finding })
    return state
  } catch {
    return AUDIT_BEGINS
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
