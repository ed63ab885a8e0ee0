/**
 * Holds a verified file to a copy of the ledger: whether it tells the container's whole history, the only one, by keys that were in force.
 * By itself a file cannot show that. Its code tells which links other statements of the container would have, so that whoever has the
 * published entries finds them, and asks nobody.
 */
import { base64Decode, equalBytes, parseVkey, utf8Decode, verifyEd25519, type Verifier } from 'tlog'
import type { TextFacts } from '#kernel/locale.ts'
import { Problem } from '#kernel/problem.ts'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import { openTree, readHead } from '#passport/auditing/ledger-tree.ts'
import { mirrorProblem, mirrorTexts } from '#passport/auditing/mirror-words.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import {
  parseRevocationEntry,
  parseStatementEntry,
  REVOCATION_TYP,
  STATEMENT_TYP,
  typAndKidOf,
} from '#passport/entry.ts'
import { linkOf } from '#passport/link.ts'
import {
  parseRecoveryEntry,
  RECOVERY_TYP,
  type RecoveredRange,
} from '#passport/recovery/recovery-entry.ts'
import { describe, type Finding } from '#passport/verdict.ts'
import type { Verdict, VerifiedStatement } from '#passport/verify.ts'
import type { VerifiedKey } from '#passport/verify-key.ts'

/** How many numbers behind the file's last are looked for. */
const NUMBERS_BEHIND = 1_000

type OnProgress = (done: bigint, size: bigint) => void

/** The verdict with what the copy shows. Throws `mirror.…` where the file is not what it seems, `audit.…` where the copy is no ledger. */
export async function checkMirror(
  verdict: Verdict,
  source: LedgerSource,
  onProgress: OnProgress = () => undefined,
): Promise<Verdict> {
  const log = parseVkey(verdict.ledger.vkey)
  const tree = await openTree(source, await readHead(source, log))
  const { size } = tree.head
  const fileSize = verdict.ledger.size
  if (size < fileSize) throw mirrorProblem('mirror.behind', { size: `${size}`, fileSize })
  if (!equalBytes(await tree.rootAt(BigInt(fileSize)), base64Decode(verdict.ledger.root)))
    throw mirrorProblem('mirror.other_history', { fileSize })
  const seen = openSeen(verdict, log)
  for await (const { entries, first } of tree.bundles(0n)) {
    for (const [at, entry] of entries.entries()) seen.take(entry, Number(first) + at)
    onProgress(first, size)
  }
  const facts = { size: `${size}` }
  const stories = describeStories(verdict, seen)
  const known = withRevocations(verdict, seen)
  const { checked, unproven } = describe(known)
  const answered = new Set(['unproven.later', 'unproven.only', 'unproven.revocation'])
  return {
    ...known,
    checked: [
      ...checked,
      found('checked.mirror', facts),
      ...(stories.unproven.length === 0 ? [found('checked.whole', facts)] : []),
      ...stories.checked,
      found('checked.keys_in_time'),
    ],
    unproven: [...stories.unproven, ...unproven.filter(({ code }) => !answered.has(code))],
  }
}

const found = (code: keyof typeof mirrorTexts, facts: TextFacts = {}): Finding => ({
  code,
  text: mirrorTexts[code],
  facts,
})

type Revoked = NonNullable<VerifiedKey['revoked']>

/** What of the published entries is about the file. */
interface Seen {
  /** Places of statements by their number. */
  readonly places: ReadonlyMap<number, readonly number[]>
  readonly revoked: ReadonlyMap<string, Revoked>
  readonly recovered: readonly (RecoveredRange & { readonly index: number })[]
  take(entry: Uint8Array, index: number): void
}

function openSeen({ code, statements, keys }: Verdict, log: Verifier): Seen {
  const last = statements.length + NUMBERS_BEHIND
  const numbers = new Map(
    Array.from({ length: last }, (_, at) => [base64urlEncode(linkOf(code, at + 1)), at + 1]),
  )
  const kids = new Set(keys.map(({ kid }) => kid))
  const places = new Map<number, number[]>()
  const revoked = new Map<string, Revoked>()
  const recovered: (RecoveredRange & { readonly index: number })[] = []
  const read = (text: string, index: number): void => {
    switch (typAndKidOf(text).typ) {
      case STATEMENT_TYP: {
        const number = numbers.get(base64urlEncode(parseStatementEntry(text).link))
        if (number !== undefined) places.set(number, [...(places.get(number) ?? []), index])
        return
      }
      case REVOCATION_TYP: {
        const { kid, reason, input, signature } = parseRevocationEntry(text)
        if (!kids.has(kid) || revoked.has(kid)) return
        if (!verifyEd25519(log.publicKey, input, signature))
          throw new Error('not signed with the ledger’s key')
        revoked.set(kid, { index, reason })
        return
      }
      case RECOVERY_TYP: {
        const { first, end, input, signature } = parseRecoveryEntry(text)
        if (!verifyEd25519(log.publicKey, input, signature))
          throw new Error('not signed with the ledger’s key')
        recovered.push({ first, end, index })
      }
    }
  }
  return {
    places,
    revoked,
    recovered,
    take(entry, index) {
      try {
        read(utf8Decode(entry), index)
      } catch (error) {
        if (error instanceof Problem) throw error
        throw auditProblem('audit.entry', { index, why: (error as Error).message.slice(0, 80) })
      }
    },
  }
}

/** Whether there are other endings, and whether this one goes on. */
function describeStories(
  { statements, ledger }: Verdict,
  { places, recovered }: Seen,
): { readonly checked: readonly Finding[]; readonly unproven: readonly Finding[] } {
  /** Whether a recovery between two places says that the former's contents may be lost. */
  const isGivenUp = (former: number, latter: number) =>
    recovered.some(({ first, end, index }) => first <= former && former < end && index < latter)
  const again = statements.flatMap(({ number, index }) =>
    (places.get(number) ?? []).flatMap((other) => {
      if (other === index) return []
      const facts = { number, index, other }
      if (other > index)
        throw mirrorProblem(isGivenUp(index, other) ? 'mirror.other_ending' : 'mirror.fork', facts)
      if (!isGivenUp(other, index)) throw mirrorProblem('mirror.fork', facts)
      return [found('checked.recovered', { number, index: other })]
    }),
  )
  const behind = [...places].flatMap(([number, at]) => (number > statements.length ? at : []))
  const lost = behind.filter((index) => isGivenUp(index, Infinity))
  const further = behind.filter((index) => !lost.includes(index))
  const leftOut = further.filter((index) => index < ledger.size)
  const listed = (indexes: readonly number[]) => ({
    count: indexes.length,
    places: indexes.join(', '),
  })
  if (leftOut.length > 0) throw mirrorProblem('mirror.left_out', listed(leftOut))
  return {
    checked: again.length > 0 ? again : [found('checked.only')],
    unproven: [
      ...(further.length > 0 ? [found('unproven.since', listed(further))] : []),
      ...(lost.length > 0 ? [found('unproven.lost', listed(lost))] : []),
    ],
  }
}

/** The file's keys with their ends as the ledger has them. */
function withRevocations(verdict: Verdict, { revoked }: Seen): Verdict {
  const keys = new Map(
    verdict.keys.map((key) => {
      const end = revoked.get(key.kid)
      return [key, end ? { ...key, revoked: end } : key]
    }),
  )
  const statements = verdict.statements.map((statement): VerifiedStatement => {
    const key = keys.get(statement.key)!
    const { number, index } = statement
    if (key.revoked && key.revoked.index < index)
      throw mirrorProblem('mirror.revoked_key', { number, index: key.revoked.index })
    return { ...statement, key }
  })
  return { ...verdict, keys: [...keys.values()], statements }
}
