/** The words for where a container stands and what happens to it: apart, for pages that need no more of booking. */
import { z } from 'zod'
import { idSchema } from '#kernel/id.ts'

export const ContainerId = idSchema<'ContainerId'>('ctr')
export type ContainerId = z.infer<typeof ContainerId>

/** Where a container is on its way, in the order of the journey; `cancelled` stands aside. */
export const Stage = z.enum([
  'booked',
  'assigned',
  'received',
  'stuffed',
  'weighed',
  'sealed',
  'loaded',
  'departed',
  'at_border',
  'transshipped',
  'arrived',
  'cancelled',
])
export type Stage = z.infer<typeof Stage>

export const CustomsStatus = z.enum(['none', 'declared', 'inspection', 'held', 'released'])
export type CustomsStatus = z.infer<typeof CustomsStatus>

export const ContainerState = z.object({
  stage: Stage,
  customs: CustomsStatus,
  held: z.boolean().meta({
    description: 'Stopped on its way, for a seal or damage; nothing goes on until that is lifted',
  }),
})
export type ContainerState = z.infer<typeof ContainerState>

/** What a party does to a container that exists. */
export const ContainerStep = z.enum([
  'assign',
  'bind_tracker',
  'receive',
  'stuff',
  'weigh',
  'seal',
  'declare',
  'inspect',
  'hold',
  'release',
  'load',
  'unload',
  'roll_over',
  'depart',
  'border_arrive',
  'transship',
  'hold_in_transit',
  'lift_hold',
  'reseal',
  'arrive',
  'cancel',
  'plan_carriage',
  'depart_pre_carriage',
  'arrive_pre_carriage',
  'depart_on_carriage',
  'arrive_on_carriage',
  'withdraw_carriage',
])
export type ContainerStep = z.infer<typeof ContainerStep>

/** What is then said to have happened. */
export const StepEvent = z.enum([
  'booked',
  'assigned',
  'tracker_bound',
  'received',
  'stuffed',
  'weighed',
  'sealed',
  'declared',
  'inspection',
  'held',
  'released',
  'loaded',
  'unloaded',
  'rolled_over',
  'departed',
  'border_arrived',
  'transshipped',
  'held_in_transit',
  'hold_lifted',
  'resealed',
  'arrived',
  'cancelled',
  'carriage_planned',
  'pre_carriage_departed',
  'pre_carriage_arrived',
  'on_carriage_departed',
  'on_carriage_arrived',
  'carriage_withdrawn',
])
export type StepEvent = z.infer<typeof StepEvent>

/** Of the legs before and after the train: said beside the train's own, and at places by UN/LOCODE. */
export const CARRIAGE_EVENTS = [
  'carriage_planned',
  'pre_carriage_departed',
  'pre_carriage_arrived',
  'on_carriage_departed',
  'on_carriage_arrived',
  'carriage_withdrawn',
] as const satisfies readonly StepEvent[]
export type CarriageStepEvent = (typeof CARRIAGE_EVENTS)[number]
/** Of the container's booking, yard, customs and train. */
export type TrainEvent = Exclude<StepEvent, CarriageStepEvent>

export const isOfCarriage = (event: StepEvent): event is CarriageStepEvent =>
  (CARRIAGE_EVENTS as readonly StepEvent[]).includes(event)

export const TRAIN_EVENTS: readonly TrainEvent[] = StepEvent.options.filter(
  (event): event is TrainEvent => !isOfCarriage(event),
)
