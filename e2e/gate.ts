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

export interface AtWork {
  /** Rejects with what the first of them failed with. */
  readonly failed: Promise<never>
  /** Ends when each has come to the end of what it is at; `tell` has them told that they shall. */
  readonly stop: (tell: () => void) => Promise<void>
}

/** Workers that go on until they are told not to. */
export function setToWork(gate: Gate, works: readonly (() => Promise<void>)[]): AtWork {
  const workers = works.map((work) => gate.admit(work))
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => undefined)
  for (const worker of workers) worker.catch(reject)
  return {
    failed,
    async stop(tell) {
      tell()
      gate.open()
      await Promise.allSettled(workers)
    },
  }
}
