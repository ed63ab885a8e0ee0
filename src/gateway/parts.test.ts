// Messages in packages: put together in whatever order they come, asked for where they are missing, and never more than fits.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import {
  memoryDesk,
  memoryDirectory,
  memoryMessages,
  memoryQuarantine,
  memoryStore,
} from '#gateway/memory-ports.ts'
import { MESSAGE_BYTES_MAX, takePart, type Gathering } from '#gateway/parts.ts'
import { concat } from '#gateway/protocols/jt808/bytes.ts'
import {
  openFrame,
  sealFrame,
  unescapeFrame,
  type Edition,
} from '#gateway/protocols/jt808/frame.ts'
import { encodeAuthenticate, encodeBatch } from '#gateway/protocols/jt808/encode.ts'
import { decodeFrame, decodePlain, withoutDelimiters } from '#gateway/protocols/jt808/jt808.ts'
import { MESSAGE, type Body } from '#gateway/protocols/jt808/messages.ts'
import { STATUS, type Location } from '#gateway/protocols/jt808/location.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'
import { startGateway, type GatewayOptions } from '#gateway/server.ts'

const DEVICE = { deviceId: 'dev_1', phone: '13306139197', terminalId: 'LB1', authCode: 'secret' }
const SERIAL = 0xfffe

const reportAt = (second: number): Location => ({
  time: `2023-05-01T00:00:${String(second).padStart(2, '0')}+08:00`,
  latitude: Math.round(36_700 + second) / 1000,
  longitude: 116.751316,
  altitudeM: 32,
  speedKmh: 61.3,
  headingDeg: 198,
  alarm: 0,
  status: STATUS.valid,
  items: [],
})
const REPORTS = [1, 2, 3, 4, 5].map(reportAt)

const from = (serial: number, version: Edition = '2013') => ({
  version,
  phone: DEVICE.phone,
  serial: serial & 0xffff,
})

/** The body of a batch, cut into packages as a terminal would send them; serials run on over the end of their range. */
function packagesOf(total: number, version: Edition = '2013', serial = SERIAL): Uint8Array[] {
  const plain = unescapeFrame(withoutDelimiters(encodeBatch(from(1, version), REPORTS, true)))
  assert.ok(!('error' in plain))
  const frame = openFrame(plain)
  assert.ok(!('error' in frame))
  const body = plain.subarray(frame.bodyAt, -1)
  const size = Math.ceil(body.length / total)
  return Array.from({ length: total }, (_, at) =>
    sealFrame(
      {
        ...from(serial + at, version),
        messageId: MESSAGE.locationBatch,
        part: { total, number: at + 1 },
      },
      body.subarray(at * size, (at + 1) * size),
    ),
  )
}

const answered = (serial: number, id: number = MESSAGE.locationBatch, result = 0): Body => ({
  kind: 'answer',
  answersSerial: serial & 0xffff,
  answersId: id,
  result,
})
const authenticate = (version: Edition = '2013') =>
  encodeAuthenticate(from(9, version), { authCode: DEVICE.authCode })
const WELCOME = answered(9, MESSAGE.authentication)

async function setUp(t: TestContext, limits: GatewayOptions['limits'] = {}) {
  const store = memoryStore()
  const quarantine = memoryQuarantine()
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    directory: memoryDirectory([DEVICE]),
    store,
    quarantine: quarantine.sink,
    messages: memoryMessages().keep,
    desk: memoryDesk(),
    limits,
  })
  t.after(() => gateway.close())
  const reasons = () => quarantine.kept.map(({ reason }) => reason)
  const dial = async () => {
    const socket = connect(gateway.port, '127.0.0.1')
    t.after(() => socket.destroy())
    await once(socket, 'connect')
    return { socket, hear: ear(socket) }
  }
  return { store, reasons, dial }
}

function ear(socket: Socket): (count: number) => Promise<readonly Body[]> {
  const splitter = createSplitter()
  const heard: Body[] = []
  let tell = (): void => undefined
  socket.on('data', (chunk: Buffer) => {
    for (const { bytes } of splitter.push(chunk)) {
      const message = decodeFrame(bytes)
      assert.ok(!('error' in message) && message.checksumOk)
      heard.push(message.body)
    }
    tell()
  })
  return async (count) => {
    while (heard.length < count) await new Promise<void>((resolve) => (tell = resolve))
    return heard.splice(0, count)
  }
}

for (const version of ['2013', '2019'] as const)
  test(`a batch of ${version} in packages out of order is kept, then every package is answered`, async (t) => {
    const { store, reasons, dial } = await setUp(t)
    const { socket, hear } = await dial()
    const [first, second, third] = packagesOf(3, version)
    socket.write(concat([authenticate(version), third!, first!, third!, second!]))
    assert.deepEqual(await hear(4), [WELCOME, ...[0, 1, 2].map((at) => answered(SERIAL + at))])
    const fixes = store.fixes()
    assert.deepEqual(
      fixes.map(({ deviceTime, serial }) => [deviceTime, serial]),
      REPORTS.map(({ time }) => [time, SERIAL]),
    )
    // What is kept with each is a frame that says the same, alone.
    for (const [at, { frame }] of fixes.entries()) {
      const message = decodePlain(frame)
      assert.ok(!('error' in message) && message.checksumOk)
      assert.deepEqual(message.body, { kind: 'location', report: REPORTS[at]! })
    }
    assert.deepEqual(reasons(), [])
  })

test('no package is answered before the whole message is durable', async (t) => {
  const { store, dial } = await setUp(t)
  const { socket, hear } = await dial()
  const [first, second] = packagesOf(2)
  const release = store.hold()
  socket.write(concat([authenticate(), first!, second!]))
  assert.deepEqual(await hear(1), [WELCOME])
  const answers = hear(2)
  assert.equal(await Promise.race([answers, wait(100, 'silence')]), 'silence')
  assert.equal(store.fixes().length, 0)
  release()
  assert.deepEqual(await answers, [answered(SERIAL), answered(SERIAL + 1)])
})

test('missing packages are asked for by number until they come', async (t) => {
  const { store, dial } = await setUp(t, { partsMs: 30 })
  const { socket, hear } = await dial()
  const frames = packagesOf(5)
  socket.write(concat([authenticate(), frames[0]!, frames[3]!]))
  const [welcome, asked] = await hear(2)
  assert.deepEqual(welcome, WELCOME)
  assert.deepEqual(asked, { kind: 'resend', firstSerial: SERIAL, numbers: [2, 3, 5] })
  socket.write(concat([frames[1]!, frames[2]!, frames[4]!]))
  let heard: readonly Body[] = []
  // It may have asked once more meanwhile.
  while (heard.length < 5)
    heard = [...heard, ...(await hear(1))].filter(({ kind }) => kind === 'answer')
  assert.equal(store.fixes().length, REPORTS.length)
})

test('a message that never becomes whole is given up and kept with its reason; the line goes on', async (t) => {
  const { store, reasons, dial } = await setUp(t, { partsMs: 10 })
  const { socket, hear } = await dial()
  socket.write(concat([authenticate(), packagesOf(2)[0]!]))
  const asked = { kind: 'resend', firstSerial: SERIAL, numbers: [2] } as const
  assert.deepEqual(await hear(4), [WELCOME, asked, asked, asked])
  while (reasons().length === 0) await wait(5)
  assert.deepEqual(reasons(), ['parts_missing'])
  socket.write(concat(packagesOf(2, '2013', 100)))
  assert.deepEqual(await hear(2), [answered(100), answered(101)])
  assert.equal(store.fixes().length, REPORTS.length)
})

test('another message’s package lets go of the unfinished one', async (t) => {
  const { store, reasons, dial } = await setUp(t)
  const { socket, hear } = await dial()
  const [abandoned] = packagesOf(2, '2013', 50)
  socket.write(concat([authenticate(), abandoned!, ...packagesOf(2, '2013', 100)]))
  assert.deepEqual(await hear(3), [WELCOME, answered(100), answered(101)])
  assert.deepEqual(reasons(), ['parts_missing'])
  assert.equal(store.fixes().length, REPORTS.length)
})

test('a stranger’s package, too many, and more than all may hold are refused', async (t) => {
  const { reasons, dial } = await setUp(t, { partsBytesMax: 10 })
  const { socket, hear } = await dial()
  const part = (serial: number, total: number) =>
    sealFrame(
      { ...from(serial), messageId: MESSAGE.locationBatch, part: { total, number: 1 } },
      new Uint8Array(20),
    )
  socket.write(concat([part(1, 2), authenticate(), part(2, 256), part(3, 2)]))
  assert.deepEqual(await hear(4), [
    answered(1, MESSAGE.locationBatch, 1),
    WELCOME,
    answered(2, MESSAGE.locationBatch, 3),
    answered(3, MESSAGE.locationBatch, 1),
  ])
  assert.deepEqual(reasons(), ['not_authenticated', 'parts_too_many', 'parts_no_room'])
})

test('whatever the order and the repeats, what comes out is what went in, and never too large', () => {
  const header = { messageId: 0x0704, version: '2013', phone: '1' } as const
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 1023 }), { minLength: 2, maxLength: 90 }),
      fc.nat(0xffff),
      fc.infiniteStream(fc.nat()),
      (bodies, serial, order) => {
        let held: Gathering | null = null
        const total = bodies.length
        for (const at of order) {
          const index = at % total
          const part = { total, number: index + 1 }
          const taken = takePart(
            held,
            { ...header, serial: (serial + index) & 0xffff, part },
            bodies[index]!,
          )
          if ('refused' in taken) {
            assert.equal(taken.refused, 'parts_too_large')
            assert.ok(concat(bodies).length > MESSAGE_BYTES_MAX)
            return
          }
          if ('body' in taken) {
            assert.deepEqual(Buffer.from(taken.body), Buffer.from(concat(bodies)))
            assert.deepEqual(taken.header, { ...header, serial })
            return
          }
          held = taken.gathering
          assert.ok(held.bytes <= MESSAGE_BYTES_MAX)
        }
      },
    ),
  )
})
