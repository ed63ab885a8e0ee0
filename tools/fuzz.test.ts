// The short form of `npm run torture -- fuzz`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from '../bench/fuzz/fuzz.ts'

test('whatever a stranger sends is read in one way, or refused as documented', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`SEED=${seed}`)
  const inputs = 20_000
  const report = await fuzz({ inputs, seed, onLine: (line) => t.diagnostic(line) })
  const counts = Object.values(report)
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    inputs,
  )
  assert.ok(counts.length > 15, Object.keys(report).join())
})
