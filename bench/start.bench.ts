/** From an installed tree: `npm start` to the first answered page, into an empty folder and again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from './main.ts'
import { npmStart } from './running.ts'

const START_S_MAX = 10

export const bench: Bench = async (report) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  for (const name of ['start_first', 'start_again']) {
    const running = await npmStart(dataDir)
    report({ name, value: running.startedS, unit: 's', limit: START_S_MAX, n: 1 })
    await running.stop()
  }
  rmSync(dataDir, { recursive: true, force: true })
}
