/** The whole way of one container, read together: for its parties, for a link, for the public page. */
import { readSteps, type ContainerRow, type StepRow } from '#booking'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { currentEmbargoes, embargoesTouching, getDeparture } from '#train'
import type { Departure } from '#train/contract.ts'
import { readEtas } from '#journey/eta-store.ts'
import { listHandOvers } from '#journey/hand-over-store.ts'
import { sectionsOf, type Section } from '#journey/section.ts'
import { readSeen } from '#journey/seen-store.ts'
import { Eta, type Journey } from '#journey/way-contract.ts'
import { legsOf, linkedStep, pointTimes, saidOf } from '#journey/way.ts'

export interface Way extends Journey {
  readonly departure: Departure
  readonly steps: readonly StepRow[]
}

export const zoneOf = ({ service }: Departure): string => getStation(service.destination).timeZone

/** Of a container that the asker may know of: whoever calls has made sure. */
export async function readWay(tx: Tx, container: ContainerRow, now: Date): Promise<Way> {
  const { id } = container
  const departure = await getDeparture(tx, container.departureId, now)
  const sections = sectionsOf(departure.service.stops)
  const steps = await readSteps(tx, id)
  const said = saidOf(steps)
  const seen = await readSeen(tx, id)
  const points = pointTimes(sections, said, seen)
  const etas = await readEtas(tx, id, zoneOf(departure))
  const [eta, ...history] = etas.map((kept) => Eta.parse(kept))
  const expected = etas[0]?.points ?? []
  return {
    departure,
    steps,
    legs: legsOf(sections, points, {
      departsMs: epochMs(departure.departsAt),
      trainNumber: departure.trainNumber,
      wagonNumber: container.wagonNumber,
      handOvers: (await listHandOvers(tx, [id])).get(id) ?? [],
      expected,
    }),
    seen: seen.map((one) => ({
      station: one.station,
      kind: one.kind,
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
