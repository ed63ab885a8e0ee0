/** Where something happened: a station of the corridors, or, on the legs before and after the train, a place by UN/LOCODE. */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'
import { findPort, stationIn, zoneOfPlace } from '#kernel/ports.ts'
import { getStation, StationCode } from '#kernel/station.ts'
import { UnLocode } from '#kernel/un-locode.ts'

/** No string is both: codes of stations have a hyphen, a UN/LOCODE has none. */
export const PlaceCode = z.union([StationCode, UnLocode])
export type PlaceCode = z.infer<typeof PlaceCode>

export const isStation = (code: PlaceCode): code is StationCode => code.includes('-')

/** The IANA zone of its clock. */
export const zoneAt = (code: PlaceCode): string =>
  isStation(code) ? getStation(code).timeZone : zoneOfPlace(code)

/** Of a place that is no station's alone: as the platform knows it; undefined where it does not. */
export const unLocodeName = (code: UnLocode): Text | undefined =>
  findPort(code)?.name ?? stationIn(code)?.city
