/** Where the reader's containers are, kept current by the server: a snapshot, then every move, without asking again. */
import { useEffect, useState } from 'react'
import { LivePosition, POSITIONS_STREAM_PATH, PositionsSnapshot } from '#tracking/contract.ts'

export interface LivePositions {
  readonly byContainer: ReadonlyMap<string, LivePosition>
  readonly line: 'opening' | 'live' | 'lost'
}

/** A train's boxes report together: one drawing for all that came within this time. */
const GATHER_MS = 200
const REOPEN_MS = 5_000

export function useLivePositions(): LivePositions {
  const [positions, setPositions] = useState<LivePositions>({
    byContainer: new Map(),
    line: 'opening',
  })
  useEffect(() => {
    const gathered = new Map<string, LivePosition>()
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let reopening: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      const moved = [...gathered]
      gathered.clear()
      setPositions(({ byContainer }) => ({
        byContainer: new Map([...byContainer, ...moved]),
        line: 'live',
      }))
    }
    const onPosition = (event: MessageEvent<string>) => {
      const position = LivePosition.safeParse(JSON.parse(event.data))
      if (!position.success) return
      gathered.set(position.data.containerId, position.data)
      timer ??= setTimeout(flush, GATHER_MS)
    }
    const onSnapshot = (event: MessageEvent<string>) => {
      const snapshot = PositionsSnapshot.safeParse(JSON.parse(event.data))
      if (!snapshot.success) return
      gathered.clear()
      const { items } = snapshot.data
      const byContainer = new Map(items.map((position) => [position.containerId, position]))
      setPositions({ byContainer, line: 'live' })
    }
    const say = (line: LivePositions['line']) =>
      setPositions((before) => (before.line === line ? before : { ...before, line }))
    const open = () => {
      const opened = new EventSource(POSITIONS_STREAM_PATH)
      source = opened
      opened.addEventListener('open', () => say('live'))
      opened.addEventListener('snapshot', onSnapshot)
      opened.addEventListener('position', onPosition)
      opened.addEventListener('error', () => {
        say('lost')
        // After a broken line the browser comes back by itself and resumes by Last-Event-ID. After an answer that is no stream,
        // as a proxy gives while the server starts, it gives up for good.
        if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS)
      })
    }
    open()
    return () => {
      clearTimeout(timer)
      clearTimeout(reopening)
      source?.close()
    }
  }, [])
  return positions
}
