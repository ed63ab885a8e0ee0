/**
 * MQTT at the gateway, loaded only where it is switched on: our own listeners, with TLS and without, and the line to an outside broker.
 *
 * Devices speak to the platform alone and the platform to each of them: no message goes from device to device, so there is nothing to
 * route, no retained message and no session to keep, and none of the memory that those take.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls'
import { createFailureGate } from '#gateway/failure-gate.ts'
import { admit, type Hall } from '#gateway/hall.ts'
import { MqttConnection, type MqttLimits } from '#gateway/mqtt-connection.ts'
import { startOutside, type OutsideOptions } from '#gateway/mqtt-outside.ts'

const DEFAULT_LIMITS: MqttLimits = {
  connectMs: 10_000,
  connectBytesMax: 4_096,
  packetBytesMax: 128 * 1024,
  idleMsMax: 30 * 60_000,
  inflightMax: 500,
  retryAfterMs: [500, 1_000, 2_000, 4_000, 8_000],
}
const BACKLOG = 1_024
/** A certificate that was renewed is taken up within this time, without a restart. */
const CERTIFICATE_CHECK_MS = 5 * 60_000

export interface MqttOptions {
  readonly tls?: TlsOptions
  /** Without TLS: secrets go over the wire as they are. */
  readonly plain?: { readonly host: string; readonly port: number }
  readonly outside?: OutsideOptions
  readonly limits?: Partial<MqttLimits>
}

interface TlsOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly certFile: string
  readonly keyFile: string
  readonly certificateCheckMs?: number
}

export interface Mqtt {
  readonly ports: { readonly tls?: number; readonly plain?: number }
  /** Listens no more; the connections are the hall's to finish. */
  stopListening(): Promise<void>
  /** After the connections are finished. */
  close(): Promise<void>
}

export async function startMqtt(
  hall: Hall,
  options: MqttOptions & { readonly isShared: boolean; readonly say: (line: string) => void },
): Promise<Mqtt> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const gate = createFailureGate(hall.now)
  const begin = (socket: Socket, address: string): void =>
    void new MqttConnection(hall, socket, { address, gate, limits })
  const listening: Server[] = []
  const certificate = options.tls && keepCertificate(options.tls, hall.fault)
  const open = async (
    { host, port }: { readonly host: string; readonly port: number },
    accept: (socket: Socket, address: string) => void,
  ): Promise<number> => {
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) =>
      admit(hall, socket, accept),
    )
    server.listen({ port, host, backlog: BACKLOG, reusePort: options.isShared })
    await once(server, 'listening')
    listening.push(server)
    return (server.address() as AddressInfo).port
  }
  const stopListening = async (): Promise<void> => {
    certificate?.stop()
    await Promise.all(
      listening.map((server) => new Promise<void>((done) => server.close(() => done()))),
    )
  }
  try {
    const tls =
      options.tls &&
      (await open(options.tls, (socket, address) => {
        const secureContext = certificate!.current()
        begin(new TLSSocket(socket, { isServer: true, secureContext }), address)
      }))
    const plain = options.plain && (await open(options.plain, begin))
    const outside =
      options.outside && startOutside(hall, options.outside, { limits, say: options.say })
    return {
      ports: { ...(tls !== undefined && { tls }), ...(plain !== undefined && { plain }) },
      stopListening,
      close: async () => outside?.close(),
    }
  } catch (reason) {
    await stopListening()
    throw reason
  }
}

/** The certificate as its files have it now; new connections get the new one, and one that cannot be read changes nothing. */
function keepCertificate(
  { certFile, keyFile, certificateCheckMs = CERTIFICATE_CHECK_MS }: TlsOptions,
  fault: (reason: unknown) => void,
): { current(): SecureContext; stop(): void } {
  let known = ''
  let context: SecureContext | undefined
  const look = (): void => {
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
    if (cert + key === known) return
    context = createSecureContext({ cert, key, minVersion: 'TLSv1.2' })
    known = cert + key
  }
  look()
  const looking = setInterval(() => {
    try {
      look()
    } catch (reason) {
      fault(reason)
    }
  }, certificateCheckMs)
  return { current: () => context!, stop: () => clearInterval(looking) }
}
