/** The way of a container cut down to what anyone with its code may know: no carrier, no wagon, no position finer than a city. */
import { readContainers } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { readWay, type Way } from '#journey'
import type { CarriageLeg, CarriagePlace } from '#journey/carriage-contract.ts'
import { findPort, stationIn } from '#kernel/ports.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Departure } from '#train/contract.ts'
import type { PublicWay, WayLeg, WayPlace, WayTime } from '#passport/way-contract.ts'

/** Of a container that has a passport, and so is there. */
export async function readPublicWay(
  tx: Tx,
  containerId: ContainerId,
  now: Date,
): Promise<{ readonly departure: Departure; readonly way: PublicWay }> {
  const [container] = await readContainers(tx, [containerId])
  if (container === undefined) throw new TypeError('a passport is of a container that is there')
  const way = await readWay(tx, container, now)
  const isOver = container.stage === 'arrived' || container.stage === 'cancelled'
  return { departure: way.departure, way: toPublicWay(way, isOver) }
}

function toPublicWay({ legs, carriages, seen, eta, finalEta }: Way, isOver: boolean): PublicWay {
  const before = carriages.filter(({ stage }) => stage === 'pre')
  const after = carriages.filter(({ stage }) => stage === 'on')
  return {
    legs: [...before.map(legOfCarriage), ...legs.map(legOfTrain), ...after.map(legOfCarriage)],
    seen: seen.map(({ kind, source, station, at }) => ({
      kind,
      source,
      place: cityOf(station),
      at,
    })),
    eta: isOver || eta === null ? null : pick(eta),
    finalEta: finalEta && {
      p50At: finalEta.p50At,
      p90At: finalEta.p90At,
      place: placeOf(finalEta.place),
    },
  }
}

const pick = ({ p50At, p90At, basis, confidence, runs }: NonNullable<Way['eta']>) => ({
  p50At,
  p90At,
  basis,
  confidence,
  runs,
})

function legOfTrain({ mode, from, to, starts, ends }: Way['legs'][number]): WayLeg {
  return {
    part: 'train',
    mode,
    from: cityOf(from),
    to: cityOf(to),
    starts: atStation(starts, from),
    ends: atStation(ends, to),
  }
}

function atStation(times: WayTime, station: StationCode): WayTime {
  const { timeZone } = getStation(station)
  const local = (at: string | null) => at && timestampIn(Date.parse(at), timeZone)
  return {
    planned: local(times.planned),
    stated: local(times.stated),
    seen: local(times.seen),
    expected: local(times.expected),
  }
}

function legOfCarriage(carriage: CarriageLeg): WayLeg {
  const { stage, mode, from, to } = carriage
  const time = (planned: string, stated: string | undefined, expected: string | null) => ({
    planned,
    stated: stated ?? null,
    seen: null,
    expected,
  })
  return {
    part: stage,
    mode,
    from: placeOf(from),
    to: placeOf(to),
    starts: time(carriage.plannedDepartureAt, carriage.departedAt, carriage.expectedDepartureAt),
    ends: time(carriage.plannedArrivalAt, carriage.arrivedAt, carriage.expectedArrivalAt),
  }
}

function cityOf(station: StationCode): WayPlace {
  const { code, city } = getStation(station)
  return { code, city: { zh: city.zh, en: city.en, ru: city.ru } }
}

/** What the platform knows the place by, else what whoever arranged the leg called it. */
function placeOf({ code, name = code }: CarriagePlace): WayPlace {
  const known = findPort(code)?.name ?? stationIn(code)?.city
  return { code, city: known ? { ...known } : { zh: name, en: name, ru: name } }
}
