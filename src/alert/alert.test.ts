// The rules of alerts as tables: every kind with every verdict, every verdict on every alert, and what the next look waits for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decide,
  hoursLate,
  judge,
  nextLookMs,
  type Known,
  type Situation,
  type Verdict,
} from '#alert/alert.ts'
import { AlertKind, USUAL_RULES, type AlertRules, type Severity } from '#alert/rule-contract.ts'
import { findRuleRefusal } from '#alert/rule.ts'
import type { Spans, Trace } from '#alert/trace.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.parse('2026-03-10T12:00:00Z')
const DEPARTED = NOW - 5 * DAY
const RULES: AlertRules = {
  ...USUAL_RULES,
  temperature: { on: true, minC: -20, maxC: -10, redC: 5 },
}

const spans = (least: number, most = least): Spans => [
  { ms: NOW - 600_000, least, most },
  { ms: NOW - 300_000, least, most },
]
const TRACE: Trace = {
  tracker: 'dev',
  readMs: NOW - 60_000,
  heardMs: NOW - 60_000,
  gapsMs: [600_000, 600_000, 600_000],
  last: { ms: NOW - 60_000, lat: 45, lon: 80 },
  still: { ms: NOW - 2 * HOUR, lat: 45, lon: 80 },
  offKm: spans(3),
  coldestC: spans(-16),
  hottestC: spans(-14),
  battery: { percent: 80, low: false, ms: NOW - 60_000 },
  door: { openMs: null, closedMs: null, closedReports: 0 },
  seal: { openMs: null, closedMs: null, closedReports: 0 },
  ropeCuts: null,
}
const SITUATION: Situation = {
  nowMs: NOW,
  isOnWay: true,
  isHeld: false,
  departedMs: DEPARTED,
  planMs: [DEPARTED, NOW - DAY, NOW, NOW + 5 * DAY],
  eta: {
    madeMs: NOW - HOUR,
    pointsMs: [DEPARTED, NOW - DAY, NOW, NOW + 5 * DAY],
    p50Ms: NOW + 5 * DAY,
  },
  trace: TRACE,
  listeningMs: DEPARTED,
  boundMs: DEPARTED,
  at: null,
  near: null,
  embargo: { touch: null, almost: false },
  range: null,
  write: (ms) => new Date(ms).toISOString(),
}
const opened = (severity: Severity, fromMs = 0, changedMs = NOW - HOUR): Known => ({
  open: { severity, changedMs, facts: { fromAt: new Date(fromMs).toISOString() } },
  etaToldMs: fromMs,
})
const told = (ms: number | null): Known => ({ open: undefined, etaToldMs: ms })

/** What is different from an uneventful journey: a word, and the number behind it. */
const SITUATIONS: Readonly<Record<string, (n: number) => Partial<Situation>>> = {
  'eta+h': (n) => ({ eta: { ...SITUATION.eta!, p50Ms: NOW + 5 * DAY + n * HOUR } }),
  'no-eta': () => ({ eta: null }),
  still: (n) => trace({ still: { ...TRACE.still!, ms: TRACE.last!.ms - n * HOUR } }),
  'still-at': (n) => ({ ...SITUATIONS['still']!(n), at: 'KZ-ALTYNKOL' as never }),
  'still-held': (n) => ({ ...SITUATIONS['still']!(n), isHeld: true }),
  'still-silent': (n) => trace({ ...silent(26), still: { ...TRACE.still!, ms: NOW - n * HOUR } }),
  off: (n) => trace({ offKm: spans(n) }),
  'off-once': (n) => trace({ offKm: [spans(3)[0]!, spans(n)[1]!] }),
  'off-first': (n) => trace({ offKm: spans(n).slice(1) }),
  'door-open': (n) => trace({ door: { openMs: NOW - n * HOUR, closedMs: null, closedReports: 0 } }),
  'door-unknown': () => trace({ door: null }),
  'seal-open': (n) => trace({ seal: { openMs: NOW - n * HOUR, closedMs: null, closedReports: 0 } }),
  'seal-unknown': () => trace({ seal: null }),
  celsius: (n) => trace({ coldestC: spans(n), hottestC: spans(n) }),
  'celsius-once': (n) =>
    trace({ coldestC: spans(-16), hottestC: [spans(-14)[0]!, { ...spans(-14)[1]!, most: n }] }),
  'no-sensor': () => trace({ coldestC: [], hottestC: [] }),
  battery: (n) => trace({ battery: { percent: n, low: false, ms: NOW } }),
  'battery-says-low': () => trace({ battery: { percent: null, low: true, ms: NOW } }),
  'no-battery': () => trace({ battery: null }),
  silent: (n) => trace(silent(n)),
  'silent-since-we-are-there': (n) => ({ ...trace(silent(500)), listeningMs: NOW - n * HOUR }),
  'silent-slow': (n) => trace({ ...silent(n), gapsMs: [4 * HOUR, 4 * HOUR, 4 * HOUR] }),
  'no-tracker': () => ({ boundMs: null, trace: null }),
  'embargo-in-d': (n) => ({
    embargo: {
      almost: true,
      touch: {
        embargoId: 'emb',
        telegram: '118',
        place: 'KZ-ALTYNKOL' as never,
        at: new Date(NOW + n * DAY).toISOString(),
        ms: NOW + n * DAY,
      },
    },
  }),
  'embargo-almost': () => ({ embargo: { touch: null, almost: true } }),
  usual: () => ({}),
  ashore: () => ({ isOnWay: false }),
}
const trace = (changes: Partial<Trace>): Partial<Situation> => ({ trace: { ...TRACE, ...changes } })
const silent = (hours: number): Partial<Trace> => ({
  heardMs: NOW - hours * HOUR,
  readMs: NOW - hours * HOUR,
  last: { ...TRACE.last!, ms: NOW - hours * HOUR },
})

/** `known`: what the organisation was told of the estimate, or has open: `told+h` from now + 5 d, `open+h@h` opened so many hours ago. */
const KNOWN: Readonly<Record<string, Known>> = {
  '-': told(NOW + 5 * DAY),
  'told nothing': told(null),
  'yellow 1h ago': opened('yellow', NOW + 5 * DAY),
  'red 1h ago': opened('red', NOW + 5 * DAY),
  'yellow 25h ago': opened('yellow', NOW + 5 * DAY, NOW - 25 * HOUR),
}

const VERDICTS: readonly Verdict[] = ['off', 'unknown', 'clear', 'near', 'yellow', 'red']

/** kind | situation n | what is known | verdict. `never`: no situation comes to that. */
const TABLE = `
late           | usual 0           | -              | clear
late           | eta+h 59          | -              | clear
late           | eta+h 60          | -              | near
late           | eta+h 71.9        | -              | near
late           | eta+h 72          | -              | yellow
late           | eta+h 119.9       | -              | yellow
late           | eta+h 120         | -              | red
late           | never             | -              | unknown
eta_moved      | usual 0           | -              | clear
eta_moved      | eta+h 5.9         | -              | clear
eta_moved      | eta+h -5.9        | -              | clear
eta_moved      | eta+h 6           | -              | near
eta_moved      | eta+h 12          | -              | yellow
eta_moved      | eta+h -12         | -              | yellow
eta_moved      | eta+h 24          | -              | red
eta_moved      | eta+h 12          | yellow 1h ago  | yellow
eta_moved      | eta+h 12          | yellow 25h ago | clear
eta_moved      | eta+h 24          | yellow 25h ago | red
eta_moved      | eta+h 12          | told nothing   | unknown
eta_moved      | no-eta 0          | -              | unknown
embargo_ahead  | usual 0           | -              | clear
embargo_ahead  | embargo-almost 0  | -              | near
embargo_ahead  | embargo-in-d 3.1  | -              | yellow
embargo_ahead  | embargo-in-d 3    | -              | red
embargo_ahead  | embargo-in-d -1   | -              | red
embargo_ahead  | never             | -              | unknown
standing_still | usual 0           | -              | clear
standing_still | still 11.9        | -              | clear
standing_still | still 12          | -              | yellow
standing_still | still 24          | -              | red
standing_still | still-at 47.9     | -              | clear
standing_still | still-at 48       | -              | yellow
standing_still | still-at 96       | -              | red
standing_still | still-held 24     | -              | clear
standing_still | still-held 48     | -              | yellow
standing_still | still-silent 60   | -              | unknown
standing_still | no-tracker 0      | -              | unknown
standing_still | ashore 0          | -              | clear
standing_still | never             | -              | near
off_corridor   | usual 0           | -              | clear
off_corridor   | off 55.9          | -              | clear
off_corridor   | off 56            | -              | near
off_corridor   | off 70            | -              | yellow
off_corridor   | off 150           | -              | red
off_corridor   | off-once 400      | -              | near
off_corridor   | off-first 400     | -              | unknown
off_corridor   | ashore 0          | -              | clear
door_opened    | usual 0           | -              | clear
door_opened    | door-open 1       | -              | red
door_opened    | door-unknown 0    | -              | unknown
door_opened    | no-tracker 0      | -              | unknown
door_opened    | ashore 0          | -              | clear
door_opened    | never             | -              | near
door_opened    | never             | -              | yellow
seal_broken    | usual 0           | -              | clear
seal_broken    | seal-open 1       | -              | red
seal_broken    | seal-unknown 0    | -              | unknown
seal_broken    | never             | -              | near
seal_broken    | never             | -              | yellow
temperature    | usual 0           | -              | clear
temperature    | celsius -10.6     | -              | clear
temperature    | celsius -10.5     | -              | near
temperature    | celsius -10       | -              | near
temperature    | celsius -9.9      | -              | yellow
temperature    | celsius -20.1     | -              | yellow
temperature    | celsius -5        | -              | red
temperature    | celsius -25       | -              | red
temperature    | celsius-once 3    | -              | near
temperature    | no-sensor 0       | -              | unknown
temperature    | ashore 0          | -              | clear
battery_low    | usual 0           | -              | clear
battery_low    | battery 26        | -              | clear
battery_low    | battery 25        | -              | near
battery_low    | battery 21        | -              | near
battery_low    | battery 20        | -              | yellow
battery_low    | battery 10        | -              | red
battery_low    | battery-says-low 0| -              | yellow
battery_low    | no-battery 0      | -              | unknown
device_lost    | usual 0           | -              | clear
device_lost    | silent 5.9        | -              | clear
device_lost    | silent 6          | -              | yellow
device_lost    | silent 12         | -              | red
device_lost    | silent-slow 23.9  | -              | clear
device_lost    | silent-slow 24    | -              | yellow
device_lost    | silent-slow 48    | -              | red
device_lost    | silent-since-we-are-there 5.9 | -  | clear
device_lost    | silent-since-we-are-there 6   | -  | yellow
device_lost    | no-tracker 0      | -              | clear
device_lost    | never             | -              | unknown
device_lost    | never             | -              | near
`

interface RowOfTable {
  readonly kind: AlertKind
  readonly situation: string
  readonly known: string
  readonly verdict: Verdict
}
const rows = TABLE.trim()
  .split('\n')
  .map((line): RowOfTable => {
    const [kind, situation, known, verdict] = line.split('|').map((cell) => cell.trim())
    return {
      kind: AlertKind.parse(kind),
      situation: situation!,
      known: known!,
      verdict: verdict as Verdict,
    }
  })

function situationOf(words: string): Situation {
  const [name, n] = words.split(' ')
  return { ...SITUATION, ...SITUATIONS[name!]!(Number(n)) }
}

for (const { kind, situation, known, verdict } of rows.filter((row) => row.situation !== 'never'))
  test(`${kind}: ${situation}, ${known} → ${verdict}`, () => {
    assert.equal(judge(kind, situationOf(situation), RULES[kind], KNOWN[known]!).verdict, verdict)
  })

test('every kind is tried with every verdict, or says that it has none', () => {
  for (const kind of AlertKind.options)
    for (const verdict of VERDICTS.filter((one) => one !== 'off')) {
      const found = rows.filter((row) => row.kind === kind && row.verdict === verdict)
      assert.ok(found.length > 0, `${kind} ${verdict}`)
      const isNever = found.some(({ situation }) => situation === 'never')
      assert.equal(
        isNever,
        found.every(({ situation }) => situation === 'never'),
      )
    }
})

test('what the table says never is, is in no situation of it', () => {
  for (const { kind, verdict } of rows.filter(({ situation }) => situation === 'never'))
    for (const name of Object.keys(SITUATIONS))
      for (const n of [-1, 0, 1, 5, 12, 24, 48, 72, 200])
        for (const known of Object.values(KNOWN)) {
          const judged = judge(kind, situationOf(`${name} ${n}`), RULES[kind], known)
          assert.notEqual(judged.verdict, verdict, `${kind} ${name} ${n}`)
        }
})

test('a rule that is off judges nothing, whatever happens', () => {
  for (const kind of AlertKind.options)
    for (const name of Object.keys(SITUATIONS)) {
      const rule = { ...RULES[kind], on: false }
      assert.equal(judge(kind, situationOf(`${name} 500`), rule as never, told(0)).verdict, 'off')
    }
})

/** Rows: what is open. Columns: the verdict. */
const DECISIONS = `
        | off            | unknown | clear | near | yellow | red
none    | -              | -       | -     | -    | open   | open
yellow  | close_silently | -       | close | -    | -      | upgrade
red     | close_silently | -       | close | -    | -      | -
`
test('every verdict on every alert', () => {
  const [head, ...lines] = DECISIONS.trim().split('\n')
  const verdicts = head!
    .split('|')
    .slice(1)
    .map((cell) => cell.trim())
  assert.deepEqual(verdicts, VERDICTS)
  assert.deepEqual(
    lines.map((line) => line.split('|')[0]!.trim()),
    ['none', 'yellow', 'red'],
  )
  for (const line of lines) {
    const [open, ...cells] = line.split('|').map((cell) => cell.trim())
    assert.equal(cells.length, VERDICTS.length)
    for (const [at, cell] of cells.entries())
      assert.equal(
        decide(open === 'none' ? null : (open as Severity), VERDICTS[at]!) ?? '-',
        cell,
        `${open} ${VERDICTS[at]}`,
      )
  }
})

test('late by the estimate, by the last point passed, by a departure or an arrival that is overdue', () => {
  const late = (changes: Partial<Situation>) => hoursLate({ ...SITUATION, ...changes })
  assert.equal(late({}), 0)
  assert.equal(late({ eta: { ...SITUATION.eta!, p50Ms: NOW + 6 * DAY } }), 24)
  const passed = [DEPARTED, NOW - 0.5 * DAY, NOW + DAY, NOW + 5 * DAY]
  assert.equal(late({ eta: { ...SITUATION.eta!, pointsMs: passed } }), 12)
  const notLeft = { eta: null, departedMs: null, planMs: [NOW - 2 * DAY, NOW + 8 * DAY] }
  assert.equal(late(notLeft), 48)
  assert.equal(late({ ...notLeft, departedMs: NOW, planMs: [NOW - 9 * DAY, NOW - DAY] }), 24)
})

test('the next look waits for nothing longer than it must', () => {
  const next = (changes: Partial<Situation>, open: Parameters<typeof nextLookMs>[2] = []) =>
    (nextLookMs({ ...SITUATION, ...changes }, [RULES], open) - NOW) / HOUR
  assert.equal(next({}), 0.25, 'a tracker’s reports without position')
  assert.equal(next({ boundMs: null, trace: null }), 6)
  const quiet = { boundMs: null, trace: null }
  assert.equal(next({ ...quiet, planMs: [DEPARTED, NOW - 3 * DAY + 2 * HOUR] }), 2, 'yellow, late')
  assert.equal(next({ ...quiet, planMs: [DEPARTED, NOW - 5 * DAY + HOUR] }), 1, 'red, late')
  const notLeft = { ...quiet, departedMs: null, isOnWay: false }
  assert.equal(next({ ...notLeft, planMs: [NOW - 3 * DAY + HOUR, NOW + DAY] }), 1, 'not departed')
  assert.equal(next({ trace: { ...TRACE, heardMs: NOW - 5.9 * HOUR } }).toFixed(3), '0.100', 'lost')
  assert.equal(next({ ...quiet, ...situationChanges('embargo-in-d 3.1') }).toFixed(3), '2.400')
  const settles = [{ kind: 'eta_moved' as const, changedMs: NOW - 22 * HOUR }]
  assert.equal(next(quiet, settles), 2, 'an estimate that is settled')
})

const situationChanges = (words: string): Partial<Situation> => {
  const [name, n] = words.split(' ')
  return SITUATIONS[name!]!(Number(n))
}

test('thresholds stand in their order', () => {
  assert.equal(findRuleRefusal(USUAL_RULES), undefined)
  const wrong = (kind: AlertKind, rule: object) =>
    findRuleRefusal({ ...USUAL_RULES, [kind]: { ...USUAL_RULES[kind], ...rule } })?.lesser
  assert.equal(wrong('late', { yellowDays: 6 }), 'yellowDays')
  assert.equal(wrong('eta_moved', { redHours: 6 }), 'yellowHours')
  assert.equal(wrong('standing_still', { stationYellowHours: 6 }), 'yellowHours')
  assert.equal(wrong('standing_still', { stationRedHours: 20 }), 'stationYellowHours')
  assert.equal(wrong('off_corridor', { redKm: 50 }), 'yellowKm')
  assert.equal(wrong('temperature', { minC: 8, maxC: 2 }), 'minC')
  assert.equal(wrong('temperature', { minC: 8 }), undefined)
  assert.equal(wrong('battery_low', { redPercent: 30 }), 'redPercent')
})
