/**
 * When a container is expected, as every list of containers says it. The estimate is journey's; it is kept here beside the container, so
 * that a list reads it with its rows.
 */
import { z } from 'zod'
import { Timestamp } from '#kernel/time.ts'

export const EtaBasis = z.enum(['weekday', 'lane', 'timetable']).meta({
  description: 'Finished runs of the same lane and weekday; of the lane; or only the plan',
})
export type EtaBasis = z.infer<typeof EtaBasis>

export const EtaConfidence = z.enum(['confirmed', 'provisional', 'timetable'])
export type EtaConfidence = z.infer<typeof EtaConfidence>

/** What an estimate of the arrival always says, wherever it stands. */
export const estimateFields = {
  p50At: Timestamp.meta({ description: 'As likely before as after' }),
  p90At: Timestamp.meta({ description: 'Nine times of ten before' }),
  basis: EtaBasis,
  confidence: EtaConfidence,
  runs: z.int().meta({ description: 'How many finished runs stand behind it' }),
}

export const ExpectedArrival = z.object({
  ...estimateFields,
  lateMinutes: z
    .int()
    .meta({ description: 'Behind the timetable of its train; negative: ahead of it' }),
})
export type ExpectedArrival = z.infer<typeof ExpectedArrival>
