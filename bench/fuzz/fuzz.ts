/**
 * `npm run torture -- fuzz --inputs 10000000 --seed 7`: damaged input for everything that reads what a stranger sent. Input number n of a
 * seed is always the same. It is made and read in a thread of its own, so that one that is never done with is found, too.
 */
import assert from 'node:assert/strict'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { seededRandom } from '../../e2e/seeded-random.ts'
import { below, type Random } from './mutate.ts'
import type { Target } from './target.ts'
import { makeTargets } from './targets.ts'

const LOOK_MS = 1_000
/** An input that takes so much of a processor is never done with. Not of the clock: a machine may have others to serve. */
const HANG_MS = 60_000
const TELL_EVERY = 250_000

export interface FuzzOptions {
  readonly inputs: number
  readonly seed: number
  readonly onLine: (line: string) => void
}

/** Inputs read, by target. */
export type FuzzReport = Readonly<Record<string, number>>

interface WorkerData extends Omit<FuzzOptions, 'onLine'> {
  /** The number of the input that is being read. */
  readonly place: SharedArrayBuffer
}

if (!isMainThread && (workerData as { place?: unknown } | null)?.place !== undefined)
  await readAll(workerData as WorkerData)

export async function fuzz({ inputs, seed, onLine }: FuzzOptions): Promise<FuzzReport> {
  const place = new SharedArrayBuffer(8)
  const worker = new Worker(new URL(import.meta.url), { workerData: { inputs, seed, place } })
  const reached = new BigInt64Array(place)
  const { promise, resolve, reject } = Promise.withResolvers<FuzzReport>()
  worker.on('message', (said: FuzzReport | string) =>
    typeof said === 'string' ? onLine(said) : resolve(said),
  )
  worker.on('error', reject)
  // One that waits for what never comes leaves its thread with nothing to do.
  worker.on('exit', () =>
    reject(new Error(`input ${Atomics.load(reached, 0)} of seed ${seed} ended it`)),
  )
  let [seen, since] = [-1n, processorMs()]
  const watch = setInterval(() => {
    const now = Atomics.load(reached, 0)
    if (now !== seen) [seen, since] = [now, processorMs()]
    else if (processorMs() - since > HANG_MS)
      reject(new Error(`input ${now} of seed ${seed} hangs`))
  }, LOOK_MS)
  try {
    return await promise
  } finally {
    clearInterval(watch)
    await worker.terminate()
  }
}

/** Of this process, whose other thread does next to nothing. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function readAll({ inputs, seed, place }: WorkerData): Promise<void> {
  const targets = makeTargets()
  const turns = targets.flatMap((target) => Array<Target>(target.weight).fill(target))
  const reached = new BigInt64Array(place)
  const count: Record<string, number> = {}
  for (let at = 0; at < inputs; at += 1) {
    Atomics.store(reached, 0, BigInt(at))
    const random = randomOf(seed, at)
    const target = turns[below(random, turns.length)]!
    await readOne(target, random, `input ${at} of seed ${seed}`)
    count[target.name] = (count[target.name] ?? 0) + 1
    if ((at + 1) % TELL_EVERY === 0) parentPort!.postMessage(`${at + 1} inputs`)
  }
  parentPort!.postMessage(count)
}

async function readOne(target: Target, random: Random, name: string): Promise<void> {
  const input = target.make(random)
  try {
    await target.run(input)
  } catch (error) {
    const shown =
      typeof input === 'string' ? JSON.stringify(input) : Buffer.from(input).toString('hex')
    throw new assert.AssertionError({
      message: `${name}, ${target.name}: ${(error as Error).stack}\n${shown.slice(0, 4_000)}`,
    })
  }
}

function randomOf(seed: number, at: number): Random {
  return seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(at + 1, 0x85ebca6b))
}
