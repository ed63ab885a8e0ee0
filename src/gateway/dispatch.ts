/**
 * Brings queued commands to the connections of their devices: when one is queued, when a device authenticates, and at intervals all that
 * was missed. Looking is done one at a time, for all devices that were woken meanwhile.
 */
import type { Hall } from '#gateway/hall.ts'
import type { DeviceId } from '#gateway/ports.ts'

const EXPIRE_EVERY_MS = 5_000

export interface Dispatch {
  wake(deviceId: DeviceId | null): void
  stop(): Promise<void>
}

export async function startDispatch(hall: Hall): Promise<Dispatch> {
  const { desk } = hall.ports
  /** Who is to be looked for next; null: everyone who is connected. */
  let woken: Set<DeviceId> | null = new Set()
  let running: Promise<void> | undefined
  let isStopped = false

  const run = async (): Promise<void> => {
    while (!isStopped && (woken === null || woken.size > 0)) {
      const ids = woken ?? [...hall.byDevice.keys()]
      woken = new Set()
      const connected = [...ids].filter((id) => isReachable(hall, id))
      if (connected.length > 0) await send(hall, connected)
    }
  }
  const wake = (deviceId: DeviceId | null): void => {
    if (deviceId === null) woken = null
    else if (!isReachable(hall, deviceId)) return
    else woken?.add(deviceId)
    running ??= run()
      .catch(hall.fault)
      .finally(() => (running = undefined))
  }
  const stopListening = await desk.listen(wake)
  const expiring = setInterval(() => void desk.expire().catch(hall.fault), EXPIRE_EVERY_MS)
  return {
    wake,
    async stop() {
      isStopped = true
      clearInterval(expiring)
      await stopListening()
      await running
    },
  }
}

const isReachable = ({ byDevice }: Hall, deviceId: DeviceId): boolean =>
  byDevice.get(deviceId)?.takesCommands === true

async function send({ ports, byDevice }: Hall, connected: readonly DeviceId[]): Promise<void> {
  for (const command of await ports.desk.take(connected)) {
    // Gone since we looked: the command was given out and nobody answers it, which its time-out says.
    const unwritable = byDevice.get(command.deviceId)?.send([command]) ?? []
    for (const { id } of unwritable) await ports.desk.settle(id, 'unwritable')
  }
}
