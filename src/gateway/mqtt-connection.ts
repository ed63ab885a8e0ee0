/**
 * One device over MQTT, from its CONNECT to its end. Like `connection.ts` it reads a chunk, finishes it and reads the next, so that what it
 * holds is bounded and a device that sends faster than we commit is slowed by TCP itself.
 *
 * Nothing is kept for a device between two connections but its commands, which wait in the database: every session begins anew.
 */
import type { Socket } from 'node:net'
import type { FailureGate } from '#gateway/failure-gate.ts'
import { claim, drained, keepRefused, letGo, type Hall, type Line } from '#gateway/hall.ts'
import {
  acknowledgeInOrder,
  quarantineMessage,
  takeMessage,
  type Message,
  type Refusal,
  type Sender,
  type Way,
} from '#gateway/mqtt-intake.ts'
import { writeOrder } from '#gateway/mqtt-orders.ts'
import type { NamedDevice, QueuedCommand } from '#gateway/ports.ts'
import {
  readBeginning,
  readPacket,
  writePacket,
  type IConnectPacket,
  type IPublishPacket,
  type ISubscribePacket,
  type Packet,
  type Version,
} from '#gateway/protocols/mqtt/packets.ts'
import { plain } from '#gateway/protocols/mqtt/payload.ts'
import { createSplitter, type Piece } from '#gateway/protocols/mqtt/splitter.ts'
import { commandsTopic, isOwnFilter, plainPhone } from '#gateway/protocols/mqtt/topics.ts'

export interface MqttLimits {
  /** From the first byte, TLS included, to a CONNECT that is accepted. */
  readonly connectMs: number
  readonly connectBytesMax: number
  readonly packetBytesMax: number
  /** Without a packet, whatever keep-alive the device asked for. */
  readonly idleMsMax: number
  /** PUBLISH packets under way at a time, as told to devices of MQTT 5; others are held to it by what is read at once. */
  readonly inflightMax: number
  /** A commit that fails is tried again after each; then the connection ends, since a device sends again only on another. */
  readonly retryAfterMs: readonly number[]
}

/** As MQTT 3.1.1 and as MQTT 5 say it. */
const REFUSED = {
  protocol: [1, 0x84],
  name: [2, 0x85],
  unavailable: [3, 0x88],
  credentials: [4, 0x86],
  tooOften: [3, 0x9f],
} as const
type Refused = keyof typeof REFUSED

const NOT_AUTHORISED = 0x87
const FAILED = 0x80
const TOO_LARGE = 0x95
const PROTOCOL_ERROR = 0x82
const SHUTTING_DOWN = 0x8b
const TAKEN_OVER = 0x8e
const SECRET_CHARS_MAX = 200
const NAME_CHARS_MAX = 40

export class MqttConnection implements Line {
  readonly #hall: Hall
  readonly #socket: Socket
  readonly #address: string
  readonly #gate: FailureGate
  readonly #limits: MqttLimits
  readonly #splitter
  readonly #way: Way
  readonly #acknowledging = acknowledgeInOrder((reason) => this.#fail(reason))
  readonly #refused = { count: 0 }
  #idle: NodeJS.Timeout
  #sender: Sender | null = null
  #version: Version = 4
  #commandsQos: 0 | 1 | null = null
  #lastMessageId = 0
  #isCommitting = false
  #working: Promise<void> = Promise.resolve()

  constructor(
    hall: Hall,
    socket: Socket,
    given: {
      readonly address: string
      readonly gate: FailureGate
      readonly limits: MqttLimits
    },
  ) {
    this.#hall = hall
    this.#socket = socket
    this.#address = given.address
    this.#gate = given.gate
    this.#limits = given.limits
    this.#splitter = createSplitter(given.limits.connectBytesMax)
    this.#way = {
      hall,
      isGone: () => socket.destroyed,
      retryAfterMs: given.limits.retryAfterMs,
    }
    this.#idle = setTimeout(() => socket.destroy(), given.limits.connectMs)
    socket.on('data', (chunk: Buffer) => {
      socket.pause()
      this.#working = this.#work(chunk)
    })
    socket.on('error', () => socket.destroy()) // A reset by the peer is an end like any other.
    socket.once('close', () => this.#ended())
    hall.open.add(this)
  }

  get takesCommands(): boolean {
    return this.#commandsQos !== null
  }

  /** Reads no more, waits for what was read, sends the answers, closes. */
  async finish(): Promise<void> {
    this.#socket.pause()
    await this.#working
    // In the middle of a handshake there is nobody to say it to.
    if (this.#sender === null) return void this.#socket.destroy()
    this.#say(SHUTTING_DOWN)
    this.#socket.destroySoon()
  }

  end(): void {
    this.#say(TAKEN_OVER)
    this.#socket.destroySoon()
  }

  send(commands: readonly QueuedCommand[]): readonly QueuedCommand[] {
    const qos = this.#commandsQos
    if (qos === null || this.#sender === null) return commands
    for (const command of commands) {
      this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1
      this.#write({
        cmd: 'publish',
        topic: commandsTopic(this.#sender.phone),
        payload: writeOrder(command),
        qos,
        dup: false,
        retain: false,
        ...(qos > 0 && { messageId: this.#lastMessageId }),
      })
    }
    return []
  }

  async #work(chunk: Uint8Array): Promise<void> {
    this.#isCommitting = true
    try {
      for (const piece of this.#splitter.push(chunk)) {
        if (this.#socket.destroyed || this.#socket.writableEnded) break
        await this.#take(piece)
      }
      await this.#acknowledging.settled()
    } catch (reason) {
      this.#fail(reason)
    }
    this.#isCommitting = false
    await drained(this.#socket)
    if (!this.#hall.isClosing) this.#socket.resume()
  }

  async #take(piece: Piece | 'malformed'): Promise<void> {
    if (piece === 'malformed') return this.#close(PROTOCOL_ERROR)
    if (piece.tooLong) return this.#takeTooLong(piece.bytes)
    const packet = readPacket(piece.bytes, this.#version)
    if (packet === null) return this.#close(PROTOCOL_ERROR)
    this.#idle.refresh()
    if (this.#sender === null)
      return packet.cmd === 'connect' ? this.#connect(packet) : this.#close(PROTOCOL_ERROR)
    return this.#handle(packet, this.#sender)
  }

  #handle(packet: Packet, sender: Sender): void {
    switch (packet.cmd) {
      case 'publish':
        return this.#publish(packet, sender)
      case 'pubrel':
        // Its PUBLISH was answered when it was durable, and the same fix is kept once: nothing is left to do.
        return this.#write({ cmd: 'pubcomp', messageId: packet.messageId! })
      case 'subscribe':
        return this.#subscribe(packet, sender)
      case 'unsubscribe':
        if (packet.unsubscriptions.some((filter) => isOwnFilter(filter, sender.phone)))
          this.#commandsQos = null
        return this.#write({
          cmd: 'unsuback',
          messageId: packet.messageId!,
          granted: packet.unsubscriptions.map(() => 0),
        })
      case 'pingreq':
        return this.#write({ cmd: 'pingresp' })
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        // A command is sent once, and done when it is answered on its topic.
        return
      case 'disconnect':
        return this.#socket.destroySoon()
      case 'connect':
      case 'connack':
      case 'suback':
      case 'unsuback':
      case 'pingresp':
      case 'auth':
        return this.#close(PROTOCOL_ERROR)
    }
  }

  async #connect(packet: IConnectPacket): Promise<void> {
    this.#version = packet.protocolVersion ?? 4
    if (packet.clientId === '' && packet.clean === false && this.#version < 5)
      return this.#refuse('name')
    const name = packet.username ?? ''
    const secret = packet.password?.toString('utf8') ?? ''
    if (name === '' || secret === '' || secret.length > SECRET_CHARS_MAX)
      return this.#refuse('credentials')
    if (this.#gate.isShut(this.#address, name)) return this.#refuse('tooOften')
    let device: NamedDevice | null
    try {
      device = await this.#hall.ports.directory.admit({ name, secret })
    } catch (reason) {
      this.#hall.fault(reason)
      return this.#refuse('unavailable')
    }
    if (device === null) {
      this.#gate.failed(this.#address, name)
      await this.#keepStranger(name)
      return this.#refuse('credentials')
    }
    if (!this.#socket.destroyed) this.#welcome(packet, device)
  }

  #welcome(packet: IConnectPacket, device: NamedDevice): void {
    const { packetBytesMax, idleMsMax, inflightMax } = this.#limits
    this.#sender = device
    this.#splitter.limit(packetBytesMax)
    const askedS = packet.keepalive ?? 0
    const keepaliveSMax = Math.floor(idleMsMax / 1_500)
    const keepaliveS = askedS === 0 ? keepaliveSMax : Math.min(askedS, keepaliveSMax)
    clearTimeout(this.#idle)
    // One and a half times, as the standard has it.
    this.#idle = setTimeout(() => this.#silent(), keepaliveS * 1_500)
    claim(this.#hall, device.deviceId, this)
    const properties = {
      sessionExpiryInterval: 0,
      receiveMaximum: inflightMax,
      maximumPacketSize: packetBytesMax,
      retainAvailable: false,
      subscriptionIdentifiersAvailable: false,
      sharedSubscriptionAvailable: false,
      serverKeepAlive: keepaliveS,
      ...(packet.clientId === '' && { assignedClientIdentifier: device.deviceId }),
    }
    this.#write({
      cmd: 'connack',
      returnCode: 0,
      reasonCode: 0,
      sessionPresent: false,
      ...(this.#version === 5 && { properties }),
    })
  }

  #refuse(why: Refused): void {
    const [returnCode, reasonCode] = REFUSED[why]
    this.#write({ cmd: 'connack', returnCode, reasonCode, sessionPresent: false })
    this.#socket.destroySoon()
  }

  #publish(packet: IPublishPacket, sender: Sender): void {
    const message = {
      topic: packet.topic,
      payload: packet.payload as Buffer,
      receivedAt: this.#hall.now().toISOString(),
    }
    const taken = takeMessage(this.#way, sender, message).then((refusal) =>
      this.#keep(message, sender, refusal),
    )
    this.#acknowledging.add(taken, () => this.#acknowledge(packet.qos, packet.messageId))
  }

  /** First kept, then answered: a device that is told nothing would send it for ever, and nobody would know. */
  async #keep(message: Message, { phone }: Sender, refusal: Refusal | null): Promise<void> {
    if (refusal === null) this.#hall.counts.framesTaken++
    else {
      const given = { message, refusal, phone, address: this.#address }
      await quarantineMessage(this.#hall, this.#refused, given)
    }
  }

  #acknowledge(qos: number, messageId: number | undefined): void {
    if (qos > 0 && messageId !== undefined)
      this.#write({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId })
  }

  #takeTooLong(bytes: Uint8Array): void {
    const beginning = readBeginning(bytes)
    if (beginning === null || this.#sender === null) return this.#close(TOO_LARGE)
    this.#idle.refresh()
    const message = {
      topic: beginning.topic,
      payload: bytes,
      receivedAt: this.#hall.now().toISOString(),
    }
    const kept = this.#keep(message, this.#sender, { reason: 'payload_too_large' })
    this.#acknowledging.add(kept, () => this.#acknowledge(beginning.qos, beginning.messageId))
  }

  #subscribe({ subscriptions, messageId }: ISubscribePacket, { phone, deviceId }: Sender): void {
    const refused = this.#version === 5 ? NOT_AUTHORISED : FAILED
    const granted = subscriptions.map(({ topic, qos }) => {
      if (!isOwnFilter(topic, phone)) return refused
      this.#commandsQos = qos > 0 ? 1 : 0
      return this.#commandsQos
    })
    this.#write({ cmd: 'suback', messageId: messageId!, granted })
    if (this.#commandsQos !== null) this.#hall.onReachable(deviceId)
  }

  /** A secret that was tried is nobody's to read: only the name is kept. */
  #keepStranger(name: string): Promise<void> {
    const receivedAt = this.#hall.now().toISOString()
    const phone = plainPhone(name)
    return keepRefused(this.#hall, this.#refused, {
      reason: 'authentication_failed',
      isStranger: true,
      frame: () => ({
        hex: '',
        receivedAt,
        remoteAddress: this.#address,
        ...(/^\d{1,20}$/.test(phone) && { phone }),
        decoded: { protocol: 'mqtt', name: plain(name, NAME_CHARS_MAX) },
      }),
    })
  }

  #close(reasonCode: number): void {
    this.#say(reasonCode)
    this.#socket.destroySoon()
  }

  /** Only MQTT 5 lets us say why we go. */
  #say(reasonCode: number): void {
    if (this.#version === 5 && this.#sender !== null) this.#write({ cmd: 'disconnect', reasonCode })
  }

  /** Not durable, so not answered; and MQTT sends again only after it has connected again. */
  #fail(reason: unknown): void {
    this.#hall.fault(reason)
    this.#socket.destroy()
  }

  /** While we commit, it is we who do not listen to its pings. */
  #silent(): void {
    if (this.#isCommitting) this.#idle.refresh()
    else this.#socket.destroy()
  }

  #write(packet: Packet): void {
    if (this.#socket.writable) this.#socket.write(writePacket(packet, this.#version))
  }

  #ended(): void {
    clearTimeout(this.#idle)
    this.#hall.open.delete(this)
    letGo(this.#hall, this.#sender?.deviceId ?? null, this)
  }
}
