/** The map of one container's line, with the city where it was last. Loaded after everything else. */
import { useMemo } from 'react'
import type { StationCode } from '#kernel/station.ts'
import type { PublicPlace } from '#passport/contract.ts'
import { MapView } from '#web/map/MapView.tsx'
import { wayThrough } from '#web/map/way.ts'
import { useReader } from './reader.ts'

interface PlaceMapProps {
  readonly label: string
  readonly place: PublicPlace
  readonly stops: readonly string[]
  readonly onFailed: () => void
}

export function PlaceMap({ label, place, stops, onFailed }: PlaceMapProps) {
  const { locale, say } = useReader()
  const { lat, lon, city } = place
  const stopKey = stops.join(' ')
  const way = useMemo(
    () => wayThrough(stopKey === '' ? [] : (stopKey.split(' ') as StationCode[])),
    [stopKey],
  )
  const boxes = useMemo(
    () => (lat === null || lon === null ? [] : [{ id: 'last', lat, lon }]),
    [lat, lon],
  )
  return (
    <MapView
      label={label}
      locale={locale}
      boxes={boxes}
      selected="last"
      caption={say(city)}
      way={way}
      frame={`${stopKey} ${lat} ${lon}`}
      dark={matchMedia('(prefers-color-scheme: dark)').matches}
      // A page is scrolled with one finger; the map must not catch it.
      cooperative
      onFailed={onFailed}
    />
  )
}
