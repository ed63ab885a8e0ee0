/** Where one container is, kept current by the server: without asking again. */
import { useEffect, useState } from 'react'
import { LivePosition, POSITIONS_STREAM_PATH, PositionsSnapshot } from '#tracking/contract.ts'

const REOPEN_MS = 5_000

export function useLivePosition(containerId: string): LivePosition | undefined {
  const [position, setPosition] = useState<LivePosition>()
  useEffect(() => {
    let source: EventSource | undefined
    let reopening: ReturnType<typeof setTimeout> | undefined
    const onPosition = (event: MessageEvent<string>) => {
      const moved = LivePosition.safeParse(JSON.parse(event.data))
      if (moved.success) setPosition(moved.data)
    }
    const onSnapshot = (event: MessageEvent<string>) => {
      const snapshot = PositionsSnapshot.safeParse(JSON.parse(event.data))
      if (snapshot.success) setPosition(snapshot.data.items[0])
    }
    const open = () => {
      const query = new URLSearchParams({ container: containerId })
      const opened = new EventSource(`${POSITIONS_STREAM_PATH}?${query}`)
      source = opened
      opened.addEventListener('snapshot', onSnapshot)
      opened.addEventListener('position', onPosition)
      opened.addEventListener('error', () => {
        // After a broken line the browser comes back by itself and resumes by Last-Event-ID. After an answer that is no stream,
        // as a proxy gives while the server starts, it gives up for good.
        if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS)
      })
    }
    open()
    return () => {
      clearTimeout(reopening)
      source?.close()
    }
  }, [containerId])
  return position
}
