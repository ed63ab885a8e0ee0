// One byte of an evidence file is changed, anywhere, to anything: it is refused, read as `landbridge ledger verify` reads it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { utf8Encode } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { findEvidence } from '#passport/evidence-page.ts'
import { sampleEvidence, seeded } from '#passport/fixtures.ts'
import { verifyEvidence } from '#passport/verify.ts'

const BIN = fileURLToPath(new URL('../../bin/landbridge', import.meta.url))
const CHANGES = 200
/** Of them through the command itself, which takes a process each. */
const BY_COMMAND = 3
const whole = utf8Encode(writeEvidence(sampleEvidence()))

/** The same changes for the same seed. */
function changeOf(seed: string, run: number): { readonly at: number; readonly bytes: Uint8Array } {
  const dice = new DataView(seeded(`${seed} ${run}`, 8).buffer)
  const at = dice.getUint32(0) % whole.length
  const bytes = whole.slice()
  bytes[at]! ^= 1 + (dice.getUint32(4) % 255)
  return { at, bytes }
}

function judge(bytes: Uint8Array): string {
  try {
    verifyEvidence(findEvidence(bytes).bytes)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}

test('whatever byte is changed, the file is refused', async (t) => {
  const seed = process.env['SEED'] ?? String(Date.now())
  t.diagnostic(`the same again: SEED=${seed}`)
  assert.equal(judge(whole), 'accepted')
  for (let run = 0; run < CHANGES; run += 1) {
    const { at, bytes } = changeOf(seed, run)
    assert.match(judge(bytes), /^evidence\./, `seed ${seed}: byte ${at} made ${bytes[at]}`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-byte-'))
  t.after(() => rm(folder, { recursive: true }))
  assert.equal((await verifyByCommand(folder, whole)).code, 0)
  for (let run = 0; run < BY_COMMAND; run += 1) {
    const { at, bytes } = changeOf(seed, run)
    const { code, out } = await verifyByCommand(folder, bytes)
    assert.equal(code, 1, `seed ${seed}: byte ${at} made ${bytes[at]}: ${out}`)
    assert.match(out, new RegExp(judge(bytes).replace('.', '\\.')))
  }
})

/** How it ended, and what it printed. */
async function verifyByCommand(
  folder: string,
  bytes: Uint8Array,
): Promise<{ readonly code: number; readonly out: string }> {
  const file = join(folder, 'sample.landbridge.json')
  await writeFile(file, bytes)
  return new Promise((done) => {
    execFile(BIN, ['ledger', 'verify', file], (error, out) =>
      done({ code: error ? Number(error.code) : 0, out }),
    )
  })
}
