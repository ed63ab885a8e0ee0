// The gateway on real sockets: what is taken, when it is acknowledged, and who may stay connected.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { authenticate, DEVICE, from, gone, ok, REPORT, setUp, TERMINAL } from '#gateway/fixtures.ts'
import { toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  encodeAuthenticate,
  encodeBatch,
  encodeDeregister,
  encodeHeartbeat,
  encodeRegister,
  encodeReport,
} from '#gateway/protocols/jt808/encode.ts'

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
    const { frame, ...rest } = fix!
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
    assert.match(toHex(frame), /^0200/)
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
