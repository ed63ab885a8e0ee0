/**
 * What a witness does (C2SP tlog-witness, `add-checkpoint`): it cosigns a log's checkpoint only when that continues the one it
 * cosigned before, and has written that down before it answers. So a log cannot show it one history and somebody else another.
 *
 * Requests about one log are served one after the other: comparing with what was seen and writing down what is seen now are one
 * act. Nothing is remembered between requests; what counts is what the store gives back.
 */
import {
  addSignatures,
  formatSignatureLines,
  hashEmpty,
  openNote,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVkey,
  formatVkey,
  signatures,
  VerificationError,
  verifyConsistency,
  type AddCheckpoint,
  type Checkpoint,
  type Cosigner,
  type Policy,
  type SignatureChecks,
  type Verifier,
} from 'tlog'
import type { Clock } from '#platform/clock.ts'

export interface WitnessStore {
  /** The checkpoint cosigned last, whole, as it was written. */
  read(origin: string): Promise<string | undefined>
  /** On disk when it returns. */
  write(origin: string, checkpoint: string): Promise<void>
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size'
  readonly body: string
}

export interface Witness {
  addCheckpoint(body: string): Promise<WitnessAnswer>
  /** The last checkpoint cosigned of a log, with the log's signatures and the witness's; throws `WitnessStateError`. */
  findCheckpoint(origin: string): Promise<string | undefined>
}

export interface WitnessOptions {
  /** Which logs are witnessed; its witnesses and quorum mean nothing here. */
  readonly policy: Policy
  readonly cosigners: readonly Cosigner[]
  readonly checks: SignatureChecks
  readonly clock: Clock
  readonly store: WitnessStore
}

/** What was written down cannot be what this witness wrote: it must not guess what it has seen. */
export class WitnessStateError extends Error {
  override readonly name = 'WitnessStateError'
}

/** A request refused, with the answer it gets. */
class Refusal extends Error {
  readonly answer: WitnessAnswer

  constructor(status: WitnessAnswer['status'], body: string, type?: WitnessAnswer['type']) {
    super(body)
    this.answer = { status, type: type ?? 'text/plain; charset=utf-8', body: `${body}\n` }
  }
}

interface Asked extends AddCheckpoint {
  readonly text: string
  readonly head: Checkpoint
}

export function createWitness(options: WitnessOptions): Witness {
  const own = options.cosigners.map((cosigner) => parseVkey(formatVkey(cosigner), options.checks))
  const turns = new Map<string, Promise<unknown>>()
  const inTurn = async <T>(origin: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(origin) ?? Promise.resolve()).then(work, work)
    turns.set(origin, turn)
    return turn
  }
  return {
    async addCheckpoint(body) {
      try {
        const asked = readRequest(body)
        const logs = logsOf(options.policy, asked.head.origin)
        if (logs.length === 0) throw new Refusal(404, 'this witness does not know the log')
        const signed = openSigned(asked, logs)
        if (asked.oldSize > asked.head.size)
          throw new Refusal(400, 'the old size is larger than the checkpoint’s')
        return await inTurn(asked.head.origin, () => cosign(options, own, asked, signed))
      } catch (error) {
        if (error instanceof Refusal) return error.answer
        throw error
      }
    },
    findCheckpoint: async (origin) => (await readSeen(options, own, origin))?.note,
  }
}

function logsOf(policy: Policy, origin: string): Verifier[] {
  return policy.logs.map(({ verifier }) => verifier).filter(({ name }) => name === origin)
}

function readRequest(body: string): Asked {
  return orRefuse(400, () => {
    const request = parseAddCheckpoint(body)
    const { text } = parseNote(request.checkpoint)
    return { ...request, text, head: parseCheckpoint(text) }
  })
}

/** The checkpoint with the log's own signatures, one a key, and no others: what strangers put under it is not kept. */
function openSigned({ checkpoint, text }: Asked, logs: readonly Verifier[]): string {
  const { signatures } = orRefuse(403, () => openNote(checkpoint, logs))
  const once = signatures.filter(
    ({ verifier }, at) => signatures.findIndex((line) => line.verifier === verifier) === at,
  )
  return `${text}\n${formatSignatureLines(once)}`
}

async function cosign(
  options: WitnessOptions,
  own: readonly Verifier[],
  { text, head, oldSize, hashes }: Asked,
  signed: string,
): Promise<WitnessAnswer> {
  const seen = await readSeen(options, own, head.origin)
  const size = seen?.head.size ?? 0n
  if (oldSize !== size) throw new Refusal(409, String(size), 'text/x.tlog.size')
  const root = seen?.head.root ?? hashEmpty()
  orRefuse(422, () => verifyConsistency(size, head.size, root, head.root, hashes))
  const timeSeconds = BigInt(Math.floor(options.clock().getTime() / 1000))
  const cosigned = signatures(
    text,
    options.cosigners.map((cosigner) => cosigner.at(timeSeconds)),
  )
  await options.store.write(head.origin, addSignatures(signed, cosigned))
  return {
    status: 200,
    type: 'text/plain; charset=utf-8',
    body: formatSignatureLines(cosigned),
  }
}

/** What was cosigned last, after making sure that it is what this witness wrote, with all of its keys, about this log. */
async function readSeen(
  { policy, store }: WitnessOptions,
  own: readonly Verifier[],
  origin: string,
): Promise<{ readonly note: string; readonly head: Checkpoint } | undefined> {
  const note = await store.read(origin)
  if (note === undefined) return undefined
  try {
    const { text, signatures } = openNote(note, [...logsOf(policy, origin), ...own])
    const head = parseCheckpoint(text)
    const isOwn = own.some(({ keyId }) => signatures.some((line) => line.keyId === keyId))
    if (head.origin === origin && isOwn) return { note, head }
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
  }
  throw new WitnessStateError(`what was last seen of ${origin} is not what this witness wrote`)
}

function orRefuse<T>(status: 400 | 403 | 422, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof VerificationError) throw new Refusal(status, error.message)
    throw error
  }
}
