/**
 * Links by which somebody without an account sees where containers are, for a time: place, way, milestones and estimate, and nothing of
 * the trade. Whoever has the address may look until it expires or is revoked.
 */
import { z } from 'zod'
import { BookingId, ContainerId, Stage, StepEvent } from '#booking/contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { Gauge } from '#kernel/gauge.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { CarriageLeg, FinalEta } from '#journey/carriage-contract.ts'
import { FleetFix } from '#journey/fleet-contract.ts'
import { Eta, Leg, SeenMilestone } from '#journey/way-contract.ts'
import { Track } from '#tracking/contract.ts'
import { DepartureId } from '#train/contract.ts'

export const ShareLinkId = idSchema<'ShareLinkId'>('shr')
export type ShareLinkId = z.infer<typeof ShareLinkId>

export const SHARE_DAYS_MAX = 90

export const ShareTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('container'), containerId: ContainerId }),
  z.object({ kind: z.literal('booking'), bookingId: BookingId }),
  z.object({ kind: z.literal('train'), departureId: DepartureId }),
])
export type ShareTarget = z.infer<typeof ShareTarget>

/** A link as its makers see it; its address is told once, when it is made. */
export const ShareLink = z.object({
  id: ShareLinkId,
  target: ShareTarget,
  title: z.string().meta({ description: 'Number of the container, the booking or the train' }),
  note: z.string().nullable(),
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['open', 'expired', 'revoked']),
  opened: z.int().meta({ description: 'How often it was opened' }),
  lastOpenedAt: z.iso.datetime().nullable(),
})
export type ShareLink = z.infer<typeof ShareLink>

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })

/** What anyone with the link may know of a container at a glance. */
export const SharedContainer = z.object({
  containerId: ContainerId,
  containerNumber: z.string().nullable(),
  trainNumber: z.string(),
  origin: StationCode,
  destination: StationCode,
  stage: Stage,
  held: z.boolean(),
  place: StationCode.meta({ description: 'Of its last step' }),
  lastStepAt: z.iso.datetime(),
  lateMinutes: z.int().nullable(),
  fix: FleetFix.nullable(),
})
export type SharedContainer = z.infer<typeof SharedContainer>

export const Shared = z.object({
  sharedBy: Names,
  expiresAt: z.iso.datetime(),
  containers: z.array(SharedContainer),
})
export type Shared = z.infer<typeof Shared>

/** Legs without wagons, seals and damage: those are the parties’. */
export const SharedLeg = Leg.pick({
  mode: true,
  from: true,
  to: true,
  starts: true,
  ends: true,
}).extend({ gaugeMm: Gauge, trainNumber: z.string().nullable() })
export type SharedLeg = z.infer<typeof SharedLeg>

/** A leg before or after the train: not by whom, on what vessel, under which document. */
export const SharedCarriage = CarriageLeg.pick({
  stage: true,
  mode: true,
  from: true,
  to: true,
  plannedDepartureAt: true,
  plannedArrivalAt: true,
  departedAt: true,
  arrivedAt: true,
  expectedDepartureAt: true,
  expectedArrivalAt: true,
})
export type SharedCarriage = z.infer<typeof SharedCarriage>

export const SharedWay = z.object({
  stops: z.array(StationCode).meta({ description: 'Of the line of its train' }),
  legs: z.array(SharedLeg).meta({ description: 'Of the line of its train' }),
  carriages: z
    .array(SharedCarriage)
    .meta({ description: 'By other means before and after the train, in order' }),
  steps: z.array(
    z.object({ sequence: z.int(), event: StepEvent, at: Timestamp, place: StationCode }),
  ),
  seen: z.array(SeenMilestone.pick({ station: true, kind: true, source: true, at: true })),
  eta: Eta.nullable(),
  finalEta: FinalEta.nullable().meta({
    description: 'At the end of the carriages after the train; null where there is none',
  }),
  track: Track,
})
export type SharedWay = z.infer<typeof SharedWay>

const MAKERS = ['exporter', 'forwarder', 'operator', 'consignee'] as const
const params = z.object({ shareLinkId: ShareLinkId })
/** As it stands in the address; one that is none is answered like one that is over. */
const token = z.string().max(100)

/**
 * `GET /api/shared/:token/stream` (text/event-stream): `attached` when every later move will be told, `moved` with FleetMoves, `changed` with the
 * ids of containers to be read again, and `over` when the link has expired or was revoked.
 */
export const SHARED_STREAM_PATH = '/api/shared/:token/stream'

export const shareApi = {
  make: command({
    path: '/share-links',
    summary:
      'Make a link to the live map of a container, a booking, or a train of one’s own; its address is told once',
    access: MAKERS,
    body: z.object({
      target: ShareTarget,
      days: z.int().min(1).max(SHARE_DAYS_MAX),
      note: line(100).optional().meta({ description: 'For whom, to find it again' }),
    }),
    secretReply: true,
    reply: z.object({
      link: ShareLink,
      token: z.string().meta({ description: 'Open `/s/` and this; not told again' }),
    }),
  }),
  list: query({
    path: '/share-links',
    summary:
      'Links my organisation has made, newest first, with how often and when they were opened',
    access: MAKERS,
    query: z.object({
      ...pageQuery,
      container: ContainerId.optional(),
      booking: BookingId.optional(),
      departure: DepartureId.optional(),
    }),
    reply: pageOf(ShareLink),
  }),
  revoke: command({
    path: '/share-links/:shareLinkId/revoke',
    summary: 'The link shows nothing any more, from now on and wherever it is open',
    access: MAKERS,
    params,
    reply: ShareLink,
  }),
  open: query({
    leavesTrace: true,
    path: '/shared/:token',
    summary: 'What a link shows: where its containers are',
    access: 'public',
    params: z.object({ token }),
    query: z.object({
      again: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: '`true`: the page is open already, and asks anew' }),
    }),
    reply: Shared,
  }),
  way: query({
    path: '/shared/:token/containers/:containerId',
    summary: 'The way of one container of a link: legs, milestones, estimate, track',
    access: 'public',
    params: z.object({ token, containerId: ContainerId }),
    reply: SharedWay,
  }),
}
