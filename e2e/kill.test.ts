/** The short form of `npm run torture`: a few kills, nothing acknowledged lost or doubled, one ledger. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { torture } from './torture.ts'

test('killed again and again, it keeps what it acknowledged', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`SEED=${seed}`)
  const report = await torture({ kills: 6, seed, onLine: (line) => t.diagnostic(line) })
  // Otherwise nothing was put at risk.
  assert.ok(report.bookings > 0 && report.steps > 0 && report.fixes > 0, JSON.stringify(report))
})
