// Evidence whose checkpoint witnesses have cosigned: what is told of them, and every way in which it may not fit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addSignatures,
  ed25519Cosigner,
  formatVkey,
  mlDsa44Cosigner,
  parseNote,
  signatures,
  verifyEd25519,
  utf8Encode,
} from 'tlog'
import { say } from '#kernel/locale.ts'
import { writeEvidence, type Evidence } from '#passport/evidence.ts'
import { SAMPLE_VKEY, sampleEvidence, seeded } from '#passport/fixtures.ts'
import { verifyEvidence, verifyEvidenceWith, type Trust } from '#passport/verify.ts'

const rail = ed25519Cosigner('rail.example/witness', seeded('rail', 32))
const railToo = mlDsa44Cosigner('rail.example/witness', seeded('rail', 32))
const customs = ed25519Cosigner('customs.example/witness', seeded('customs', 32))
const at = 1_795_514_400n

const alias = ed25519Cosigner('rail.example/another', seeded('rail', 32))
const itself = ed25519Cosigner('ledger.example/1', seeded('log', 32))

function cosigned(witnesses: readonly (typeof rail)[], time = at): Evidence {
  const evidence = sampleEvidence()
  const { text } = parseNote(evidence.checkpoint)
  const lines = signatures(
    text,
    witnesses.map((witness) => witness.at(time)),
  )
  return {
    ...evidence,
    checkpoint: addSignatures(evidence.checkpoint, lines),
    witnesses: witnesses.map(formatVkey),
  }
}

const verify = (evidence: Evidence, trust: Trust = {}) =>
  verifyEvidence(utf8Encode(writeEvidence(evidence)), trust)

/** The same, with the signatures checked elsewhere. */
const verifyApart = (evidence: Evidence, trust: Trust = {}) =>
  verifyEvidenceWith(
    async ({ publicKey, message, signature }) => verifyEd25519(publicKey, message, signature),
    utf8Encode(writeEvidence(evidence)),
    trust,
  )

test('who saw the checkpoint and when is told, with the keys to compare', () => {
  const verdict = verify(cosigned([rail, railToo, customs]))
  assert.deepEqual(
    verdict.ledger.witnesses.map(({ name, atSeconds }) => [name, atSeconds]),
    [rail, railToo, customs].map(({ name }) => [name, Number(at)]),
  )
  const found = verdict.checked.find(({ code }) => code === 'checked.witnesses')!
  assert.match(
    say(found.text, 'en', found.facts),
    /by 2 witnesses: rail\.example\/witness \(2026-11-24 10:00 UTC\), customs\.example/,
  )
  const codes = verdict.unproven.map(({ code }) => code)
  assert.ok(codes.includes('unproven.witness_keys') && !codes.includes('unproven.one_history'))
})

test('without witnesses it is said that nobody else vouches for one history', () => {
  const codes = verify(sampleEvidence()).unproven.map(({ code }) => code)
  assert.ok(codes.includes('unproven.one_history') && !codes.includes('unproven.witness_keys'))
})

test('a policy of the reader’s decides whom to believe', async () => {
  const policyOf = (threshold: number) =>
    [
      `log ${SAMPLE_VKEY}`,
      `witness rail ${formatVkey(rail)}`,
      `witness customs ${formatVkey(customs)}`,
      `group both ${threshold} rail customs`,
      'quorum both\n',
    ].join('\n')
  const one = cosigned([rail])
  const verdict = verify(one, { policy: policyOf(1) })
  assert.ok(verdict.ledger.isPinned && verdict.ledger.isWitnessedAsAsked)
  assert.ok(!verdict.unproven.some(({ code }) => /witness_keys|ledger_key/.test(code)))
  const refused = { code: 'evidence.policy' }
  assert.throws(() => verify(one, { policy: policyOf(2) }), refused)
  assert.throws(() => verify(sampleEvidence(), { policy: policyOf(1) }), refused)
  assert.throws(() => verify(one, { policy: 'nonsense' }), refused)
  verify(cosigned([rail, customs]), { policy: policyOf(2) })
  await assert.rejects(verifyApart(one, { policy: policyOf(2) }), refused)
  const apart = await verifyApart(cosigned([rail, customs]), { policy: policyOf(2) })
  assert.ok(apart.ledger.isWitnessedAsAsked)
})

test('cosignatures and keys are one to one, in order, and each is good', async () => {
  const good = cosigned([rail, customs])
  const [railKey = '', customsKey = ''] = good.witnesses!
  const lines = good.checkpoint.split('\n')
  const swapped = [...lines.slice(0, 5), lines[6], lines[5], ''].join('\n')
  const wrong: [string, Evidence, string][] = [
    ['a cosignature without its key', { ...good, witnesses: [railKey] }, 'checkpoint_signature'],
    [
      'a key without its cosignature',
      { ...cosigned([rail]), witnesses: [railKey, customsKey] },
      'witness',
    ],
    ['keys in another order', { ...good, witnesses: [customsKey, railKey] }, 'witness'],
    ['lines in another order', { ...good, checkpoint: swapped }, 'witness'],
    ['a key twice', { ...good, witnesses: [railKey, railKey] }, 'witness'],
    ['the ledger’s own key', { ...sampleEvidence(), witnesses: [SAMPLE_VKEY] }, 'witness'],
    ['one key under two names', cosigned([rail, alias]), 'witness'],
    ['the ledger’s key as a witness', cosigned([itself]), 'witness'],
    ['no time, Ed25519', cosigned([rail], 0n), 'witness'],
    ['no time, ML-DSA-44', cosigned([railToo], 0n), 'witness'],
    ['a time that no number holds', cosigned([rail], 2n ** 53n), 'witness'],
    ['a key that is none', { ...good, witnesses: [railKey, 'none'] }, 'witness'],
    [
      'another checkpoint’s cosignature',
      {
        ...good,
        checkpoint: good.checkpoint.replace(/(witness \S{30})./, (_, start) =>
          `${start}_`.replace('_', '0'),
        ),
      },
      'checkpoint_signature',
    ],
  ]
  for (const [name, evidence, code] of wrong) {
    assert.throws(() => verify(evidence), { code: `evidence.${code}` }, name)
    await assert.rejects(verifyApart(evidence), { code: `evidence.${code}` }, name)
  }
})
