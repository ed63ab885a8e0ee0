/**
 * Ed25519 beside the thread that asks. One by one, signatures are made and checked on Node's own threads; a burst of them goes in blocks
 * to threads that are started for it, work on all cores, and end when they have been idle: so many cost less than half as much.
 */
import { sign, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { rememberKeys } from '#platform/public-keys.ts'
import {
  packToCheck,
  packToSign,
  SIGNATURE_BYTES,
  type Block,
  type SigningKey,
  type ToCheck,
  type ToSign,
} from '#platform/signature-block.ts'

export interface SignatureThreads {
  sign(key: SigningKey, message: Uint8Array): Promise<Uint8Array>
  /** Whether the library that is used here accepts the signature; lengths are for the caller to see to. */
  isAccepted(task: ToCheck): Promise<boolean>
  /** Ends the threads; whoever still waits is told so. */
  close(): Promise<void>
}

interface Options {
  readonly count?: number
  /** How many must wait at once before threads are started for them. */
  readonly burst?: number
  readonly idleMs?: number
  /** Does with node:crypto alone, even where libsodium is installed. */
  readonly isPlain?: boolean
}

/** Some 30 ms of work: about what starting a thread costs. */
const BURST = 200
const IDLE_MS = 10_000
/** Small enough that all threads end at about the same time, large enough that handing over costs little. */
const BLOCK = 64
/** One in hand and one that waits for it. */
const BLOCKS_HELD = 2
const MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 }

interface Waiting<Task, Answer> {
  readonly task: Task
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Tasks of one kind: how they travel, and how one is done without a thread of ours. */
interface Lane<Task, Answer> {
  readonly waiting: Waiting<Task, Answer>[]
  readonly pack: (tasks: readonly Task[]) => Block
  readonly answerAt: (answers: Uint8Array, at: number) => Answer
  readonly alone: (task: Task) => Promise<Answer>
}

export function openSignatureThreads(options: Options = {}): SignatureThreads {
  const { count = availableParallelism(), burst = BURST, idleMs = IDLE_MS } = options
  const signing = laneToSign()
  const checking = laneToCheck()
  let threads: Thread[] = []
  let isDue = false
  let idle: NodeJS.Timeout | undefined

  const ask = <Task, Answer>({ waiting }: Lane<Task, Answer>, task: Task): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting.push({ task, resolve, reject })
      if (isDue) return
      isDue = true
      // All that is asked for in this turn, and by what its answers wake, goes together.
      setImmediate(() => {
        isDue = false
        distribute()
      })
    })

  const distribute = (): void => {
    const asked = checking.waiting.length + signing.waiting.length
    if (threads.length === 0 && asked < burst) {
      doAlone(checking)
      doAlone(signing)
      return
    }
    while (threads.length < count) threads.push(startThread(options.isPlain === true, drop))
    clearTimeout(idle)
    // Checks first: what is signed already is nearest to its place.
    fill(checking, threads, distribute)
    fill(signing, threads, distribute)
    if (threads.every((thread) => thread.held() === 0)) {
      idle = setTimeout(() => void close(), idleMs)
      idle.unref()
    }
  }
  const drop = (lost: Thread): void => {
    threads = threads.filter((thread) => thread !== lost)
  }
  const close = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = threads
    threads = []
    await Promise.all(ending.map((thread) => thread.end()))
  }
  return {
    sign: (key, message) => ask(signing, { key, message }),
    isAccepted: (task) => ask(checking, task),
    close,
  }
}

const laneToSign = (): Lane<ToSign, Uint8Array> => ({
  waiting: [],
  pack: packToSign,
  // A view: a copy so short lies on the heap, and is copied off it again by whatever asks for its memory.
  answerAt: (answers, at) => answers.subarray(at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES),
  alone: signAlone,
})

const laneToCheck = (): Lane<ToCheck, boolean> => ({
  waiting: [],
  pack: packToCheck,
  answerAt: (answers, at) => answers[at] === 1,
  alone: checkAlone(),
})

/** Gives out what waits, to whoever holds least, until all have enough; `onAnswer` is called when there is room again. */
function fill<Task, Answer>(
  lane: Lane<Task, Answer>,
  threads: readonly Thread[],
  onAnswer: () => void,
): void {
  while (lane.waiting.length > 0) {
    const free = threads.reduce((one, other) => (other.held() < one.held() ? other : one))
    if (free.held() >= BLOCKS_HELD) return
    const share = Math.ceil(lane.waiting.length / threads.length)
    void free.give(lane, lane.waiting.splice(0, Math.min(BLOCK, share))).then(onAnswer)
  }
}

function doAlone<Task, Answer>({ waiting, alone }: Lane<Task, Answer>): void {
  for (const { task, resolve, reject } of waiting.splice(0)) alone(task).then(resolve, reject)
}

interface Thread {
  /** Blocks that it has not answered. */
  held(): number
  /** Resolves when all were told their answer, or why there is none. */
  give<Task, Answer>(
    lane: Lane<Task, Answer>,
    waiting: readonly Waiting<Task, Answer>[],
  ): Promise<void>
  end(): Promise<void>
}

function startThread(isPlain: boolean, onLost: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL('./signature-thread.ts', import.meta.url), {
    name: 'signatures',
    execArgv: [],
    resourceLimits: MEMORY,
    workerData: { isPlain },
  })
  // It holds the process only while somebody waits.
  worker.unref()
  const given: {
    readonly tell: (answers: Uint8Array) => void
    readonly fail: (error: unknown) => void
  }[] = []
  const thread: Thread = {
    held: () => given.length,
    give: ({ pack, answerAt }, waiting) =>
      new Promise((done) => {
        given.push({
          tell(answers) {
            for (const [at, { resolve }] of waiting.entries()) resolve(answerAt(answers, at))
            done()
          },
          fail(error) {
            for (const { reject } of waiting) reject(error)
            done()
          },
        })
        worker.ref()
        const block = pack(waiting.map(({ task }) => task))
        worker.postMessage(block, [block.bytes.buffer])
      }),
    end: async () => void (await worker.terminate()),
  }
  // Blocks are answered in the order in which they were given.
  worker.on('message', (answers: Uint8Array) => {
    const first = given.shift()!
    if (given.length === 0) worker.unref()
    first.tell(answers)
  })
  const lose = (error: unknown): void => {
    onLost(thread)
    for (const one of given.splice(0)) one.fail(error)
  }
  worker.on('error', lose)
  worker.on('exit', () => lose(new Error('the thread that signs and checks has ended')))
  return thread
}

const signAlone = ({ key, message }: ToSign): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    sign(null, message, key.privateKey, (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })

/** Rejects where node:crypto cannot read the key. */
function checkAlone(): (task: ToCheck) => Promise<boolean> {
  const keyOf = rememberKeys('Ed25519')
  return ({ publicKey, message, signature }) =>
    new Promise((resolve, reject) => {
      verify(null, message, keyOf(publicKey), signature, (error, isGood) =>
        error ? reject(error) : resolve(isGood),
      )
    })
}

/** Those of this process. */
export const signatureThreads = openSignatureThreads()
