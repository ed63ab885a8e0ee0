/** The train diagram (运行图) of a line: its stations by their distance, its trains as planned, as they ran and as expected. */
import { z } from 'zod'
import { Day } from '#kernel/day.ts'
import { query } from '#kernel/endpoint.ts'
import { Gauge } from '#kernel/gauge.ts'
import { problems } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { DepartureId, DepartureState, ServiceId, ServiceNames } from '#train/contract.ts'

export const DIAGRAM_DAYS_MAX = 35
export const DIAGRAM_TRAINS_MAX = 200

const moment = z.iso.datetime().meta({ description: 'UTC' })

export const DiagramStation = z.object({
  station: StationCode,
  km: z
    .number()
    .min(0)
    .meta({ description: 'Rail km from the first stop, by the sketch of the corridors' }),
  gaugeMm: Gauge.meta({ description: 'Of the track that leaves it' }),
  isStop: z.boolean().meta({ description: 'False: passed between two stops' }),
})
export type DiagramStation = z.infer<typeof DiagramStation>

/** A place on the sheet: where along the line, and when. */
export const DiagramPoint = z.object({ km: z.number(), at: moment })
export type DiagramPoint = z.infer<typeof DiagramPoint>

export const DiagramCall = z.object({
  station: StationCode,
  plannedAt: moment
    .nullable()
    .meta({ description: 'Planned arrival; at the first stop, departure' }),
  arrivedAt: moment.nullable(),
  leftAt: moment.nullable(),
  by: z.enum(['stated', 'seen']).nullable().meta({
    description: 'Whose word it is: a party’s, or the trackers’ on the containers',
  }),
  containers: z.int().min(0).meta({ description: 'Behind it: the one in the middle counts' }),
})
export type DiagramCall = z.infer<typeof DiagramCall>

export const DiagramTrain = z.object({
  departureId: DepartureId,
  trainNumber: z.string(),
  state: DepartureState,
  departsAt: moment,
  planned: z.array(DiagramPoint),
  actual: z.array(DiagramPoint).meta({
    description: 'As far as the asker’s own containers on it tell',
  }),
  expected: z
    .array(DiagramPoint)
    .meta({ description: 'From where it is to its end, by the estimate' }),
  calls: z.array(DiagramCall).meta({ description: 'Its stops' }),
  lateMinutes: z.int().nullable().meta({ description: 'At the last point that is known' }),
})
export type DiagramTrain = z.infer<typeof DiagramTrain>

export const Diagram = z.object({
  line: z.object({ id: ServiceId, names: ServiceNames }),
  from: Day,
  until: Day,
  stations: z.array(DiagramStation),
  trains: z.array(DiagramTrain).meta({ description: 'That run in the period, the soonest first' }),
  more: z.boolean(),
})
export type Diagram = z.infer<typeof Diagram>

export const diagramApi = {
  diagram: query({
    path: '/services/:serviceId/diagram',
    summary: `Distance over time of a line’s trains in at most ${DIAGRAM_DAYS_MAX} days: as planned, as they ran, as expected`,
    access: 'member',
    params: z.object({ serviceId: ServiceId }),
    query: z.object({
      from: Day.optional().meta({ description: 'Default a week ago' }),
      until: Day.optional().meta({ description: 'The last day; default two weeks on' }),
    }),
    reply: Diagram,
  }),
}

export const diagramProblem = problems({
  'journey.diagram_too_long': {
    kind: 'invalid',
    zh: '运行图一次最多 {most} 天，且结束日不早于开始日',
    en: 'A train diagram shows at most {most} days, and ends after it begins',
    ru: 'График движения показывает не более {most} дней, и конец не раньше начала',
  },
})
