// The gateway on hostile sockets: what is refused and kept to be looked at, and what it takes to lose a connection.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { authenticate, from, gone, ok, REPORT, setUp, TERMINAL } from '#gateway/fixtures.ts'
import { fromHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  encodeAuthenticate,
  encodeBatch,
  encodeHeartbeat,
  encodeRegister,
  encodeReport,
} from '#gateway/protocols/jt808/encode.ts'
import { sealFrame, unescapeFrame } from '#gateway/protocols/jt808/frame.ts'
import type { Body } from '#gateway/protocols/jt808/messages.ts'

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

test('a message the gateway does not know is kept, with what can be read of it, and answered "unsupported"', async (t) => {
  const { dial, quarantine } = await setUp(t)
  const terminal = await dial()
  terminal.send(authenticate(), sealFrame({ ...from(2), messageId: 0x0701 }, Uint8Array.of(0x41)))
  assert.deepEqual(await terminal.hear(2), [ok(1, 0x0102), ok(2, 0x0701, 3)])
  const [{ reason, decoded }] = quarantine.kept as [(typeof quarantine.kept)[0]]
  assert.equal(reason, 'message_unsupported')
  assert.deepEqual(decoded, {
    messageId: '0x0701',
    version: '2013',
    phone: '013306139197',
    serial: 2,
    checksumOk: true,
    hex: '41',
  })
})

test('a report of a clock never set does not hold up the good ones of its batch', async (t) => {
  const { dial, quarantine, store } = await setUp(t)
  const terminal = await dial()
  const batch = encodeBatch(
    from(2),
    [REPORT, { ...REPORT, time: '2020-01-01T00:00:00+08:00' }],
    true,
  )
  const plain = unescapeFrame(batch.subarray(1, -1))
  assert.ok(!('error' in plain))
  const body = plain.slice(12, -1)
  // The second report's month becomes 00.
  body[3 + 2 + 28 + 2 + 23] = 0
  terminal.send(
    authenticate(),
    sealFrame({ ...from(2), messageId: 0x0704 }, body),
    sealFrame({ ...from(3), messageId: 0x0200 }, body.subarray(3 + 2 + 28 + 2)),
  )
  assert.deepEqual(await terminal.hear(3), [ok(1, 0x0102), ok(3, 0x0200, 2), ok(2, 0x0704)])
  assert.deepEqual(
    store.fixes().map(({ deviceTime }) => deviceTime),
    [REPORT.time],
  )
  assert.deepEqual(
    quarantine.kept.map(({ reason }) => reason),
    ['time_impossible', 'time_impossible'],
  )
})

test('by setting, who does not authenticate is answered, closed and not kept', async (t) => {
  const frames = [
    encodeReport(from(2), REPORT),
    encodeRegister(from(2, '2013', '13999999999'), TERMINAL),
    authenticate(2, 'guess'),
  ]
  for (const frame of frames) {
    const { dial, quarantine, gateway } = await setUp(t, { limits: { strangers: 'refuse' } })
    const terminal = await dial()
    terminal.send(frame)
    assert.equal((await terminal.hear(2)).length, 1)
    await gone(terminal.socket)
    assert.deepEqual(quarantine.kept, [])
    assert.equal(gateway.counts().framesRefused, 1)
  }
})

test('a flood of rubbish over many connections is not a flood of writes', async (t) => {
  const { dial, quarantine, gateway } = await setUp(t, { limits: { quarantinedPerSecondMax: 7 } })
  for (let count = 0; count < 5; count++) {
    const terminal = await dial()
    terminal.send(...Array.from({ length: 4 }, () => fromHex('7E01027E')!), authenticate())
    await terminal.hear(1)
  }
  assert.equal(quarantine.kept.length, 7)
  assert.equal(gateway.counts().framesRefused, 20)
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
