/**
 * The other side of the bench `positions`, a process of its own: simulated trackers that sign on over TCP, send reports made
 * beforehand, and keep a window of them unanswered. Cheaper than `src/gateway/tracker.ts`, which would be what is measured on two cores.
 *
 * Told by its parent what to do; tells it when it may begin, and at the end which reports were acknowledged.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeAuthenticate, encodeReport } from '#gateway/protocols/jt808/encode.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'

export interface Work {
  readonly port: number
  readonly phones: readonly string[]
  readonly secret: string
  readonly reportsEach: number
  readonly inFlight: number
  /** Device time of the first report; one a minute follows. */
  readonly startMs: number
}

export interface Done {
  readonly seconds: number
  /** Of this process, from the first report to the last answer. */
  readonly cpuSeconds: number
  /** For each phone, the serials that were acknowledged. */
  readonly acknowledged: readonly (readonly number[])[]
}

const EDITION = '2013'

class SimulatedTracker {
  readonly acknowledged: number[] = []
  readonly finished = Promise.withResolvers<void>()
  readonly #work: Work
  readonly #frames: readonly Uint8Array[]
  readonly #splitter = createSplitter()
  readonly #socket: Socket
  #isSignedOn = Promise.withResolvers<void>()
  #sent = 0

  constructor(work: Work, phone: string) {
    this.#work = work
    this.#frames = Array.from({ length: work.reportsEach }, (_, at) => reportAt(work, phone, at))
    this.#socket = connect({ host: '127.0.0.1', port: work.port, noDelay: true })
    this.#socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    this.#socket.once('connect', () => {
      const from = { version: EDITION, phone, serial: 0xffff } as const
      this.#socket.write(encodeAuthenticate(from, { authCode: work.secret }))
    })
    this.#socket.once('error', (error) => this.finished.reject(error))
    this.#socket.once('close', () => this.finished.reject(new Error('the gateway hung up')))
  }

  signedOn(): Promise<void> {
    return this.#isSignedOn.promise
  }

  send(): void {
    const end = Math.min(this.#frames.length, this.acknowledged.length + this.#work.inFlight)
    if (end === this.#sent) return
    this.#socket.write(Buffer.concat(this.#frames.slice(this.#sent, end)))
    this.#sent = end
  }

  #hear(chunk: Buffer): void {
    for (const { bytes } of this.#splitter.push(chunk)) {
      const message = decodeFrame(bytes)
      if ('error' in message || message.body.kind !== 'answer') continue
      const { answersSerial, result } = message.body
      if (result !== 0) return this.finished.reject(new Error(`answered ${result}`))
      if (answersSerial === 0xffff) this.#isSignedOn.resolve()
      else this.acknowledged.push(answersSerial)
    }
    if (this.acknowledged.length === this.#frames.length) this.finished.resolve()
    // Half a window at a time, as a terminal with a backlog sends: not a frame for each answer.
    else if (this.#sent - this.acknowledged.length <= this.#work.inFlight / 2 && this.#sent > 0)
      this.send()
  }
}

function reportAt({ startMs }: Work, phone: string, at: number): Uint8Array {
  return encodeReport(
    { version: EDITION, phone, serial: at },
    {
      time: new Date(startMs + at * 60_000).toISOString(),
      latitude: 36.75 + at / 1000,
      longitude: 117.25 - at / 200,
      altitudeM: 30,
      speedKmh: 60,
      headingDeg: 270,
      alarm: 0,
      status: 3,
      // What a container's tracker really sends along.
      items: [
        { id: '0x30', name: 'signalStrength', value: 21 },
        { id: '0x31', name: 'satellites', value: 9 },
      ],
    },
  )
}

function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

const [work] = (await once(process, 'message')) as [Work]
const trackers = work.phones.map((phone) => new SimulatedTracker(work, phone))
const all = Promise.all(trackers.map(({ finished }) => finished.promise))
all.catch(() => process.exit(1))
await Promise.all(trackers.map((tracker) => tracker.signedOn()))
process.send?.('ready')
await once(process, 'message')
const began = performance.now()
const cpuBegan = process.cpuUsage()
for (const tracker of trackers) tracker.send()
await all
const done: Done = {
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: cpuSince(cpuBegan),
  acknowledged: trackers.map(({ acknowledged }) => acknowledged),
}
process.send?.(done, () => process.exit(0))
