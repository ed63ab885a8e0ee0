/** A tracker that tells where it is, fix after fix, each of a second of its own. */
import type { Tracker } from '#gateway/tracker.ts'
import type { Position } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'

export interface Reporting {
  /** Resolves when it is acknowledged. A device's clock shows whole seconds, and the first must not seem older than its binding. */
  readonly report: (position: Position) => Promise<void>
  /** Nothing on rails is there so soon: the third that says so is believed, and the two before it with it. */
  readonly appear: (position: Position) => Promise<void>
  /** Latitudes of the fixes that were acknowledged. */
  readonly acknowledged: readonly number[]
  /** The device's clock as it was last told, seconds since 1970. */
  readonly lastSecond: () => number
}

/** Under way, nothing wrong. */
export const fixAt = ({ lat, lon }: Position, atMs: number) => ({
  time: timestampIn(atMs, 'Asia/Shanghai'),
  latitude: lat,
  longitude: lon,
  altitudeM: 30,
  speedKmh: 80,
  headingDeg: 280,
  alarm: 0,
  status: 0b11,
  items: [],
})

export function reportBy(tracker: () => Tracker): Reporting {
  const acknowledged: number[] = []
  let lastSecond = 0
  const report = async ({ lat, lon }: Position): Promise<void> => {
    lastSecond = Math.max(lastSecond + 1, Math.ceil(Date.now() / 1_000))
    await tracker().send(fixAt({ lat, lon }, lastSecond * 1_000))
    // As the frame carries it: millionths of a degree.
    acknowledged.push(Math.round(lat * 1e6) / 1e6)
  }
  return {
    report,
    acknowledged,
    lastSecond: () => lastSecond,
    async appear(place) {
      for (const step of [0, 1, 2]) await report({ ...place, lat: place.lat + step / 1_000 })
    },
  }
}
