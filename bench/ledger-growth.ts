/** The same append at growing sizes, on a ledger of its own: it should not slow down. The first rate is the measure of the others. */
import { randomBytes } from 'node:crypto'
import { utf8Encode } from 'tlog'
import { appendRate, makeParty, openStage, sealMany, type Report } from './ledger-stage.ts'

const FIRST_SIZE = 10_000
/** Measured at each size. */
const MEASURED = 100_000
/** Made and appended at once on the way from one size to the next. */
const PART = 200_000

export async function measureGrowth(report: Report): Promise<void> {
  const sizeMax = Number(process.env['LEDGER_ENTRIES_MAX'] ?? 1_000_000)
  const stage = await openStage()
  try {
    const fresh = freshEntries()
    let size = 0
    let first: number | undefined
    for (let goal = FIRST_SIZE; goal <= sizeMax; goal = Math.min(goal * 10, goal + 1_000_000)) {
      for (; size < goal; size += PART) await appendRate(stage, fresh(Math.min(PART, goal - size)))
      const value = await appendRate(stage, fresh(MEASURED))
      size = goal + MEASURED
      first ??= value
      report({ name: `append_at_${goal}`, value, unit: '1/s', limit: first, n: MEASURED })
    }
  } finally {
    await stage.close()
  }
}

/** Signing ten million would take an hour and measure the signatures: the bytes differ, the signatures are not looked at. */
function freshEntries(): (count: number) => Uint8Array[] {
  const template = sealMany(makeParty(), 1)[0]!
  const entry = () =>
    Buffer.concat([template.subarray(0, -24), utf8Encode(randomBytes(12).toString('hex'))])
  return (count) => Array.from({ length: count }, entry)
}
