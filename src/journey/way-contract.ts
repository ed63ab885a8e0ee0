/**
 * What journey says of the whole way: its legs as planned and as they were, what the tracker saw by itself, when the container is
 * expected; and the areas by which it is seen.
 */
import { z } from 'zod'
import { ContainerId } from '#booking/contract.ts'
import { estimateFields } from '#booking/expected-contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { Gauge } from '#kernel/gauge.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { HandOver } from '#journey/contract.ts'
import { CarriageLeg, FinalEta } from '#journey/carriage-contract.ts'
import { Fence } from '#journey/fence/geofence.ts'
import { LegMode, SeenKind, SeenSource } from '#journey/leg-contract.ts'
import { EmbargoTouch } from '#train/embargo-contract.ts'

/** An observation by the tracker, or by an agent's list: beside what people say, never instead of it. */
export const SeenMilestone = z.object({
  station: StationCode,
  kind: SeenKind,
  source: SeenSource.meta({
    description: 'A list tells when it was there at the latest',
  }),
  at: Timestamp,
  fixes: z.int().meta({ description: 'How many fixes, or rows of lists, it rests on' }),
  seenAt: z.iso.datetime().meta({ description: 'When this server noticed' }),
  step: z
    .object({
      sequence: z.int(),
      differenceMinutes: z
        .int()
        .meta({ description: 'The person’s time less the tracker’s: positive, said later' }),
    })
    .nullable()
    .meta({ description: 'The step that says the same, within half a day of it' }),
})
export type SeenMilestone = z.infer<typeof SeenMilestone>

export const Eta = z.object({
  ...estimateFields,
  madeAt: z.iso.datetime(),
  because: z.enum(['step', 'seen', 'position']),
})
export type Eta = z.infer<typeof Eta>

const LegTime = z.object({
  planned: z.iso.datetime().nullable(),
  stated: z.iso.datetime().nullable().meta({ description: 'As a party said' }),
  seen: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'As the tracker saw; without it, as an agent’s list says' }),
  expected: z.iso.datetime().nullable().meta({ description: 'By the estimate, while still ahead' }),
})

export const Leg = z.object({
  mode: LegMode,
  from: StationCode,
  to: StationCode,
  starts: LegTime,
  ends: LegTime,
  gaugeMm: Gauge,
  trainNumber: z.string().nullable(),
  wagonNumber: z.string().nullable(),
  handOver: HandOver.nullable(),
})
export type Leg = z.infer<typeof Leg>

const params = z.object({ containerId: ContainerId })

export const Journey = z.object({
  legs: z.array(Leg),
  carriages: z
    .array(CarriageLeg)
    .meta({ description: 'By other means: those before the train, then those after it' }),
  finalEta: FinalEta.nullable().meta({
    description: 'At the end of the legs after the train; null where there are none',
  }),
  seen: z.array(SeenMilestone),
  eta: Eta.nullable(),
  history: z.array(Eta).meta({ description: 'Earlier estimates, newest first' }),
  embargoes: z.array(EmbargoTouch),
})
export type Journey = z.infer<typeof Journey>

export const Geofence = z.object({
  station: StationCode,
  fence: Fence,
  source: z.enum(['default', 'platform', 'own']),
  version: z.int().meta({ description: 'Of what you have drawn there; 0: nothing yet' }),
})
export type Geofence = z.infer<typeof Geofence>

/** One of the areas that were drawn for a station, the newest of which counts. */
export const GeofenceVersion = z.object({
  version: z.int(),
  fence: Fence.nullable().meta({ description: 'Null: taken away' }),
  drawnAt: z.iso.datetime(),
  drawnBy: z.string().nullable().meta({ description: 'Name of the member' }),
})
export type GeofenceVersion = z.infer<typeof GeofenceVersion>

export const milestoneSeen = eventKind(
  'journey.milestone_seen',
  z.object({ containerId: ContainerId, station: StationCode, kind: SeenKind, at: Timestamp }),
)

export const etaMoved = eventKind(
  'journey.eta_moved',
  z.object({ containerId: ContainerId, eta: Eta, before: Eta.nullable() }),
)

export const wayApi = {
  journey: query({
    path: '/containers/:containerId/journey',
    summary: 'The whole way of a container: legs, what its tracker saw, when it is expected',
    access: 'member',
    params,
    reply: Journey,
  }),
  etas: query({
    path: '/etas',
    summary: 'When each of several containers is expected; those without an estimate are left out',
    access: 'member',
    query: z.object({
      containers: z
        .string()
        .max(5_000)
        .default('')
        .transform((text) => (text === '' ? [] : text.split(',')))
        .pipe(z.array(ContainerId).max(200))
        .meta({ description: 'Ids with commas between' }),
    }),
    reply: z.object({ items: z.array(z.object({ containerId: ContainerId, eta: Eta })) }),
  }),
  geofences: query({
    path: '/geofences',
    summary: 'The areas by which containers of your trains are seen at stations',
    access: ['operator', 'platform'],
    reply: z.object({ items: z.array(Geofence) }),
  }),
  drawGeofence: command({
    path: '/geofences/:station',
    summary: 'Draw a station’s area anew: an operator for its own trains, the platform for all',
    access: ['operator', 'platform'],
    params: z.object({ station: StationCode }),
    body: z.object({
      fence: Fence.nullable().meta({ description: 'Null: as it is without yours' }),
      over: z
        .int()
        .optional()
        .meta({ description: 'The version that you saw: refused where another has been drawn' }),
    }),
    reply: Geofence,
  }),
  geofenceVersions: query({
    path: '/geofences/:station/versions',
    summary: 'The areas that your organisation has drawn for a station, newest first',
    access: ['operator', 'platform'],
    params: z.object({ station: StationCode }),
    reply: z.object({ items: z.array(GeofenceVersion) }),
  }),
}
