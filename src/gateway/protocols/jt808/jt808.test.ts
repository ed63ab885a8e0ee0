// samples.txt holds frames with their whole decoded output. Each is read whole, split at every byte, glued to the
// others, cut short at every byte and corrupted at every byte.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from '#gateway/protocols/jt808/bytes.ts'
import { decodeLine, decodeLines, flatten } from '#gateway/protocols/jt808/decode-lines.ts'
import { CONTROL } from '#gateway/protocols/jt808/orders.ts'
import { DIALECTS, dialectFor } from '#gateway/protocols/jt808/vendor-items.ts'
import { escapeFrame, FRAME_BYTES_MAX, unescapeFrame } from '#gateway/protocols/jt808/frame.ts'
import {
  encodeBatch,
  encodeOrder,
  encodeTime,
  encodePlatformAnswer,
  encodeRegistrationAnswer,
  encodeReport,
  encodeResend,
} from '#gateway/protocols/jt808/encode.ts'
import { decodeFrame, decodePlain, withoutDelimiters } from '#gateway/protocols/jt808/jt808.ts'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'

interface Sample {
  readonly why: string
  readonly hex: string
  readonly wire: Uint8Array
  readonly decoded: object
}

const SAMPLES: readonly Sample[] = readFileSync(new URL('samples.txt', import.meta.url), 'utf8')
  .trim()
  .split(/\n\n+/)
  .map((block) => {
    const [why, hex, json] = block.split('\n')
    return { why: why!, hex: hex!, wire: fromHex(hex!)!, decoded: JSON.parse(json!) as object }
  })
const EVERYTHING = fromHex(SAMPLES.map(({ hex }) => hex).join(''))!

const json = (value: object): unknown => JSON.parse(JSON.stringify(value))
const unescaped = (wire: Uint8Array): Uint8Array =>
  unescapeFrame(withoutDelimiters(wire)) as Uint8Array
const accepted = (wire: Uint8Array): boolean => {
  const message = decodeFrame(wire)
  return !('error' in message) && message.checksumOk
}

for (const { why, hex, wire, decoded } of SAMPLES) {
  test(`sample: ${why.slice(2)}`, () => {
    assert.deepEqual(json(flatten(decodeFrame(wire))), decoded, 'whole')
    for (let cut = 1; cut < wire.length; cut++) {
      const splitter = createSplitter()
      const cuts = [...splitter.push(wire.subarray(0, cut)), ...splitter.push(wire.subarray(cut))]
      assert.deepEqual(
        cuts.map(({ bytes }) => toHex(bytes)),
        [hex.slice(2, -2)],
        `split at ${cut}`,
      )
      assert.ok(!accepted(wire.subarray(0, cut)) || cut === wire.length - 1, `cut at ${cut}`)
    }
    for (let at = 1; at < wire.length - 1; at++) {
      for (let flip = 1; flip < 256; flip++) {
        const broken = Uint8Array.from(wire)
        broken[at]! ^= flip
        assert.ok(!accepted(broken), `byte ${at} xor ${flip}`)
      }
    }
  })

  test(`as people paste it: ${why.slice(2)}`, () => {
    const plain = toHex(unescaped(wire))
    for (const line of [hex, hex.slice(2, -2), plain, `7E${plain}7E`, hex.toLowerCase()])
      assert.deepEqual(json(decodeLine(line)), decoded, line)
    assert.deepEqual(json(decodeLine(hex.replaceAll(/(..)/g, '$1 '))), decoded)
  })
}

test('all samples glued together come out one by one, with shared and with doubled delimiters', () => {
  const shared = fromHex(`7E${SAMPLES.map(({ hex }) => hex.slice(2)).join('')}`)!
  for (const glued of [EVERYTHING, shared]) {
    for (const size of [1, 7, 64, glued.length]) {
      const splitter = createSplitter()
      const frames = []
      for (let at = 0; at < glued.length; at += size)
        frames.push(...splitter.push(glued.subarray(at, at + size)))
      assert.deepEqual(
        frames.map(({ bytes }) => json(flatten(decodeFrame(bytes)))),
        SAMPLES.map(({ decoded }) => decoded),
      )
    }
  }
})

test('the splitter finds the next frame after noise and after a frame without end', () => {
  const splitter = createSplitter()
  const frame = SAMPLES[0]!.wire
  const noise = Uint8Array.of(1, 2, 3)
  const endless = new Uint8Array(5000).fill(0x41)
  const found = [noise, frame, frame.subarray(0, 1), endless, frame, frame].flatMap((chunk) => [
    ...splitter.push(chunk),
  ])
  assert.deepEqual(
    found.map((piece) => piece.problem ?? 'frame'),
    ['outside_frame', 'frame', 'frame_too_long', 'frame', 'frame'],
  )
  assert.ok(found.every(({ bytes }) => bytes.length <= 1500))
})

const ENCODED: readonly [string, () => Uint8Array, string][] = [
  [
    '0x8001 in 2013',
    () => encodePlatformAnswer(to('2013'), { answersSerial: 0xee, answersId: 0x0200, result: 0 }),
    // The published answer of samples.txt, byte for byte.
    '7E80010005002002604323000900EE020000437E',
  ],
  [
    '0x8001 in 2019',
    () => encodePlatformAnswer(to('2019'), { answersSerial: 1, answersId: 0x0102, result: 1 }),
    '7E80014005010000000000200260432300090001010201ED7E',
  ],
  [
    '0x8100 in 2013',
    () => encodeRegistrationAnswer(to('2013'), 1, 0, 'AB'),
    '7E8100000500200260432300090001004142AD7E',
  ],
  [
    '0x8100 refused says no code',
    () => encodeRegistrationAnswer(to('2013'), 1, 4, 'AB'),
    '7E810000030020026043230009000104AC7E',
  ],
  [
    '0x8003 in 2019 counts in two bytes',
    () => encodeResend(to('2019'), 3, [2, 4]),
    '7E80034008010000000000200260432300090003000200020004E67E',
  ],
  [
    '0x8103',
    () => encodeOrder(to('2013'), { kind: 'set', values: { heartbeatS: 10 } }),
    '7E8103000A00200260432300090100000001040000000AAD7E',
  ],
  [
    '0x8104',
    () => encodeOrder(to('2013'), { kind: 'ask_parameters' }),
    '7E810400000020026043230009AE7E',
  ],
  [
    '0x8106',
    () => encodeOrder(to('2013'), { kind: 'ask_parameters', names: ['reportIntervalS'] }),
    '7E8106000500200260432300090100000029817E',
  ],
  [
    '0x8107',
    () => encodeOrder(to('2013'), { kind: 'ask_attributes' }),
    '7E810700000020026043230009AD7E',
  ],
  [
    '0x8105',
    () => encodeOrder(to('2013'), { kind: 'control', word: CONTROL.restart }),
    '7E81050001002002604323000904AA7E',
  ],
  [
    '0x8201',
    () => encodeOrder(to('2019'), { kind: 'locate' }),
    '7E8201400001000000000020026043230009E97E',
  ],
  [
    '0x8202',
    () => encodeOrder(to('2013'), { kind: 'follow', intervalS: 10, lastsS: 600 }),
    '7E820200060020026043230009000A00000258FD7E',
  ],
  [
    '0x8300',
    () => encodeOrder(to('2013'), { kind: 'text', text: '停车A' }),
    '7E83000006002002604323000905CDA3B3B541827E',
  ],
  [
    '0x8300 in 2019 has a type',
    () => encodeOrder(to('2019'), { kind: 'text', text: '停车A' }),
    '7E83004007010000000000200260432300090501CDA3B3B541C37E',
  ],
  [
    '0x8004 is in UTC',
    () => encodeTime(to('2019'), '2026-03-02T12:00:00.123Z'),
    '7E8004400601000000000020026043230009260302120000DD7E',
  ],
  [
    '0x8003',
    () => encodeResend(to('2013'), 3, [2, 4]),
    '7E80030007002002604323000900030200020004A87E',
  ],
]
const to = (version: '2013' | '2019') => ({ version, phone: '002002604323', serial: 9 })

for (const [name, encode, hex] of ENCODED) {
  test(`${name} is byte-exact`, () => assert.equal(toHex(encode()), hex))
}

/** The simulated terminal writes plain numbers and bytes only, and nothing that cannot be. */
const canEncode = ({ time, items, fault }: Location): boolean =>
  time !== null &&
  fault === undefined &&
  items.every((item) => 'hex' in item || PLAIN_ITEMS.has(item.id))
const PLAIN_ITEMS = new Set(['0x01', '0x02', '0x03', '0x04', '0x25', '0x2A', '0x30', '0x31'])

test('decoding then encoding a location gives the same bytes', () => {
  for (const { wire } of SAMPLES) {
    const message = decodeFrame(wire)
    assert.ok(!('error' in message))
    const { header, body } = message
    if (body.kind === 'location' && canEncode(body.report))
      assert.equal(toHex(encodeReport(header, body.report)), toHex(wire))
    if (body.kind === 'batch' && body.reports.every(canEncode))
      assert.equal(toHex(encodeBatch(header, body.reports, body.catchUp)), toHex(wire))
  }
})

const HEAD = '013306139197 0001'
const BASE = '00000000 00000002 02315C44 06F57BD4 0020 0000 00C6'
const REFUSED: readonly [string, string, string][] = [
  ['not hex at all', 'hello', 'not_hex'],
  ['an odd number of digits', '7E0', 'not_hex'],
  ['nothing between the delimiters', '7E7E', 'frame_too_short'],
  ['a body shorter than said', `0002 0001 ${HEAD} 00`, 'length_mismatch'],
  ['a letter in the phone', '0002 0000 01330613919A 0001 00', 'phone_not_bcd'],
  ['an encrypted body', `0200 0401 ${HEAD} 55 00`, 'encrypted'],
  ['a package 4 of 3', `0200 2000 ${HEAD} 0003 0004 00`, 'part_out_of_range'],
  ['a short location', `0200 0002 ${HEAD} 0000 00`, 'body_too_short'],
  ['a batch that says 2 and holds none', `0704 0003 ${HEAD} 0002 00 00`, 'batch_count_wrong'],
  ['a batch of kind 2', `0704 0003 ${HEAD} 0000 02 00`, 'batch_kind_unknown'],
  ['a batch that ends in a length', `0704 0004 ${HEAD} 0001 00 00 00`, 'body_too_short'],
  ['an empty authentication', `0102 0000 ${HEAD} 00`, 'body_too_short'],
  ['a registration without colour', `0100 0002 ${HEAD} 0000 00`, 'body_too_short'],
]

for (const [name, line, error] of REFUSED) {
  test(`refused: ${name}`, () => {
    const decoded = decodeLine(line)
    assert.equal('error' in decoded && decoded.error, error)
  })
}

const head = `0200 001C ${HEAD}`
const FAULTS: readonly [string, string, string][] = [
  ['31 February', `${head} ${BASE} 230231000034 00`, 'time_impossible'],
  ['29 February of a common year', `${head} ${BASE} 230229000034 00`, 'time_impossible'],
  ['24 o’clock', `${head} ${BASE} 230501240000 00`, 'time_impossible'],
  ['a letter in the minute', `${head} ${BASE} 230501000A00 00`, 'time_impossible'],
  ['a clock that was never set', `${head} ${BASE} 000000000000 00`, 'time_impossible'],
  [
    'a latitude of 91°',
    `${head} 00000000 00000002 056C8CC0 06F57BD4 0020 0000 00C6 230501000034 00`,
    'position_out_of_range',
  ],
  [
    'a heading of 361°',
    `${head} 00000000 00000002 02315C44 06F57BD4 0020 0000 0169 230501000034 00`,
    'heading_out_of_range',
  ],
]

for (const [name, line, fault] of FAULTS) {
  test(`read, and told to be no position: ${name}`, () => {
    const decoded = decodeLine(line) as { fault?: string; speedKmh?: number; time?: unknown }
    assert.equal(decoded.fault, fault)
    assert.equal(decoded.speedKmh, 0)
    assert.equal(decoded.time === null, fault === 'time_impossible')
  })
}

test('what follows the last whole item is kept as it is', () => {
  for (const [items, expected] of [
    ['310401', [{ id: 'tail', hex: '310401' }]],
    ['31', [{ id: 'tail', hex: '31' }]],
    [
      '31010931',
      [
        { id: '0x31', name: 'satellites', value: 9 },
        { id: 'tail', hex: '31' },
      ],
    ],
  ] as const) {
    const size = (28 + items.length / 2).toString(16).padStart(4, '0')
    const decoded = decodeLine(`0200 ${size} ${HEAD} ${BASE} 230501000034 ${items} 00`)
    assert.deepEqual('items' in decoded && decoded.items, expected)
  }
})

test('below the sea, and temperatures below zero', () => {
  const below = `00000000 00000002 02315C44 06F57BD4 FFE0 0000 00C6 230501000034`
  const decoded = decodeLine(`0200 0026 ${HEAD} ${below} 06028005 51048050 FFFF 00`)
  assert.ok('altitudeM' in decoded && 'items' in decoded)
  assert.equal(decoded.altitudeM, -32)
  assert.deepEqual(decoded.items, [
    { id: '0x06', name: 'temperatureC', value: -5 },
    { id: '0x51', name: 'temperaturesC', value: [-8, null] },
  ])
})

test('an escape of something else is refused', () => {
  assert.deepEqual(decodeFrame(fromHex('7E 00 02 7D 03 7E')!), { error: 'bad_escape' })
})

test('a wrong checksum is told and the rest still read', () => {
  const [sample] = SAMPLES
  const broken = Uint8Array.from(sample!.wire)
  broken[broken.length - 2]! ^= 1
  assert.deepEqual(json(decodeLine(toHex(broken))), { ...sample!.decoded, checksumOk: false })
})

test('the command goes on after a bad line', async () => {
  const lines: string[] = []
  async function* input() {
    yield `${SAMPLES[0]!.hex}\nrubb`
    yield 'ish\n   \n'
    yield SAMPLES[1]!.hex
  }
  await decodeLines(input(), (text) => lines.push(...text.trimEnd().split('\n')))
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    [SAMPLES[0]!.decoded, { error: 'not_hex' }, SAMPLES[1]!.decoded],
  )
})

test('the command takes text in chunks of any size, and a line without end in bounded memory', async () => {
  const text = `${SAMPLES[0]!.hex}\r\n\n${'41'.repeat(200_000)}\n${SAMPLES[1]!.hex}`
  for (const size of [1, 1000, 65_536, text.length]) {
    const lines: string[] = []
    async function* input() {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
    }
    await decodeLines(input(), (some) => lines.push(...some.trimEnd().split('\n')))
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [SAMPLES[0]!.decoded, { error: 'frame_too_long' }, SAMPLES[1]!.decoded],
    )
  }
})

test('a maker’s items are read in the maker’s dialect', () => {
  const childLock = SAMPLES.find(({ hex }) => hex.includes('D50E01'))!
  const message = decodeFrame(childLock.wire, DIALECTS[dialectFor('Huabao', 'HB-A1')])
  assert.ok(!('error' in message) && message.body.kind === 'location')
  assert.deepEqual(
    message.body.report.items.find(({ id }) => id === '0xD5'),
    {
      id: '0xD5',
      name: 'locks',
      value: [{ lockId: '0002604323', card: '2795980277', batteryPercent: 83, isLocked: 0 }],
    },
  )
  assert.equal(dialectFor('深圳某厂', 'X1'), 'common')
})

test('no bytes make the decoder throw', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: FRAME_BYTES_MAX + 10 }),
    fc
      .tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.uint8Array({ maxLength: 20 }))
      .map(([{ wire }, at, patch]) => {
        const broken = Uint8Array.from(wire)
        broken.set(patch.subarray(0, wire.length - (at % wire.length)), at % wire.length)
        return broken
      }),
  )
  fc.assert(
    fc.property(bytes, (frame) => {
      decodeFrame(frame)
      decodePlain(frame)
      decodeLine(toHex(frame))
    }),
    { numRuns: 2000 },
  )
})

test('escaping and unescaping are each other’s inverse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (plain) => {
      const wire = escapeFrame(plain)
      assert.equal(wire.indexOf(0x7e, 1), wire.length - 1)
      assert.deepEqual(unescapeFrame(wire.subarray(1, -1)), plain)
    }),
  )
})
