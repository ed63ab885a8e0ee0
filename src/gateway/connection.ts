/**
 * One connection from its first byte to its end: read a chunk, finish it, read the next.
 *
 * Everything here is owned by the connection. What connections share (limits, counts, who holds which device)
 * is the `Hall` (`hall.ts`), owned by `server.ts`.
 */
import type { Socket } from 'node:net'
import { beginSession, type Keeping, type Outcome } from '#gateway/exchange.ts'
import { claim, drained, keepRefused, letGo, type Hall, type Line } from '#gateway/hall.ts'
import { writeCommand } from '#gateway/ordering.ts'
import { chase, handle, release } from '#gateway/pipeline.ts'
import type { DeviceId, QueuedCommand } from '#gateway/ports.ts'
import { toHex } from '#gateway/protocols/jt808/bytes.ts'
import { describeFrame } from '#gateway/protocols/jt808/decode-lines.ts'
import { createSplitter, type Piece } from '#gateway/protocols/jt808/splitter.ts'

const NOTHING: Piece = { bytes: new Uint8Array(0) }

export class Connection implements Line {
  readonly takesCommands = true
  readonly #hall: Hall
  readonly #socket: Socket
  readonly #address: string
  readonly #session = beginSession()
  readonly #splitter = createSplitter()
  readonly #idle: NodeJS.Timeout
  readonly #unauthenticated: NodeJS.Timeout
  #chasing: NodeJS.Timeout | undefined
  #claimed: DeviceId | null = null
  readonly #refused = { count: 0 }
  #working: Promise<void> = Promise.resolve()
  /** Frames whose positions are not durable yet. */
  #unkept = 0
  #allKept: () => void = () => undefined
  /** Answers of this turn of the event loop: one call of the system sends them all. */
  #answers: Uint8Array[] = []

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
    socket.once('close', () => this.#ended())
    hall.open.add(this)
  }

  /** Reads no more, waits for what was read, sends the answers, closes. */
  async finish(): Promise<void> {
    this.#socket.pause()
    await this.#working
    this.#endSoon()
  }

  async #work(chunk: Uint8Array): Promise<void> {
    const unfinished: Promise<void>[] = []
    const receivedAt = this.#hall.now().toISOString()
    for (const piece of this.#splitter.push(chunk)) {
      if (this.#socket.destroyed || this.#socket.writableEnded) break
      try {
        const handled = handle(piece, receivedAt, this.#session, this.#hall.ports)
        // Most frames need nothing but a commit, and nobody waits for those here.
        const { now, later, keeping } = handled instanceof Promise ? await handled : handled
        this.#chaseLater()
        if (keeping) this.#keep(keeping)
        if (now) await this.#settle(piece, receivedAt, now)
        if (later) unfinished.push(this.#settleLater(piece, receivedAt, later))
      } catch (reason) {
        this.#hall.fault(reason)
      }
    }
    await Promise.all(unfinished)
    if (this.#unkept > 0) await new Promise<void>((resolve) => (this.#allKept = resolve))
    this.#flush()
    await drained(this.#socket)
    if (!this.#hall.isClosing) this.#socket.resume()
  }

  #keep({ fixes, answer }: Keeping): void {
    this.#unkept += 1
    this.#hall.ports.store.offer(fixes, (refusal) => {
      try {
        if (refusal !== undefined) throw refusal.reason
        void this.#settle(NOTHING, '', { answer: answer(), isAlive: true })
      } catch (reason) {
        this.#hall.fault(reason)
      }
      this.#unkept -= 1
      if (this.#unkept === 0) this.#allKept()
    })
  }

  /** Asks for missing packages when none has come for a while, again and again until the pipeline gives up. */
  #chaseLater(): void {
    if (this.#chasing !== undefined) clearTimeout(this.#chasing)
    this.#chasing = undefined
    if (this.#session.gathering === null || this.#socket.destroyed) return
    this.#chasing = setTimeout(() => {
      const receivedAt = this.#hall.now().toISOString()
      const outcome = chase(this.#session, this.#hall.ports)
      void this.#settleLater(NOTHING, receivedAt, Promise.resolve(outcome))
      this.#chaseLater()
    }, this.#hall.limits.partsMs)
  }

  #settleLater(piece: Piece, receivedAt: string, later: Promise<Outcome>): Promise<void> {
    return later.then((outcome) => this.#settle(piece, receivedAt, outcome)).catch(this.#hall.fault)
  }

  #settle(piece: Piece, receivedAt: string, outcome: Outcome): Promise<void> | undefined {
    if (outcome.isAlive) this.#idle.refresh()
    if (outcome.authenticated) this.#claim(outcome.authenticated.deviceId)
    if (outcome.quarantine === undefined) {
      this.#hall.counts.framesTaken += outcome.isOurs ? 0 : 1
      this.#answer(outcome)
      return undefined
    }
    // First kept, then answered: a refusal that nobody can look at has not happened.
    return this.#quarantine(piece, receivedAt, outcome.quarantine, outcome).then(() =>
      this.#answer(outcome),
    )
  }

  #answer({ answer, isStranger, mustClose }: Outcome): void {
    if (answer) this.#say(answer)
    const isUnwelcome = isStranger === true && this.#hall.limits.strangers === 'refuse'
    if (mustClose === true || isUnwelcome) this.#endSoon()
  }

  /** Sent when what runs now has run: a commit answers hundreds of frames at once. */
  #say(frame: Uint8Array): void {
    if (this.#answers.push(frame) === 1) process.nextTick(() => this.#flush())
  }

  #flush(): void {
    const answers = this.#answers
    if (answers.length === 0) return
    this.#answers = []
    if (this.#socket.writable)
      this.#socket.write(answers.length === 1 ? answers[0]! : Buffer.concat(answers))
  }

  #endSoon(): void {
    this.#flush()
    this.#socket.destroySoon()
  }

  #quarantine(
    piece: Piece,
    receivedAt: string,
    reason: string,
    { phone, hex, isStranger }: Outcome,
  ): Promise<void> {
    const frame = () => {
      const decoded = hex === undefined ? describeFrame(piece.bytes) : undefined
      return {
        hex: hex ?? toHex(piece.bytes),
        receivedAt,
        remoteAddress: this.#address,
        ...(phone !== undefined && { phone }),
        ...(decoded !== undefined && { decoded }),
      }
    }
    return keepRefused(this.#hall, this.#refused, { reason, isStranger, frame })
  }

  send(commands: readonly QueuedCommand[]): readonly QueuedCommand[] {
    const unwritable: QueuedCommand[] = []
    for (const command of commands) {
      const frame = writeCommand(this.#session, command)
      if (frame === null) unwritable.push(command)
      else this.#say(frame)
    }
    return unwritable
  }

  end(): void {
    this.#socket.destroy()
  }

  #claim(deviceId: DeviceId): void {
    clearTimeout(this.#unauthenticated)
    // Gone while the directory was asked: there is nothing to claim the device for.
    if (this.#socket.destroyed) return
    letGo(this.#hall, this.#claimed, this)
    this.#claimed = deviceId
    claim(this.#hall, deviceId, this)
  }

  #ended(): void {
    clearTimeout(this.#idle)
    clearTimeout(this.#unauthenticated)
    clearTimeout(this.#chasing)
    release(this.#session, this.#hall.ports)
    this.#hall.open.delete(this)
    letGo(this.#hall, this.#claimed, this)
  }
}
