/** The fleet as screens use it: a worker that is there as long as the screen, and what it says last of what was asked. */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useLocale } from '#web/i18n.ts'
import type { DrawnCrowd, LiveCrowd } from '#web/map/drawn.ts'
import type { FleetFilter, FleetTold, FromWorker, TableAsked, ToWorker } from './fleet-line.ts'

export interface FleetAsked {
  readonly filter: FleetFilter
  readonly table: TableAsked
  readonly within: readonly number[] | null
  readonly selected: string | undefined
}

/** Read by parts (`useTold`), so that what moves by the second draws only what shows it. */
export interface LiveFleet {
  readonly told: ToldStore
  readonly crowd: LiveCrowd
}

interface ToldStore {
  readonly read: () => FleetTold
  readonly write: (part: Partial<FleetTold>) => void
  readonly subscribe: (hear: () => void) => () => void
}

const NOTHING_TOLD: FleetTold = {
  state: { line: 'opening', all: 0, positioned: 0, shown: 0, extent: null },
  facets: { trains: [], shippers: [] },
  table: { lines: [], total: 0 },
  within: [],
  selected: null,
}

function createToldStore(): ToldStore {
  const hearers = new Set<() => void>()
  let told = NOTHING_TOLD
  return {
    read: () => told,
    write(part) {
      told = { ...told, ...part }
      for (const hear of hearers) hear()
    },
    subscribe(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
  }
}

/** Draws anew when this part reads otherwise. */
export function useTold<Part>({ told }: LiveFleet, pick: (told: FleetTold) => Part): Part {
  return useSyncExternalStore(told.subscribe, () => pick(told.read()))
}

export function useFleet({ filter, table, within, selected }: FleetAsked): LiveFleet {
  const [told] = useState(createToldStore)
  // Made by the first effect of every mounting, so that the others find it.
  const worker = useRef<Worker>(undefined)
  const draws = useRef(new Set<(drawn: DrawnCrowd) => void>())
  useEffect(() => {
    const made = new Worker(new URL('./fleet-worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'told') told.write(data.told)
      else for (const draw of draws.current) draw(data.drawn)
    })
    made.postMessage({ kind: 'open' } satisfies ToWorker)
    worker.current = made
    return () => made.terminate()
  }, [told])
  const { locale } = useLocale()
  const say = (message: ToWorker) => worker.current?.postMessage(message)
  useEffect(() => say({ kind: 'locale', locale }), [locale])
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
  return useMemo(() => ({ told, crowd }), [told, crowd])
}
