/** For tests of the gateway on real sockets: one known device, a gateway over ports in memory, and terminals that dial it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import {
  memoryDesk,
  memoryDirectory,
  memoryMessages,
  memoryQuarantine,
  memoryStore,
} from '#gateway/memory-ports.ts'
import { encodeAuthenticate } from '#gateway/protocols/jt808/encode.ts'
import type { Edition } from '#gateway/protocols/jt808/frame.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import { STATUS, type Location } from '#gateway/protocols/jt808/location.ts'
import type { Body } from '#gateway/protocols/jt808/messages.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'
import { startGateway, type GatewayOptions } from '#gateway/server.ts'

export const DEVICE = {
  deviceId: 'dev_1',
  phone: '13306139197',
  terminalId: 'LB00001',
  authCode: 'secret-1',
}
export const REPORT: Location = {
  time: '2023-05-01T00:00:34+08:00',
  latitude: 36.789316,
  longitude: 116.751316,
  altitudeM: 32,
  speedKmh: 61.3,
  headingDeg: 198,
  alarm: 0,
  status: STATUS.valid,
  items: [],
}
export const TERMINAL = {
  province: 37,
  city: 100,
  maker: 'LBRDG',
  model: 'LOCK-1',
  terminalId: DEVICE.terminalId,
  plateColour: 2,
  plate: '鲁A12345',
}
export const from = (serial: number, version: Edition = '2013', phone = DEVICE.phone) => ({
  version,
  phone,
  serial,
})
export const authenticate = (serial = 1, authCode = DEVICE.authCode) =>
  encodeAuthenticate(from(serial), { authCode })
export const ok = (answersSerial: number, answersId: number, result = 0): Body => ({
  kind: 'answer',
  answersSerial,
  answersId,
  result,
})

export async function setUp(t: TestContext, options: Partial<GatewayOptions> = {}) {
  const store = memoryStore()
  const quarantine = memoryQuarantine()
  const faults: unknown[] = []
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    directory: memoryDirectory([DEVICE]),
    store,
    quarantine: quarantine.sink,
    messages: memoryMessages().keep,
    desk: memoryDesk(),
    now: () => new Date('2023-05-01T00:00:00Z'),
    fault: (reason) => faults.push(reason),
    ...options,
  })
  t.after(() => gateway.close())
  const dial = async () => {
    const terminal = await open(gateway.port)
    t.after(() => terminal.socket.destroy())
    return terminal
  }
  return { gateway, store, quarantine, faults, dial }
}

export interface Terminal {
  readonly socket: Socket
  send(...frames: readonly Uint8Array[]): void
  /** The next answers of the platform, at most `count`; fewer if the connection ends. */
  hear(count: number): Promise<readonly Body[]>
}

/** Resolves when the connection is gone, by whatever end: `events.once` would reject a reset. */
export function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
}

async function open(port: number): Promise<Terminal> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  const splitter = createSplitter()
  const heard: Body[] = []
  let tell = (): void => undefined
  socket.on('data', (chunk) => {
    for (const { bytes } of splitter.push(chunk)) {
      const message = decodeFrame(bytes)
      assert.ok(!('error' in message) && message.checksumOk)
      heard.push(message.body)
    }
    tell()
  })
  socket.on('close', () => tell())
  return {
    socket,
    send: (...frames) => void socket.write(Buffer.concat(frames)),
    async hear(count) {
      while (heard.length < count && !socket.destroyed)
        await new Promise<void>((resolve) => (tell = resolve))
      return heard.splice(0, count)
    },
  }
}
