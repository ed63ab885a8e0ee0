/**
 * `npm run bench -- NAME…`: prints one JSON line a figure, `{"name","value","unit","limit","ratio","n"}`.
 *
 * `limit` is what the issue or the machine allows, measured in the same run where it is the machine's; `ratio` is ours
 * against it. Machines are noisy, so ratios count. `docs/performance.md` keeps the last figures.
 */
import { globSync } from 'node:fs'
import { basename } from 'node:path'

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The ceiling: asked for, or measured in the same run. */
  readonly limit: number
  readonly n: number
}

export type Bench = (report: (figure: Figure) => void) => Promise<void>

function print(figure: Figure): void {
  const ratio = Math.round((figure.value / figure.limit) * 1000) / 1000
  process.stdout.write(`${JSON.stringify({ ...figure, ratio })}\n`)
}

const wanted = process.argv.slice(2)
const benches = globSync('bench/*.bench.ts').sort()
for (const path of benches) {
  const name = basename(path, '.bench.ts')
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const { bench } = (await import(`./${name}.bench.ts`)) as { bench: Bench }
  await bench(print)
}
