/** The short form of `npm run torture -- booking`: a few kills of one server and of two on one database, nothing lost or doubled. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tortureBooking } from './booking-torture.ts'

for (const [servers, kills] of [
  [1, 3],
  [2, 4],
] as const)
  test(`killed in the rush, ${servers} on one database sell every slot once`, async (t) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
    t.diagnostic(`SEED=${seed}`)
    const onLine = (line: string) => t.diagnostic(line)
    const report = await tortureBooking({ kills, seed, servers, onLine })
    // Otherwise nothing was put at risk.
    assert.ok(report.bookings > 20, JSON.stringify(report))
  })
