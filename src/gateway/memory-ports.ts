/**
 * A directory and a store in memory, for the gateway's own tests: nothing here survives the process. The real ones are
 * tracking's and have tests of their own (`gateway-store.test.ts`); no suite runs against both.
 */
import type {
  CommandDesk,
  CommandResult,
  DeviceDirectory,
  DeviceId,
  Fix,
  FixStore,
  KeptMessage,
  MessageStore,
  QuarantinedFrame,
  QueuedCommand,
  Terminal,
} from '#gateway/ports.ts'

export interface ListedDevice {
  readonly deviceId: DeviceId
  readonly phone: string
  readonly terminalId: string
  readonly authCode: string
}

export function memoryDirectory(devices: readonly ListedDevice[]): DeviceDirectory {
  const find = (phone: string): ListedDevice | undefined =>
    devices.find((device) => device.phone === phone)
  return {
    async register(terminal: Terminal) {
      const device = find(terminal.phone)
      if (!device || device.terminalId !== terminal.terminalId) return { result: 4 }
      return { result: 0, authCode: device.authCode }
    },
    async authenticate({ phone, authCode, edition }) {
      const device = find(phone)
      if (device?.authCode !== authCode) return null
      return { deviceId: device.deviceId, edition, maker: 'LBRDG', model: 'LOCK-1' }
    },
    async admit({ name, secret }) {
      const device = find(name)
      return device?.authCode === secret ? device : null
    },
    find: async (phone) => find(phone) ?? null,
  }
}

export interface MemoryStore extends FixStore {
  /** Each fix once, in the order of their commits. */
  fixes(): readonly Fix[]
  /** Sizes of the commits that succeeded. */
  commits(): readonly number[]
  /** From now on commits reject with this, until it is null again. */
  failWith(reason: Error | null): void
  /** From now on commits wait until the returned function is called. */
  hold(): () => void
}

export function memoryStore(): MemoryStore {
  const kept = new Map<string, Fix>()
  const sizes: number[] = []
  let failure: Error | null = null
  let gate: Promise<void> = Promise.resolve()
  return {
    async commit(fixes) {
      await gate
      // As long as a turn of the event loop, so that commits are shared as with a real store.
      await new Promise(setImmediate)
      if (failure) throw failure
      for (const fix of fixes) {
        const key = `${fix.deviceId} ${fix.deviceTime} ${fix.serial}`
        if (!kept.has(key)) kept.set(key, fix)
      }
      sizes.push(fixes.length)
    },
    fixes: () => [...kept.values()],
    commits: () => sizes,
    failWith: (reason) => {
      failure = reason
    },
    hold() {
      const held = Promise.withResolvers<void>()
      gate = held.promise
      return held.resolve
    },
  }
}

export interface MemoryQuarantine {
  readonly sink: (frame: QuarantinedFrame, reason: string) => void
  readonly kept: readonly (QuarantinedFrame & { readonly reason: string })[]
}

export function memoryQuarantine(): MemoryQuarantine {
  const kept: (QuarantinedFrame & { reason: string })[] = []
  return { sink: (frame, reason) => void kept.push({ ...frame, reason }), kept }
}

export interface MemoryMessages {
  readonly keep: MessageStore
  readonly kept: readonly KeptMessage[]
}

export function memoryMessages(): MemoryMessages {
  const kept: KeptMessage[] = []
  return { keep: async (message) => void kept.push(message), kept }
}

export interface MemoryDesk extends CommandDesk {
  queue(command: QueuedCommand): void
  /** What came of each command, by its id. */
  readonly settled: ReadonlyMap<string, { readonly result: CommandResult; readonly said?: object }>
}

export function memoryDesk(): MemoryDesk {
  let waiting: QueuedCommand[] = []
  let tell: (deviceId: DeviceId | null) => void = () => undefined
  const given = new Map<string, DeviceId>()
  const settled = new Map<string, { result: CommandResult; said?: object }>()
  return {
    settled,
    queue(command) {
      waiting.push(command)
      tell(command.deviceId)
    },
    async take(deviceIds) {
      const taken = waiting.filter(({ deviceId }) => deviceIds.includes(deviceId))
      waiting = waiting.filter((command) => !taken.includes(command))
      for (const { id, deviceId } of taken) given.set(id, deviceId)
      return taken
    },
    settle: async (id, result, said) =>
      void settled.set(id, { result, ...(said !== undefined && { said }) }),
    async hear(deviceId, { command, ...answer }) {
      const isKnown = given.get(command) === deviceId
      if (isKnown && !settled.has(command)) settled.set(command, answer)
      return isKnown
    },
    expire: async () => undefined,
    async listen(onQueued) {
      tell = onQueued
      return async () => void (tell = () => undefined)
    },
  }
}
