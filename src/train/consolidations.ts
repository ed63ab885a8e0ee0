/** Consolidations as other files and slices ask for them: what is free, in words where it is too little. */
import { getStation } from '#kernel/station.ts'
import { formatLocalTime, timestampIn } from '#kernel/time.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import {
  consolidationApi,
  consolidationProblem,
  type Consolidation,
  type ConsolidationId,
  type SpaceAmount,
} from '#train/consolidation-contract.ts'
import { findSpace, lockSpaces, readSpaces } from '#train/consolidation-store.ts'
import type { Departure } from '#train/contract.ts'
import { listNextOnLine } from '#train/departure/departure-lists.ts'
import { getDeparture } from '#train/departures.ts'
import {
  decideSpaceOpen,
  fitsSpace,
  freeSpace,
  SPACE_UNITS,
  spaceClosesMs,
  type SpaceAccount,
  type SpaceRefusal,
} from '#train/space.ts'

export function consolidationRoutes(http: Http): void {
  serve(http, consolidationApi.listConsolidations, async ({ tx, params, now }) => ({
    items: await listConsolidations(tx, await getDeparture(tx, params.departureId, now), now),
  }))
}

async function listConsolidations(
  tx: Tx,
  departure: Departure,
  now: Date,
): Promise<Consolidation[]> {
  const spaces = await readSpaces(tx, [departure.id])
  return spaces.map((space) => consolidationView(space, departure, now))
}

export function consolidationView(
  space: SpaceAccount,
  { bookingCutoffAt, state, service }: Departure,
  now: Date,
): Consolidation {
  const { timeZone } = getStation(service.origin)
  const free = freeSpace(space)
  const isOpen = decideSpaceOpen(space, bookingCutoffAt, now.getTime()) === undefined
  const { id, departureId, equipmentType, capacity } = space
  return {
    ...{ id, departureId, equipmentType, capacity, free, state: space.state },
    closesAt: timestampIn(spaceClosesMs(space, bookingCutoffAt), timeZone),
    bookable: isOpen && state === 'scheduled' && SPACE_UNITS.every((unit) => free[unit] > 0),
  }
}

export async function getSpace(tx: Tx, id: ConsolidationId): Promise<SpaceAccount> {
  const space = await findSpace(tx, id)
  if (space === undefined) throw consolidationProblem('train.consolidation_absent')
  return space
}

/** Held until the transaction ends; whoever holds several holds them at once. */
export async function holdSpace(tx: Tx, id: ConsolidationId): Promise<SpaceAccount> {
  const space = (await lockSpaces(tx, [id])).get(id)
  if (space === undefined) throw consolidationProblem('train.consolidation_absent')
  return space
}

/** Why it takes no booking, in words. */
export function spaceClosedProblem(
  refusal: SpaceRefusal,
  space: SpaceAccount,
  { bookingCutoffAt, service }: Departure,
): Problem {
  const { timeZone } = getStation(service.origin)
  const closesAt = timestampIn(spaceClosesMs(space, bookingCutoffAt), timeZone)
  return consolidationProblem(refusal, { closesAt: formatLocalTime(closesAt, timeZone, 'sv-SE') })
}

/** Too little space, in words; with the next consolidation of the line that has enough. */
export async function spaceShortProblem(
  tx: Tx,
  asking: {
    readonly space: SpaceAccount
    readonly free: SpaceAmount
    readonly asked: SpaceAmount
    readonly departure: Departure
    readonly now: Date
  },
): Promise<Problem> {
  const { asked, free } = asking
  const other = await findOther(tx, asking)
  const { trainNumber = '', departsAt = '' } = other?.departure ?? {}
  const day = departsAt.slice(0, 10)
  return consolidationProblem('train.consolidation_full', {
    ...{ askedKg: asked.grossKg, askedPackages: asked.packages },
    ...{ freeKg: free.grossKg, freePackages: free.packages },
    ...{ askedM3: cubicMetres(asked.volumeDm3), freeM3: cubicMetres(free.volumeDm3) },
    ...(other === undefined
      ? {
          other: '本线路近期班次也没有足够余量',
          otherEn: 'No train of this line has enough at present',
          otherRu: 'На ближайших поездах маршрута места тоже недостаточно',
        }
      : {
          ...{ otherConsolidationId: other.id, otherDepartureId: other.departure.id },
          other: `${day} 的 ${trainNumber} 次有足够余量`,
          otherEn: `Train ${trainNumber} of ${day} has enough`,
          otherRu: `На поезде ${trainNumber} (${day}) места достаточно`,
        }),
  })
}

/** On the same train or a later one of its line, the soonest first. */
async function findOther(
  tx: Tx,
  {
    space,
    asked,
    departure,
    now,
  }: {
    readonly space: SpaceAccount
    readonly asked: SpaceAmount
    readonly departure: Departure
    readonly now: Date
  },
): Promise<{ readonly id: ConsolidationId; readonly departure: Departure } | undefined> {
  const trains = [departure, ...(await listNextOnLine(tx, departure, now))]
  const spaces = await readSpaces(
    tx,
    trains.map(({ id }) => id),
  )
  for (const train of trains)
    for (const one of spaces) {
      if (one.departureId !== train.id || one.id === space.id) continue
      const { bookable, free } = consolidationView(one, train, now)
      if (bookable && fitsSpace(free, asked)) return { id: one.id, departure: train }
    }
  return undefined
}

/** For sentences: cubic metres with three digits at most. */
function cubicMetres(volumeDm3: number): string {
  return String(volumeDm3 / 1000)
}
