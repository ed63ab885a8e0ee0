/**
 * The check itself, loaded while the server is asked: runs passport's verifier over the very bytes a person can download, then
 * holds what the page shows against what was signed.
 */
import { EQUIPMENT_TYPES } from '#kernel/equipment-type.ts'
import { Problem } from '#kernel/problem.ts'
import type { Text, TextFacts } from '#kernel/locale.ts'
import { utf8Encode } from 'tlog'
import { passportProblem, type Milestone, type PublicPassport } from '#passport/contract.ts'
import { parseTypedCode } from '#passport/passport.ts'
import { verifyEvidenceWith, type Verdict, type VerifiedStatement } from '#passport/verify.ts'
import { quickEd25519 } from '../verdict/quick-ed25519.ts'

export { getReady } from '../verdict/get-ready.ts'

export type Mark = 'verified' | 'checking' | 'waiting' | 'differs' | 'refused'

export type Checked =
  | {
      readonly state: 'verified'
      readonly verdict: Verdict
      /** Statements shown otherwise than they were signed, by sequence. */
      readonly differing: readonly number[]
    }
  | {
      readonly state: 'refused'
      readonly code: string
      readonly text: Text
      readonly facts: TextFacts
    }

export async function check(passport: PublicPassport, evidence: string): Promise<Checked> {
  try {
    const verdict = await verifyEvidenceWith(quickEd25519(), utf8Encode(evidence))
    return { state: 'verified', verdict, differing: findDiffering(passport, verdict) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { state: 'refused', code: error.code, text: error.text, facts: error.facts }
  }
}

/** Why no container answers to a code: a slip of the pen where the check character tells, else that we have none such. */
export function whyNone(typed: string): Problem {
  try {
    parseTypedCode(typed)
    return passportProblem('passport.absent')
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

export function equipmentName(type: string): Text | undefined {
  return Object.hasOwn(EQUIPMENT_TYPES, type)
    ? EQUIPMENT_TYPES[type as keyof typeof EQUIPMENT_TYPES].name
    : undefined
}

function findDiffering(passport: PublicPassport, verdict: Verdict): number[] {
  const differing = passport.milestones.filter((shown) => {
    const signed = verdict.statements.find(({ public: said }) => said.sequence === shown.sequence)
    return signed === undefined ? shown.index !== null : !isShownAsSigned(shown, signed)
  })
  const last = verdict.statements.at(-1)?.public
  const sameBox =
    verdict.code === passport.code &&
    // A number assigned by a statement that still waits is newer than what is signed.
    (last?.containerNumber === undefined || last.containerNumber === passport.containerNumber) &&
    last?.equipmentType === passport.equipmentType
  const sequences = differing.map(({ sequence }) => sequence)
  return sameBox ? sequences : [...sequences, 0]
}

function isShownAsSigned(shown: Milestone, { index, public: said }: VerifiedStatement): boolean {
  const names = (party: { names?: Text | undefined }) =>
    [party.names?.zh, party.names?.en, party.names?.ru].join('\n')
  return (
    shown.index === index &&
    shown.event === said.event &&
    shown.at === said.at &&
    shown.recordedAt === said.recordedAt &&
    shown.place.code === said.place.code &&
    names({ names: shown.place.city }) === names({ names: said.place.city }) &&
    shown.party.kind === said.party.kind &&
    names(shown.party) === names(said.party) &&
    Object.entries(shown.said).every(
      ([name, value]) => JSON.stringify(value) === JSON.stringify(said[name]),
    )
  )
}
