// The verifier: a lawful history is accepted in words; every field that is changed, and every byte, is refused by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ed25519Cosigner,
  ed25519Signer,
  equalBytes,
  formatVkey,
  utf8Encode,
  verifyEd25519,
} from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { kidOf } from '#passport/entry.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { writeEvidence, type Evidence, type EvidenceStatement } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import {
  SAMPLE_CODE,
  SAMPLE_LOG,
  SAMPLE_STEPS,
  SAMPLE_VKEY,
  sampleEvidence,
  spreadEvidence,
  seeded,
  type SampleStep,
} from '#passport/fixtures.ts'
import { digestPart, readPart, type WrittenPart } from '#passport/statement.ts'
import { verifyEvidence, verifyEvidenceWith } from '#passport/verify.ts'
import type { Claim } from '#passport/claims.ts'

/** Among the entries of others: every third place of a ledger of 70 entries is ours. */
const whole = spreadEvidence(
  sampleEvidence(),
  70,
  [...Array(15).keys()].map((at) => 3 * at),
)
const bytesOf = (evidence: Evidence) => utf8Encode(writeEvidence(evidence))

/** The code an evidence file is refused with, or `accepted`. */
function judge(bytes: Uint8Array, vkey?: string): string {
  try {
    verifyEvidence(bytes, { vkey })
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}

/** The same, with the signatures checked elsewhere. */
async function judgeApart(bytes: Uint8Array): Promise<string> {
  const isSigned = async ({ publicKey, message, signature }: Claim) =>
    verifyEd25519(publicKey, message, signature)
  return verifyEvidenceWith(isSigned, bytes).then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      return error.code
    },
  )
}

const digestOf = (part: EvidenceStatement['restricted']): string =>
  typeof part === 'string' ? part : base64urlEncode(digestPart(readPart(part)))

const bySteps = (steps: readonly SampleStep[]) => judge(bytesOf(sampleEvidence(steps)))

test('a lawful history is accepted, and the verdict says what it rests on', () => {
  const verdict = verifyEvidence(bytesOf(whole), { vkey: SAMPLE_VKEY })
  assert.equal(verdict.code, SAMPLE_CODE)
  assert.deepEqual(
    verdict.statements.map((statement) => [statement.number, statement.public.event]),
    SAMPLE_STEPS.map(({ event }, at) => [at + 1, event]),
  )
  assert.deepEqual(verdict.ledger, {
    origin: 'ledger.example/1',
    vkey: SAMPLE_VKEY,
    size: 70,
    root: verdict.ledger.root,
    isPinned: true,
    witnesses: [],
    isWitnessedAsAsked: false,
  })
  assert.equal(verdict.keys[0]!.kid, kidOf(verdict.keys[0]!.publicKey))
  assert.deepEqual(
    verdict.checked.map(({ code }) => code),
    [
      'bytes',
      'checkpoint',
      'keys',
      'inclusion',
      'signatures',
      'kept_by_party',
      'digests',
      'restricted',
      'story',
    ].map((name) => `checked.${name}`),
  )
  assert.deepEqual(
    verdict.unproven.map(({ code }) => code),
    ['later', 'only', 'truth', 'hand', 'revocation', 'time', 'one_history'].map(
      (name) => `unproven.${name}`,
    ),
  )
})

test('a key taken from the file itself is said to be unproven; another trusted key refuses the file', () => {
  const verdict = verifyEvidence(bytesOf(whole))
  assert.equal(verdict.ledger.isPinned, false)
  assert.equal(verdict.unproven[0]!.code, 'unproven.ledger_key')
  const cosigner = ed25519Cosigner(SAMPLE_LOG.name, seeded('log', 32))
  assert.equal(judge(bytesOf({ ...whole, vkey: formatVkey(cosigner) })), 'evidence.vkey')
  const other = formatVkey(ed25519Signer(SAMPLE_LOG.name, seeded('other', 32)))
  assert.equal(judge(bytesOf(whole), other), 'evidence.other_ledger')
})

test('restricted parts may be left out, each alone', () => {
  const { keys, statements } = structuredClone(whole)
  for (const key of keys) delete key.restricted
  for (const statement of statements) {
    statement.restricted = digestOf(statement.restricted)
    statement.documents &&= statement.documents.map(() => null)
  }
  const verdict = verifyEvidence(bytesOf({ ...whole, keys, statements }))
  assert.deepEqual(
    verdict.kept.map(({ code, facts }) => [code, facts]),
    [
      ['kept.restricted', { numbers: '1–10' }],
      ['kept.documents', { numbers: '6', count: 2 }],
      ['kept.names', { count: 1 }],
    ],
  )
  assert.equal(verdict.statements[0]!.restricted, undefined)
  assert.ok(!verdict.checked.some(({ code }) => code === 'checked.restricted'))
  const one = verifyEvidence(
    bytesOf({ ...whole, statements: [whole.statements[0]!, ...statements.slice(1)] }),
  )
  assert.deepEqual(one.statements[0]!.restricted, { grossMassKg: 21_001 })
})

test('of several documents one may be shown alone', () => {
  const statements = structuredClone(whole.statements)
  const sixth = statements[5]!
  sixth.restricted = digestOf(sixth.restricted)
  sixth.documents = [null, sixth.documents![1]!]
  const { documents, restricted } = verifyEvidence(bytesOf({ ...whole, statements })).statements[5]!
  assert.equal(restricted, undefined)
  assert.deepEqual(
    documents.map(({ content }) => content?.name),
    [undefined, 'invoice.pdf'],
  )
})

test('signatures may be checked by a faster library', async () => {
  const claims: Claim[] = []
  const verdict = await verifyEvidenceWith(async (claim) => claims.push(claim) > 0, bytesOf(whole))
  assert.equal(verdict.statements.length, 10)
  // The ledger's own, under the checkpoint, comes first.
  assert.equal(claims.length, 1 + whole.keys.length + whole.statements.length)
  assert.ok(
    claims.every(({ publicKey, message, signature }) =>
      verifyEd25519(publicKey, message, signature),
    ),
  )
  const third = claims[1 + whole.keys.length + 2]!.message
  await assert.rejects(
    verifyEvidenceWith(async ({ message }) => !equalBytes(message, third), bytesOf(whole)),
    (error) =>
      error instanceof Problem &&
      error.code === 'evidence.signature' &&
      error.facts['number'] === 3,
  )
})

const changed = (change: (evidence: Evidence) => void) => {
  const copy = structuredClone(whole)
  change(copy)
  return copy
}
const swapCharacter = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

const contentOf = (part: EvidenceStatement['restricted']) => (part as WrittenPart).content

/** What is changed → what does not match. */
const TAMPERED: readonly [code: string, change: (evidence: Evidence) => void][] = [
  ['evidence.code', (e) => (e.code = swapCharacter(e.code, 5))],
  ['evidence.signature', (e) => (e.code = '00000000000000000000000000' + '0')],
  ['evidence.vkey', (e) => (e.vkey = swapCharacter(e.vkey, 2))],
  [
    'evidence.checkpoint_signature',
    (e) => (e.checkpoint = e.checkpoint.replace('\n70\n', '\n71\n')),
  ],
  ['evidence.checkpoint_signature', (e) => (e.checkpoint += e.checkpoint.split('\n\n')[1]!)],
  ['evidence.key_entry', (e) => (e.keys[0]!.entry = e.keys[0]!.entry.slice(1))],
  ['evidence.key_signature', (e) => (e.keys[0]!.entry = withLast(e.keys[0]!.entry, 'w'))],
  ['evidence.inclusion', (e) => (e.keys[0]!.index = 1)],
  ['evidence.key_restricted', (e) => (e.keys[0]!.restricted!.content['creditCode'] = 'x')],
  ['evidence.inclusion', (e) => e.keys.push(e.keys[0]!)],
  ['evidence.unknown_key', (e) => e.keys.pop()],
  ['evidence.unknown_key', (e) => (e.statements[0]!.by = 9)],
  ['evidence.unknown_key', (e) => (e.statements[0]!.index = 0)],
  ['evidence.signature', (e) => (e.statements[1]!.by = 0)],
  ['evidence.inclusion', (e) => (e.statements[0]!.index = 16)],
  ['evidence.inclusion', (e) => (e.statements[9]!.index = 70)],
  ['evidence.inclusion', (e) => (e.proof = e.proof.slice(44))],
  ['evidence.inclusion', (e) => (e.proof += 'AAAA')],
  ['evidence.inclusion', (e) => (e.proof = swapCharacter(e.proof, 9))],
  [
    'evidence.signature',
    (e) => (e.statements[3]!.signature = swapCharacter(e.statements[3]!.signature, 9)),
  ],
  ['evidence.signature', (e) => (e.statements[3]!.signature += 'A')],
  [
    'evidence.signature',
    (e) => (e.statements[2]!.public.content['at'] = '2026-03-04T09:00:00+08:00'),
  ],
  ['evidence.signature', (e) => (e.statements[2]!.public.content['more'] = true)],
  ['evidence.signature', (e) => (e.statements[2]!.public.salt = e.statements[1]!.public.salt)],
  ['evidence.public', (e) => (e.statements[2]!.public.salt += 'AAAA')],
  ['evidence.public_shape', (e) => (e.statements[2]!.public.content['sequence'] = 3)],
  ['evidence.public_shape', (e) => delete e.statements[2]!.public.content['at']],
  ['evidence.signature', (e) => (contentOf(e.statements[4]!.restricted)['grossMassKg'] = 1)],
  ['evidence.restricted', (e) => (e.statements[4]!.restricted = 'AAAA')],
  ['evidence.signature', (e) => e.statements.splice(3, 1)],
  ['evidence.signature', (e) => e.statements.reverse()],
  ['evidence.signature', (e) => e.statements.shift()],
  ['evidence.key_order', (e) => e.keys.reverse() && reorder(e)],
  ['evidence.document', (e) => (e.statements[5]!.documents![0]!.content['bytes'] = 1)],
  ['evidence.document', (e) => (e.statements[5]!.documents![0]!.content['more'] = 1)],
  ['evidence.document', (e) => (e.statements[5]!.documents![0]!.salt = 'AAAA')],
  ['evidence.document', (e) => e.statements[5]!.documents!.pop()],
  ['evidence.document', (e) => e.statements[5]!.documents!.reverse()],
  ['evidence.document', (e) => (e.statements[4]!.documents = [null])],
  ['evidence.document', (e) => delete e.statements[5]!.documents],
]

/** The last character before the padding-free end carries unused bits; the one before it does not. */
function withLast(text: string, character: string): string {
  return text.slice(0, -2) + (text.at(-2) === character ? 'x' : character) + text.slice(-1)
}

/** Statements that name their keys rightly in a list that was turned round. */
function reorder(evidence: Evidence): void {
  for (const statement of evidence.statements)
    statement.by = evidence.keys.length - 1 - statement.by
}

test('every field that is changed is refused by name, whoever checks the signatures', async () => {
  for (const [code, change] of TAMPERED) {
    const bytes = bytesOf(changed(change))
    assert.equal(judge(bytes), code, String(change))
    assert.equal(await judgeApart(bytes), code, String(change))
  }
})

test('statements that are truly signed but tell no lawful history are refused', () => {
  const [booked, assigned, received] = SAMPLE_STEPS as [SampleStep, SampleStep, SampleStep]
  const said = (step: SampleStep, part: SampleStep['said']) => ({ ...step, said: part! })
  assert.equal(bySteps([assigned]), 'evidence.step_order')
  assert.equal(bySteps([booked, received]), 'evidence.step_order')
  assert.equal(bySteps([{ ...booked, by: 'operator' }]), 'evidence.not_entitled')
  assert.equal(bySteps([booked, { ...assigned, by: 'rail' }]), 'evidence.not_entitled')
  assert.equal(bySteps([booked, { ...assigned, event: 'sold' }]), 'evidence.unknown_event')
  assert.equal(bySteps([booked, said(assigned, { sequence: 3 })]), 'evidence.signature')
  assert.equal(bySteps([booked, said(assigned, { previous: null })]), 'evidence.signature')
  assert.equal(
    bySteps([booked, said(assigned, { equipmentType: '22G1' })]),
    'evidence.other_container',
  )
  assert.equal(
    bySteps([booked, assigned, said(received, { containerNumber: 'TEXU3605231' })]),
    'evidence.other_container',
  )
  const unsaid = ['containerNumber']
  assert.equal(bySteps([booked, { ...assigned, unsaid }]), 'evidence.other_container')
  assert.equal(bySteps([booked, assigned, { ...received, unsaid }]), 'evidence.other_container')
  assert.equal(bySteps([booked, said(assigned, { trainNumber: 'X8002' })]), 'evidence.other_train')
  const moved = said({ by: 'operator', event: 'rolled_over' }, { trainNumber: 'X8002' })
  assert.equal(bySteps([booked, moved, said(assigned, { trainNumber: 'X8002' })]), 'accepted')
  assert.equal(bySteps([booked, moved, assigned]), 'evidence.other_train')
  assert.equal(bySteps([said(booked, { party: { kind: 'forwarder' } })]), 'evidence.signature')
  const names = { zh: '甲', en: 'A', ru: 'А' }
  assert.equal(
    bySteps([booked, said(assigned, { party: { kind: 'operator', names } })]),
    'evidence.signature',
  )
})

test('what every public part says has its form, and nothing of its place may be added to', () => {
  const [booked] = SAMPLE_STEPS as [SampleStep]
  const city = { zh: '济南', en: 'Jinan', ru: 'Цзинань' }
  const wrong: SampleStep['said'][] = [
    { at: 5 },
    { at: '2026-03-01T09:00:00' },
    { at: '2026-02-30T09:00:00+08:00' },
    { at: '2026-03-01t09:00:00z' },
    { at: '2026-03-01T24:00:00Z' },
    { recordedAt: '1 March 2026' },
    { trainNumber: 1 },
    { place: { code: 'CN-DONGJIA', city, shed: 4 } },
    { place: { code: 'CN-DONGJIA', city: { ...city, de: 'Jinan' } } },
    { place: { code: 'CN-DONGJIA' } },
    { documents: [] },
  ]
  for (const said of wrong)
    assert.equal(
      bySteps([{ ...booked, said: said! }]),
      'evidence.public_shape',
      JSON.stringify(said),
    )
  assert.equal(bySteps([{ ...booked, said: { at: '2026-03-01T09:00:00.5-23:59' } }]), 'accepted')
  const nested = (depth: number): SampleStep => {
    const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as []
    return { ...booked, said: { deep } }
  }
  // The part at 4 below the file, its member at 5, and 32 at most.
  assert.equal(bySteps([nested(28)]), 'accepted')
  assert.throws(() => bySteps([nested(29)]), /nested deeper/)
})

test('a time before that of the statement before is told, not refused', () => {
  const steps = SAMPLE_STEPS.map((step, at) =>
    at === 4 ? { ...step, said: { recordedAt: '2026-03-03T00:00:00Z' } } : step,
  )
  const { unproven } = verifyEvidence(bytesOf(sampleEvidence(steps)))
  assert.deepEqual(unproven.find(({ code }) => code === 'unproven.time_order')?.facts, {
    numbers: '5',
  })
})

test('what is no evidence file is refused, whatever it is', () => {
  const text = writeEvidence(whole)
  const cases: readonly [code: string, bytes: Uint8Array][] = [
    ['evidence.not_json', new Uint8Array(0)],
    ['evidence.not_json', Uint8Array.of(0xff, 0xfe)],
    ['evidence.not_json', utf8Encode('{')],
    ['evidence.shape', utf8Encode('null')],
    ['evidence.shape', utf8Encode('{"format":"landbridge-evidence/1"}')],
    ['evidence.shape', utf8Encode('{"format":"landbridge-evidence/2"}')],
    ['evidence.shape', utf8Encode('{"format":"landbridge-evidence/3"}')],
    ['evidence.not_canonical', utf8Encode(`${text}\n`)],
    ['evidence.not_canonical', utf8Encode(text.replace('"code":', '"code" :'))],
    ['evidence.not_canonical', utf8Encode(text.replace('"code":', '"__proto__":1,"code":'))],
    ['evidence.shape', utf8Encode(text.replace('{"checkpoint"', '{"aa":1,"checkpoint"'))],
    [
      'evidence.not_canonical',
      utf8Encode(
        `{"format":"landbridge-evidence/3","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      ),
    ],
    ['evidence.too_large', new Uint8Array(9_000_000)],
  ]
  for (const [code, bytes] of cases) assert.equal(judge(bytes), code)
})

test('any one changed byte is refused', () => {
  const bytes = bytesOf(whole)
  let state = 20_260_302
  const dice = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % sides
  }
  const reached = new Set<string>()
  for (let run = 0; run < 500; run += 1) {
    const at = dice(bytes.length)
    const altered = bytes.slice()
    altered[at]! ^= 1 + dice(255)
    const code = judge(altered)
    assert.notEqual(code, 'accepted', `byte ${at} made ${altered[at]}`)
    reached.add(code)
  }
  assert.ok(reached.size >= 5, [...reached].join())
})

test('every refusal is written in three languages', () => {
  for (const [code, text] of Object.entries(evidenceProblem.table))
    for (const locale of ['zh', 'en', 'ru'] as const) assert.ok(text[locale].length > 8, code)
})
