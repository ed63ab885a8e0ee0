/** A crowd of a few boxes that are at hand, which needs no worker. */
import { gather, mercatorX, mercatorY, type Crowd, type Sight } from './crowd.ts'
import type { DrawnCrowd, LiveCrowd } from './drawn.ts'
import type { Position } from '#kernel/station.ts'

export interface CrowdBox extends Position {
  readonly id: string
  /** 0 as planned, 1 late, 2 three days, 3 five days. */
  readonly tone: number
  readonly heardAt: number
  /** Its place stood in a list: not measured. */
  readonly listed: boolean
}

export interface SmallCrowd extends LiveCrowd {
  show(boxes: readonly CrowdBox[]): void
}

export function createSmallCrowd(): SmallCrowd {
  const follows = new Set<(drawn: DrawnCrowd) => void>()
  let shown: readonly CrowdBox[] = []
  let sight: Sight | undefined
  const draw = () => {
    if (sight === undefined) return
    const drawn = drawnOf(shown, sight)
    for (const follow of follows) follow(drawn)
  }
  return {
    show(boxes) {
      shown = boxes
      draw()
    },
    look(seen) {
      sight = seen
      draw()
    },
    follow(follow) {
      follows.add(follow)
      return () => follows.delete(follow)
    },
  }
}

function drawnOf(boxes: readonly CrowdBox[], sight: Sight): DrawnCrowd {
  const crowd: Crowd = {
    count: boxes.length,
    x: Float64Array.from(boxes, ({ lon }) => mercatorX(lon)),
    y: Float64Array.from(boxes, ({ lat }) => mercatorY(lat)),
    wanted: new Uint8Array(boxes.length).fill(1),
    tone: Uint8Array.from(boxes, ({ tone }) => tone),
  }
  const { row, ...marks } = gather(crowd, sight)
  return {
    ...marks,
    ids: Array.from(row, (at, mark) => (marks.count[mark] === 1 ? boxes[at]!.id : '')),
    heardAt: Float64Array.from(row, (at) => boxes[at]!.heardAt),
    listed: Uint8Array.from(row, (at) => Number(boxes[at]!.listed)),
  }
}
