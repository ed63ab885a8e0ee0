/**
 * Which embargoes touch which trains: one rule for the server, which warns and closes with it, and for the screens. Pure.
 *
 * An embargo on loading is judged by when the train is loaded and leaves: what is on its way goes on. One on passage is judged by
 * when the train is planned, or by now expected, to pass the place.
 */
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Departure } from '#train/contract.ts'
import type { Embargo, EmbargoTouch } from '#train/embargo-contract.ts'
import { plannedPassages } from '#train/passage.ts'

const MINUTE_MS = 60_000

export type EmbargoRefusal = 'train.embargo_reversed'

export function decideEmbargo({
  from,
  until,
}: Pick<Embargo, 'from' | 'until'>): EmbargoRefusal | undefined {
  return until !== null && epochMs(until) <= epochMs(from) ? 'train.embargo_reversed' : undefined
}

export type TouchedTrain = Pick<
  Departure,
  'state' | 'loadingStartsAt' | 'departsAt' | 'departedAt' | 'service'
>

/** When the train is now expected at stations ahead of it, ms; what is not in it is taken from the plan. */
export type ExpectedPassages = ReadonlyMap<StationCode, number>

/** Those that touch the train, in the order given, each at the first place where they do. */
export function embargoesTouching(
  train: TouchedTrain,
  embargoes: readonly Embargo[],
  expected: ExpectedPassages = new Map(),
): EmbargoTouch[] {
  if (train.state === 'cancelled' || train.state === 'arrived') return []
  return embargoes.flatMap((embargo) => findTouch(train, embargo, expected) ?? [])
}

function findTouch(
  train: TouchedTrain,
  embargo: Embargo,
  expected: ExpectedPassages,
): EmbargoTouch | undefined {
  if (!counts(embargo, train)) return undefined
  const passages = plannedPassages(train.service.stops).filter(({ station }) =>
    embargo.places.includes(station),
  )
  const [first] = passages
  if (first === undefined) return undefined
  if (embargo.kind === 'loading') return loadingTouch(train, embargo, first.station)
  const leavesMs = epochMs(train.departedAt ?? train.departsAt)
  for (const { station, offsetMinutes } of passages) {
    const expectedMs = expected.get(station)
    const ms = expectedMs ?? leavesMs + offsetMinutes * MINUTE_MS
    if (!isInForce(embargo, ms, ms)) continue
    const at = timestampIn(ms, getStation(station).timeZone)
    return { embargo, place: station, at, isExpected: expectedMs !== undefined }
  }
  return undefined
}

/** Loading takes from its planned start to the departure: an embargo that begins between the two stops it as well. */
function loadingTouch(
  { state, loadingStartsAt, departsAt, service }: TouchedTrain,
  embargo: Embargo,
  place: StationCode,
): EmbargoTouch | undefined {
  const startsMs = epochMs(loadingStartsAt)
  if (state !== 'scheduled' || !isInForce(embargo, startsMs, epochMs(departsAt))) return undefined
  const at = timestampIn(
    Math.max(startsMs, epochMs(embargo.from)),
    getStation(service.origin).timeZone,
  )
  return { embargo, place, at, isExpected: false }
}

/** From its first moment to just before its last. */
function isInForce({ from, until }: Embargo, fromMs: number, toMs: number): boolean {
  return epochMs(from) <= toMs && (until === null || epochMs(until) > fromMs)
}

/** Not withdrawn, from somebody who may speak for this train, and of its direction. */
function counts({ withdrawnAt, enteredBy, direction }: Embargo, { service }: TouchedTrain) {
  if (withdrawnAt !== null) return false
  if (enteredBy.kind === 'operator' && enteredBy.id !== service.operatorId) return false
  if (direction === 'both') return true
  const inChina = (code: string) => getStation(code).country === 'CN'
  return direction === 'export' ? inChina(service.origin) : inChina(service.destination)
}
