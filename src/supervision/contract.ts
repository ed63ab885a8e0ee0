/** What supervision says to the outside: before a train departs, each of its containers with what still stands against it. */
import { z } from 'zod'
import { ContainerId } from '#booking/contract.ts'
import { query } from '#kernel/endpoint.ts'
import { problems } from '#kernel/problem.ts'
import { DepartureId } from '#train/contract.ts'

/** In the order they are shown. `supervision.ts` has the rule and the limits of each. */
export const CheckName = z.enum([
  'container_number_assigned',
  'weighed',
  'gross_mass_agrees',
  'sealed',
  'declared',
  'no_open_hold',
  'released',
])
export type CheckName = z.infer<typeof CheckName>

/** `pass`; `warn`: look at it, it may go; `block`: the container may not go. */
export const Verdict = z.enum(['pass', 'warn', 'block'])
export type Verdict = z.infer<typeof Verdict>

const Facts = z.record(z.string(), z.union([z.string(), z.number()]))

export const Check = z.object({
  name: CheckName,
  verdict: Verdict,
  facts: Facts.meta({ description: 'What the verdict was made from, to fill the sentence shown' }),
})
export type Check = z.infer<typeof Check>

export const ContainerClearance = z.object({
  containerId: ContainerId,
  containerNumber: z.string().nullable(),
  verdict: Verdict.meta({ description: 'The worst of its checks' }),
  checks: z.array(Check),
})
export type ContainerClearance = z.infer<typeof ContainerClearance>

export const DepartureClearance = z.object({
  departureId: DepartureId,
  verdict: Verdict.meta({ description: 'The worst of its containers' }),
  ruleVersion: z.string(),
  containers: z.array(ContainerClearance),
})
export type DepartureClearance = z.infer<typeof DepartureClearance>

export const supervisionApi = {
  clearance: query({
    path: '/departures/:departureId/clearance',
    summary: 'What stands against the departure of each container of a train',
    access: ['operator', 'customs'],
    params: z.object({ departureId: DepartureId }),
    reply: DepartureClearance,
  }),
}

export const supervisionProblem = problems({
  'supervision.nothing_to_clear': {
    kind: 'absent',
    zh: '该班次没有由贵单位经办的集装箱',
    en: 'There are no containers of yours on this departure',
    ru: 'В этом отправлении нет контейнеров с вашим участием',
  },
})
