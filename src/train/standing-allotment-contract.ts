/** Standing allotments: what is kept of each train of a line for an organisation or a kind of party, as a rule. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { Timestamp } from '#kernel/time.ts'
import { NewAllotment } from '#train/allotment-contract.ts'
import { CAPACITY_TEU_MAX, DepartureId, ServiceId, ServiceNames } from '#train/contract.ts'

export const StandingAllotmentId = idSchema<'StandingAllotmentId'>('sta')
export type StandingAllotmentId = z.infer<typeof StandingAllotmentId>

export const STANDING_OF_A_LINE_MAX = 20
const RELEASE_DAYS_MAX = 60
const places = z.int().min(0).max(CAPACITY_TEU_MAX)

const StandingAmount = z.object({
  teu: z.int().min(1).max(CAPACITY_TEU_MAX),
  grossKg: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .meta({ description: 'Left out: in proportion to the places, of each train' }),
  plugs: places.optional().meta({ description: 'Left out: as many as places' }),
  dangerousPlaces: places.optional().meta({ description: 'Left out: none' }),
})

export const NewStandingAllotment = z.object({
  for: NewAllotment.shape.for,
  amount: StandingAmount,
  releaseDaysBefore: z.int().min(0).max(RELEASE_DAYS_MAX).meta({
    description:
      'By the clock of the first stop, at the hour of departure; no later than the booking cut-off',
  }),
})
export type NewStandingAllotment = z.infer<typeof NewStandingAllotment>

export const StandingAllotment = z.object({
  id: StandingAllotmentId,
  serviceId: ServiceId,
  organisationId: OrganisationId.nullable(),
  organisationNames: ServiceNames.nullable(),
  organisationKind: OrganisationKind.nullable(),
  amount: StandingAmount,
  releaseDaysBefore: z.int(),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
})
export type StandingAllotment = z.infer<typeof StandingAllotment>

/** What a rule did on the trains that are there. */
export const StandingOpened = z.object({
  opened: z.int().meta({ description: 'Trains on which it is kept' }),
  short: z
    .array(z.object({ departureId: DepartureId, teu: z.int() }))
    .meta({ description: 'Trains that had less on open sale, and how much of it is kept' }),
})
export type StandingOpened = z.infer<typeof StandingOpened>

const OPERATOR = ['operator'] as const

export const standingApi = {
  stand: command({
    path: '/services/:serviceId/standing-allotments',
    summary:
      'Keep slots of each train of your own line for somebody: of those that are scheduled, and of all that are from now on',
    access: OPERATOR,
    params: z.object({ serviceId: ServiceId }),
    body: NewStandingAllotment,
    reply: StandingOpened.extend({ standing: StandingAllotment }),
  }),
  list: query({
    path: '/services/:serviceId/standing-allotments',
    summary: 'What is kept of each train of your own line, as a rule',
    access: OPERATOR,
    params: z.object({ serviceId: ServiceId }),
    reply: z.object({ items: z.array(StandingAllotment) }),
  }),
  end: command({
    path: '/standing-allotments/:standingAllotmentId/end',
    summary:
      'Keep nothing more by this rule; what it kept stays until its time, or is released now',
    access: OPERATOR,
    params: z.object({ standingAllotmentId: StandingAllotmentId }),
    body: z.object({
      release: z
        .boolean()
        .meta({ description: 'Give what is free in its allotments to open sale' }),
    }),
    reply: z.object({
      standing: StandingAllotment,
      released: z.int().meta({ description: 'Allotments given to open sale' }),
    }),
  }),
}

export const standingProblem = problems({
  'train.standing_absent': {
    kind: 'absent',
    zh: '没有这条固定配额',
    en: 'There is no such standing allotment',
    ru: 'Такой постоянной квоты нет',
  },
  'train.standing_ended': {
    kind: 'conflict',
    zh: '这条固定配额已结束',
    en: 'This standing allotment has ended',
    ru: 'Эта постоянная квота уже прекращена',
  },
  'train.too_many_standing': {
    kind: 'conflict',
    zh: '一条线路最多 {most} 条固定配额，请先结束一条',
    en: 'A line has at most {most} standing allotments: end one first',
    ru: 'У маршрута не более {most} постоянных квот: сначала прекратите одну',
  },
})
