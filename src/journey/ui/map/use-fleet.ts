/** The fleet as screens use it: a worker that is there as long as the screen, and what it says last of what was asked. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DrawnCrowd, LiveCrowd } from '#web/map/drawn.ts'
import type {
  FleetFacets,
  FleetFilter,
  FleetLine,
  FleetState,
  FromWorker,
  TableAsked,
  ToWorker,
} from './fleet-line.ts'

export interface FleetAsked {
  readonly filter: FleetFilter
  readonly table: TableAsked
  readonly within: readonly number[] | null
  readonly selected: string | undefined
}

export interface LiveFleet {
  readonly state: FleetState
  readonly facets: FleetFacets
  readonly lines: readonly FleetLine[]
  readonly total: number
  /** In the mark that was opened. */
  readonly within: readonly FleetLine[]
  readonly selected: FleetLine | null
  readonly crowd: LiveCrowd
}

const OPENING: FleetState = { line: 'opening', all: 0, positioned: 0, shown: 0, extent: null }
const NOTHING: readonly FleetLine[] = []

export function useFleet({ filter, table, within, selected }: FleetAsked): LiveFleet {
  const [told, setTold] = useState<Omit<LiveFleet, 'crowd'>>({
    state: OPENING,
    facets: { trains: [], shippers: [] },
    lines: NOTHING,
    total: 0,
    within: NOTHING,
    selected: null,
  })
  // Made by the first effect of every mounting, so that the others find it.
  const worker = useRef<Worker>(undefined)
  const draws = useRef(new Set<(drawn: DrawnCrowd) => void>())
  useEffect(() => {
    const made = new Worker(new URL('./fleet-worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'drawn') for (const draw of draws.current) draw(data.drawn)
      else setTold((before) => ({ ...before, ...wordsOf(data) }))
    })
    made.postMessage({ kind: 'open' } satisfies ToWorker)
    worker.current = made
    return () => made.terminate()
  }, [])
  const say = (message: ToWorker) => worker.current?.postMessage(message)
  useEffect(() => say({ kind: 'filter', filter }), [filter])
  useEffect(() => say({ kind: 'table', asked: table }), [table])
  useEffect(() => say({ kind: 'within', bounds: within }), [within])
  useEffect(() => say({ kind: 'select', id: selected ?? null }), [selected])
  const crowd = useMemo(
    (): LiveCrowd => ({
      look: (sight) => worker.current?.postMessage({ kind: 'look', sight } satisfies ToWorker),
      follow(draw) {
        draws.current.add(draw)
        return () => draws.current.delete(draw)
      },
    }),
    [],
  )
  return { ...told, crowd }
}

function wordsOf(message: Exclude<FromWorker, { kind: 'drawn' }>): Partial<LiveFleet> {
  switch (message.kind) {
    case 'state':
      return { state: message.state }
    case 'facets':
      return { facets: message.facets }
    case 'table':
      return { lines: message.lines, total: message.total }
    case 'within':
      return { within: message.lines }
    case 'selected':
      return { selected: message.selected }
  }
}
