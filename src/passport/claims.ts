/**
 * The signatures that a verdict rests on, checked at once and in turn, or, in a browser, by whatever is fastest there and all together:
 * the same verdict and the same refusal either way.
 */
import { base64Encode, defaultChecks, verifyEd25519, type SignatureChecks } from 'tlog'
import type { Problem } from '#kernel/problem.ts'

/** A signature the verdict rests on. */
export interface Claim {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

export interface Refusable extends Claim {
  /** Made only when it is needed: an error costs more than the check. */
  readonly refusal: () => Problem
}

/** Must say what `verifyEd25519` says, and never throws. */
export interface IsSigned {
  (claim: Claim): Promise<boolean>
  /** Lets whoever checks elsewhere take what it was given: what is under way here is not left before. */
  readonly breathe?: () => Promise<void>
}

/** A file, read so far that it can be checked. All of it is pure. */
export interface Reading<Head, Verdict> {
  /** What the file stands on. */
  readonly head: (checks: SignatureChecks) => Head
  /** What stands on it: signatures, and what may be concluded once they hold. */
  readonly open: (head: Head) => Opened<Verdict>
}

export interface Opened<Verdict> {
  /** Read one after the other, once and to the end before anything is concluded: the first are checked while the last are read. */
  readonly claims: Iterable<Refusable>
  readonly conclude: (checks: SignatureChecks) => Verdict
}

export function judge<Head, Verdict>({ head, open }: Reading<Head, Verdict>): Verdict {
  const { claims, conclude } = open(head(defaultChecks))
  const bad = [...claims].find(
    ({ publicKey, message, signature }) => !verifyEd25519(publicKey, message, signature),
  )
  if (bad !== undefined) throw bad.refusal()
  return conclude(defaultChecks)
}

/** Signatures are checked while the rest is hashed and compared. */
export async function judgeWith<Head, Verdict>(
  isSigned: IsSigned,
  { head: readHead, open }: Reading<Head, Verdict>,
): Promise<Verdict> {
  const foretold = foretell(isSigned, readHead)
  const guessed =
    'guess' in foretold ? await claimAll(isSigned, foretold.guess as Head, open) : undefined
  const concluded = guessed && foretell(isSigned, guessed.conclude)
  const head = await foretold.sure()
  // What could not be opened on the guess is refused here, now that the head itself is not.
  if (guessed === undefined || concluded === undefined) return judge({ head: () => head, open })
  const bad = (await Promise.all(guessed.answers)).indexOf(false)
  if (bad >= 0) throw guessed.claims[bad]!.refusal()
  return concluded.sure()
}

/** How many signatures are read before whoever checks them is let at them. */
const CLAIMS_A_BREATH = 8

/** All that stands on the head, each signature given away as soon as it is read; undefined where it cannot be opened. */
async function claimAll<Head, Verdict>(
  isSigned: IsSigned,
  head: Head,
  open: Reading<Head, Verdict>['open'],
) {
  const opened = attempt(() => open(head)).value
  if (opened === undefined) return undefined
  const claims: Refusable[] = []
  const answers: Promise<boolean>[] = []
  const rest = opened.claims[Symbol.iterator]()
  for (;;) {
    const next = attempt(() => rest.next()).value
    if (next === undefined) return undefined
    if (next.done) return { claims, answers, conclude: opened.conclude }
    claims.push(next.value)
    answers.push(isSigned(next.value))
    if (claims.length % CLAIMS_A_BREATH === 1) await isSigned.breathe?.()
  }
}

interface Foretold<T> {
  /** What it will be if all signatures are good; absent where it fails all the same. */
  readonly guess?: T
  readonly sure: () => Promise<T>
}

/**
 * What pure `work`, which checks signatures as it goes, comes to when they are checked elsewhere: it is done once to learn which it asks
 * for, taking them for good, and once more with the answers, so that it fails as it would by itself.
 */
function foretell<T>(isSigned: IsSigned, work: (checks: SignatureChecks) => T): Foretold<T> {
  const asked = new Map<string, Promise<boolean>>()
  let isAsked = false
  const first = attempt(() =>
    work({
      ed25519(publicKey, message, signature) {
        isAsked = true
        asked.set(
          nameOf(publicKey, message, signature),
          isSigned({ publicKey, message, signature }),
        )
        return true
      },
      mlDsa44() {
        isAsked = true
        return true
      },
    }),
  )
  const sure = async () => {
    const answers = new Map<string, boolean>()
    for (const [name, answer] of asked) answers.set(name, await answer)
    if ('value' in first && !isAsked) return first.value as T
    return work({
      ...defaultChecks,
      ed25519: (publicKey, message, signature) =>
        answers.get(nameOf(publicKey, message, signature)) ??
        verifyEd25519(publicKey, message, signature),
    })
  }
  return 'value' in first ? { guess: first.value as T, sure } : { sure }
}

const nameOf = (...parts: readonly Uint8Array[]): string => parts.map(base64Encode).join(' ')

/** Without a value where it throws: it will be done again, and throw again where somebody listens. */
function attempt<T>(work: () => T): { readonly value?: T } {
  try {
    return { value: work() }
  } catch {
    return {}
  }
}
