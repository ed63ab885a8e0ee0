// A process that queues and sequences without pause is killed at random moments; after each, nothing acknowledged is lost, nothing
// stands twice, and every head ever published is a beginning of the next. Run as a child, this file is that process.
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { utf8Encode } from 'tlog'
import { openDatabase, type Database } from '#platform/database.ts'
import { ed25519PublicKey } from '#platform/signer.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { auditLedger, type SeenHead } from '#passport/auditor.ts'
import { seeded } from '#passport/fixtures.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { sequence, type Ledger } from '#passport/sequencer.ts'

const KILLS = 5
const seed = seeded('kill', 32)
const key = logKey('test.example/kill', { seed, publicKey: ed25519PublicKey(seed) })
const [, , role, url = '', headPath = '', generation = ''] = process.argv

if (role === 'sequence') await sequenceForEver()
else test('killed at any moment, the ledger goes on as one history', underKills)

async function sequenceForEver(): Promise<never> {
  const database = openDatabase(url, 2)
  const ledger: Ledger = { database, clock: testClock(), key, headFile: openHeadFile(headPath) }
  for (let count = 0; ; count += 1) {
    const name = `${generation}/${count}`
    await database.transact((tx) => queueEntry(tx, utf8Encode(name)))
    process.send?.(name)
    await sequence(ledger)
  }
}

async function underKills(): Promise<void> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-kill-'))
  const headFile = openHeadFile(join(folder, 'checkpoint'))
  const acknowledged: string[] = []
  const seen: SeenHead[] = []
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged.length
      await runAndKill([database.url, headFile.path, String(kill)], acknowledged, before + 1 + kill)
      await untilQuiet(database)
      const { entries, waiting } = await auditLedger({ database, vkey: key.vkey, headFile }, seen)
      const kept = new Set([...entries, ...waiting])
      assert.deepEqual(
        acknowledged.filter((name) => !kept.has(name)),
        [],
      )
    }
    await sequence({ database, clock: testClock(), key, headFile })
    const { published, waiting } = await auditLedger({ database, vkey: key.vkey, headFile }, seen)
    assert.ok(published >= acknowledged.length)
    assert.deepEqual(waiting, [])
  } finally {
    await database.drop()
    await rm(folder, { recursive: true })
  }
}

/** What the killed process had sent may still be under way in the database. */
async function untilQuiet({ pool }: Database): Promise<void> {
  const busy = `select 1 from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
  while ((await pool.query(busy)).rowCount !== 0) await sleep(5)
}

/** Lets a child work until so many are acknowledged, then a moment of chance longer, and kills it. */
async function runAndKill(
  words: readonly string[],
  acknowledged: string[],
  until: number,
): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['sequence', ...words])
  const ended = new Promise((done) => child.once('exit', done))
  child.on('message', (name: string) => acknowledged.push(name))
  while (acknowledged.length < until && child.exitCode === null) await sleep(2)
  assert.equal(child.exitCode, null, 'the sequencer ended by itself')
  await sleep(Math.random() * 20)
  child.kill('SIGKILL')
  await ended
}
