/**
 * THE STEP TABLE: everything any party may do to a container, from which state, and what state follows.
 *
 * A container's state is three things that move apart: its stage on the way, its customs status, and whether it is held in transit.
 * Pure: the server decides with this table and the screens grey their buttons out with it, so the two cannot disagree.
 */
import type { OrganisationKind } from '#kernel/organisation.ts'
import {
  CustomsStatus,
  Stage,
  type ContainerState,
  type ContainerStep,
  type StepEvent,
} from '#booking/step-contract.ts'

export interface StepRule {
  readonly event: StepEvent
  readonly by: readonly OrganisationKind[]
  readonly fromStages: readonly Stage[]
  readonly fromCustoms: readonly CustomsStatus[]
  /** Absent: stays as it was. */
  readonly toStage?: Stage
  readonly toCustoms?: CustomsStatus
  /** What a hold in transit does to the step: absent, it stops it; `only`, the step is for held containers; `too`, for both. */
  readonly whileHeld?: 'only' | 'too'
  /** Absent: stays as it was. */
  readonly toHeld?: boolean
  /** From these stages (and the customs statuses above) the step is somebody's next work: what their to-do list shows. */
  readonly dueFrom: readonly Stage[]
}

const ANY = CustomsStatus.options
const BOOKERS = ['exporter', 'forwarder'] as const

/** Stages in which nobody has brought the box yet. */
export const ABSENT_STAGES = ['booked', 'assigned'] as const satisfies readonly Stage[]

export function isAbsent({ stage }: { readonly stage: Stage }): boolean {
  return ABSENT_STAGES.some((one) => one === stage)
}

const ON_THE_WAY = ['departed', 'at_border', 'transshipped'] as const
/** Whoever arranges legs before and after the train. */
const ARRANGERS = ['exporter', 'forwarder', 'operator'] as const
const NOT_CANCELLED = Stage.options.filter((stage) => stage !== 'cancelled')
const IN_YARD = ['received', 'stuffed', 'weighed', 'sealed', 'loaded'] as const

/** `book` is not here: it makes the container. */
export const STEPS: Readonly<Record<ContainerStep, StepRule>> = {
  assign: {
    event: 'assigned',
    by: ['operator'],
    fromStages: ['booked', 'assigned'],
    fromCustoms: ANY,
    toStage: 'assigned',
    dueFrom: ['booked'],
  },
  bind_tracker: {
    event: 'tracker_bound',
    by: ['operator'],
    fromStages: ['assigned', ...IN_YARD],
    fromCustoms: ANY,
    dueFrom: [],
  },
  receive: {
    event: 'received',
    by: ['warehouse'],
    fromStages: ['assigned'],
    fromCustoms: ANY,
    toStage: 'received',
    dueFrom: ['assigned'],
  },
  stuff: {
    event: 'stuffed',
    by: ['warehouse'],
    fromStages: ['received'],
    fromCustoms: ANY,
    toStage: 'stuffed',
    dueFrom: ['received'],
  },
  weigh: {
    event: 'weighed',
    by: ['warehouse'],
    fromStages: ['stuffed'],
    fromCustoms: ANY,
    toStage: 'weighed',
    dueFrom: ['stuffed'],
  },
  seal: {
    event: 'sealed',
    by: ['warehouse'],
    fromStages: ['weighed'],
    fromCustoms: ANY,
    toStage: 'sealed',
    dueFrom: ['weighed'],
  },
  declare: {
    event: 'declared',
    by: ['broker'],
    fromStages: ['received', 'stuffed', 'weighed', 'sealed'],
    fromCustoms: ['none'],
    toCustoms: 'declared',
    dueFrom: ['received', 'stuffed', 'weighed', 'sealed'],
  },
  inspect: {
    event: 'inspection',
    by: ['customs'],
    fromStages: IN_YARD,
    fromCustoms: ['declared', 'released'],
    toCustoms: 'inspection',
    dueFrom: [],
  },
  hold: {
    event: 'held',
    by: ['customs'],
    fromStages: IN_YARD,
    fromCustoms: ['declared', 'inspection', 'released'],
    toCustoms: 'held',
    dueFrom: [],
  },
  release: {
    event: 'released',
    by: ['customs'],
    fromStages: ['weighed', 'sealed', 'loaded'],
    fromCustoms: ['declared', 'inspection', 'held'],
    toCustoms: 'released',
    dueFrom: ['weighed', 'sealed', 'loaded'],
  },
  load: {
    event: 'loaded',
    by: ['operator'],
    fromStages: ['sealed'],
    fromCustoms: ['released'],
    toStage: 'loaded',
    dueFrom: ['sealed'],
  },
  unload: {
    event: 'unloaded',
    by: ['operator'],
    fromStages: ['loaded'],
    fromCustoms: ANY,
    toStage: 'sealed',
    dueFrom: [],
  },
  roll_over: {
    event: 'rolled_over',
    by: ['operator'],
    fromStages: ['booked', 'assigned', 'received', 'stuffed', 'weighed', 'sealed'],
    fromCustoms: ANY,
    dueFrom: [],
  },
  depart: {
    event: 'departed',
    by: ['operator'],
    fromStages: ['loaded'],
    fromCustoms: ['released'],
    toStage: 'departed',
    dueFrom: ['loaded'],
  },
  border_arrive: {
    event: 'border_arrived',
    by: ['rail'],
    fromStages: ['departed', 'transshipped'],
    fromCustoms: ANY,
    toStage: 'at_border',
    dueFrom: ['departed'],
  },
  transship: {
    event: 'transshipped',
    by: ['rail'],
    fromStages: ['at_border'],
    fromCustoms: ANY,
    toStage: 'transshipped',
    dueFrom: ['at_border'],
  },
  hold_in_transit: {
    event: 'held_in_transit',
    by: ['rail', 'customs'],
    fromStages: ON_THE_WAY,
    fromCustoms: ANY,
    toHeld: true,
    dueFrom: [],
  },
  lift_hold: {
    event: 'hold_lifted',
    by: ['operator', 'customs'],
    fromStages: ON_THE_WAY,
    fromCustoms: ANY,
    whileHeld: 'only',
    toHeld: false,
    dueFrom: ON_THE_WAY,
  },
  reseal: {
    event: 'resealed',
    by: ['rail', 'customs'],
    fromStages: ON_THE_WAY,
    fromCustoms: ANY,
    whileHeld: 'too',
    dueFrom: [],
  },
  arrive: {
    event: 'arrived',
    by: ['rail'],
    fromStages: ['transshipped'],
    fromCustoms: ANY,
    toStage: 'arrived',
    dueFrom: ['transshipped'],
  },
  cancel: {
    event: 'cancelled',
    by: BOOKERS,
    fromStages: ['booked', 'assigned'],
    fromCustoms: ['none'],
    toStage: 'cancelled',
    dueFrom: [],
  },
  // Beside the train: these move neither stage nor place, and a leg before it may be told late.
  plan_carriage: aside('carriage_planned', NOT_CANCELLED),
  depart_pre_carriage: aside('pre_carriage_departed', NOT_CANCELLED),
  arrive_pre_carriage: aside('pre_carriage_arrived', NOT_CANCELLED),
  depart_on_carriage: aside('on_carriage_departed', ['arrived']),
  arrive_on_carriage: aside('on_carriage_arrived', ['arrived']),
  withdraw_carriage: aside('carriage_withdrawn', NOT_CANCELLED),
}

function aside(event: StepEvent, fromStages: readonly Stage[]): StepRule {
  return { event, by: ARRANGERS, fromStages, fromCustoms: ANY, whileHeld: 'too', dueFrom: [] }
}

export type StepRefusal =
  | {
      readonly code: 'step.not_your_role'
      readonly step: ContainerStep
      readonly by: readonly OrganisationKind[]
    }
  | {
      readonly code: 'step.wrong_stage'
      readonly step: ContainerStep
      readonly stage: Stage
      readonly needed: readonly Stage[]
    }
  | {
      readonly code: 'step.wrong_customs_status'
      readonly step: ContainerStep
      readonly customs: CustomsStatus
      readonly needed: readonly CustomsStatus[]
    }
  | { readonly code: 'step.held_in_transit'; readonly step: ContainerStep }
  | { readonly code: 'step.not_held'; readonly step: ContainerStep }

export type StepDecision = { readonly next: ContainerState } | { readonly refusal: StepRefusal }

/** Checks the role first, so that a party that may not act learns nothing about the state. */
export function decideStep(
  container: ContainerState,
  step: ContainerStep,
  kind: OrganisationKind,
): StepDecision {
  const rule = STEPS[step]
  const { stage, customs, held } = container
  if (!rule.by.includes(kind)) {
    return { refusal: { code: 'step.not_your_role', step, by: rule.by } }
  }
  if (!rule.fromStages.includes(stage)) {
    return { refusal: { code: 'step.wrong_stage', step, stage, needed: rule.fromStages } }
  }
  if (held && rule.whileHeld === undefined)
    return { refusal: { code: 'step.held_in_transit', step } }
  if (!held && rule.whileHeld === 'only') return { refusal: { code: 'step.not_held', step } }
  if (!rule.fromCustoms.includes(customs)) {
    return {
      refusal: { code: 'step.wrong_customs_status', step, customs, needed: rule.fromCustoms },
    }
  }
  return {
    next: {
      stage: rule.toStage ?? stage,
      customs: rule.toCustoms ?? customs,
      held: rule.toHeld ?? held,
    },
  }
}

/** What a party of this kind may do to the container now, in the order of the journey. */
export function stepsOpenTo(container: ContainerState, kind: OrganisationKind): ContainerStep[] {
  return stepNames().filter((step) => 'next' in decideStep(container, step, kind))
}

/** The states in which the next piece of work is this kind's: what a to-do list asks for. */
export function statesDueTo(kind: OrganisationKind): ContainerState[] {
  const rules = Object.values(STEPS).filter((rule) => rule.by.includes(kind))
  const isDue = ({ stage, customs, held }: ContainerState) =>
    rules.some(
      ({ dueFrom, fromCustoms, whileHeld }) =>
        dueFrom.includes(stage) &&
        fromCustoms.includes(customs) &&
        (whileHeld === 'too' || held === (whileHeld === 'only')),
    )
  return Stage.options.flatMap((stage) =>
    CustomsStatus.options.flatMap((customs) =>
      [false, true].map((held) => ({ stage, customs, held })).filter(isDue),
    ),
  )
}

export function stepNames(): ContainerStep[] {
  return Object.keys(STEPS) as ContainerStep[]
}
