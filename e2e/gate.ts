/** A gate that workers pass between two pieces of work: shut, it brings everyone to rest with nothing half done. */

export interface Gate {
  /** Lets a worker in; it is counted until its work ends. */
  admit(work: () => Promise<void>): Promise<void>
  /** A worker waits here while the gate is shut. */
  pass(): Promise<void>
  open(): void
  /** Shuts the gate; resolves when every worker waits at it. */
  shut(): Promise<void>
}

export function makeGate(): Gate {
  let working = 0
  let waiting: (() => void)[] = []
  let isShut = false
  let allWait = Promise.withResolvers<void>()
  const look = (): void => {
    if (isShut && waiting.length === working) allWait.resolve()
  }
  return {
    async admit(work) {
      working += 1
      try {
        await work()
      } finally {
        working -= 1
        look()
      }
    },
    async pass() {
      if (!isShut) return
      await new Promise<void>((done) => {
        waiting.push(done)
        look()
      })
    },
    open() {
      isShut = false
      for (const go of waiting) go()
      waiting = []
    },
    shut() {
      isShut = true
      allWait = Promise.withResolvers()
      look()
      return allWait.promise
    },
  }
}
