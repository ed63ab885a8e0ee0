/** Whether verified statements are one container's lawful history: same code, no gap, each by a party entitled to it, in order. */
import type { ContainerState, ContainerStep } from '#booking/contract.ts'
import { decideStep, stepNames, STEPS } from '#booking/step.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import type { VerifiedStatement } from '#passport/verify.ts'

const BOOKED = 'booked'
const BOOKERS = ['exporter', 'forwarder']

/** Code, number, link to the statement before and party were put in by the verifier before it hashed: they need no check. */
export function verifyStory(statements: readonly VerifiedStatement[]): void {
  let before: VerifiedStatement | undefined
  let state: ContainerState | undefined
  for (const statement of statements) {
    verifyPlaceInStory(statement, before)
    state = stateAfter(statement, state)
    before = statement
  }
}

function verifyPlaceInStory(
  { number, index, public: said }: VerifiedStatement,
  before: VerifiedStatement | undefined,
): void {
  if (before === undefined) return
  if (index <= before.index) throw evidenceProblem('evidence.ledger_order', { number })
  const { containerNumber, equipmentType, trainNumber } = before.public
  // To have one and to have none are two things here.
  const keepsNumber =
    said.event === STEPS.assign.event
      ? said.containerNumber !== undefined
      : said.containerNumber === containerNumber
  if (said.equipmentType !== equipmentType || !keepsNumber)
    throw evidenceProblem('evidence.other_container', { number })
  if (said.trainNumber !== trainNumber && said.event !== STEPS.roll_over.event)
    throw evidenceProblem('evidence.other_train', { number })
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
    return { stage: 'booked', customs: 'none', held: false }
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
