/** Server-sent events: how they are written, and what somebody who reads them has yet to be told. */
import type { RawReply } from '#platform/http.ts'

/** A stream ends after this long, and the browser comes back with its session: one that was signed out does not. */
export const STREAM_MS_MAX = 10 * 60_000
const HEARTBEAT_MS = 15_000

export function eventOf(event: string, content: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(content)}\n\n`
}

export function eventStream(body: AsyncIterable<string>): RawReply {
  return {
    type: 'text/event-stream; charset=utf-8',
    // A connection kept alive after its stream would hold up a stopping server.
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' },
    body,
  }
}

/**
 * Of each thing only the newest is kept, so that a slow line misses steps in between and never the last, and its memory is bounded by
 * the things it may see.
 */
export interface Ear<News> {
  take(news: readonly News[]): void
  /**
   * What came since the last call, waited for; nothing when the line must be kept alive or the signal ended, `too much` when so
   * much waited that its owner had better begin anew.
   */
  hear(signal: AbortSignal): Promise<readonly News[] | 'too much'>
}

export function createEar<News>(keyOf: (news: News) => string, pendingMax: number): Ear<News> {
  const pending = new Map<string, News>()
  let wake = (): void => undefined
  /** Until something came, the heartbeat is due, or the stream ends. */
  const nap = (ended: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        ended.removeEventListener('abort', done)
        wake = () => undefined
        resolve()
      }
      const timer = setTimeout(done, HEARTBEAT_MS)
      ended.addEventListener('abort', done)
      wake = done
      if (ended.aborted) done()
    })
  return {
    take(news) {
      for (const each of news) pending.set(keyOf(each), each)
      if (news.length > 0) wake()
    },
    async hear(signal) {
      if (pending.size === 0) await nap(signal)
      const isTooMuch = pending.size > pendingMax
      const news = [...pending.values()]
      pending.clear()
      return isTooMuch ? 'too much' : news
    },
  }
}
