/**
 * What all connections of the gateway share, whatever they speak: limits, counts, who holds which device, and the quarantine
 * with its bounds. Owned by `server.ts`.
 */
import type { Socket } from 'node:net'
import type { Ports } from '#gateway/exchange.ts'
import type { DeviceId, Quarantine, QuarantinedFrame, QueuedCommand } from '#gateway/ports.ts'

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

/** The way to a device that has authenticated. */
export interface Line {
  /** Whether commands can be given to it now. */
  readonly takesCommands: boolean
  /** Sends commands; gives back those its protocol cannot say. */
  send(commands: readonly QueuedCommand[]): readonly QueuedCommand[]
  /** Ends it, because the device came by another one. */
  end(): void
}

export interface Hall {
  readonly limits: Limits
  readonly ports: Ports
  readonly quarantine: Quarantine
  /** Told of each device that commands can be given to from now on, so that what waits for it is sent. */
  readonly onReachable: (deviceId: DeviceId) => void
  readonly now: () => Date
  readonly fault: (reason: unknown) => void
  readonly counts: Counts
  readonly byAddress: Map<string, number>
  /** The newest line of each device; an older one is a line the network lost without saying so. */
  readonly byDevice: Map<DeviceId, Line>
  readonly open: Set<{ finish(): Promise<void> }>
  /** How many frames went to the quarantine in the second under way. */
  readonly quarantined: { second: number; count: number }
  isClosing: boolean
}

/** Lets the connection in, or ends it: `begin` is given its socket and where it comes from. */
export function admit(
  hall: Hall,
  socket: Socket,
  begin: (socket: Socket, address: string) => void,
): void {
  const address = socket.remoteAddress ?? ''
  const ofAddress = hall.byAddress.get(address) ?? 0
  const { connectionsMax, connectionsPerAddressMax } = hall.limits
  if (
    hall.isClosing ||
    hall.counts.connections >= connectionsMax ||
    ofAddress >= connectionsPerAddressMax
  ) {
    hall.counts.connectionsRefused++
    socket.destroy()
    return
  }
  hall.byAddress.set(address, ofAddress + 1)
  hall.counts.connections++
  socket.once('close', () => {
    hall.counts.connections--
    const left = (hall.byAddress.get(address) ?? 1) - 1
    if (left > 0) hall.byAddress.set(address, left)
    else hall.byAddress.delete(address)
  })
  begin(socket, address)
}

/** The device is reached by this line from now on. */
export function claim(hall: Hall, deviceId: DeviceId, line: Line): void {
  const older = hall.byDevice.get(deviceId)
  if (older !== undefined && older !== line) older.end()
  hall.byDevice.set(deviceId, line)
  if (line.takesCommands) hall.onReachable(deviceId)
}

export function letGo(hall: Hall, deviceId: DeviceId | null, line: Line): void {
  if (deviceId !== null && hall.byDevice.get(deviceId) === line) hall.byDevice.delete(deviceId)
}

/** Of one connection: how many of its frames the quarantine was given. */
export interface Tally {
  count: number
}

/** Keeps what was not taken, within the bounds; `frame` is made only where it is kept. */
export async function keepRefused(
  hall: Hall,
  tally: Tally,
  refused: {
    readonly reason: string
    readonly isStranger?: boolean | undefined
    readonly frame: () => QuarantinedFrame
  },
): Promise<void> {
  const { limits, counts, quarantine } = hall
  counts.framesRefused++
  if (refused.isStranger === true && limits.strangers === 'refuse') return
  if (++tally.count > limits.quarantinedPerConnectionMax || isFlood(hall)) return
  await quarantine(refused.frame(), refused.reason)
}

function isFlood({ quarantined, limits, now }: Hall): boolean {
  const second = Math.floor(now().getTime() / 1000)
  if (second !== quarantined.second) {
    quarantined.second = second
    quarantined.count = 0
  }
  return ++quarantined.count > limits.quarantinedPerSecondMax
}

/** Resolves when the peer has read its answers, or is gone. The idle limit ends a peer that never reads. */
export function drained(socket: Socket): Promise<void> {
  if (!socket.writableNeedDrain || socket.destroyed) return Promise.resolve()
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
