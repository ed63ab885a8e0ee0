/**
 * The TCP side of the gateway: hostile bytes in, bounded memory, fair turns.
 *
 * A socket is read one chunk at a time and not read again until everything in that chunk is answered or refused:
 * a device that sends faster than the store commits is slowed by TCP itself, and what the gateway holds
 * is at most one chunk a connection. A malformed frame never closes a connection; silence, a missing authentication,
 * guessing at secrets and a peer that does not read its answers do.
 */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { Connection } from '#gateway/connection.ts'
import { startDispatch, type Dispatch } from '#gateway/dispatch.ts'
import { createGroupCommit } from '#gateway/group-commit.ts'
import { admit, type Counts, type Hall, type Limits } from '#gateway/hall.ts'
import type { Mqtt, MqttOptions } from '#gateway/mqtt-server.ts'
import type {
  CommandDesk,
  DeviceDirectory,
  FixStore,
  MessageStore,
  Quarantine,
} from '#gateway/ports.ts'

const DEFAULT_LIMITS: Limits = {
  connectionsMax: 60_000,
  connectionsPerAddressMax: 2_000,
  idleMs: 10 * 60_000,
  authenticationMs: 60_000,
  authFailuresMax: 5,
  quarantinedPerConnectionMax: 100,
  commitFixesMax: 5_000,
  partsMs: 10_000,
  partsBytesMax: 64 * 1024 * 1024,
  quarantinedPerSecondMax: 200,
  strangers: 'quarantine',
}

const BACKLOG = 4_096

export interface GatewayOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly directory: DeviceDirectory
  readonly store: FixStore
  readonly quarantine: Quarantine
  readonly messages: MessageStore
  readonly desk: CommandDesk
  /** MQTT beside it; its code is loaded only where this is given. */
  readonly mqtt?: MqttOptions
  /** Several processes on one port, each with its share of the connections. */
  readonly isShared?: boolean
  readonly limits?: Partial<Limits>
  readonly now?: () => Date
  /** Told what the store, the directory or the quarantine threw. */
  readonly fault?: (reason: unknown) => void
  /** Told what an operator wants to know: whether an outside broker is connected. */
  readonly say?: (line: string) => void
}

export interface Gateway {
  readonly port: number
  readonly mqttPorts: Mqtt['ports']
  counts(): Readonly<Counts>
  /** Takes no more frames, finishes the commits under way and their answers, then closes every socket. */
  close(): Promise<void>
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const now = options.now ?? (() => new Date())
  const hall: Hall = {
    limits,
    ports: {
      directory: options.directory,
      store: createGroupCommit(options.store, limits.commitFixesMax),
      messages: options.messages,
      desk: options.desk,
      authFailuresMax: limits.authFailuresMax,
      held: { bytes: 0, bytesMax: limits.partsBytesMax },
    },
    quarantine: options.quarantine,
    onReachable: (deviceId) => dispatch.wake(deviceId),
    now,
    fault: options.fault ?? logFaults(now),
    counts: { connections: 0, framesTaken: 0, framesRefused: 0, connectionsRefused: 0 },
    byAddress: new Map(),
    byDevice: new Map(),
    open: new Set(),
    quarantined: { second: 0, count: 0 },
    isClosing: false,
  }
  const dispatch = await startDispatch(hall)
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) =>
    admit(hall, socket, (admitted, address) => void new Connection(hall, admitted, address)),
  )
  // Without a queue of its own length a thousand trackers that come back at once would wait for the kernel's patience.
  const { port, host, isShared = false } = options
  server.listen({ port, host, backlog: BACKLOG, reusePort: isShared })
  let mqtt: Mqtt | undefined
  try {
    await once(server, 'listening')
    mqtt = options.mqtt && (await openMqtt(hall, options))
  } catch (reason) {
    await dispatch.stop()
    server.close()
    throw reason
  }
  return {
    port: (server.address() as AddressInfo).port,
    mqttPorts: mqtt?.ports ?? {},
    counts: () => ({ ...hall.counts }),
    close: () => closeAll(hall, { server, dispatch, mqtt }),
  }
}

async function openMqtt(hall: Hall, options: GatewayOptions): Promise<Mqtt> {
  const { startMqtt } = await import('#gateway/mqtt-server.ts')
  const { mqtt, isShared = false, say = console.log } = options
  return startMqtt(hall, { ...mqtt, isShared, say })
}

async function closeAll(
  hall: Hall,
  parts: { readonly server: Server; readonly dispatch: Dispatch; readonly mqtt: Mqtt | undefined },
): Promise<void> {
  hall.isClosing = true
  await parts.dispatch.stop()
  const closed = new Promise<void>((resolve) => parts.server.close(() => resolve()))
  const mqttClosed = parts.mqtt?.stopListening()
  await Promise.all([...hall.open].map((connection) => connection.finish()))
  await parts.mqtt?.close()
  await Promise.all([closed, mqttClosed])
}

/** A database that is away fails every frame: one line a second says so as well as thousands. */
function logFaults(now: () => Date): (reason: unknown) => void {
  let quietUntil = 0
  return (reason) => {
    const at = now().getTime()
    if (at < quietUntil) return
    quietUntil = at + 1000
    console.error('gateway:', reason)
  }
}
