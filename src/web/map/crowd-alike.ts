/** Whether two drawings of a crowd are the same to the eye. Pure. */
import { mercatorX, mercatorY } from './crowd.ts'
import { shortCount, type DrawnCrowd } from './drawn.ts'

export interface Shown {
  readonly drawn: DrawnCrowd
  /** How wide the world was drawn. */
  readonly worldPx: number
}

/** A mark that moved less stands where it stood. */
const SEEN_PX = 0.25
const HEARD_MS = 60_000

export function looksAlike(before: Shown, now: Shown): boolean {
  const [one, other] = [before.drawn, now.drawn]
  return (
    before.worldPx === now.worldPx &&
    one.lon.length === other.lon.length &&
    one.ids.every((id, at) => id === other.ids[at]) &&
    one.count.every((count, at) => readsAlike(count, other.count[at]!)) &&
    one.tone.every((tone, at) => tone === other.tone[at]) &&
    one.listed.every((listed, at) => listed === other.listed[at]) &&
    one.lon.every((_, at) => standsStill(one, other, at, now.worldPx))
  )
}

/** That one of 1,240 boxes has gone from a mark is not read on it: its size goes by the same steps as its number. */
const readsAlike = (one: number, other: number): boolean =>
  one === other || shortCount(one) === shortCount(other)

/** The place, and how far its boxes reach: opening a mark goes by that. */
function standsStill(one: DrawnCrowd, other: DrawnCrowd, at: number, worldPx: number): boolean {
  // A box that was silent is grey: hearing of it is seen, though it stands.
  if (other.count[at] === 1 && Math.abs(one.heardAt[at]! - other.heardAt[at]!) > HEARD_MS)
    return false
  const isNear = (across: number, down: number) => Math.hypot(across, down) * worldPx < SEEN_PX
  const corners = [0, 2].map((corner) => at * 4 + corner)
  return (
    isNear(acrossOf(one.lon[at]!, other.lon[at]!), downOf(one.lat[at]!, other.lat[at]!)) &&
    corners.every((corner) =>
      isNear(
        acrossOf(one.bounds[corner]!, other.bounds[corner]!),
        downOf(one.bounds[corner + 1]!, other.bounds[corner + 1]!),
      ),
    )
  )
}

const acrossOf = (lon: number, other: number): number => mercatorX(lon) - mercatorX(other)
const downOf = (lat: number, other: number): number => mercatorY(lat) - mercatorY(other)
