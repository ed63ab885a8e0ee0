/**
 * The trains of the demo, running: simulated trackers send real JT/T 808 frames through the real port, and the railway's
 * clerk records what the train meets. It is honest about being a simulation: every party's name says "demo".
 *
 * The past is told quickly, so that a newcomer sees half a day, with a border in it, in about a minute; from then on the
 * trains move in real time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import { Tracker } from '#gateway/tracker.ts'
import { timestampIn } from '#kernel/time.ts'
import { writeDemoAccount, type DemoAccount, type DemoRun } from './account.ts'
import { sendOver } from './client.ts'
import { withIncidents } from './incidents.ts'
import { DEMO_LINES } from './lines.ts'
import { moment, openOffice, type Office } from './office.ts'
import { callsOf, timetableOf } from './run.ts'

const HOUR = 3_600_000
/** The part of the past that is shown moving, and how fast: twelve hours in a bit over a minute. */
const SHOWN_MS = 12 * HOUR
const SHOWN_STEP_MS = HOUR / 6
const SHOWN_STEP_EVERY_MS = 1_000
const HISTORY_STEP_MS = 2 * HOUR
const LIVE_EVERY_MS = 30_000
const STATUS_POSITIONED = 0b11

export interface Simulation {
  stop(): Promise<void>
}

export interface SimulationOptions {
  readonly dataDir: string
  readonly account: DemoAccount
  readonly origin: string
  readonly trackerPort: number
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

export function startSimulation(options: SimulationOptions): Simulation {
  const stopping = new AbortController()
  const runs = [...options.account.runs]
  const keep = (index: number, run: DemoRun): void => {
    runs[index] = run
    writeDemoAccount(options.dataDir, { ...options.account, runs })
  }
  const work = async () => {
    const office = await openOffice(sendOver(options.origin), options.account.password)
    const trains = runs.map((run, index) =>
      drive(run, {
        ...options,
        office,
        signal: stopping.signal,
        keep: (next) => keep(index, next),
      }),
    )
    await Promise.all(trains)
  }
  const done = work().catch((error: unknown) => {
    if (!stopping.signal.aborted) options.onError(error)
  })
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}

interface Drive extends SimulationOptions {
  readonly office: Office
  readonly signal: AbortSignal
  readonly keep: (run: DemoRun) => void
}

async function drive(run: DemoRun, { office, signal, keep, ...options }: Drive): Promise<void> {
  const line = DEMO_LINES.find(({ key }) => key === run.line)!
  const timetable = timetableOf(line)
  const departedMs = Date.parse(run.departedAt)
  const endMs = departedMs + timetable.hoursTotal * HOUR
  const trackers = run.trackers.map(
    (device) =>
      new Tracker({ ...device, host: '127.0.0.1', port: options.trackerPort, edition: '2019' }),
  )
  const report = async (ms: number): Promise<void> => {
    const hours = (ms - departedMs) / HOUR
    const there = locationAt(ms, timetable.positionAt(hours))
    await Promise.all(
      trackers.map((tracker, index) => tracker.send(withIncidents(run.line, index, hours, there))),
    )
  }
  let told = run.toldUntil === undefined ? departedMs : Date.parse(run.toldUntil)
  let recorded = run.callsRecorded
  try {
    while (!signal.aborted && told < endMs) {
      const { next, waitMs } = pace(told, options.now())
      if (waitMs > 0) await sleep(waitMs, undefined, { signal })
      told = Math.min(next, endMs, options.now())
      await report(told)
      for (const call of callsOf(line).slice(recorded)) {
        const ms = departedMs + call.hours * HOUR
        if (ms > told) break
        await call.record(office, run.containerIds, moment(ms, call.place, call.timeZone))
        recorded += 1
      }
      keep({ ...run, callsRecorded: recorded, toldUntil: new Date(told).toISOString() })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    for (const tracker of trackers) tracker.close()
  }
}

/** Old news at once and in large steps, half a day visibly, then as time goes by. */
function pace(told: number, now: number): { next: number; waitMs: number } {
  if (told + HISTORY_STEP_MS < now - SHOWN_MS) return { next: told + HISTORY_STEP_MS, waitMs: 0 }
  if (told + SHOWN_STEP_MS < now) return { next: told + SHOWN_STEP_MS, waitMs: SHOWN_STEP_EVERY_MS }
  return { next: now + LIVE_EVERY_MS, waitMs: LIVE_EVERY_MS }
}

function locationAt(
  ms: number,
  place: { lat: number; lon: number; speedKmh: number; headingDeg: number },
): Location {
  return {
    time: timestampIn(ms, 'Asia/Shanghai'),
    latitude: Math.round(place.lat * 1e6) / 1e6,
    longitude: Math.round(place.lon * 1e6) / 1e6,
    altitudeM: 600,
    speedKmh: Math.round(place.speedKmh),
    headingDeg: place.headingDeg,
    alarm: 0,
    status: STATUS_POSITIONED,
    items: [
      { id: '0x30', name: 'signalStrength', value: 24 },
      { id: '0x31', name: 'satellites', value: 11 },
    ],
  }
}
