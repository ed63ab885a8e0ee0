/** The way of one container of a link, as the map and its list take it. */
import { useMemo } from 'react'
import { shareApi, type SharedContainer, type SharedWay } from '#journey/share-contract.ts'
import { wayThrough } from '#web/map/way.ts'
import { useAsk } from '#web/queries.ts'
import { pointsOf, type DrawnWay } from '../map/use-container-way.ts'
import { wayEvents } from '../map/way-events.ts'

export interface KnownSharedWay extends DrawnWay {
  readonly shared: SharedWay | undefined
}

export function useSharedWay(
  token: string,
  container: SharedContainer | undefined,
): KnownSharedWay {
  const { data } = useAsk(shareApi.way, {
    params: { token, containerId: container?.containerId ?? '' },
    enabled: container !== undefined,
  })
  const [lat, lon, at, , , precision] = container?.fix ?? []
  const way = useMemo(() => wayThrough(data?.stops ?? []), [data?.stops])
  const points = useMemo(
    () =>
      container === undefined
        ? []
        : pointsOf(
            data?.track.points ?? [],
            lat === undefined || lon === undefined || at === undefined
              ? undefined
              : { lat, lon, ms: at * 1000, listed: precision !== 'gps' },
          ),
    [container, data?.track.points, lat, lon, at, precision],
  )
  const events = useMemo(() => wayEvents(data?.steps ?? [], data?.seen ?? [], []), [data])
  return { shared: data, way, points, events }
}
