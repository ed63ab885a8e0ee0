/**
 * The line to an outside broker: we are its client, with a session that it keeps while we are away. A message is acknowledged to it after
 * its commit, many at a time, so what we did not keep it sends again. The broker has authenticated the device; whose message it is,
 * the topic tells.
 */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { claim, drained, letGo, type Hall, type Line } from '#gateway/hall.ts'
import type { MqttLimits } from '#gateway/mqtt-connection.ts'
import {
  acknowledgeInOrder,
  quarantineMessage,
  takeMessage,
  type Message,
  type Refusal,
  type Way,
} from '#gateway/mqtt-intake.ts'
import { writeOrder } from '#gateway/mqtt-orders.ts'
import type { DeviceId, NamedDevice, QueuedCommand } from '#gateway/ports.ts'
import {
  readBeginning,
  readPacket,
  writePacket,
  type IPublishPacket,
  type Packet,
} from '#gateway/protocols/mqtt/packets.ts'
import { createSplitter, type Piece } from '#gateway/protocols/mqtt/splitter.ts'
import { commandsTopic, EVERYBODYS, readTopic } from '#gateway/protocols/mqtt/topics.ts'

export interface OutsideOptions {
  /** `mqtt://user:password@host:1883` or `mqtts://…`. Holds a password: never shown. */
  readonly url: string
  /** Who signed the broker's certificate, where the public authorities did not. */
  readonly ca?: string
  /** The broker keeps the session under it: the same after each start, and no other client's. */
  readonly clientId: string
  /** The name of a shared subscription, where several processes share the work. */
  readonly share?: string
}

/** 3.1.1 is what every broker speaks. */
const VERSION = 4
const KEEPALIVE_S = 60
const CONNECT_MS = 15_000
const RETRY_MS_MIN = 500
const RETRY_MS_MAX = 30_000
/** A device that said nothing for so long is asked for again, and commands wait for it. */
const REMEMBERED_MS = 10 * 60_000
const REMEMBERED_MAX = 50_000
/** One that nobody had registered is looked for again after so long. */
const UNKNOWN_MS = 30_000

export function startOutside(
  hall: Hall,
  options: OutsideOptions,
  { limits, say }: { readonly limits: MqttLimits; readonly say: (line: string) => void },
): { close(): Promise<void> } {
  let retryMs = RETRY_MS_MIN
  let retry: NodeJS.Timeout | undefined
  let isClosing = false
  let line: OutsideLine | undefined
  const { host } = new URL(options.url)
  const open = (): void => {
    line = new OutsideLine(hall, dial(options), {
      options,
      limits,
      onOnline: () => {
        retryMs = RETRY_MS_MIN
        say(`connected to the broker ${host}`)
      },
      onEnded: (why) => {
        if (isClosing) return
        say(`not connected to the broker ${host}${why ? ` (${why})` : ''}`)
        retry = setTimeout(open, retryMs)
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
      },
    })
  }
  open()
  return {
    async close() {
      isClosing = true
      clearTimeout(retry)
      await line?.finish()
    },
  }
}

function dial({ url, ca }: OutsideOptions): Socket {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return protocol === 'mqtts:'
    ? connectTls({ host, port: Number(port || 8883), servername: host, ...(ca && { ca }) })
    : connectPlain({ host, port: Number(port || 1883) })
}

interface Given {
  readonly options: OutsideOptions
  readonly limits: MqttLimits
  readonly onOnline: () => void
  readonly onEnded: (why: string | undefined) => void
}

/** A device heard through the broker; null: nobody the platform knows. */
interface Heard {
  readonly device: NamedDevice | null
  readonly line: Line
  atMs: number
}

class OutsideLine {
  readonly #hall: Hall
  readonly #socket: Socket
  readonly #given: Given
  readonly #splitter
  readonly #way: Way
  readonly #acknowledging = acknowledgeInOrder((reason) => this.#fail(reason))
  readonly #heard = new Map<string, Promise<Heard>>()
  readonly #timers: NodeJS.Timeout[]
  #silence: NodeJS.Timeout
  #isOnline = false
  #isFinishing = false
  #why: string | undefined
  #lastMessageId = 0
  #working: Promise<void> = Promise.resolve()

  constructor(hall: Hall, socket: Socket, given: Given) {
    this.#hall = hall
    this.#socket = socket
    this.#given = given
    this.#splitter = createSplitter(given.limits.packetBytesMax)
    this.#way = {
      hall,
      isGone: () => socket.destroyed,
      retryAfterMs: given.limits.retryAfterMs,
    }
    this.#silence = setTimeout(() => this.#end('no answer'), CONNECT_MS)
    this.#timers = [
      setInterval(() => this.#isOnline && this.#write({ cmd: 'pingreq' }), KEEPALIVE_S * 500),
      setInterval(() => this.#forget(), REMEMBERED_MS / 2),
    ]
    const { url } = given.options
    socket.once(url.startsWith('mqtts:') ? 'secureConnect' : 'connect', () => this.#introduce())
    socket.on('data', (chunk: Buffer) => {
      socket.pause()
      this.#working = this.#work(chunk)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? error.message))
    socket.once('close', () => this.#ended())
  }

  /** Reads no more, waits for what was read, acknowledges it, goes. */
  async finish(): Promise<void> {
    this.#isFinishing = true
    this.#socket.pause()
    await this.#working
    this.#write({ cmd: 'disconnect' })
    this.#socket.destroySoon()
  }

  #introduce(): void {
    const { url, clientId } = this.#given.options
    const { username, password } = new URL(url)
    this.#write({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: VERSION,
      clientId,
      clean: false,
      keepalive: KEEPALIVE_S,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: Buffer.from(decodeURIComponent(password)) }),
    })
  }

  async #work(chunk: Uint8Array): Promise<void> {
    this.#silence.refresh()
    try {
      for (const piece of this.#splitter.push(chunk)) this.#take(piece)
      await this.#acknowledging.settled()
    } catch (reason) {
      this.#fail(reason)
    }
    await drained(this.#socket)
    if (!this.#isFinishing) this.#socket.resume()
  }

  #take(piece: Piece | 'malformed'): void {
    if (piece === 'malformed') return this.#end('malformed packet')
    if (piece.tooLong) return this.#takeTooLong(piece.bytes)
    const packet = readPacket(piece.bytes, VERSION)
    if (packet === null) return this.#end('malformed packet')
    if (packet.cmd === 'publish') return this.#publish(packet)
    if (packet.cmd === 'connack') return this.#welcomed(packet.returnCode ?? 0)
    if (packet.cmd === 'pubrel') this.#write({ cmd: 'pubcomp', messageId: packet.messageId! })
    if (packet.cmd === 'suback' && packet.granted.some((granted) => Number(granted) > 2))
      this.#end('subscription refused')
  }

  #welcomed(returnCode: number): void {
    if (returnCode !== 0) return this.#end(`connection refused, code ${returnCode}`)
    const { share } = this.#given.options
    this.#isOnline = true
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#end('silence'), KEEPALIVE_S * 1_500)
    const before = share === undefined ? '' : `$share/${share}/`
    this.#write({
      cmd: 'subscribe',
      messageId: this.#nextMessageId(),
      subscriptions: EVERYBODYS.map((topic) => ({ topic: before + topic, qos: 1 as const })),
    })
    this.#given.onOnline()
  }

  #publish(packet: IPublishPacket): void {
    const message = {
      topic: packet.topic,
      payload: packet.payload as Buffer,
      receivedAt: this.#hall.now().toISOString(),
    }
    this.#acknowledging.add(this.#takeFrom(message), () => this.#acknowledge(packet))
  }

  #takeTooLong(bytes: Uint8Array): void {
    const beginning = readBeginning(bytes)
    if (beginning === null) return this.#end('packet too large')
    const { topic } = beginning
    const message = { topic, payload: bytes, receivedAt: this.#hall.now().toISOString() }
    const phone = readTopic(topic)?.phone ?? ''
    const kept = this.#quarantine(message, phone, { reason: 'payload_too_large' })
    this.#acknowledging.add(kept, () => this.#acknowledge(beginning))
  }

  #acknowledge({ qos, messageId }: { qos: number; messageId?: number | undefined }): void {
    if (qos > 0 && messageId !== undefined)
      this.#write({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId })
  }

  async #takeFrom(message: Message): Promise<void> {
    const phone = readTopic(message.topic)?.phone
    const device = phone === undefined ? null : await this.#find(phone)
    const refusal =
      device === null
        ? { reason: phone === undefined ? 'topic_unknown' : 'tracker_unknown' }
        : await takeMessage(this.#way, device, message)
    if (refusal === null) this.#hall.counts.framesTaken++
    else await this.#quarantine(message, phone ?? '', refusal)
  }

  /** Bounded by the second alone: this line carries all devices. */
  #quarantine(message: Message, phone: string, refusal: Refusal): Promise<void> {
    const address = new URL(this.#given.options.url).hostname
    return quarantineMessage(this.#hall, { count: 0 }, { message, refusal, phone, address })
  }

  async #find(phone: string): Promise<NamedDevice | null> {
    if (this.#heard.size > REMEMBERED_MAX) this.#heard.clear()
    let known = this.#heard.get(phone)
    if (known === undefined) {
      known = this.#meet(phone)
      known.catch(() => this.#heard.delete(phone))
      this.#heard.set(phone, known)
    }
    const heard = await known
    if (heard.device === null && this.#hall.now().getTime() - heard.atMs > UNKNOWN_MS)
      this.#heard.delete(phone)
    if (heard.device !== null) {
      heard.atMs = this.#hall.now().getTime()
      if (this.#hall.byDevice.get(heard.device.deviceId) !== heard.line)
        claim(this.#hall, heard.device.deviceId, heard.line)
    }
    return heard.device
  }

  async #meet(phone: string): Promise<Heard> {
    const device = await this.#hall.ports.directory.find(phone)
    const line: Line = {
      takesCommands: true,
      send: (commands) => this.#command(phone, commands),
      // It is the broker's to end it.
      end: () => undefined,
    }
    return { device, line, atMs: this.#hall.now().getTime() }
  }

  #command(phone: string, commands: readonly QueuedCommand[]): readonly QueuedCommand[] {
    for (const command of commands)
      this.#write({
        cmd: 'publish',
        topic: commandsTopic(phone),
        payload: writeOrder(command),
        qos: 1,
        dup: false,
        retain: false,
        messageId: this.#nextMessageId(),
      })
    return []
  }

  #forget(): void {
    const before = this.#hall.now().getTime() - REMEMBERED_MS
    for (const [phone, known] of this.#heard)
      void known.then(
        ({ device, line, atMs }) => {
          if (atMs >= before) return
          this.#heard.delete(phone)
          letGo(this.#hall, idOf(device), line)
        },
        () => undefined,
      )
  }

  #nextMessageId(): number {
    this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1
    return this.#lastMessageId
  }

  #write(packet: Packet): void {
    if (this.#socket.writable) this.#socket.write(writePacket(packet, VERSION))
  }

  /** Not durable, so not acknowledged: the broker sends it again on the next connection. */
  #fail(reason: unknown): void {
    this.#hall.fault(reason)
    this.#end('not durable')
  }

  #end(why: string): void {
    this.#why ??= why
    this.#socket.destroy()
  }

  #ended(): void {
    clearTimeout(this.#silence)
    for (const timer of this.#timers) clearInterval(timer)
    for (const known of this.#heard.values())
      void known.then(
        ({ device, line }) => letGo(this.#hall, idOf(device), line),
        () => undefined,
      )
    this.#given.onEnded(this.#why)
  }
}

const idOf = (device: NamedDevice | null): DeviceId | null => device?.deviceId ?? null
