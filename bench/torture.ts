/**
 * `npm run torture -- demo --kills 200 --seed 7`: kills the server, and now and then its database, at random moments while the
 * demo runs and every party works; fails at the first acknowledged thing that is lost or doubled.
 * `npm run torture -- ledger --kills 1000`: the same of the ledger alone, with faster restarts, failing storage and a follower.
 * `npm run torture -- tracking --kills 100`: the trackers' gateway under load, and now and then the database under it.
 * `npm run torture -- booking --kills 100 --servers 2`: clerks of all kinds on a few trains, on one server or several of one database.
 * `npm run torture -- fuzz --inputs 10000000`: damaged input for everything that reads what a stranger sent.
 * Each prints its seed and counts.
 */
import { parseArgs } from 'node:util'
import { tortureBooking } from '../e2e/booking-torture.ts'
import { tortureLedger } from '../e2e/ledger-torture.ts'
import { torture } from '../e2e/torture.ts'
import { tortureTracking } from '../e2e/tracking-torture.ts'
import { fuzz } from './fuzz/fuzz.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    servers: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
  },
})
const [name = 'demo'] = positionals
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const [kills, inputs] = [Number(values.kills), Number(values.inputs)]
const servers = Number(values.servers)
const onLine = (line: string): void => void process.stdout.write(`${line}\n`)
const TORTURES: Readonly<Record<string, () => Promise<unknown>>> = {
  demo: () => torture({ kills, seed, onLine }),
  ledger: () => tortureLedger({ kills, seed, onLine }),
  tracking: () => tortureTracking({ kills, seed, onLine }),
  booking: () => tortureBooking({ kills, seed, servers, onLine }),
  fuzz: () => fuzz({ inputs, seed, onLine }),
}
const chosen = TORTURES[name]
if (chosen === undefined)
  throw new Error(`there is no torture "${name}", but demo, ledger, tracking, booking and fuzz`)

onLine(`${name}, seed ${seed}, ${name === 'fuzz' ? `${inputs} inputs` : `${kills} kills`}`)
try {
  onLine(JSON.stringify(await chosen()))
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
  // Workers may still retry against a server that is gone.
  process.exit(1)
}
