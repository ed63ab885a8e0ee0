/** The line a container's train takes and the way it has come so far, for the map. */
import { useMemo } from 'react'
import { bookingApi } from '#booking/contract.ts'
import type { Position } from '#kernel/station.ts'
import { trackingApi, type LivePosition } from '#tracking/contract.ts'
import { trainApi } from '#train/contract.ts'
import { wayThrough } from '#web/map/way.ts'
import { useAsk } from '#web/queries.ts'

interface Journey {
  readonly way: readonly Position[]
  readonly trail: readonly Position[]
}

export function useJourney(
  containerId: string | undefined,
  now: LivePosition | undefined,
): Journey {
  const asked = { params: { containerId: containerId ?? '' }, enabled: containerId !== undefined }
  const track = useAsk(trackingApi.track, asked)
  const container = useAsk(bookingApi.getContainer, asked)
  const departureId = container.data?.journey.departureId
  const departure = useAsk(trainApi.getDeparture, {
    params: { departureId: departureId ?? '' },
    enabled: departureId !== undefined,
  })
  const stops = departure.data?.service.stops
  const way = useMemo(() => wayThrough(stops?.map(({ station }) => station) ?? []), [stops])
  const points = track.data?.points
  const trail = useMemo(() => trailOf(points ?? [], now), [points, now])
  return { way, trail }
}

interface Fix {
  readonly deviceTime: string
  readonly latitude: number
  readonly longitude: number
}

/** The fixes that were asked for once, led on to where the container is now. */
function trailOf(points: readonly Fix[], now: LivePosition | undefined): readonly Position[] {
  const last = points.at(-1)
  const isNewer = now !== undefined && (last === undefined || now.deviceTime > last.deviceTime)
  const fixes = isNewer ? [...points, now] : points
  return fixes.map(({ latitude: lat, longitude: lon }) => ({ lat, lon }))
}
