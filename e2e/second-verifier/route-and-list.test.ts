// Routes and waiting lists before both verifiers: whole ones hold, and of what is changed in them both say the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  appendLeaves,
  base64Encode,
  concatBytes,
  formatCheckpoint,
  hashLeaf,
  inclusionProof,
  signNote,
  subsetProof,
  utf8Decode,
  utf8Encode,
} from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type JsonObject } from '#passport/canonical-json.ts'
import { kidOf, sealEntry } from '#passport/entry.ts'
import { SAMPLE_CODE, SAMPLE_LOG, SAMPLE_VKEY, seeded } from '#passport/fixtures.ts'
import { HASHER } from '#passport/hasher.ts'
import { roundTree } from '#passport/positions/hour-part.ts'
import { positionsInput } from '#passport/positions/positions-entry.ts'
import { verifyTrack } from '#passport/positions/verify-track.ts'
import { waitingInput } from '#passport/queueing/turn-entry.ts'
import { verifyLclTurns, verifyTurns } from '#passport/queueing/verify-turns.ts'
import { digestPart } from '#passport/statement.ts'
import { seededRandom } from '../seeded-random.ts'
import { Refused, type Json } from './bytes.ts'
import { damage } from './damage.ts'
import { verifyTrack as verifySecondTrack } from './track.ts'
import { verifyLclWaiting, verifyWaiting } from './waiting.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const kid = kidOf(SAMPLE_LOG.publicKey)
const seal = (input: Uint8Array) => utf8Decode(sealEntry(input, SAMPLE_LOG.sign(input)))
const START_MS = Date.parse('2026-03-02T08:00:00.000Z')

function isTaken(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (error instanceof Problem || error instanceof Refused) return false
    throw error
  }
}

const fixAt = (minutes: number, more: JsonObject = {}): JsonObject => ({
  alarm: 0,
  altitudeM: -3,
  atMs: START_MS + minutes * 60_000,
  headingDeg: 90,
  items: [{ id: '1', name: 'mileage', value: 7 }],
  latitudeE7: 367_500_000,
  longitudeE7: 1_170_000_000,
  quality: 'good',
  receivedMs: START_MS,
  serial: 1,
  speedTenthsKmh: 800,
  status: 3,
  tracker: `dev_${'0'.repeat(20)}`,
  ...more,
})

/** A route of hours with these fixes, in one round. */
function routeOf(hours: readonly JsonObject[]): Json {
  const parts = hours.map((content, at) => ({
    content: { ...content, code: SAMPLE_CODE },
    salt: seeded(`hour ${at}`, 16),
  }))
  const digests = parts.map(digestPart)
  const { root, read } = roundTree(digests, HASHER)
  const entry = seal(positionsInput(kid, { count: digests.length, root }))
  const leaves = [hashLeaf(utf8Encode('before')), hashLeaf(utf8Encode(entry))]
  const tree = appendLeaves(0n, [], leaves)
  const stored = (level: number, index: bigint) =>
    tree.stored.find((one) => one.level === level && one.index === index)!.hash
  const checkpoint = signNote(
    formatCheckpoint({ origin: SAMPLE_LOG.name, size: 2n, root: tree.root }),
    [SAMPLE_LOG],
  )
  return {
    checkpoint,
    code: SAMPLE_CODE,
    format: 'landbridge-track/1',
    hours: hours.map((content, place) => ({
      part: { content: content as Record<string, Json>, salt: base64urlEncode(parts[place]!.salt) },
      path: inclusionProof(BigInt(place), BigInt(digests.length), read, HASHER).map(base64Encode),
      place,
      round: 0,
    })),
    proof: base64Encode(concatBytes(...subsetProof([1n], 2n, stored))),
    rounds: [{ entry, index: 1 }],
    vkey: SAMPLE_VKEY,
  }
}

const hour = (fixes: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  fixes,
  hour: '2026-03-02T08:00:00.000Z',
  previous: null,
  version: 1,
  ...more,
})

function bothRead(file: Json, label: string): boolean {
  const text = canonicalJson(file)
  const [one, other] = [
    isTaken(() => verifyTrack(utf8Encode(text))),
    isTaken(() => verifySecondTrack(text)),
  ]
  assert.equal(one, other, `SEED=${seed} ${label}: ours ${one}, the second ${other}`)
  return one
}

test('a route', () => {
  const other = fixAt(2, { tracker: `dev_${'1'.repeat(20)}` })
  const good = [
    hour([fixAt(1), fixAt(2), other]),
    hour([], {
      hour: '2026-03-02T09:00:00.000Z',
      version: 2,
      previous: base64urlEncode(seeded('p', 32)),
    }),
  ]
  assert.ok(bothRead(routeOf(good), 'good'))
  const wrong: [label: string, hours: JsonObject[]][] = [
    ['another order', [hour([fixAt(2), fixAt(1)])]],
    ['trackers in another order', [hour([other, fixAt(2)])]],
    ['a fix twice', [hour([fixAt(1), fixAt(1)])]],
    ['a fix of another hour', [hour([fixAt(60)])]],
    ['half an hour', [hour([], { hour: '2026-03-02T08:30:00.000Z' })]],
    ['an hour in another spelling', [hour([], { hour: '2026-03-02T08:00:00Z' })]],
    ['a first version after another', [hour([], { previous: base64urlEncode(seeded('p', 32)) })]],
    ['a second version after none', [hour([], { version: 2 })]],
    ['a member more', [hour([fixAt(1, { more: 1 })])]],
    ['a fraction', [hour([fixAt(1, { altitudeM: 0.5 })])]],
    ['hours in another order', good.toReversed()],
  ]
  for (const [label, hours] of wrong) assert.equal(bothRead(routeOf(hours), label), false, label)
  const random = seededRandom(seed)
  const file = routeOf(good)
  for (let run = 0; run < 150; run += 1) bothRead(damage(file, file, random), `change ${run}`)
})

const units = (teu: number) => ({ dangerousPlaces: 0, grossKg: teu * 10_000, plugs: 0, teu })

/** Events of one train's list, chained and signed. */
function chain(events: readonly JsonObject[]): Json[] {
  let previous: string | null = null
  return events.map((event, at) => {
    const content = {
      at: '2026-03-01T00:00:00Z',
      departureId: 'dep_1',
      ...event,
      previous,
      promotion: 'automatic',
      sequence: at + 1,
    }
    const salt = seeded(`turn ${at}`, 16)
    const entry = seal(waitingInput(kid, digestPart({ content, salt })))
    previous = base64urlEncode(hashLeaf(utf8Encode(entry)))
    return { content: canonicalJson(content), entry, index: at, salt: base64urlEncode(salt) }
  })
}

const wordsOf = (lines: string): string[][] =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '))

/** `place event boxes asked free` a line. */
const listOf = (lines: string): Json[] =>
  chain(
    wordsOf(lines).map(([place, event, boxes, asked, free]) => ({
      asked: units(Number(asked)),
      boxes: Number(boxes),
      event: event!,
      free: units(Number(free)),
      inParts: false,
      place: Number(place),
    })),
  )

const idOf = (letter: string) => `con_${letter.repeat(20)}`
const space = (cubicMetres: number) => ({
  grossKg: cubicMetres * 300,
  packages: 1,
  volumeDm3: cubicMetres * 1_000,
})

/** `place event asked into free` a line, `free` as `a:4,b:9`, or `-` for none. */
const lclListOf = (lines: string): Json[] =>
  chain(
    wordsOf(lines).map(([place, event, asked, into, free]) => ({
      asked: space(Number(asked)),
      event: event!,
      free: (free === '-' ? [] : free!.split(',')).map((one) => {
        const [consolidationId, cubicMetres] = one.split(':')
        return { consolidationId: idOf(consolidationId!), ...space(Number(cubicMetres)) }
      }),
      into: into === '-' ? null : idOf(into!),
      load: 'LCL',
      place: Number(place),
    })),
  )

test('a waiting list', () => {
  const joined = '1 joined 2 4 0\n2 joined 1 2 0\n3 joined 1 2 0\n'
  const cases: [label: string, lines: string, isGood: boolean][] = [
    ['served in turn', `${joined}1 promoted 2 4 8\n2 promoted 1 2 4`, true],
    ['passed over, for it did not fit', `${joined}1 passed 0 4 2\n2 promoted 1 2 2`, true],
    ['passed over though it fitted', `${joined}1 passed 0 4 4\n2 promoted 1 2 4`, false],
    ['served before a lower place', `${joined}2 promoted 1 2 2`, false],
    [
      'a passing of a walk before',
      `${joined}1 passed 0 4 2\n2 promoted 1 2 2\n1 lapsed 0 0 0\n3 promoted 1 2 2`,
      true,
    ],
    [
      'who has an offer is not asked',
      `${joined}1 offered 2 4 8\n2 promoted 1 2 4\n1 taken 2 4 0`,
      true,
    ],
    [
      'a walk ends with any other event',
      `${joined}1 passed 0 4 2\n3 left 1 2 2\n2 promoted 1 2 2`,
      false,
    ],
  ]
  for (const [label, lines, isGood] of cases) {
    const items = listOf(lines)
    const findings = verifyTurns(items as never, SAMPLE_LOG.publicKey)
    const second = isTaken(() => verifyWaiting(items, SAMPLE_VKEY))
    assert.deepEqual(
      [findings.length === 0, second],
      [isGood, isGood],
      `${label}: ${findings.join()}`,
    )
  }
  const whole = listOf(cases[0]![1])
  for (const changed of [
    whole.slice(1),
    whole.toReversed(),
    whole.toSpliced(2, 1),
    [...whole, whole[0]!],
  ]) {
    assert.notDeepEqual(verifyTurns(changed as never, SAMPLE_LOG.publicKey), [])
    assert.equal(
      isTaken(() => verifyWaiting(changed, SAMPLE_VKEY)),
      false,
    )
  }
})

test('a waiting list for LCL space', () => {
  const joined = '1 joined 4 - a:2\n2 joined 2 - a:1,b:1\n'
  const cases: [label: string, lines: string, isGood: boolean][] = [
    ['served in turn', `${joined}1 promoted 4 a a:6,b:9\n2 promoted 2 a a:2,b:9`, true],
    ['in the first that has enough', `${joined}1 promoted 4 b a:3,b:9`, true],
    ['in another than the first', `${joined}1 promoted 4 b a:6,b:9`, false],
    ['where it does not fit', `${joined}1 promoted 4 a a:3,b:3`, false],
    [
      'passed over, for it did not fit',
      `${joined}1 passed 4 - a:3,b:3\n2 promoted 2 a a:3,b:3`,
      true,
    ],
    [
      'passed over though it fitted',
      `${joined}1 passed 4 - a:3,b:4\n2 promoted 2 a a:3,b:4`,
      false,
    ],
    ['served before a lower place', `${joined}2 promoted 2 a a:3,b:3`, false],
    ['an offer taken', `${joined}1 offered 4 a a:6\n2 promoted 2 a a:2\n1 taken 4 a -`, true],
    [
      'an offer withdrawn: it waits again',
      `${joined}1 offered 4 a a:6\n1 withdrawn 4 - -\n2 promoted 2 b b:3`,
      false,
    ],
    ['an unknown event', `${joined}1 forgotten 4 - -`, false],
  ]
  for (const [label, lines, isGood] of cases) {
    const items = lclListOf(lines)
    const findings = verifyLclTurns(items as never, SAMPLE_LOG.publicKey)
    const second = isTaken(() => verifyLclWaiting(items, SAMPLE_VKEY))
    assert.deepEqual(
      [findings.length === 0, second],
      [isGood, isGood],
      `${label}: ${findings.join()}`,
    )
  }
  const whole = lclListOf(cases[0]![1])
  for (const changed of [whole.slice(1), whole.toSpliced(2, 1), listOf('1 joined 2 4 0')]) {
    assert.notDeepEqual(verifyLclTurns(changed as never, SAMPLE_LOG.publicKey), [])
    assert.equal(
      isTaken(() => verifyLclWaiting(changed, SAMPLE_VKEY)),
      false,
    )
  }
})
