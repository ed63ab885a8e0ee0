// samples.txt holds frames with their whole decoded output. Each is read whole, split at every byte, glued to the
// others, cut short at every byte and corrupted at every byte.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from '#gateway/protocols/jt808/bytes.ts'
import { decodeLine, decodeLines, flatten } from '#gateway/protocols/jt808/decode-lines.ts'
import { escapeFrame, FRAME_BYTES_MAX, unescapeFrame } from '#gateway/protocols/jt808/frame.ts'
import {
  decodeFrame,
  decodePlain,
  encodeBatch,
  encodePlatformAnswer,
  encodeRegistrationAnswer,
  encodeReport,
  encodeResend,
  withoutDelimiters,
} from '#gateway/protocols/jt808/jt808.ts'
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
    '0x8003',
    () => encodeResend(to('2013'), 3, [2, 4]),
    '7E80030007002002604323000900030200020004A87E',
  ],
]
const to = (version: '2013' | '2019') => ({ version, phone: '002002604323', serial: 9 })

for (const [name, encode, hex] of ENCODED) {
  test(`${name} is byte-exact`, () => assert.equal(toHex(encode()), hex))
}

test('decoding then encoding a location gives the same bytes', () => {
  for (const { wire } of SAMPLES) {
    const message = decodeFrame(wire)
    assert.ok(!('error' in message))
    const { header, body } = message
    if (body.kind === 'location') assert.equal(toHex(encodeReport(header, body)), toHex(wire))
    if (body.kind === 'batch')
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
  ['31 February', `0200 001C ${HEAD} ${BASE} 230231000034 00`, 'time_impossible'],
  ['29 February of a common year', `0200 001C ${HEAD} ${BASE} 230229000034 00`, 'time_impossible'],
  ['24 o’clock', `0200 001C ${HEAD} ${BASE} 230501240000 00`, 'time_impossible'],
  ['an item past the end', `0200 001F ${HEAD} ${BASE} 230501000034 310401 00`, 'item_overruns'],
  ['an item without length', `0200 001D ${HEAD} ${BASE} 230501000034 31 00`, 'item_overruns'],
  [
    'a latitude of 91°',
    `0200 001C ${HEAD} 00000000 00000002 056C8CC0 06F57BD4 0020 0000 00C6 230501000034 00`,
    'position_out_of_range',
  ],
  [
    'a heading of 361°',
    `0200 001C ${HEAD} 00000000 00000002 02315C44 06F57BD4 0020 0000 0169 230501000034 00`,
    'heading_out_of_range',
  ],
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
    yield SAMPLES[0]!.hex
    yield 'rubbish'
    yield '   '
    yield SAMPLES[1]!.hex
  }
  await decodeLines(input(), (line) => lines.push(line))
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    [SAMPLES[0]!.decoded, { error: 'not_hex' }, SAMPLES[1]!.decoded],
  )
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
