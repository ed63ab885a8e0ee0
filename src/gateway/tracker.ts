/**
 * A simulated tracker: the other side of the wire, for the demo, the journeys and the torture tests. It is not
 * part of the platform and no device runs it, but it speaks real JT/T 808 over real TCP and behaves as a terminal must: it
 * registers, authenticates, sends heartbeats, keeps every report until the platform has acknowledged it, sends again
 * what was not answered, and comes back after a broken line, waiting longer each time.
 */
import { connect, type Socket } from 'node:net'
import type { Edition, Header } from '#gateway/protocols/jt808/frame.ts'
import {
  encodeAuthenticate,
  encodeHeartbeat,
  encodeLocationAnswer,
  encodeRegister,
  encodeReport,
  encodeTerminalAnswer,
  type Addressing,
} from '#gateway/protocols/jt808/encode.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import { MESSAGE, RESULT, type Body, type Message } from '#gateway/protocols/jt808/messages.ts'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'

export interface TrackerOptions {
  readonly host: string
  readonly port: number
  readonly edition: Edition
  readonly phone: string
  readonly terminalId: string
  readonly maker?: string
  readonly model?: string
  readonly plate?: string
  readonly imei?: string
  /** From an earlier registration; without it the tracker registers first. */
  readonly authCode?: string
  readonly heartbeatMs?: number
  /** How long an answer is waited for before a report is sent again. */
  readonly answerMs?: number
  readonly retryMsMin?: number
  readonly retryMsMax?: number
  readonly inFlightMax?: number
}

export type TrackerState = 'offline' | 'signing_on' | 'online' | 'closed'

interface Kept {
  readonly report: Location
  /** The same each time it is sent, so that the platform knows it again. */
  readonly serial: number
  readonly acknowledged: PromiseWithResolvers<void>
  /** When it was last sent, by the monotonic clock; undefined while it is still to be sent. */
  sentMs: number | undefined
}

const DEFAULTS = {
  maker: 'LBSIM',
  model: 'SIM-1',
  plate: '',
  heartbeatMs: 60_000,
  answerMs: 5_000,
  retryMsMin: 200,
  retryMsMax: 30_000,
  inFlightMax: 16,
}

/** Half the serials: more could not be told apart from their answers. */
const KEPT_MAX = 0x8000

const OBEYED: ReadonlySet<Body['kind']> = new Set(['setParameters', 'control', 'follow', 'text'])

export class Tracker {
  readonly #options: TrackerOptions & typeof DEFAULTS
  readonly #kept = new Map<number, Kept>()
  #state: TrackerState = 'offline'
  #authCode: string | undefined
  #nextSerial = 0
  #lastReport: Location | undefined
  #retryMs: number
  #socket: Socket | undefined
  #retryTimer: NodeJS.Timeout | undefined
  #answerTimer: NodeJS.Timeout | undefined
  #heartbeatTimer: NodeJS.Timeout | undefined

  /** Connects at once and for ever, until it is closed. */
  constructor(options: TrackerOptions) {
    this.#options = { ...DEFAULTS, ...options }
    this.#authCode = options.authCode
    this.#retryMs = this.#options.retryMsMin
    this.#open()
  }

  get state(): TrackerState {
    return this.#state
  }

  /** How many reports are not acknowledged yet. */
  get pending(): number {
    return this.#kept.size
  }

  get authCode(): string | undefined {
    return this.#authCode
  }

  /** Resolves when the platform acknowledged the report; rejects when it refused it for good or the tracker was closed. */
  send(report: Location): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(new Error('the tracker is closed'))
    if (this.#kept.size >= KEPT_MAX)
      return Promise.reject(new Error('the tracker’s memory is full'))
    this.#lastReport = report
    const acknowledged = Promise.withResolvers<void>()
    // Who does not wait for the answer must not be ended by it.
    acknowledged.promise.catch(() => undefined)
    const serial = this.#takeSerial()
    this.#kept.set(serial, { report, serial, acknowledged, sentMs: undefined })
    this.#pump()
    return acknowledged.promise
  }

  close(): void {
    this.#state = 'closed'
    clearTimeout(this.#retryTimer)
    this.#stopWaiting()
    clearInterval(this.#heartbeatTimer)
    this.#socket?.destroy()
    for (const { acknowledged } of this.#kept.values())
      acknowledged.reject(new Error('the tracker was closed'))
    this.#kept.clear()
  }

  #open(): void {
    const { host, port } = this.#options
    const splitter = createSplitter()
    const socket = connect({ host, port, noDelay: true })
    this.#socket = socket
    socket.once('connect', () => {
      // On one machine a connection to a port nobody listens on can meet itself (TCP's simultaneous open).
      if (socket.localPort === socket.remotePort) socket.destroy()
      else this.#signOn()
    })
    socket.on('data', (chunk: Buffer) => {
      for (const { bytes, problem } of splitter.push(chunk)) {
        const message = problem ? null : decodeFrame(bytes)
        if (message && !('error' in message) && message.checksumOk) this.#hear(message)
      }
    })
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#comeBack())
  }

  #comeBack(): void {
    this.#stopWaiting()
    clearInterval(this.#heartbeatTimer)
    if (this.#state === 'closed') return
    this.#state = 'offline'
    for (const report of this.#kept.values()) report.sentMs = undefined
    this.#retryTimer = setTimeout(() => this.#open(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, this.#options.retryMsMax)
  }

  #signOn(): void {
    this.#state = 'signing_on'
    const { terminalId, maker, model, plate, imei, answerMs } = this.#options
    this.#stopWaiting()
    this.#answerTimer = setTimeout(() => this.#socket?.destroy(), answerMs)
    if (this.#authCode === undefined) {
      const registration = { province: 37, city: 100, maker, model, terminalId, plate }
      const from = this.#addressing()
      this.#socket?.write(encodeRegister(from, { ...registration, plateColour: 0 }))
    } else {
      const authentication = { authCode: this.#authCode, ...(imei !== undefined && { imei }) }
      this.#socket?.write(encodeAuthenticate(this.#addressing(), authentication))
    }
  }

  #hear({ header, body }: Message): void {
    if (body.kind === 'registrationAnswer') this.#hearAboutRegistration(body)
    else if (body.kind !== 'answer') this.#obey(header, body)
    else if (body.answersId === MESSAGE.authentication) this.#hearAboutAuthentication(body.result)
    else if (body.answersId === MESSAGE.location)
      this.#hearAboutReport(body.answersSerial, body.result)
  }

  /** Commands change nothing in a simulated device, but it answers them as a real one does. */
  #obey({ messageId, serial }: Header, body: Body): void {
    if (body.kind === 'resend') return
    const from = this.#addressing()
    if (body.kind === 'locate' && this.#lastReport !== undefined) {
      this.#socket?.write(encodeLocationAnswer(from, serial, this.#lastReport))
      return
    }
    const result = OBEYED.has(body.kind) ? RESULT.ok : RESULT.unsupported
    const answer = { answersSerial: serial, answersId: messageId, result }
    this.#socket?.write(encodeTerminalAnswer(from, answer))
  }

  #hearAboutRegistration({ result, authCode }: { result: number; authCode?: string }): void {
    if (result === RESULT.ok) {
      this.#authCode = authCode ?? ''
      this.#signOn()
    } else {
      this.#socket?.destroy()
    }
  }

  #hearAboutAuthentication(result: number): void {
    if (result === RESULT.ok) {
      this.#stopWaiting()
      this.#state = 'online'
      this.#retryMs = this.#options.retryMsMin
      const beat = (): void => void this.#socket?.write(encodeHeartbeat(this.#addressing()))
      this.#heartbeatTimer = setInterval(beat, this.#options.heartbeatMs)
      this.#pump()
    } else {
      // The secret was changed: ask for the new one.
      this.#authCode = undefined
      this.#socket?.destroy()
    }
  }

  #hearAboutReport(serial: number, result: number): void {
    const report = this.#kept.get(serial)
    if (!report) return
    if (result === RESULT.failed) {
      this.#socket?.destroy()
      return
    }
    this.#kept.delete(serial)
    if (result === RESULT.ok) report.acknowledged.resolve()
    else report.acknowledged.reject(new Error(`the platform answered ${result}`))
    this.#pump()
  }

  /** Sends the oldest reports first, a window of them at a time. */
  #pump(): void {
    if (this.#state !== 'online') return
    let room = this.#options.inFlightMax
    for (const report of this.#kept.values()) {
      if (room-- === 0) break
      if (report.sentMs !== undefined) continue
      report.sentMs = performance.now()
      this.#socket?.write(encodeReport(this.#addressing(report.serial), report.report))
    }
    this.#waitForAnswers()
  }

  /**
   * Each report waits for its own answer: one that was lost would never be missed if the answers to later reports were taken for a
   * sign that all is well.
   */
  #waitForAnswers(): void {
    if (this.#answerTimer !== undefined) return
    const sent = [...this.#kept.values()].flatMap(({ sentMs }) => sentMs ?? [])
    if (sent.length === 0) return
    const dueMs = Math.min(...sent) + this.#options.answerMs - performance.now()
    this.#answerTimer = setTimeout(() => this.#sendAgain(), Math.max(0, dueMs))
  }

  #stopWaiting(): void {
    clearTimeout(this.#answerTimer)
    this.#answerTimer = undefined
  }

  #sendAgain(): void {
    this.#stopWaiting()
    const lateFrom = performance.now() - this.#options.answerMs
    for (const report of this.#kept.values())
      if (report.sentMs !== undefined && report.sentMs <= lateFrom) report.sentMs = undefined
    this.#pump()
  }

  #addressing(serial = this.#takeSerial()): Addressing {
    return { version: this.#options.edition, phone: this.#options.phone, serial }
  }

  /** A serial that still names a report must not name another message. */
  #takeSerial(): number {
    while (this.#kept.has(this.#nextSerial)) this.#nextSerial = (this.#nextSerial + 1) & 0xffff
    const serial = this.#nextSerial
    this.#nextSerial = (serial + 1) & 0xffff
    return serial
  }
}
