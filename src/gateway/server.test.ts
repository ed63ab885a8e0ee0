// The gateway on real sockets: what is taken, what is refused, and what it takes to lose a connection.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { memoryDirectory, memoryQuarantine, memoryStore } from '#gateway/memory-ports.ts'
import { fromHex } from '#gateway/protocols/jt808/bytes.ts'
import { sealFrame, type Edition } from '#gateway/protocols/jt808/frame.ts'
import {
  decodeFrame,
  encodeAuthenticate,
  encodeBatch,
  encodeDeregister,
  encodeHeartbeat,
  encodeRegister,
  encodeReport,
  type Body,
} from '#gateway/protocols/jt808/jt808.ts'
import { STATUS, type Location } from '#gateway/protocols/jt808/location.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'
import { startGateway, type GatewayOptions } from '#gateway/server.ts'

const DEVICE = {
  deviceId: 'dev_1',
  phone: '13306139197',
  terminalId: 'LB00001',
  authCode: 'secret-1',
}
const REPORT: Location = {
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
const TERMINAL = {
  province: 37,
  city: 100,
  maker: 'LBRDG',
  model: 'LOCK-1',
  terminalId: DEVICE.terminalId,
  plateColour: 2,
  plate: '鲁A12345',
}
const from = (serial: number, version: Edition = '2013', phone = DEVICE.phone) => ({
  version,
  phone,
  serial,
})
const authenticate = (serial = 1, authCode = DEVICE.authCode) =>
  encodeAuthenticate(from(serial), { authCode })
const ok = (answersSerial: number, answersId: number, result = 0): Body => ({
  kind: 'answer',
  answersSerial,
  answersId,
  result,
})

async function setUp(t: TestContext, options: Partial<GatewayOptions> = {}) {
  const store = memoryStore()
  const quarantine = memoryQuarantine()
  const faults: unknown[] = []
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    directory: memoryDirectory([DEVICE]),
    store,
    quarantine: quarantine.sink,
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

interface Terminal {
  readonly socket: Socket
  send(...frames: readonly Uint8Array[]): void
  /** The next answers of the platform, at most `count`; fewer if the connection ends. */
  hear(count: number): Promise<readonly Body[]>
}

/** Resolves when the connection is gone, by whatever end: `events.once` would reject a reset. */
function gone(socket: Socket): Promise<void> {
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

for (const version of ['2011', '2013', '2019'] as const) {
  test(`a terminal of ${version} registers, authenticates, beats, reports and leaves`, async (t) => {
    const { dial, store } = await setUp(t)
    const terminal = await dial()
    terminal.send(encodeRegister(from(1, version), TERMINAL))
    assert.deepEqual(await terminal.hear(1), [
      { kind: 'registrationAnswer', answersSerial: 1, result: 0, authCode: 'secret-1' },
    ])
    terminal.send(encodeAuthenticate(from(2, version), { authCode: 'secret-1', imei: '86' }))
    terminal.send(encodeHeartbeat(from(3, version)), encodeReport(from(4, version), REPORT))
    assert.deepEqual(await terminal.hear(3), [ok(2, 0x0102), ok(3, 0x0002), ok(4, 0x0200)])
    terminal.send(encodeDeregister(from(5, version)), encodeHeartbeat(from(6, version)))
    assert.deepEqual(await terminal.hear(2), [ok(5, 0x0003), ok(6, 0x0002, 1)])
    const [fix] = store.fixes()
    const { frameHex, ...rest } = fix!
    const { time, ...where } = REPORT
    assert.deepEqual(rest, {
      ...where,
      deviceId: 'dev_1',
      phone: DEVICE.phone,
      serial: 4,
      deviceTime: time,
      receivedAt: '2023-05-01T00:00:00.000Z',
      valid: true,
    })
    assert.match(frameHex, /^0200/)
  })
}

test('a batch is answered once all its reports are kept', async (t) => {
  const { dial, store } = await setUp(t)
  const terminal = await dial()
  const reports = ['01', '02', '03'].map((second) => ({
    ...REPORT,
    time: `2023-05-01T00:00:${second}+08:00`,
  }))
  terminal.send(authenticate(), encodeBatch(from(2), reports, true))
  assert.deepEqual(await terminal.hear(2), [ok(1, 0x0102), ok(2, 0x0704)])
  assert.deepEqual(
    store.fixes().map((fix) => fix.deviceTime),
    reports.map(({ time }) => time),
  )
})

test('nothing is acknowledged before the commit resolved', async (t) => {
  const { dial, store } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate())
  assert.deepEqual(await terminal.hear(1), [ok(1, 0x0102)])
  const release = store.hold()
  terminal.send(encodeReport(from(2), REPORT))
  assert.equal(await Promise.race([terminal.hear(1), wait(100, 'silence')]), 'silence')
  release()
})

test('a commit that fails is not acknowledged, the connection stays, the same report is taken later', async (t) => {
  const { dial, store, faults } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate())
  await terminal.hear(1)
  store.failWith(new Error('database away'))
  terminal.send(encodeReport(from(2), REPORT), encodeHeartbeat(from(3)))
  assert.deepEqual(await terminal.hear(1), [ok(3, 0x0002)])
  await wait(20)
  assert.equal(faults.length, 1)
  store.failWith(null)
  terminal.send(encodeReport(from(2), REPORT))
  assert.deepEqual(await terminal.hear(1), [ok(2, 0x0200)])
  assert.equal(store.fixes().length, 1)
})

test('a socket is not read while its reports are not committed', async (t) => {
  const { dial, store, gateway } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate())
  await terminal.hear(1)
  const before = gateway.counts().framesTaken
  const release = store.hold()
  terminal.send(encodeReport(from(2), REPORT))
  await wait(50)
  terminal.send(encodeHeartbeat(from(3)))
  await wait(50)
  assert.equal(gateway.counts().framesTaken, before)
  release()
  assert.deepEqual(await terminal.hear(2), [ok(2, 0x0200), ok(3, 0x0002)])
})

const REFUSED: readonly [name: string, frame: Uint8Array, reason: string, answer: Body | null][] = [
  [
    'a report before authentication',
    encodeReport(from(2), REPORT),
    'not_authenticated',
    ok(2, 0x0200, 1),
  ],
  ['a wrong secret', authenticate(2, 'guess'), 'authentication_failed', ok(2, 0x0102, 1)],
  [
    'a registration of an unknown terminal',
    encodeRegister(from(2, '2013', '13999999999'), TERMINAL),
    'registration_refused',
    { kind: 'registrationAnswer', answersSerial: 2, result: 4 },
  ],
  [
    'a location cut in its body',
    sealFrame({ ...from(2), messageId: 0x0200 }, Uint8Array.of(1)),
    'body_too_short',
    ok(2, 0x0200, 2),
  ],
  ['a wrong checksum', fromHex('7E000200000133061391970002FF7E')!, 'checksum_wrong', null],
  ['a bad escape', fromHex('7E7D037E')!, 'bad_escape', null],
  ['noise', fromHex('010203')!, 'outside_frame', null],
  ['a frame without end', new Uint8Array(5000).fill(0x41).with(0, 0x7e), 'frame_too_long', null],
]

for (const [name, frame, reason, answer] of REFUSED) {
  test(`${name} is refused, kept with its reason, and the connection goes on`, async (t) => {
    const { dial, quarantine, gateway, store } = await setUp(t)
    const terminal = await dial()
    terminal.send(frame, Uint8Array.of(0x7e), authenticate(9), encodeReport(from(10), REPORT))
    const expected = [...(answer ? [answer] : []), ok(9, 0x0102), ok(10, 0x0200)]
    assert.deepEqual(await terminal.hear(expected.length), expected)
    assert.deepEqual(
      quarantine.kept.map((kept) => kept.reason),
      [reason],
    )
    assert.equal(gateway.counts().framesRefused, 1)
    assert.equal(store.fixes().length, 1)
    assert.equal(terminal.socket.destroyed, false)
  })
}

test('a secret that was tried is not kept in the quarantine', async (t) => {
  const { dial, quarantine } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate(1, 'nearly-right'))
  await terminal.hear(1)
  const hex = Buffer.from('nearly-right').toString('hex').toUpperCase()
  assert.equal(quarantine.kept[0]!.hex.includes(hex), false)
})

test('a report in the name of another phone is refused', async (t) => {
  const { dial, quarantine, store } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate(), encodeReport(from(2, '2013', '13999999999'), REPORT))
  assert.deepEqual(await terminal.hear(2), [ok(1, 0x0102), ok(2, 0x0200, 1)])
  assert.equal(quarantine.kept[0]!.reason, 'phone_of_another')
  assert.equal(store.fixes().length, 0)
})

test('a message the gateway does not know is kept and answered "unsupported"', async (t) => {
  const { dial, quarantine } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate(), sealFrame({ ...from(2), messageId: 0x0900 }, Uint8Array.of(0x41)))
  assert.deepEqual(await terminal.hear(2), [ok(1, 0x0102), ok(2, 0x0900, 3)])
  assert.equal(quarantine.kept[0]!.reason, 'message_unsupported')
})

test('guessing at secrets closes the connection', async (t) => {
  const { dial } = await setUp(t, { limits: { authFailuresMax: 3 } })
  const terminal = await dial()
  terminal.send(...[1, 2, 3, 4, 5].map((serial) => authenticate(serial, `guess ${serial}`)))
  assert.equal((await terminal.hear(5)).length, 3)
})

test('silence, and never authenticating, close the connection; slow bytes are silence', async (t) => {
  const { dial } = await setUp(t, { limits: { idleMs: 150, authenticationMs: 150 } })
  const [silent, slow, alive] = [await dial(), await dial(), await dial()]
  alive.send(authenticate())
  const dripping = setInterval(() => slow.socket.write(Uint8Array.of(0x7e)), 20)
  const beating = setInterval(() => alive.send(encodeHeartbeat(from(2))), 20)
  t.after(() => [dripping, beating].forEach(clearInterval))
  await Promise.all([gone(silent.socket), gone(slow.socket)])
  clearInterval(dripping)
  assert.equal(alive.socket.destroyed, false)
  clearInterval(beating)
  await gone(alive.socket)
})

test('too many connections, from one address or in all, are turned away', async (t) => {
  for (const limits of [{ connectionsPerAddressMax: 2 }, { connectionsMax: 2 }]) {
    const { dial, gateway } = await setUp(t, { limits })
    const [first, second, third] = [await dial(), await dial(), await dial()]
    await gone(third.socket)
    assert.equal(gateway.counts().connectionsRefused, 1)
    first.socket.destroy()
    while (gateway.counts().connections === 2) await wait(5)
    const fourth = await dial()
    fourth.send(authenticate())
    assert.equal((await fourth.hear(1)).length, 1)
    assert.equal(second.socket.destroyed, false)
  }
})

test('a device that comes back ends its older connection', async (t) => {
  const { dial } = await setUp(t)
  const [older, newer] = [await dial(), await dial()]
  older.send(authenticate())
  await older.hear(1)
  newer.send(authenticate())
  await gone(older.socket)
  newer.send(encodeHeartbeat(from(2)))
  assert.deepEqual(await newer.hear(2), [ok(1, 0x0102), ok(2, 0x0002)])
})

test('the quarantine takes so many frames of one connection and no more', async (t) => {
  const { dial, quarantine, gateway } = await setUp(t, {
    limits: { quarantinedPerConnectionMax: 5 },
  })
  const terminal = await dial()
  terminal.send(...Array.from({ length: 50 }, () => fromHex('7E01027E')!), authenticate())
  await terminal.hear(1)
  assert.equal(quarantine.kept.length, 5)
  assert.equal(gateway.counts().framesRefused, 50)
})

test('closing finishes the commits under way and answers them', async (t) => {
  const { dial, store, gateway } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate())
  await terminal.hear(1)
  const release = store.hold()
  terminal.send(encodeReport(from(2), REPORT))
  await wait(50)
  const closing = gateway.close()
  release()
  assert.deepEqual(await terminal.hear(1), [ok(2, 0x0200)])
  await closing
})

test('any bytes on the port: the process stays up and others are served', async (t) => {
  const { dial } = await setUp(t, { limits: { authenticationMs: 60_000 } })
  const witness = await dial()
  witness.send(authenticate())
  await witness.hear(1)
  let serial = 2
  const stranger = (at: number) => from(at, '2013', '13999999999')
  const frames = [
    encodeAuthenticate(stranger(1), { authCode: 'guess' }),
    encodeReport(stranger(2), REPORT),
    encodeRegister(stranger(3), TERMINAL),
  ]
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 4000 }),
    fc.uint8Array({ maxLength: 300 }).map((inner) => Uint8Array.of(0x7e, ...inner, 0x7e)),
    fc.tuple(fc.constantFrom(...frames), fc.nat(), fc.nat(255)).map(([frame, at, byte]) => {
      const index = at % frame.length
      return frame.with(index, byte)
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 5 }), async (chunks) => {
      const hostile = await dial()
      hostile.send(...chunks)
      witness.send(encodeHeartbeat(from(serial)))
      assert.deepEqual(await witness.hear(1), [ok(serial, 0x0002)])
      serial = (serial + 1) & 0xffff
      hostile.socket.destroy()
    }),
    { numRuns: 150 },
  )
})
