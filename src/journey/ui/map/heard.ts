/** A line of the fleet as words about positions take it. */
import { nearPlace } from '#tracking/tracking.ts'
import type { HeardPosition } from '#tracking/ui/position-words.ts'
import type { FleetLine } from './fleet-line.ts'

export function heardOf({ fix }: Pick<FleetLine, 'fix'>): HeardPosition | undefined {
  if (fix === null) return undefined
  return {
    deviceTime: new Date(fix.atMs).toISOString(),
    receivedAt: new Date(fix.heardMs).toISOString(),
    speedKmh: fix.speedKmh,
    precision: fix.precision,
    near: nearPlace(fix),
  }
}
