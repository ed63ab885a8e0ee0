/** Where a container was last, as everybody may know it: the city of the nearest station, never the position itself. */
import type { ContainerId } from '#booking/contract.ts'
import type { Text } from '#kernel/locale.ts'
import { nearestStation, type StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { findLastPosition } from '#tracking/position-store.ts'

export interface PublicPlace {
  readonly station: StationCode
  readonly city: Text
  readonly country: string
  /** Of the station, for the map. */
  readonly lat: number
  readonly lon: number
  /** When the tracker was there. */
  readonly at: Date
}

/** Undefined until its tracker has sent a position. */
export async function publicLastPlace(
  tx: Tx,
  containerId: ContainerId,
): Promise<PublicPlace | undefined> {
  const last = await findLastPosition(tx, containerId)
  if (last === undefined) return undefined
  const { station } = nearestStation(last)
  const { code, city, country, lat, lon } = station
  return { station: code, city, country, lat, lon, at: last.at }
}
