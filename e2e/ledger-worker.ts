/** The process that the ledger's torture kills: it writes, sequences and serves a ledger, on storage that fails now and then. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { utf8Encode } from 'tlog'
import { systemClock } from '#platform/clock.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { openSigner } from '#platform/signer.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { storedLedger } from '#passport/ledger-files.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import { headFilePath, openLogKey } from '#passport/log-key.ts'
import { startSequencer } from '#passport/sequencer-loop.ts'
import type { Ledger } from '#passport/sequencer.ts'
import { seededRandom } from './seeded-random.ts'

const WRITERS = 3
const ENTRIES_AT_ONCE_MAX = 40
const ENTRY_BYTES_MAX = 600

export type Said =
  | { readonly kind: 'ready'; readonly port: number; readonly vkey: string }
  | { readonly kind: 'acknowledged'; readonly names: readonly string[] }
  | { readonly kind: 'fault' }

async function workForEver([url, dataDir, generation, seed]: string[]): Promise<void> {
  const random = seededRandom(Number(seed))
  const database = openDatabase(url!, 8)
  const say = (said: Said) => void process.send!(said)
  const signer = openSigner(dataDir!)
  const key = openLogKey(dataDir!, signer, 'https://torture.example')
  const ledger: Ledger = {
    database: failing(database, random, () => say({ kind: 'fault' })),
    clock: systemClock,
    key,
    headFile: openHeadFile(headFilePath(dataDir!)),
  }
  await startSequencer(ledger, () => undefined)
  const server = serve(storedLedger({ ...ledger, database }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  say({ kind: 'ready', port, vkey: key.vkey })
  process.on('disconnect', () => process.exit())
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let round = 0; ; round += 1) {
      const names = Array.from(
        { length: 1 + Math.floor(random() * ENTRIES_AT_ONCE_MAX) },
        (__, at) => `${generation}/${writer}/${round}/${at} `,
      )
      const entries = names.map((name) =>
        utf8Encode(name.padEnd(Math.floor(random() * ENTRY_BYTES_MAX), '.')),
      )
      try {
        await database.transact((tx) => queueEntries(tx, entries))
        say({ kind: 'acknowledged', names })
      } catch {
        // The database was killed under it: what was not acknowledged may or may not be there.
        await sleep(20)
      }
      await sleep(random() * 15)
    }
  })
  await Promise.all(writers)
}

/** What the ledger shows, as its routes show it; undefined things are answered 404. */
function serve(shown: LedgerSource): Server {
  return createServer((request, response) => {
    shown.read(request.url!.replace(/^\/ledger\//, ''), Infinity).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    )
  })
}

/** One transaction in ten fails, half of those after they were made durable; the next one of those may fail as well. */
function failing(database: Database, random: () => number, onFault: () => void): Database {
  return {
    ...database,
    async transact(work) {
      const isFailing = random() < 0.1
      if (!isFailing) return database.transact(work)
      onFault()
      if (random() < 0.5) await database.transact(work)
      else
        await database
          .transact(async (tx) => {
            await work(tx)
            throw new Error('rolled back')
          })
          .catch(() => undefined)
      throw new Error('storage failed')
    },
  }
}

await workForEver(process.argv.slice(2))
