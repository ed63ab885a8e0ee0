// samples.txt holds payloads with their whole decoded output; packets are read whole, split at every byte, glued, cut and corrupted.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  readBeginning,
  readPacket,
  writePacket,
  type Packet,
} from '#gateway/protocols/mqtt/packets.ts'
import { FIXES_PER_MESSAGE_MAX, readFixes } from '#gateway/protocols/mqtt/payload.ts'
import { createSplitter } from '#gateway/protocols/mqtt/splitter.ts'
import { commandsTopic, isOwnFilter, readTopic } from '#gateway/protocols/mqtt/topics.ts'

const countOf = (read: ReturnType<typeof readFixes>): number =>
  'error' in read ? assert.fail(read.error) : read.fixes.length
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')

const SAMPLES = readFileSync(new URL('samples.txt', import.meta.url), 'utf8')
  .trim()
  .split(/\n\n+/)
  .map((block) => block.split('\n') as [string, string, string])

for (const [why, payload, decoded] of SAMPLES)
  test(`sample: ${why.slice(2)}`, () => {
    assert.deepEqual(readFixes(bytesOf(payload)), JSON.parse(decoded))
    // Cut short it is no JSON, and never a throw.
    for (let cut = 0; cut < payload.length; cut++) readFixes(bytesOf(payload.slice(0, cut)))
  })

test('a payload of any bytes is read or refused, never a throw, and nothing of it the database could not hold', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => void readFixes(bytes)),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.json({ depthSize: 'large' }), fc.string({ unit: 'binary' }), (json, name) => {
      const named = JSON.stringify({ time: 1795739400, latitude: 1, longitude: 2, [name]: name })
      for (const text of [json, `[${json}]`, named]) {
        const read = readFixes(bytesOf(text))
        if ('error' in read) continue
        const items = JSON.stringify(read.fixes.map((fix) => fix.items))
        assert.doesNotMatch(items, /\\u0000|\\ud[89a-f]/)
      }
    }),
    { numRuns: 300 },
  )
})

test('bytes that are no UTF-8, arrays of any depth, and batches without end are refused', () => {
  assert.deepEqual(readFixes(Uint8Array.of(0x22, 0xff, 0x22)), { error: 'payload_not_json' })
  assert.deepEqual(readFixes(new Uint8Array(0)), { error: 'payload_empty' })
  const deep = `{"time":1795739400,"latitude":1,"longitude":2,"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
  assert.equal(countOf(readFixes(bytesOf(deep))), 1)
  const fix = { time: 1795739400, latitude: 1, longitude: 2 }
  const many = (count: number) => bytesOf(JSON.stringify(new Array(count).fill(fix)))
  assert.equal(countOf(readFixes(many(FIXES_PER_MESSAGE_MAX))), FIXES_PER_MESSAGE_MAX)
  assert.deepEqual(readFixes(many(FIXES_PER_MESSAGE_MAX + 1)), { error: 'batch_too_large' })
})

test('a topic names its device and nobody else, whatever zeros are in front', () => {
  assert.deepEqual(readTopic('landbridge/013306139197/fixes'), {
    phone: '13306139197',
    heading: 'fixes',
  })
  assert.deepEqual(readTopic('landbridge/13306139197/answers')?.heading, 'answers')
  for (const topic of [
    'landbridge/13306139197/commands',
    'landbridge/+/fixes',
    'landbridge/#',
    'landbridge/1/2/fixes',
    '/landbridge/13306139197/fixes',
    '$SYS/broker/version',
    '',
  ])
    assert.equal(readTopic(topic), null, topic)
  const phone = '13306139197'
  for (const filter of [commandsTopic(phone), `landbridge/${phone}/+`, `landbridge/0${phone}/#`])
    assert.ok(isOwnFilter(filter, phone), filter)
  for (const filter of [
    '#',
    '+/+/+',
    'landbridge/#',
    'landbridge/+/commands',
    commandsTopic('13306139198'),
    `landbridge/${phone}/fixes`,
    `$share/g/landbridge/${phone}/commands`,
  ])
    assert.ok(!isOwnFilter(filter, phone), filter)
})

const PACKETS: readonly Packet[] = [
  {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId: 'lock-1',
    clean: true,
    keepalive: 60,
    username: '13306139197',
    password: Buffer.from('secret'),
  },
  {
    cmd: 'publish',
    topic: 'landbridge/13306139197/fixes',
    payload: Buffer.from('{"time":1}'),
    qos: 1,
    dup: false,
    retain: false,
    messageId: 7,
  },
  { cmd: 'pingreq' },
  {
    cmd: 'subscribe',
    messageId: 8,
    subscriptions: [{ topic: 'landbridge/13306139197/commands', qos: 1 }],
  },
  {
    cmd: 'publish',
    topic: 'landbridge/13306139197/fixes',
    payload: Buffer.alloc(6_000, 0x20),
    qos: 0,
    dup: false,
    retain: false,
  },
  { cmd: 'disconnect' },
]
const WIRE = PACKETS.map((packet) => writePacket(packet, 4))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const wholes = (pieces: ReturnType<ReturnType<typeof createSplitter>['push']>): string[] =>
  pieces.map((piece) => (piece === 'malformed' ? piece : hex(piece.bytes)))

test('packets come out whole, glued, split at every byte, and byte by byte', () => {
  const glued = Buffer.concat(WIRE)
  const expected = WIRE.map(hex)
  assert.deepEqual(wholes(createSplitter(10_000).push(glued)), expected)
  const small = Buffer.concat(WIRE.toSpliced(4, 1))
  for (let cut = 1; cut < small.length; cut++) {
    const splitter = createSplitter(10_000)
    const pieces = [...splitter.push(small.subarray(0, cut)), ...splitter.push(small.subarray(cut))]
    assert.deepEqual(wholes(pieces), expected.toSpliced(4, 1), `split at ${cut}`)
  }
  const splitter = createSplitter(10_000)
  assert.deepEqual(
    wholes([...glued].flatMap((byte) => splitter.push(Uint8Array.of(byte)))),
    expected,
  )
})

test('a packet that is too long is passed over: its beginning comes, and the next is whole', () => {
  const long = writePacket(
    {
      cmd: 'publish',
      topic: 'landbridge/13306139197/fixes',
      payload: Buffer.alloc(9_000, 0x20),
      qos: 1,
      dup: false,
      retain: false,
      messageId: 513,
    },
    4,
  )
  for (const step of [1, 100, 20_000]) {
    const splitter = createSplitter(4_096)
    const wire = Buffer.concat([long, WIRE[2]!, long, WIRE[1]!])
    const pieces = []
    for (let at = 0; at < wire.length; at += step)
      pieces.push(...splitter.push(wire.subarray(at, at + step)))
    assert.equal(pieces.length, 4)
    const [first, ping, , publish] = pieces as [
      { bytes: Uint8Array; tooLong?: true },
      never,
      never,
      never,
    ]
    assert.equal(first.tooLong, true)
    assert.ok(first.bytes.length <= 256)
    assert.deepEqual(readBeginning(first.bytes), {
      topic: 'landbridge/13306139197/fixes',
      qos: 1,
      messageId: 513,
    })
    assert.deepEqual(wholes([ping, publish]), [hex(WIRE[2]!), hex(WIRE[1]!)])
  }
})

test('a length of five bytes is none, and nothing after it is read', () => {
  const splitter = createSplitter(4_096)
  assert.deepEqual(splitter.push(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 0x7f)), ['malformed'])
  assert.deepEqual(splitter.push(WIRE[2]!), [])
})

test('a packet cut short or of any bytes is read or refused, never a throw, in every version', () => {
  for (const version of [3, 4, 5] as const) {
    for (const wire of WIRE.filter(({ length }) => length < 200)) {
      for (let cut = 1; cut < wire.length; cut++) readPacket(wire.subarray(0, cut), version)
      for (let at = 0; at < wire.length; at++)
        for (const flip of [0x01, 0x80, 0xff]) {
          const broken = Uint8Array.from(wire)
          broken[at]! ^= flip
          readPacket(broken, version)
          readBeginning(broken)
        }
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        readPacket(bytes, version)
        for (const piece of createSplitter(64).push(bytes))
          if (piece !== 'malformed') readBeginning(piece.bytes)
      }),
      { numRuns: 500 },
    )
  }
  // What another project's bug was about (moscajs/aedes 612): a CONNECT whose user name runs past its end.
  const past = Buffer.from('101000044d5154540502003c0321001400006202d301e0020020', 'hex')
  for (const piece of createSplitter(4_096).push(past))
    if (piece !== 'malformed') assert.doesNotThrow(() => readPacket(piece.bytes, 4))
})
