/** MQTT packets read and written, 3.1, 3.1.1 and 5: the library's codec, one whole packet at a time, which keeps nothing between them. */
import { generate, parser, type Packet } from 'mqtt-packet'

export type { IConnectPacket, IPublishPacket, ISubscribePacket, Packet } from 'mqtt-packet'

export type Version = 3 | 4 | 5

/** The packet that these bytes are, all of them; null for none. */
export function readPacket(bytes: Uint8Array, version: Version): Packet | null {
  const reading = parser({ protocolVersion: version })
  let packet: Packet | null = null
  let isBroken = false
  reading.on('packet', (read: Packet) => (packet = read))
  reading.on('error', () => (isBroken = true))
  try {
    // Of some broken packets the library says nothing and throws.
    const left = reading.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return isBroken || left > 0 ? null : packet
  } catch {
    return null
  }
}

export const writePacket = (packet: Packet, version: Version): Buffer =>
  generate(packet, { protocolVersion: version })

export interface Beginning {
  readonly topic: string
  /** Undefined for QoS 0, which is not answered. */
  readonly messageId?: number
  readonly qos: number
}

const PUBLISH = 3

/** What the beginning of a PUBLISH tells, where the rest was too long to be held; null for anything else. */
export function readBeginning(bytes: Uint8Array): Beginning | null {
  const qos = (bytes[0]! >>> 1) & 3
  if (bytes[0]! >>> 4 !== PUBLISH || qos === 3) return null
  let at = 1
  while ((bytes[at]! & 0x80) !== 0) at += 1
  at += 1
  if (at + 2 > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const topicEnd = at + 2 + view.getUint16(at)
  if (topicEnd + 2 > bytes.length) return null
  const topic = new TextDecoder().decode(bytes.subarray(at + 2, topicEnd))
  return qos === 0 ? { topic, qos } : { topic, qos, messageId: view.getUint16(topicEnd) }
}
