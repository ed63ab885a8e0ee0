/** How often an address may ask in a window of time, counted in memory: against hammering, not a promise over several servers. */
export interface RateLimit {
  /** 0 when it may; else in how many seconds it may again. */
  take(address: string, now: Date): number
}

/** Addresses remembered; beyond that all windows begin anew, which errs on the asker's side. */
const ADDRESSES_MAX = 50_000

export function createRateLimit({
  asksMax,
  windowSeconds,
}: {
  readonly asksMax: number
  readonly windowSeconds: number
}): RateLimit {
  const windows = new Map<string, { asks: number; readonly endsMs: number }>()
  return {
    take(address, now) {
      const nowMs = now.getTime()
      const known = windows.get(address)
      if (known === undefined || known.endsMs <= nowMs) {
        if (windows.size >= ADDRESSES_MAX) windows.clear()
        windows.set(address, { asks: 1, endsMs: nowMs + windowSeconds * 1000 })
        return 0
      }
      known.asks += 1
      return known.asks <= asksMax ? 0 : Math.ceil((known.endsMs - nowMs) / 1000)
    },
  }
}
