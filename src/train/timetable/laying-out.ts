/**
 * Lays trains out ahead from timetables: so many days on, as often as anybody likes, never twice. Done at once when a timetable,
 * an exception or a holiday changes, and by the hour as time goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, daysFrom, type Day } from '#kernel/day.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Text } from '#kernel/locale.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { openSlots, resizeTrain } from '#train/account/account.ts'
import type { Departure, DepartureChange, DepartureId, TimetableId } from '#train/contract.ts'
import {
  cancelDeparture,
  cutLoose,
  insertDeparture,
  updateDeparture,
} from '#train/departure/departure-store.ts'
import { getDeparture } from '#train/departures.ts'
import { readLaidOut } from '#train/departure/departure-lists.ts'
import { moveStanding, openStanding } from '#train/account/standing-allotments.ts'
import { shareService } from '#train/account/standing-allotment-store.ts'
import { readServices } from '#train/store.ts'
import type { LaidOut, LeftWhy, Timetable, TimetableDay } from '#train/timetable-contract.ts'
import { decideDay, planOfDay, type DayDecision, type DayPlan } from '#train/timetable/timetable.ts'
import { listTimetables, lockTimetable, readHolidays } from '#train/timetable/timetable-store.ts'
import { capacityOfTrain } from '#train/train.ts'

export interface Laying {
  readonly now: Date
  readonly ids: Ids
  /** From today on. */
  readonly daysAhead: number
}

export const NOTHING_LAID: LaidOut = { made: 0, changed: 0, cancelled: 0, left: [] }

/** Why a train is cancelled that nobody has booked on, where the exception gives no reason of its own. */
const NOT_PLANNED: Text = {
  zh: '开行方案调整',
  en: 'The timetable has changed',
  ru: 'График изменён',
}

/** A timetable's days ahead, each with what stands on it and what is to be done. */
interface DayAhead extends DayPlan {
  readonly standing: Departure | undefined
  readonly decision: DayDecision
}

/** Of a timetable that the caller holds. */
export async function layOut(tx: Tx, laying: Laying, timetable: Timetable): Promise<LaidOut> {
  // Before the trains are held, as whoever gives the line a rule does.
  await shareService(tx, timetable.serviceId)
  const { days, origin } = await daysAhead(tx, laying, timetable, { hold: true })
  const found: LaidOut = { ...NOTHING_LAID, left: [] }
  for (const day of days) await bringAbout(tx, { laying, timetable, origin }, day, found)
  return found
}

interface Bringing {
  readonly laying: Laying
  readonly timetable: Timetable
  readonly origin: StationCode
}

async function bringAbout(
  tx: Tx,
  bringing: Bringing,
  { day, decision, standing, reason }: DayAhead,
  found: LaidOut,
): Promise<void> {
  const { now } = bringing.laying
  const leave = (why: LeftWhy) => found.left.push({ day, departureId: standing?.id ?? null, why })
  const make = async (train: DepartureChange) => {
    if (await makeTrain(tx, bringing, day, train)) found.made += 1
    else leave('number_taken')
  }
  switch (decision.act) {
    case 'keep':
      return
    case 'leave':
      // What a person has set apart wants no decision.
      if (decision.why !== 'by_hand') leave(decision.why)
      return
    case 'make':
      return make(decision.train)
    case 'change':
      await changeTrain(tx, standing!.id, decision.train, bringing)
      found.changed += 1
      return
    case 'cancel':
    case 'make_anew':
      await cancelDeparture(tx, standing!.id, reason ?? Object.values(NOT_PLANNED).join(' · '), now)
      await cutLoose(tx, standing!.id)
      found.cancelled += 1
      if (decision.act === 'make_anew') await make(decision.train)
  }
}

/** False when a train of that number runs on the line that day. */
async function makeTrain(
  tx: Tx,
  { laying: { now, ids }, timetable, origin }: Bringing,
  day: Day,
  train: DepartureChange,
): Promise<boolean> {
  const { id: timetableId, serviceId, trainNumber } = timetable
  const id = ids('dep') as DepartureId
  const made = { ...train, serviceId, trainNumber, laidFrom: { timetableId, day } }
  if (!(await insertDeparture(tx, id, made, origin, now))) return false
  await openSlots(tx, id, train, now)
  await openStanding(tx, { now, ids }, id)
  return true
}

async function changeTrain(
  tx: Tx,
  id: DepartureId,
  train: DepartureChange,
  { laying: { now }, origin }: Bringing,
): Promise<void> {
  const capacity = capacityOfTrain(train)
  await resizeTrain(tx, id, capacity, now)
  await updateDeparture(tx, id, { ...train, ...capacity }, { origin, byHand: false })
  await moveStanding(tx, await getDeparture(tx, id, now))
}

async function daysAhead(
  tx: Tx,
  { now, daysAhead: ahead }: Laying,
  timetable: Timetable,
  { hold }: { readonly hold: boolean },
): Promise<{ days: DayAhead[]; origin: StationCode }> {
  const { origin } = (await readServices(tx, [timetable.serviceId])).get(timetable.serviceId)!
  const { timeZone } = getStation(origin)
  const today = dayIn(now, timeZone)
  const holidays = await readHolidays(tx, timetable.operatorId, today)
  const standing = await readLaidOut(tx, timetable.id, { since: today, now, hold })
  const horizon = daysFrom(today, addDays(today, ahead))
  const days = [...new Set([...horizon, ...standing.keys()])].toSorted()
  const { trainNumber, exceptions, withdrawnAt } = timetable
  return {
    origin,
    days: days.map((day) => {
      const plan = planOfDay(timetable, exceptions, holidays, { day, timeZone })
      const planned = withdrawnAt === null ? plan : { ...plan, train: undefined }
      const train = standing.get(day)
      const decision = decideDay({ ...planned, trainNumber }, train, now.getTime())
      return { ...planned, standing: train, decision }
    }),
  }
}

/** Today where the train begins. */
export function dayIn(now: Date, timeZone: string): Day {
  return timestampIn(now.getTime(), timeZone).slice(0, 10) as Day
}

/** The days ahead on which something runs, ran, or would but for an exception or a holiday. */
export async function timetableDays(
  tx: Tx,
  laying: Laying,
  timetable: Timetable,
): Promise<TimetableDay[]> {
  const { days } = await daysAhead(tx, laying, timetable, { hold: false })
  return days
    .filter(({ train, standing, because }) => train || standing || because !== 'pattern')
    .map(({ day, train, because, reason, standing, decision }) => ({
      day,
      planned: train !== undefined,
      because,
      reason,
      departureId: standing?.id ?? null,
      state: standing?.state ?? null,
      left: leftOf(decision),
    }))
}

/** A train that could be made and is not there was hindered by another of its number. */
function leftOf(decision: DayDecision): LeftWhy | null {
  if (decision.act === 'leave') return decision.why
  return decision.act === 'make' ? 'number_taken' : null
}

/** Of several timetables one after the other, in one order whoever asks; what was done to all of them together. */
export async function layOutAll(
  tx: Tx,
  laying: Laying,
  ids: readonly TimetableId[],
): Promise<LaidOut> {
  const all: LaidOut = { ...NOTHING_LAID, left: [] }
  for (const id of ids.toSorted()) {
    const timetable = await lockTimetable(tx, id)
    if (timetable === undefined) continue
    addTo(all, await layOut(tx, laying, timetable))
  }
  return all
}

function addTo(all: LaidOut, { made, changed, cancelled, left }: LaidOut): void {
  all.made += made
  all.changed += changed
  all.cancelled += cancelled
  all.left.push(...left)
}

const ROUND_MS = 3_600_000

export interface LayingOut {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly daysAhead: number
  readonly complain: (error: unknown, who: string) => void
}

/** Every timetable once: one that another server is at is passed over, one that fails is told and does not stop the others. */
export async function layOutRound({
  database,
  clock,
  ids,
  daysAhead: ahead,
  complain,
}: LayingOut): Promise<LaidOut> {
  const all: LaidOut = { ...NOTHING_LAID, left: [] }
  const timetables = await database.transact((tx) => listTimetables(tx, 'all'))
  for (const id of timetables) {
    try {
      const laid = await database.transact(async (tx) => {
        const timetable = await lockTimetable(tx, id, { skip: true })
        if (timetable === undefined) return NOTHING_LAID
        return layOut(tx, { now: clock(), ids, daysAhead: ahead }, timetable)
      })
      addTo(all, laid)
    } catch (error) {
      complain(error, `timetable ${id}`)
    }
  }
  return all
}

/** Runs until it is stopped. */
export function startLayingOut(laying: LayingOut): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const rounds = (async () => {
    while (!signal.aborted) {
      await layOutRound(laying).catch((error: unknown) => laying.complain(error, 'timetables'))
      await sleep(ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await rounds
    },
  }
}
