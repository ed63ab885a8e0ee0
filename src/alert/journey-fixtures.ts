/**
 * For tests of the clockwork: a container on its way whose tracker speaks JT/T 808 to a real gateway, two servers that watch at once,
 * and a clock that the test moves.
 */
import { takeStep } from '#booking'
import { bookedContainer, type BookedContainer } from '#booking/fixtures.ts'
import { journeyFollower } from '#journey'
import type { OrganisationId } from '#kernel/organisation.ts'
import { findRoute, positionAtKm, type Route } from '#kernel/route.ts'
import type { Position, StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers, type Followers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { createFixStore, trackedFixture, type ReportedFix } from '#tracking/fixtures.ts'
import type { AlertChange } from '#alert/contract.ts'
import { alertFollowers } from '#alert/followers.ts'
import type { AlertKind } from '#alert/rule-contract.ts'
import { tick } from '#alert/watching.ts'

export interface OnItsWay {
  readonly box: BookedContainer
  readonly tracker: { readonly id: string; readonly phone: string; readonly terminalId: string }
  readonly clock: ReturnType<typeof testClock>
  readonly followers: Followers
  readonly complaints: unknown[]
  /** A place on the line, so far from its start. */
  readonly at: (km: number) => Position
  /** A report of the tracker, kept as the gateway keeps it. */
  readonly report: (place: Position, changes?: Partial<ReportedFix>) => Promise<void>
  /** Followers have followed, and two servers have looked at the same time. */
  readonly look: () => Promise<void>
  /** What became of alerts of a kind, as one organisation has it: `opened yellow`. */
  readonly story: (kind: AlertKind, organisationId?: OrganisationId) => Promise<string[]>
  readonly close: () => Promise<void>
}

export async function onItsWay(database: Database): Promise<OnItsWay> {
  const clock = testClock()
  const tracked = await trackedFixture(database)
  const { parties } = tracked
  const box = await bookedContainer(database, { parties, until: 'depart', boxes: 1, now: clock() })
  const tracker = await tracked.addTracker()
  await tracked.bind(tracker.id, box.containerId, clock().toISOString())
  const complaints: unknown[] = []
  const complain = (error: unknown): void => void complaints.push(error)
  const following = [...alertFollowers(clock), journeyFollower(clock)]
  const followers = await startFollowers(database, following, complain)
  const other = openDatabase(database.url, 4)
  const servers = [database, other].map((one) => ({
    database: one,
    clock,
    ids: randomIds(clock),
    complain,
  }))
  const stations = box.departure.service.stops.map(({ station }) => station)
  const route = findRoute(stations as [StationCode, ...StationCode[]]) as Route
  const store = createFixStore(database)
  let serial = 0
  return {
    box,
    tracker,
    clock,
    followers,
    complaints,
    at: (km) => positionAtKm(route, km),
    report: (place, changes) =>
      store.commit([
        { ...fix(place, clock()), deviceId: tracker.id, serial: (serial += 1), ...changes },
      ]),
    async look() {
      await followers.settle()
      await Promise.all(servers.map(tick))
    },
    story: (kind, organisationId = parties.exporter.organisationId) =>
      storyOf(database, kind, organisationId),
    async close() {
      await followers.stop()
      await other.close()
    },
  }
}

const fix = ({ lat, lon }: Position, now: Date) => ({
  deviceTime: now.toISOString(),
  receivedAt: now.toISOString(),
  latitude: lat,
  longitude: lon,
  altitudeM: 500,
  speedKmh: 60,
  headingDeg: 270,
  alarm: 0,
  status: 3,
  items: [],
  frame: new Uint8Array(0),
  valid: true,
})

async function storyOf(
  database: Database,
  kind: AlertKind,
  organisationId: OrganisationId,
): Promise<string[]> {
  const rows = await database.transact((tx) =>
    tx
      .selectFrom('alert_change')
      .innerJoin('alert', 'alert.id', 'alert_change.alert_id')
      .select(['change', 'alert_change.severity'])
      .where('kind', '=', kind)
      .where('organisation_id', '=', organisationId)
      .orderBy('alert.id')
      .orderBy('number')
      .execute(),
  )
  return rows.map(({ change, severity }) => `${change as AlertChange['change']} ${severity}`)
}

/** The railway says so: a real step. */
export function arrive(database: Database, { box, clock }: OnItsWay): Promise<unknown> {
  const steps = [
    ['border_arrive', 'CN-KHORGOS'],
    ['transship', 'KZ-ALTYNKOL'],
    ['arrive', 'UZ-CHUKURSAY'],
  ] as const
  const { actor } = box.parties.rail
  return database.transact(async (tx) => {
    for (const [step, place] of steps)
      await takeStep(tx, {
        actor,
        step,
        place: place as StationCode,
        now: clock(),
        at: timestampIn(clock().getTime(), 'Asia/Shanghai'),
        containerId: box.containerId,
        ...(step === 'transship' && {
          said: {
            public: { oldWagonNumber: '5271234', newWagonNumber: '94276540', gaugeMm: 1520 },
          },
        }),
      })
  })
}
