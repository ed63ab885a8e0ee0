/**
 * Keeps witnesses asked: each about the newest published head, one request at a time, patient with those that are away.
 *
 * No step and no head waits for a witness, but for one thing: before the first signature after a start, each witness that can be
 * reached is asked what it saw last. Whoever has seen more than was published, or something else, shows that this database is an
 * older copy or another history; then nothing is signed. So too when a witness says so later.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  consistencyProof,
  formatAddCheckpoint,
  formatCheckpoint,
  hashEmpty,
  signNote,
  type Checkpoint,
} from 'tlog'
import type { Problem } from '#kernel/problem.ts'
import { HASHER } from '#passport/hasher.ts'
import { ledgerProblem } from '#passport/ledger-problem.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import { withHashes } from '#passport/stored-hashes.ts'
import { openCosigned, type Cosigned } from '#passport/witnessing/cosigned.ts'
import { askWitness } from '#passport/witnessing/witness-client.ts'
import type { AskedWitness, WitnessPolicy } from '#passport/witnessing/witness-policy.ts'
import {
  listCosigned,
  listSeen,
  saveCosigned,
  saveSeen,
} from '#passport/witnessing/witness-store.ts'

const RETRY_MS_MIN = 500
const RETRY_MS_MAX = 15_000
const TRIES_A_ROUND = 4
/** A witness that is current is asked again so often, so that what it has seen is never told from long ago. */
const ASK_AGAIN_MS = 60_000

export type WitnessState = 'asking' | 'current' | 'away' | 'ahead' | 'split'

export interface WitnessStatus {
  readonly name: string
  /** The size it told last; undefined before it ever answered. */
  readonly size: number | undefined
  readonly at: Date | undefined
  readonly state: WitnessState
  /** What was wrong, for a technician; undefined while all is well. */
  readonly why: string | undefined
}

export interface WitnessLoop {
  readonly policy: WitnessPolicy
  readonly cosigned: Cosigned
  list(): readonly WitnessStatus[]
  /** Resolves once every witness was asked; throws `ledger.witness_…` when one forbids to sign. */
  readonly admit: () => Promise<void>
  /** There is a new head. */
  wake(): void
  stop(): Promise<void>
}

interface Asking {
  readonly witness: AskedWitness
  size: number | undefined
  at: Date | undefined
  state: WitnessState
  why: string | undefined
  objection: Problem | undefined
  isWanted: boolean
  wake: () => void
}

type PublishedHead = Checkpoint & { readonly note: string }

export async function startWitnessing(
  ledger: Ledger,
  policy: WitnessPolicy,
  onError: (error: unknown) => void,
): Promise<WitnessLoop> {
  const { seen, kept } = await ledger.database.transact(async (tx) => ({
    seen: new Map((await listSeen(tx)).map((one) => [one.name, one])),
    kept: await listCosigned(tx),
  }))
  const cosigned = openCosigned(policy, kept, ledger.clock)
  const stopping = new AbortController()
  const all = policy.asked.map((witness): Asking => {
    const last = seen.get(witness.name)
    return {
      witness,
      size: last?.size,
      at: last?.at,
      state: 'asking',
      why: undefined,
      objection: undefined,
      isWanted: true,
      wake: () => undefined,
    }
  })
  const round = { ledger, cosigned, signal: stopping.signal, onError, inTurn: oneAfterAnother() }
  const firsts = all.map((asking) => askRound(round, asking))
  const loops = all.map((asking, at) => firsts[at]!.then((done) => keepAsking(round, asking, done)))
  return {
    policy,
    cosigned,
    list: () =>
      all.map(({ witness: { name }, size, at, state, why }) => ({ name, size, at, state, why })),
    async admit() {
      await Promise.all(firsts)
      const objection = all.find((asking) => asking.objection)?.objection
      if (objection) throw objection
    },
    wake() {
      for (const asking of all) {
        asking.isWanted = true
        asking.wake()
      }
    },
    async stop() {
      stopping.abort()
      for (const asking of all) asking.wake()
      await Promise.all(loops)
    },
  }
}

interface Round {
  readonly ledger: Ledger
  readonly cosigned: Cosigned
  readonly signal: AbortSignal
  onError(error: unknown): void
  readonly inTurn: InTurn
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** Two witnesses that answer at once are written in the order their lines were gathered: the fuller note comes last. */
function oneAfterAnother(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next
    return next
  }
}

/** For as long as the server runs: at once when there is a new head, later and later while the witness is away. */
async function keepAsking(round: Round, asking: Asking, isFirstDone: boolean): Promise<void> {
  let retryMs = RETRY_MS_MIN
  let isDone = isFirstDone
  while (!round.signal.aborted) {
    if (isDone) {
      retryMs = RETRY_MS_MIN
      if (!asking.isWanted) await untilWoken(asking, ASK_AGAIN_MS)
    } else {
      await pause(retryMs, round.signal)
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
    }
    if (!round.signal.aborted) isDone = await askRound(round, asking)
  }
}

const untilWoken = (asking: Asking, ms: number): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms)
    asking.wake = () => {
      clearTimeout(timer)
      done()
    }
  })

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)

/** Whether the witness has now cosigned what was published when it was asked. */
async function askRound(round: Round, asking: Asking): Promise<boolean> {
  asking.isWanted = false
  try {
    for (let tries = 0; tries < TRIES_A_ROUND; tries += 1) {
      const outcome = await askOnce(round, asking)
      if (outcome !== 'again') return outcome === 'done'
    }
    setAway(asking, 'it tells another size each time')
  } catch (error) {
    if (!round.signal.aborted) setAway(asking, String(error))
  }
  return false
}

function setAway(asking: Asking, why: string): void {
  asking.state = 'away'
  asking.why = why
}

async function askOnce(round: Round, asking: Asking): Promise<'done' | 'again' | 'failed'> {
  const { ledger, cosigned, signal } = round
  const published = (await readPublished(ledger)) ?? signEmpty(ledger)
  const size = Number(published.size)
  const oldSize = Math.min(asking.size ?? 0, size)
  const body = await writeRequest(ledger, oldSize, published)
  const reply = await askWitness(asking.witness.url, body, signal)
  switch (reply.kind) {
    case 'cosigned': {
      const note = cosigned.add(published, asking.witness, reply.lines)
      if (note === undefined) {
        setAway(asking, 'its answer has no cosignature of its key in the policy')
        return 'failed'
      }
      Object.assign(asking, { state: 'current', why: undefined, objection: undefined })
      await setSeen(round, asking, size, note)
      return 'done'
    }
    case 'other_size':
      await setSeen(round, asking, reply.size)
      return judgeSize(round, asking, reply.size, oldSize)
    case 'inconsistent':
      object(round, asking, 'split', oldSize, size)
      return 'failed'
    case 'failed':
      setAway(asking, reply.why)
      return 'failed'
  }
}

/** More than was ever published here, looked up anew because that moves on: our database is an older copy. */
async function judgeSize(
  round: Round,
  asking: Asking,
  seen: number,
  asked: number,
): Promise<'again' | 'failed'> {
  const published = Number((await readPublished(round.ledger))?.size ?? 0)
  if (seen > published) {
    object(round, asking, 'ahead', seen, published)
    return 'failed'
  }
  asking.objection = undefined
  if (seen !== asked) return 'again'
  setAway(asking, 'it refuses the very size it tells')
  return 'failed'
}

function object(
  round: Round,
  asking: Asking,
  state: 'ahead' | 'split',
  seen: number,
  published: number,
): void {
  const witness = asking.witness.name
  const objection = ledgerProblem(`ledger.witness_${state}`, { witness, seen, published })
  // It stands until somebody acts: it is said once.
  if (asking.objection?.code !== objection.code) round.onError(objection)
  Object.assign(asking, { state, why: undefined, objection })
}

async function setSeen(
  { ledger, cosigned, inTurn }: Round,
  asking: Asking,
  size: number,
  note?: { readonly size: number; readonly note: string },
): Promise<void> {
  const { name } = asking.witness
  const at = ledger.clock()
  Object.assign(asking, { size, at })
  await inTurn(() =>
    ledger.database.transact(async (tx) => {
      await saveSeen(tx, { name, size, at })
      if (note) await saveCosigned(tx, note, cosigned.best()?.size ?? 0)
    }),
  )
}

/** Before anything was published: the empty tree is the beginning of every history, so signing it binds to none. */
function signEmpty({ key }: Ledger): PublishedHead {
  const head = { origin: key.name, size: 0n, root: hashEmpty(), extensions: [] }
  return { ...head, note: signNote(formatCheckpoint(head), [key]) }
}

async function writeRequest(
  { database }: Ledger,
  oldSize: number,
  { size, note }: PublishedHead,
): Promise<string> {
  const hashes =
    oldSize === 0 || BigInt(oldSize) === size
      ? []
      : await database.transact((tx) =>
          withHashes(tx, Number(size), (read) =>
            consistencyProof(BigInt(oldSize), size, read, HASHER),
          ),
        )
  return formatAddCheckpoint({ oldSize: BigInt(oldSize), hashes, checkpoint: note })
}
