/** The whole way of one container, read together: for its parties, for a link, for the public page. */
import { readSteps, type ContainerRow, type StepRow } from '#booking'
import { zoneOfPlace } from '#kernel/ports.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { currentEmbargoes, embargoesTouching, getDeparture } from '#train'
import type { Departure } from '#train/contract.ts'
import type { Carriage, CarriageLeg, CarriagePlace, FinalEta } from '#journey/carriage-contract.ts'
import { readCarriages } from '#journey/carriage/carriage-store.ts'
import { expectCarriages, type Expected, type Spread } from '#journey/carriage/carriage.ts'
import { readEtas } from '#journey/eta/eta-store.ts'
import { listHandOvers } from '#journey/hand-over/hand-over-store.ts'
import { handOverOfBox } from '#journey/journey.ts'
import { sectionsOf, type Section } from '#journey/section.ts'
import { readSeen } from '#journey/fence/seen-store.ts'
import { Eta, type Journey } from '#journey/way-contract.ts'
import { legsOf, linkedStep, pointTimes, saidOf, type PointTimes } from '#journey/way.ts'

export interface Way extends Journey {
  readonly departure: Departure
  readonly steps: readonly StepRow[]
}

export const zoneOf = ({ service }: Departure): string => getStation(service.destination).timeZone

/** Of a container that the asker may know of: whoever calls has made sure. */
export async function readWay(tx: Tx, container: ContainerRow, now: Date): Promise<Way> {
  const { id, isShared } = container
  const departure = await getDeparture(tx, container.departureId, now)
  const sections = sectionsOf(departure.service.stops)
  const steps = await readSteps(tx, id)
  const said = saidOf(steps)
  const seen = await readSeen(tx, id)
  const points = pointTimes(sections, said, seen)
  const etas = await readEtas(tx, id, zoneOf(departure))
  const [eta, ...history] = etas.map((kept) => Eta.parse(kept))
  const expected = etas[0]?.points ?? []
  const carriages = await readCarriages(tx, id)
  const handOvers = (await listHandOvers(tx, [id])).get(id) ?? []
  const { each, final } = expectCarriages(carriages, {
    gateInCutoffMs: epochMs(departure.gateInCutoffAt),
    arrival: arrivalOf(points.at(-1), eta),
    hasDeparted: points[0]?.stated != null || points[0]?.seen != null,
    nowMs: now.getTime(),
  })
  return {
    departure,
    steps,
    legs: legsOf(sections, points, {
      departsMs: epochMs(departure.departsAt),
      trainNumber: departure.trainNumber,
      wagonNumber: container.wagonNumber,
      handOvers: isShared ? handOvers.map(handOverOfBox) : handOvers,
      expected,
    }),
    carriages: carriages.map((carriage, index) => toCarriageLeg(carriage, each[index]!)),
    finalEta: final === undefined ? null : toFinalEta(carriages.at(-1)!, final),
    seen: seen.map((one) => ({
      station: one.station,
      kind: one.kind,
      source: one.source,
      at: timestampIn(one.ms, getStation(one.station).timeZone),
      fixes: one.fixes,
      seenAt: one.seenAt.toISOString(),
      step: linkedStep(one, said),
    })),
    eta: eta ?? null,
    history,
    embargoes: embargoesTouching(
      departure,
      await currentEmbargoes(tx, now),
      expectedAt(sections, expected),
    ),
  }
}

/** At the end of the line: as it was, or as it is expected. */
function arrivalOf(point: PointTimes | undefined, eta: Eta | undefined): Spread | undefined {
  const ms = point?.stated ?? point?.seen
  if (ms !== null && ms !== undefined) return { p50Ms: ms, p90Ms: ms }
  return eta && { p50Ms: epochMs(eta.p50At), p90Ms: epochMs(eta.p90At) }
}

function toCarriageLeg(carriage: Carriage, expected: Expected): CarriageLeg {
  const at = (spread: Spread | null, place: CarriagePlace) =>
    spread && timestampIn(spread.p50Ms, zoneOfPlace(place.code))
  return {
    ...carriage,
    expectedDepartureAt: at(expected.departure, carriage.from),
    expectedArrivalAt: at(expected.arrival, carriage.to),
    connection: expected.connection,
  }
}

function toFinalEta({ to }: Carriage, { p50Ms, p90Ms }: Spread): FinalEta {
  const at = (ms: number) => timestampIn(ms, zoneOfPlace(to.code))
  return { place: to, p50At: at(p50Ms), p90At: at(p90Ms) }
}

/** By the estimate, at the stations between the sections. */
function expectedAt(
  sections: readonly Section[],
  expected: readonly number[],
): ReadonlyMap<StationCode, number> {
  return new Map(
    sections.flatMap(({ to }, index): [StationCode, number][] => {
      const ms = expected[index + 1]
      return ms === undefined ? [] : [[to, ms]]
    }),
  )
}
