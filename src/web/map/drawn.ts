/** What is drawn of a crowd: marks as columns, which cross from the worker as a few blocks of memory. */
import type { Sight } from './crowd.ts'

export interface DrawnCrowd {
  readonly lon: Float64Array
  readonly lat: Float64Array
  /** Boxes in the mark. */
  readonly count: Uint32Array
  /** 0 as planned, 1 late, 2 three days, 3 five days. */
  readonly tone: Uint8Array
  /** Four for each: west, south, east, north, degrees. */
  readonly bounds: Float64Array
  /** Of a mark of one box; empty otherwise. */
  readonly ids: readonly string[]
  /** When its first box was heard of last, ms. */
  readonly heardAt: Float64Array
  /** 1 where the place of its first box stood in a list: not measured. */
  readonly listed: Uint8Array
}

/** A number of boxes as it fits into their mark. */
export function shortCount(count: number): string {
  if (count < 1_000) return String(count)
  return count < 10_000 ? `${Math.floor(count / 100) / 10}k` : `${Math.floor(count / 1_000)}k`
}

/** A crowd that a map looks at: past React, since it moves by the second. */
export interface LiveCrowd {
  look(sight: Sight): void
  /** Gives back the way to stop. */
  follow(draw: (drawn: DrawnCrowd) => void): () => void
}
