/**
 * One connection from its first byte to its end: read a chunk, finish it, read the next.
 *
 * Everything here is owned by the connection. What connections share (limits, counts, who holds which device)
 * is the `Hall`, owned by `server.ts`.
 */
import type { Socket } from 'node:net'
import { beginSession, type Outcome, type Ports } from '#gateway/exchange.ts'
import { writeCommand } from '#gateway/ordering.ts'
import { chase, handle, release } from '#gateway/pipeline.ts'
import type { DeviceId, Quarantine, QueuedCommand } from '#gateway/ports.ts'
import { toHex } from '#gateway/protocols/jt808/bytes.ts'
import { describeFrame } from '#gateway/protocols/jt808/decode-lines.ts'
import { createSplitter, type Piece } from '#gateway/protocols/jt808/splitter.ts'

export interface Limits {
  readonly connectionsMax: number
  /** Mobile operators put many terminals behind one address, so this is no small number. */
  readonly connectionsPerAddressMax: number
  /** Without a whole, undamaged frame. */
  readonly idleMs: number
  readonly authenticationMs: number
  /** Wrong codes on one connection before it is closed. */
  readonly authFailuresMax: number
  /** Frames of one connection handed to the quarantine; later ones are only counted. */
  readonly quarantinedPerConnectionMax: number
  readonly commitFixesMax: number
  /** Without a further package of an unfinished message, before the missing ones are asked for. */
  readonly partsMs: number
  /** Of unfinished messages, all connections together. */
  readonly partsBytesMax: number
  /** Frames handed to the quarantine, all connections together: a flood of rubbish must not become a flood of writes. */
  readonly quarantinedPerSecondMax: number
  /** What becomes of terminals that do not authenticate: answered and their frames kept, or answered, closed and only counted. */
  readonly strangers: 'quarantine' | 'refuse'
}

export interface Counts {
  connections: number
  framesTaken: number
  framesRefused: number
  connectionsRefused: number
}

export interface Hall {
  readonly limits: Limits
  readonly ports: Ports
  readonly quarantine: Quarantine
  /** Told of each device that has authenticated, so that what waits for it is sent. */
  readonly onClaimed: (deviceId: DeviceId) => void
  readonly now: () => Date
  readonly fault: (reason: unknown) => void
  readonly counts: Counts
  readonly byAddress: Map<string, number>
  /** The newest connection of each device; an older one is a line the network lost without saying so. */
  readonly byDevice: Map<DeviceId, Connection>
  readonly open: Set<Connection>
  /** How many frames went to the quarantine in the second under way. */
  readonly quarantined: { second: number; count: number }
  isClosing: boolean
}

const NO_BYTES = new Uint8Array(0)

export class Connection {
  readonly #hall: Hall
  readonly #socket: Socket
  readonly #address: string
  readonly #session = beginSession()
  readonly #splitter = createSplitter()
  readonly #idle: NodeJS.Timeout
  readonly #unauthenticated: NodeJS.Timeout
  #chasing: NodeJS.Timeout | undefined
  #claimed: DeviceId | null = null
  #quarantined = 0
  #working: Promise<void> = Promise.resolve()

  constructor(hall: Hall, socket: Socket, address: string) {
    this.#hall = hall
    this.#socket = socket
    this.#address = address
    this.#idle = setTimeout(() => socket.destroy(), hall.limits.idleMs)
    this.#unauthenticated = setTimeout(() => socket.destroy(), hall.limits.authenticationMs)
    socket.on('data', (chunk: Buffer) => {
      socket.pause()
      this.#working = this.#work(chunk)
    })
    socket.on('error', () => socket.destroy()) // A reset by the peer is an end like any other.
    socket.once('close', () => this.#end())
    hall.open.add(this)
  }

  /** Reads no more, waits for what was read, sends the answers, closes. */
  async finish(): Promise<void> {
    this.#socket.pause()
    await this.#working
    this.#socket.destroySoon()
  }

  async #work(chunk: Uint8Array): Promise<void> {
    const unfinished: Promise<void>[] = []
    for (const piece of this.#splitter.push(chunk)) {
      if (this.#socket.destroyed || this.#socket.writableEnded) break
      const receivedAt = this.#hall.now().toISOString()
      try {
        const { now, later } = await handle(piece, receivedAt, this.#session, this.#hall.ports)
        this.#chaseLater()
        if (now) await this.#settle(piece, receivedAt, now)
        if (later) unfinished.push(this.#settleLater(piece, receivedAt, later))
      } catch (reason) {
        this.#hall.fault(reason)
      }
    }
    await Promise.all(unfinished)
    if (this.#socket.writableNeedDrain && !this.#socket.destroyed) await drained(this.#socket)
    if (!this.#hall.isClosing) this.#socket.resume()
  }

  /** Asks for missing packages when none has come for a while, again and again until the pipeline gives up. */
  #chaseLater(): void {
    clearTimeout(this.#chasing)
    if (this.#session.gathering === null || this.#socket.destroyed) return
    this.#chasing = setTimeout(() => {
      const receivedAt = this.#hall.now().toISOString()
      const outcome = chase(this.#session, this.#hall.ports)
      this.#settle({ bytes: NO_BYTES }, receivedAt, outcome).catch(this.#hall.fault)
      this.#chaseLater()
    }, this.#hall.limits.partsMs)
  }

  async #settleLater(piece: Piece, receivedAt: string, later: Promise<Outcome>): Promise<void> {
    try {
      await this.#settle(piece, receivedAt, await later)
    } catch (reason) {
      this.#hall.fault(reason)
    }
  }

  async #settle(piece: Piece, receivedAt: string, outcome: Outcome): Promise<void> {
    if (outcome.isAlive) this.#idle.refresh()
    if (outcome.authenticated) this.#claim(outcome.authenticated.deviceId)
    if (outcome.quarantine === undefined) this.#hall.counts.framesTaken += outcome.isOurs ? 0 : 1
    // First kept, then answered: a refusal that nobody can look at has not happened.
    else await this.#quarantine(piece, receivedAt, outcome.quarantine, outcome)
    if (outcome.answer && this.#socket.writable) this.#socket.write(outcome.answer)
    const isUnwelcome = outcome.isStranger === true && this.#hall.limits.strangers === 'refuse'
    if (outcome.mustClose === true || isUnwelcome) this.#socket.destroySoon()
  }

  async #quarantine(
    piece: Piece,
    receivedAt: string,
    reason: string,
    { phone, hex, isStranger }: Outcome,
  ): Promise<void> {
    const { limits, counts, quarantine } = this.#hall
    counts.framesRefused++
    if (isStranger === true && limits.strangers === 'refuse') return
    if (++this.#quarantined > limits.quarantinedPerConnectionMax || this.#isFlood()) return
    const frame = { hex: hex ?? toHex(piece.bytes), receivedAt, remoteAddress: this.#address }
    const decoded = hex === undefined ? describeFrame(piece.bytes) : undefined
    await quarantine(
      {
        ...frame,
        ...(phone !== undefined && { phone }),
        ...(decoded !== undefined && { decoded }),
      },
      reason,
    )
  }

  #isFlood(): boolean {
    const { quarantined, limits, now } = this.#hall
    const second = Math.floor(now().getTime() / 1000)
    if (second !== quarantined.second) {
      quarantined.second = second
      quarantined.count = 0
    }
    return ++quarantined.count > limits.quarantinedPerSecondMax
  }

  /** Sends commands to the terminal; gives back those its protocol cannot say. */
  send(commands: readonly QueuedCommand[]): readonly QueuedCommand[] {
    const unwritable: QueuedCommand[] = []
    for (const command of commands) {
      const frame = writeCommand(this.#session, command)
      if (frame === null) unwritable.push(command)
      else if (this.#socket.writable) this.#socket.write(frame)
    }
    return unwritable
  }

  #claim(deviceId: DeviceId): void {
    clearTimeout(this.#unauthenticated)
    // Gone while the directory was asked: there is nothing to claim the device for.
    if (this.#socket.destroyed) return
    this.#release()
    this.#claimed = deviceId
    const older = this.#hall.byDevice.get(deviceId)
    if (older !== undefined && older !== this) older.#socket.destroy()
    this.#hall.byDevice.set(deviceId, this)
    this.#hall.onClaimed(deviceId)
  }

  #release(): void {
    if (this.#claimed !== null && this.#hall.byDevice.get(this.#claimed) === this)
      this.#hall.byDevice.delete(this.#claimed)
  }

  #end(): void {
    clearTimeout(this.#idle)
    clearTimeout(this.#unauthenticated)
    clearTimeout(this.#chasing)
    release(this.#session, this.#hall.ports)
    this.#hall.open.delete(this)
    this.#release()
  }
}

/** Resolves when the peer has read its answers, or is gone. The idle limit ends a peer that never reads. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
