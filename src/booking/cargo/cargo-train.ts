/** A train as the cargo rules look at it: its day, where it passes, what it has. Pure; also the screens judge with it. */
import { corridorOf, type CorridorName } from '#kernel/corridor-name.ts'
import { getStation } from '#kernel/station.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Departure } from '#train/contract.ts'
import { plannedPassages } from '#train/passage.ts'

export interface CargoTrain {
  /** By the clock of its first stop. */
  readonly day: string
  readonly operatorId: OrganisationId
  readonly corridor: CorridorName | undefined
  readonly passes: ReadonlySet<string>
  /** Where containers are lifted: its stops. */
  readonly stops: ReadonlySet<string>
  /** From China, to China, or neither. */
  readonly direction: 'export' | 'import' | null
  readonly reeferPlugs: number
  readonly dangerousPlaces: number
}

export function cargoTrainOf(departure: Departure): CargoTrain {
  const { service, departsAt, reeferPlugs, dangerousPlaces } = departure
  const { origin, destination, operatorId, stops } = service
  const inChina = (code: string) => getStation(code).country === 'CN'
  const passes = new Set<string>(plannedPassages(stops).map(({ station }) => station))
  return {
    day: departsAt.slice(0, 10),
    operatorId,
    corridor: corridorOf(passes),
    passes,
    stops: new Set(stops.map(({ station }) => station)),
    direction: inChina(origin) ? 'export' : inChina(destination) ? 'import' : null,
    reeferPlugs,
    dangerousPlaces,
  }
}
