/** Whether verified statements are one container's lawful history: same code, no gap, each by a party entitled to it, in order. */
import type { ContainerState, ContainerStep } from '#booking/contract.ts'
import { decideStep, stepNames, STEPS } from '#booking/step.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import type { PassportCode } from '#passport/passport.ts'
import type { VerifiedStatement } from '#passport/verify.ts'

const BOOKED = 'booked'
const BOOKERS = ['exporter', 'forwarder']

export function verifyStory(code: PassportCode, statements: readonly VerifiedStatement[]): void {
  let before: VerifiedStatement | undefined
  let state: ContainerState | undefined
  for (const statement of statements) {
    verifyPlaceInStory(code, statement, before)
    verifyParty(statement)
    state = stateAfter(statement, state)
    before = statement
  }
}

function verifyPlaceInStory(
  code: PassportCode,
  { number, index, public: said }: VerifiedStatement,
  before: VerifiedStatement | undefined,
): void {
  if (said.code !== code) throw evidenceProblem('evidence.other_code', { number })
  if (said.sequence !== number)
    throw evidenceProblem('evidence.sequence', { number, found: said.sequence })
  if (said.previous !== (before ? base64urlEncode(before.leafHash) : null))
    throw evidenceProblem('evidence.chain', { number })
  if (before === undefined) return
  if (index <= before.index) throw evidenceProblem('evidence.ledger_order', { number })
  const renumbered =
    said.containerNumber !== before.public.containerNumber && said.event !== STEPS.assign.event
  if (said.equipmentType !== before.public.equipmentType || renumbered)
    throw evidenceProblem('evidence.other_container', { number })
}

/** The party a statement names is the one its key is attested to. */
function verifyParty({ number, key, public: { party } }: VerifiedStatement): void {
  if (party.kind !== key.kind)
    throw evidenceProblem('evidence.party_kind', { number, said: party.kind, attested: key.kind })
  const same = canonicalJson((party.names ?? null) as Json) === canonicalJson(key.names ?? null)
  if (!same) throw evidenceProblem('evidence.party_name', { number })
}

/** Replays the step by booking's own table. */
function stateAfter(
  { number, key: { kind }, public: { event } }: VerifiedStatement,
  state: ContainerState | undefined,
): ContainerState {
  if (state === undefined) {
    if (event !== BOOKED) throw evidenceProblem('evidence.step_order', { number, event })
    if (!BOOKERS.includes(kind))
      throw evidenceProblem('evidence.not_entitled', { number, event, kind })
    return { stage: 'booked', customs: 'none' }
  }
  const step = stepOf(event)
  if (step === undefined) throw evidenceProblem('evidence.unknown_event', { number, event })
  const decision = decideStep(state, step, kind)
  if ('next' in decision) return decision.next
  if (decision.refusal.code === 'step.not_your_role')
    throw evidenceProblem('evidence.not_entitled', { number, event, kind })
  throw evidenceProblem('evidence.step_order', { number, event })
}

function stepOf(event: string): ContainerStep | undefined {
  return stepNames().find((step) => STEPS[step].event === event)
}
