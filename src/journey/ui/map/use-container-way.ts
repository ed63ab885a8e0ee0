/** All that is known of a container's way: the line of its train, the fixes in time, and what happened where. */
import { useMemo } from 'react'
import { bookingApi, type ContainerView } from '#booking/contract.ts'
import type { Position } from '#kernel/station.ts'
import { wayApi, type Journey } from '#journey/way-contract.ts'
import { trackingApi, type TrackPoint } from '#tracking/contract.ts'
import { trainApi } from '#train/contract.ts'
import type { TimedPosition } from '#web/map/replay.ts'
import { wayThrough } from '#web/map/way.ts'
import { useAsk } from '#web/queries.ts'
import { wayEvents, type WayEvent } from './way-events.ts'

/** As much of a way as is drawn, listed and played. */
export interface DrawnWay {
  /** The planned line. */
  readonly way: readonly Position[]
  readonly points: readonly TimedPosition[]
  /** Oldest first. */
  readonly events: readonly WayEvent[]
}

export interface ContainerWay extends DrawnWay {
  readonly container: ContainerView | undefined
  readonly journey: Journey | undefined
  readonly problem: Error | null
}

const FRESH_MS = 20_000

export function useContainerWay(
  containerId: string | undefined,
  last: TimedPosition | undefined,
): ContainerWay {
  const asked = { params: { containerId: containerId ?? '' }, enabled: containerId !== undefined }
  const track = useAsk(trackingApi.track, asked)
  const container = useAsk(bookingApi.getContainer, { ...asked, refetchEveryMs: FRESH_MS })
  const journey = useAsk(wayApi.journey, { ...asked, refetchEveryMs: FRESH_MS })
  const departureId = container.data?.journey.departureId
  const departure = useAsk(trainApi.getDeparture, {
    params: { departureId: departureId ?? '' },
    enabled: departureId !== undefined,
  })
  const stops = departure.data?.service.stops
  const way = useMemo(() => wayThrough(stops?.map(({ station }) => station) ?? []), [stops])
  const recorded = track.data?.points
  const points = useMemo(() => pointsOf(recorded ?? [], last), [recorded, last])
  const history = container.data?.history
  const events = useMemo(
    () =>
      wayEvents(
        history ?? [],
        journey.data?.seen ?? [],
        journey.data?.legs.flatMap(({ handOver }) => handOver ?? []) ?? [],
      ),
    [history, journey.data],
  )
  return {
    container: container.data,
    journey: journey.data,
    problem: container.error,
    way,
    points,
    events,
  }
}

/** The fixes that were asked for once, led on to where the container is now. */
export function pointsOf(
  recorded: readonly TrackPoint[],
  last: TimedPosition | undefined,
): TimedPosition[] {
  const known = recorded.map(
    ({ deviceTime, latitude: lat, longitude: lon, precision }): TimedPosition => ({
      ms: Date.parse(deviceTime),
      lat,
      lon,
      listed: precision !== undefined,
    }),
  )
  return last !== undefined && last.ms > (known.at(-1)?.ms ?? -Infinity) ? [...known, last] : known
}
