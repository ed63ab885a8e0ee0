/** What all processes together weigh when nobody asks anything; the demo's train runs on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './main.ts'
import { npmStart, type Weighed } from './running.ts'

const IDLE_MB_MAX = 350
/** What the start needed is given back by then, and connections that are not used are closed. */
const SETTLE_MS = 60_000

export const bench: Bench = async (report) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  await (await npmStart(dataDir)).stop()
  const running = await npmStart(dataDir)
  await sleep(SETTLE_MS)
  const weighed = running.memory()
  for (const [part, is] of PARTS) {
    const of = weighed.filter(({ command }) => is.test(command))
    report({
      name: `idle_memory ${part}`,
      value: sum(of),
      unit: 'MB',
      limit: IDLE_MB_MAX,
      n: of.length,
    })
  }
  const n = weighed.length
  report({ name: 'idle_memory', value: sum(weighed), unit: 'MB', limit: IDLE_MB_MAX, n })
  await running.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

const PARTS = [
  ['server', /src\/main\.ts/],
  ['gateway', /gateway\/main\.ts/],
  ['postgres', /postgres/],
  ['npm', /^(npm|sh) /],
] as const

function sum(weighed: readonly Weighed[]): number {
  return Math.round(weighed.reduce((total, { mb }) => total + mb, 0))
}
