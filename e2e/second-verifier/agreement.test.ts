// Two verifiers that share no code judge the same files, lawful and spoilt in hundreds of ways: what one refuses, the other refuses.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  addSignatures,
  ed25519Cosigner,
  formatVkey,
  mlDsa44Cosigner,
  parseNote,
  signatures,
  utf8Encode,
} from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { canonicalJson } from '#passport/canonical-json.ts'
import { writeEvidence, type Evidence } from '#passport/evidence.ts'
import { findEvidence, writeEvidencePage } from '#passport/evidence-page.ts'
import {
  openSampleLedger,
  PARTIES,
  SAMPLE_STEPS,
  SAMPLE_VKEY,
  sampleEvidence,
  seeded,
  spreadEvidence,
  type SampleKey,
  type SampleKind,
  type SampleStatement,
  type SampleStep,
} from '#passport/fixtures.ts'
import { verifyEvidence } from '#passport/verify.ts'
import { CARRIAGE_EVENTS } from '#booking/step-contract.ts'
import { STEPS } from '#booking/step.ts'
import { seededRandom } from '../seeded-random.ts'
import { Refused, type Json } from './bytes.ts'
import { damage } from './damage.ts'
import { evidenceOfPage, verifyEvidence as verifySecond } from './evidence.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = seededRandom(seed)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(all: readonly T[]): T => all[below(all.length)]!

function ours(text: string): string {
  try {
    verifyEvidence(utf8Encode(text), { vkey: SAMPLE_VKEY })
    return 'accepted'
  } catch (error) {
    if (error instanceof Problem) return error.code.replace('evidence.', '')
    throw error
  }
}
function theirs(text: string): string {
  try {
    verifySecond(text, { vkey: SAMPLE_VKEY })
    return 'accepted'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

/** Both say this, or both refuse. */
function agree(text: string, expected: 'accepted' | 'refused' | 'either', label: string): boolean {
  const [one, other] = [ours(text), theirs(text)]
  const isGood = one === 'accepted'
  assert.equal(
    isGood,
    other === 'accepted',
    `SEED=${seed} ${label}: ours ${one}, the second ${other}`,
  )
  if (expected !== 'either')
    assert.equal(isGood, expected === 'accepted', `SEED=${seed} ${label}: ${one}`)
  return isGood
}

const witness = ed25519Cosigner('rail.example/witness', seeded('rail', 32))
const newer = mlDsa44Cosigner('rail.example/witness', seeded('rail', 32))
function cosigned(evidence: Evidence, at = 1_795_514_400n): Evidence {
  const { text } = parseNote(evidence.checkpoint)
  const lines = signatures(text, [witness.at(at), newer.at(at)])
  const checkpoint = addSignatures(evidence.checkpoint, lines)
  return { ...evidence, checkpoint, witnesses: [witness, newer].map(formatVkey) }
}

const anchored = [
  {
    size: 9,
    receipt: {
      chainId: 1,
      contract: `0x${'0b'.repeat(20)}`,
      transaction: `0x${'0c'.repeat(32)}`,
      block: { number: 7, hash: `0x${'0a'.repeat(32)}`, at: 1_773_000_000 },
    },
  },
]
const ended = [
  { by: 'customs', reason: 'compromised' },
  { by: 'warehouse', reason: 'rotated' },
] as const
const rich = cosigned(sampleEvidence(SAMPLE_STEPS, anchored, ended))
const kept: Evidence = {
  ...rich,
  keys: rich.keys.map(({ entry, index, revoked }) => ({
    entry,
    index,
    ...(revoked && { revoked }),
  })),
  statements: rich.statements.map(({ documents, ...one }) => ({
    ...one,
    ...(documents && { documents: documents.map(() => null) }),
  })),
}
const spread = spreadEvidence(
  sampleEvidence(),
  700,
  [...Array(15).keys()].map((at) => 41 * at + 3),
)

test('the second verifier shares no code with ours', () => {
  for (const file of readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  ))
    for (const [, from] of readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(
      /from '([^']+)'/g,
    ))
      assert.match(from!, /^(node:|\.\/)/, `${file} imports ${from}`)
})

test('whole files are accepted by both, and mean the same', () => {
  for (const [label, file] of Object.entries({ rich, kept, spread })) {
    const text = writeEvidence(file)
    agree(text, 'accepted', label)
    const page = writeEvidencePage(
      '<html><script type="application/json" id="evidence"></script>',
      text,
    )
    assert.equal(evidenceOfPage(page), text)
    assert.equal(Buffer.from(findEvidence(utf8Encode(page)).bytes).toString(), text)
  }
  const [one, other] = [
    verifyEvidence(utf8Encode(writeEvidence(rich))),
    verifySecond(writeEvidence(rich)),
  ]
  assert.deepEqual(
    other.statements.map(({ index, event, party, restricted, documents }) => [
      index,
      event,
      party.kind,
      party.keptBy,
      party.revoked,
      restricted,
      documents,
    ]),
    one.statements.map(({ index, public: said, key, restricted, documents }) => [
      index,
      said.event,
      key.kind,
      key.keptBy,
      key.revoked,
      restricted,
      documents.map(({ content }) => content),
    ]),
  )
  assert.deepEqual(
    other.witnesses.map(({ seconds }) => seconds),
    one.ledger.witnesses.map(({ atSeconds }) => atSeconds),
  )
  assert.deepEqual(
    other.anchors.map(({ size, index }) => [size, index]),
    one.anchors.map(({ size, index }) => [size, index]),
  )
})

test('bytes changed, put in and taken out are refused by both', (t) => {
  t.diagnostic(`SEED=${seed}`)
  for (let run = 0; run < 200; run += 1) {
    const bytes = [...Buffer.from(writeEvidence(oneOf([rich, kept, spread])))]
    const at = below(bytes.length)
    const before = bytes[at]
    if (run % 3 === 0) bytes.splice(at, 1)
    else if (run % 3 === 1) bytes.splice(at, 0, 32 + below(95))
    else bytes[at] = before === 65 ? 66 : 65
    agree(Buffer.from(bytes).toString('latin1'), 'either', `byte ${at}`)
  }
})

test('values changed, exchanged, left out and put in are refused by both, or by neither', (t) => {
  t.diagnostic(`SEED=${seed}`)
  const files = [rich, kept, spread] as unknown as Json[]
  let accepted = 0
  for (let run = 0; run < 300; run += 1) {
    const file = oneOf(files)
    const text = canonicalJson(damage(file, oneOf(files), random))
    if (text !== canonicalJson(file) && agree(text, 'either', `value ${run}`)) accepted += 1
  }
  t.diagnostic(`${accepted} of 300 changes left something out that may be left out`)
})

test('random histories, truly signed, are lawful to both or to neither', (t) => {
  t.diagnostic(`SEED=${seed}`)
  const events = [
    ...Object.values(STEPS).map(({ event, by }) => ({ event, by })),
    { event: 'booked', by: ['exporter'] },
    { event: 'sold', by: ['operator'] },
  ]
  let lawful = 0
  for (let run = 0; run < 80; run += 1) {
    const steps: SampleStep[] = SAMPLE_STEPS.slice(0, 1 + below(SAMPLE_STEPS.length))
    for (let more = below(4); more > 0; more -= 1) {
      const { event, by } = oneOf(events)
      const kinds = by.filter((kind) => kind in PARTIES) as SampleKind[]
      steps.push({
        by:
          below(6) === 0 || kinds.length === 0
            ? oneOf(Object.keys(PARTIES) as SampleKind[])
            : oneOf(kinds),
        event,
        ...oddly(),
      })
    }
    if (run % 3 === 0) steps.push(...someLegs(steps))
    if (
      agree(
        writeEvidence(sampleEvidence(steps)),
        'either',
        steps.map(({ by, event }) => `${by} ${event}`).join(', '),
      )
    )
      lawful += 1
  }
  assert.ok(lawful > 0 && lawful < 80, `${lawful}`)
})

/** What may be said of legs before and after the train, and mostly may not. */
function someLegs(before: readonly SampleStep[]): SampleStep[] {
  const kinds = ['exporter', 'operator'] as const
  const first = before.length + 1
  const steps: SampleStep[] = []
  for (let more = 1 + below(5); more > 0; more -= 1) {
    const carriageStage = oneOf(['pre', 'pre', 'pre', 'on', 'off'])
    const isFirst = steps.length === 0
    steps.push({
      by: oneOf(isFirst ? kinds : [steps[0]!.by, steps[0]!.by, ...kinds]),
      event: isFirst ? 'carriage_planned' : oneOf(CARRIAGE_EVENTS),
      said: {
        carriageStage,
        ...(!isFirst && below(8) > 0 && { carriage: oneOf([first, first, first, first + 1, 'x']) }),
      },
    })
  }
  return steps
}

test('legs before and after the train, told in order, are lawful to both', () => {
  const leg = (carriageStage: string, carriage?: number) => ({
    said: {
      carriageStage,
      transportMode: 'road',
      transportModeCode: '3',
      ...(carriage !== undefined && { carriage }),
    },
  })
  const steps: SampleStep[] = [
    ...SAMPLE_STEPS.slice(0, 3),
    { by: 'operator', event: 'carriage_planned', ...leg('pre') },
    { by: 'operator', event: 'pre_carriage_departed', ...leg('pre', 4) },
    { by: 'operator', event: 'pre_carriage_arrived', ...leg('pre', 4) },
    { by: 'exporter', event: 'carriage_planned', ...leg('on') },
    { by: 'exporter', event: 'carriage_planned', ...leg('on', 7) },
    { by: 'exporter', event: 'carriage_withdrawn', ...leg('on', 7) },
  ]
  agree(writeEvidence(sampleEvidence(steps)), 'accepted', 'two legs')
  const early: SampleStep = { by: 'operator', event: 'pre_carriage_arrived', ...leg('pre', 4) }
  agree(
    writeEvidence(sampleEvidence([...steps.slice(0, 4), early])),
    'refused',
    'arrived before it departed',
  )
})

/** Now and then a public part that says something else, or in another form. */
function oddly(): Pick<SampleStep, 'said' | 'unsaid'> {
  const city = { zh: '济南', en: 'Jinan', ru: 'Цзинань' }
  const deep = (levels: number): Json => (levels === 0 ? [] : [deep(levels - 1)])
  return oneOf<Pick<SampleStep, 'said' | 'unsaid'>>([
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    { said: { trainNumber: 'X8002' } },
    { said: { containerNumber: 'TEXU3605231' } },
    { said: { equipmentType: '22G1' } },
    { unsaid: ['containerNumber'] },
    { unsaid: ['trainNumber'] },
    { said: { at: '2024-02-29T23:59:59.123456789-00:00' } },
    { said: { at: '2023-02-29T00:00:00Z' } },
    { said: { at: '2026-03-01T00:00:60Z' } },
    { said: { recordedAt: '0000-01-01T00:00:00Z' } },
    { said: { at: '2026-03-01T00:00:00+24:00' } },
    { said: { at: '2026-03-01T00:00:00.1234567890Z' } },
    { said: { documents: [] } },
    { said: { place: { code: 'X', city, more: 1 } } },
    { said: { more: deep(26) } },
    { said: { more: deep(27) } },
    { said: { note: 'a < b \\u003c' } },
  ])
}

test('files that a lying ledger could make are refused by both', () => {
  const ledger = openSampleLedger()
  const keys = new Map<string, SampleKey>(
    ['exporter', 'operator', 'warehouse'].map((kind) => [
      kind,
      ledger.enterKey(PARTIES[kind as SampleKind]),
    ]),
  )
  const story: SampleStatement[] = []
  const say = (at: number) =>
    story.push(ledger.say(keys.get(SAMPLE_STEPS[at]!.by)!, SAMPLE_STEPS[at]!, story))
  for (const at of [0, 1, 2]) say(at)
  keys.set('warehouse', ledger.endKey(keys.get('warehouse')!, 'compromised'))
  const drawn = () => writeEvidence(ledger.file({ keys: [...keys.values()], story }))
  agree(drawn(), 'accepted', 'a key ended after what it signed')
  say(3)
  agree(drawn(), 'refused', 'a statement behind the end of its key')
  const { revoked: _, ...silent } = keys.get('warehouse')!
  keys.set('warehouse', silent)
  agree(drawn(), 'accepted', 'the same, the end left out: what no file can show')
  keys.set('operator again', ledger.enterKey(PARTIES.operator))
  agree(drawn(), 'refused', 'a key twice, unused')
  const plain = sampleEvidence()
  agree(writeEvidence(cosigned(plain, 0n)), 'refused', 'cosignatures without a time')
  const twice = ed25519Cosigner('rail.example/alias', seeded('rail', 32))
  const lines = signatures(parseNote(plain.checkpoint).text, [witness.at(1n), twice.at(1n)])
  const aliased = {
    ...plain,
    checkpoint: addSignatures(plain.checkpoint, lines),
    witnesses: [witness, twice].map(formatVkey),
  }
  agree(writeEvidence(aliased), 'refused', 'one witness under two names')
})
