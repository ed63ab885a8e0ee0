// The ledger on a real database. After every step of every test an auditor derives everything again from what is stored.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { utf8Encode } from 'tlog'
import type { Database, Tx } from '#platform/database.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { auditLedger, type SeenHead } from '#passport/auditor.ts'
import { openHeadFile, type HeadFile } from '#passport/head-file.ts'
import { queueEntries, queueEntry } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { seeded } from '#passport/fixtures.ts'
import { sequence, type Ledger } from '#passport/sequencer.ts'
import { ed25519PublicKey } from '#platform/signer.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'landbridge-ledger-'))
after(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const seed = seeded('sequencer', 32)
const key = logKey('test.example/ledger', { seed, publicKey: ed25519PublicKey(seed) })
const headFile = openHeadFile(join(folder, 'checkpoint'))
const ledger: Ledger = { database, clock: testClock(), key, headFile }

let seen: SeenHead[] = []
let queued: string[] = []

beforeEach(async () => {
  await database.pool.query(`
    alter table ledger_entry disable trigger all;
    delete from ledger_entry; delete from ledger_tile; delete from ledger_head; update ledger_next set leaf_index = 0;
    alter table ledger_entry enable trigger all`)
  await rm(headFile.path, { force: true })
  seen = []
  queued = []
})

async function queue(count: number, onto: Database = database): Promise<void> {
  const names = Array.from({ length: count }, (_, at) => `entry ${queued.length + at}`)
  await onto.transact(async (tx) => {
    for (const name of names) await queueEntry(tx, utf8Encode(name))
  })
  queued.push(...names)
}

async function audit(): Promise<number> {
  const { published, entries, waiting } = await auditLedger(
    { database, vkey: key.vkey, headFile },
    seen,
  )
  assert.equal(entries.length + waiting.length, queued.length, 'an entry was lost')
  return published
}

test('a ledger is born empty, and grows through partial and full tiles', async () => {
  await sequence(ledger)
  assert.equal(await audit(), 0)
  for (const count of [1, 1, 2, 60, 191, 1, 0, 1, 300, 512]) {
    await queue(count)
    await sequence(ledger)
    assert.equal(await audit(), queued.length)
  }
})

/** From the `nth` on, so many transactions fail, before or after their work is durable. */
function failing(nth: number, mode: 'failed' | 'failed but persisted', times: number) {
  let calls = 0
  return {
    ...database,
    failures: () => Math.max(0, Math.min(calls - nth + 1, times)),
    async transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      calls += 1
      const fails = calls >= nth && calls < nth + times
      if (!fails) return database.transact(work)
      if (mode === 'failed but persisted') await database.transact(work)
      else
        await database
          .transact(async (tx) => {
            await work(tx)
            throw new Error('rolled back')
          })
          .catch(() => undefined)
      throw new Error(mode)
    },
  }
}

function failingFile(mode: 'failed' | 'failed but persisted', times: number): HeadFile {
  let calls = 0
  return {
    ...headFile,
    async write(checkpoint) {
      calls += 1
      if (calls > times || mode === 'failed but persisted') await headFile.write(checkpoint)
      if (calls <= times) throw new Error(mode)
    },
  }
}

async function until(faulty: Ledger): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    try {
      await sequence(faulty)
      return
    } catch (error) {
      assert.match(String(error), /failed/)
      await audit()
      await queue(1)
    }
  }
  assert.fail('the sequencer made no progress')
}

for (const mode of ['failed', 'failed but persisted'] as const)
  for (const times of [1, 2]) {
    test(`each transaction ${mode}, ${times} in a row: nothing lost, nothing twice, one history`, async () => {
      // The first commits a head, the second publishes it.
      for (let nth = 1; nth <= 2; nth += 1) {
        await queue(3)
        const faulty = failing(nth, mode, times)
        await until({ ...ledger, database: faulty })
        assert.equal(faulty.failures(), times)
        assert.equal(await audit(), queued.length)
      }
    })

    test(`the head file's write ${mode}, ${times} in a row`, async () => {
      for (let round = 0; round < 3; round += 1) {
        await queue(2)
        await until({ ...ledger, headFile: failingFile(mode, times) })
        assert.equal(await audit(), queued.length)
      }
    })
  }

/** Every write of a round, made to fail on its way to the disk: its statement is refused, so many times in a row. */
const STATEMENTS = [
  { table: 'ledger_tile', on: 'insert' },
  { table: 'ledger_tile', on: 'update' },
  { table: 'ledger_head', on: 'insert' },
  { table: 'ledger_head', on: 'update' },
] as const

for (const { table, on } of STATEMENTS)
  for (const times of [1, 2])
    test(`${on} of ${table} refused, ${times} in a row: the ledger is as it was, and then goes on`, async () => {
      const isFirst = on === 'insert' && table === 'ledger_head'
      if (!isFirst) {
        await queue(5)
        await sequence(ledger)
      }
      const before = isFirst ? 0 : 5
      // The 256th entry begins a second tile; the others widen the first.
      await queue(on === 'insert' && !isFirst ? 300 : 2)
      await database.pool.query(
        `create trigger a_stop before ${on} on ${table} for each statement execute function ledger_refuse_rewriting()`,
      )
      for (let time = 0; time < times; time += 1) {
        await assert.rejects(sequence(ledger), /append-only/)
        assert.equal(await audit(), before)
      }
      await database.pool.query(`drop trigger a_stop on ${table}`)
      await sequence(ledger)
      assert.equal(await audit(), queued.length)
    })

for (const mode of ['failed', 'failed but persisted'] as const)
  for (const times of [1, 2])
    test(`a ledger’s birth ${mode}, ${times} in a row`, async () => {
      const file = failingFile(mode, times)
      for (let time = 0; time < times; time += 1) {
        // Once it is on disk there is nothing left to be born.
        if (mode === 'failed' || time === 0)
          await assert.rejects(sequence({ ...ledger, headFile: file }), /failed/)
      }
      await queue(1)
      await until({ ...ledger, headFile: file })
      assert.equal(await audit(), queued.length)
    })

test('two sequencers at once are one', async () => {
  await queue(40)
  await Promise.all([sequence(ledger), sequence(ledger), sequence(ledger)])
  assert.equal(await audit(), 40)
})

test('a database that is behind the head file signs nothing, and says so', async () => {
  await queue(3)
  await sequence(ledger)
  const kept = (await database.pool.query('select * from ledger_head')).rows[0]!
  await queue(2)
  await sequence(ledger)
  await database.pool.query(`
    alter table ledger_entry disable trigger all;
    delete from ledger_entry where leaf_index >= 3; update ledger_next set leaf_index = 3;
    alter table ledger_entry enable trigger all`)
  await database.pool.query('update ledger_head set size = 3, root = $1, checkpoint = $2', [
    kept.root,
    kept.checkpoint,
  ])
  const published = await headFile.read()
  await queue(9)
  await assert.rejects(sequence(ledger), { code: 'ledger.behind' })
  assert.equal(await headFile.read(), published)
})

test('another history, a lost head file and a foreign one are refused', async () => {
  await queue(3)
  await sequence(ledger)
  const note = (await headFile.read())!
  await rm(headFile.path)
  await assert.rejects(sequence(ledger), { code: 'ledger.head_file_missing' })
  await writeFile(headFile.path, note.replace('\n3\n', '\n4\n'))
  await assert.rejects(sequence(ledger), { code: 'ledger.head_file_unreadable' })
  await writeFile(headFile.path, note)
  await database.pool.query(
    'update ledger_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)',
  )
  await assert.rejects(sequence(ledger), { code: 'ledger.split' })
})

test('one changed bit in an entry that waits, or in a tile as it is written, is found before the signature', async () => {
  await queue(3)
  await sequence(ledger)
  await queue(1)
  const flip = `alter table ledger_entry disable trigger all;
    update ledger_entry set entry = set_byte(entry, 1, get_byte(entry, 1) # 4) where leaf_index = 3;
    alter table ledger_entry enable trigger all`
  await database.pool.query(flip)
  await assert.rejects(sequence(ledger), { code: 'ledger.altered' })
  await database.pool.query(flip)
  assert.equal(await audit(), 3)
  await database.pool.query(`
    create function flip_written() returns trigger language plpgsql as
      'begin new.hashes := set_byte(new.hashes, 100, get_byte(new.hashes, 100) # 1); return new; end';
    create trigger z_flip before insert on ledger_tile for each row execute function flip_written()`)
  await assert.rejects(sequence(ledger), { code: 'ledger.altered' })
  await database.pool.query('drop trigger z_flip on ledger_tile')
  await sequence(ledger)
  assert.equal(await audit(), 4)
})

test('an entry that is missing, or a place written twice, stops the signature', async () => {
  await queue(2)
  await database.pool.query('update ledger_next set leaf_index = 3')
  await queue(1)
  await assert.rejects(sequence(ledger), { code: 'ledger.altered' })
  await database.pool.query('update ledger_next set leaf_index = 1')
  await assert.rejects(queue(1), { code: '23505' })
})

test('a writer that fails gives its places back; many at once get places without a gap', async () => {
  const failed = database.transact(async (tx) => {
    await queueEntries(tx, [utf8Encode('never'), utf8Encode('written')])
    throw new Error('failed after it wrote')
  })
  await assert.rejects(failed, /failed after it wrote/)
  const names = Array.from({ length: 12 }, (_, at) => `writer ${at}`)
  const write = (name: string) => database.transact((tx) => queueEntry(tx, utf8Encode(name)))
  const places = await Promise.all(names.map(write))
  assert.deepEqual(
    places.toSorted((one, other) => one - other),
    [...names.keys()],
  )
  queued.push(...names)
  await sequence(ledger)
  assert.equal(await audit(), 12)
})

test('entries of every length keep their bytes', async () => {
  const entries = [0, 1, 2, 255, 40_000, 65_535].map((length) => 'x'.repeat(length))
  await database.transact((tx) => queueEntries(tx, entries.map(utf8Encode)))
  queued.push(...entries)
  await sequence(ledger)
  assert.equal(await audit(), entries.length)
})

test('what is in the ledger cannot be rewritten, nor taken away', async () => {
  await queue(2)
  await sequence(ledger)
  for (const rewriting of [
    "update ledger_entry set entry = 'x' where leaf_index = 0",
    'update ledger_entry set leaf_index = 5 where leaf_index = 0',
    'delete from ledger_entry',
    'truncate ledger_entry cascade',
  ])
    await assert.rejects(database.pool.query(rewriting), /append-only/)
})
