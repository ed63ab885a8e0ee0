// What a page gets ready on is evidence of today's format: otherwise it would be refused at its first byte, and nothing be ready.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8Encode } from 'tlog'
import { writeEvidence } from '#passport/evidence.ts'
import { sampleEvidence, SAMPLE_STEPS } from '#passport/fixtures.ts'
import { MADE_UP_EVIDENCE } from './made-up-evidence.ts'
import { getReady } from './get-ready.ts'
import { judge } from './use-verdict.ts'

test('the made-up evidence is as it would be written now, and is verified', async () => {
  assert.equal(MADE_UP_EVIDENCE, writeEvidence(sampleEvidence(SAMPLE_STEPS.slice(0, 3))))
  assert.equal((await judge(utf8Encode(MADE_UP_EVIDENCE))).state, 'verified')
  await getReady()
})
