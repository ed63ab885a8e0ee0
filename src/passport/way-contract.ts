/** The way of a container as anyone with its code may know it: legs, sightings to the city, and when it is expected. Nothing of the trade. */
import { z } from 'zod'
import { EtaBasis, EtaConfidence } from '#booking/expected-contract.ts'
import { CarriageStage, LegMode, SeenKind, SeenSource } from '#journey/leg-contract.ts'
import { TransportMode } from '#kernel/transport-mode.ts'

/** A city, a port: no finer. */
export const WayPlace = z.object({
  code: z.string(),
  city: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
})
export type WayPlace = z.infer<typeof WayPlace>

const moment = z.string().nullable()
/** By the clock of the place, with its offset. */
export const WayTime = z.object({
  planned: moment,
  stated: moment.meta({ description: 'As a party said' }),
  seen: moment.meta({ description: 'As the tracker saw' }),
  expected: moment.meta({ description: 'By the estimate, while still ahead' }),
})
export type WayTime = z.infer<typeof WayTime>

export const WayLeg = z.object({
  part: z.enum(['train', ...CarriageStage.options]).meta({
    description: 'Of the train’s line, or by other means before or after it',
  }),
  mode: z.enum([...LegMode.options, ...TransportMode.options]),
  from: WayPlace,
  to: WayPlace,
  starts: WayTime,
  ends: WayTime,
})
export type WayLeg = z.infer<typeof WayLeg>

const spread = { p50At: z.string(), p90At: z.string() }

export const PublicWay = z.object({
  legs: z.array(WayLeg),
  seen: z.array(z.object({ kind: SeenKind, source: SeenSource, place: WayPlace, at: z.string() })),
  eta: z
    .object({ ...spread, basis: EtaBasis, confidence: EtaConfidence, runs: z.int() })
    .nullable()
    .meta({ description: 'At the end of the train’s line; null once there' }),
  finalEta: z
    .object({ ...spread, place: WayPlace })
    .nullable()
    .meta({ description: 'At the end of the legs after the train' }),
})
export type PublicWay = z.infer<typeof PublicWay>
