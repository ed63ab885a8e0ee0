/**
 * `npm run torture -- demo --kills 200 --seed 7`: kills the server, and now and then its database, at random moments while the
 * demo runs and every party works; fails at the first acknowledged thing that is lost or doubled. Prints seed and counts.
 */
import { parseArgs } from 'node:util'
import { torture } from '../e2e/torture.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string' } },
})
if (positionals.some((name) => name !== 'demo')) throw new Error('the only torture is `demo`')

const seed = Number(values.seed ?? Date.now() % 1_000_000)
const kills = Number(values.kills)
const print = (line: string): void => void process.stdout.write(`${line}\n`)

print(`seed ${seed}, ${kills} kills`)
try {
  print(JSON.stringify(await torture({ kills, seed, onLine: print })))
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
  // Workers may still retry against a server that is gone.
  process.exit(1)
}
