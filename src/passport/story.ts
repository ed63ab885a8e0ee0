/** Whether verified statements are one container's lawful history: same code, no gap, each by a party entitled to it, in order. */
import type { ContainerState, ContainerStep } from '#booking/contract.ts'
import { isOfCarriage, StepEvent, type CarriageStepEvent } from '#booking/step-contract.ts'
import { decideStep, stepNames, STEPS } from '#booking/step.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import type { VerifiedStatement } from '#passport/verify.ts'

const BOOKED = 'booked'
const BOOKERS = ['exporter', 'forwarder']

/** Code, number, link to the statement before and party were put in by the verifier before it hashed: they need no check. */
export function verifyStory(statements: readonly VerifiedStatement[]): void {
  let before: VerifiedStatement | undefined
  let state: ContainerState | undefined
  const carriages = new Map<number, Carriage>()
  for (const statement of statements) {
    verifyPlaceInStory(statement, before)
    state = stateAfter(statement, state)
    verifyCarriage(statement, carriages)
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

/** A leg before or after the train, known by the number of the statement that planned it. */
interface Carriage {
  readonly kind: OrganisationKind
  readonly stage: 'pre' | 'on'
  readonly departed: boolean
  readonly withdrawn: boolean
}

/** What is said of a leg is said by a party of the kind that planned it, of a leg of that side that was not withdrawn; it arrives once it has departed. */
function verifyCarriage(
  { number, key: { kind }, public: said }: VerifiedStatement,
  carriages: Map<number, Carriage>,
): void {
  const event = StepEvent.safeParse(said.event)
  if (!event.success || !isOfCarriage(event.data)) return
  const { carriageStage: stage, carriage: planned } = said
  const refuse = () => evidenceProblem('evidence.step_order', { number, event: said.event })
  if (stage !== 'pre' && stage !== 'on') throw refuse()
  if (planned === undefined) {
    if (event.data !== STEPS.plan_carriage.event) throw refuse()
    carriages.set(number, { kind, stage, departed: false, withdrawn: false })
    return
  }
  const before = typeof planned === 'number' ? carriages.get(planned) : undefined
  const goesOn = before?.kind === kind && before.stage === stage && !before.withdrawn
  const side = SIDES[event.data]
  if (!goesOn || (side !== undefined && side !== stage)) throw refuse()
  if (event.data.endsWith('_arrived') && !before.departed) throw refuse()
  carriages.set(planned as number, {
    ...before,
    departed: before.departed || event.data.endsWith('_departed'),
    withdrawn: event.data === STEPS.withdraw_carriage.event,
  })
}

/** The side that an event names; undefined for those of both. */
const SIDES: Readonly<Record<CarriageStepEvent, 'pre' | 'on' | undefined>> = {
  carriage_planned: undefined,
  pre_carriage_departed: 'pre',
  pre_carriage_arrived: 'pre',
  on_carriage_departed: 'on',
  on_carriage_arrived: 'on',
  carriage_withdrawn: undefined,
}

function stepOf(event: string): ContainerStep | undefined {
  return stepNames().find((step) => STEPS[step].event === event)
}
