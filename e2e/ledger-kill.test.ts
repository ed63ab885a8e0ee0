/** The short form of `npm run torture -- ledger`: a few kills, one of them of the database, too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tortureLedger } from './ledger-torture.ts'

test('killed again and again, the ledger keeps what it acknowledged and stays one history', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`SEED=${seed}`)
  const onLine = (line: string) => t.diagnostic(line)
  const report = await tortureLedger({ kills: 8, seed, onLine })
  // Otherwise nothing was put at risk.
  assert.ok(report.acknowledged > 0 && report.heads > 1, JSON.stringify(report))
})
