// The envelope key is changed on a real database and folder; stopped anywhere in between, everything still opens, and it is gone on with.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ConfigError, readConfig } from '#platform/config.ts'
import type { Database, Tx } from '#platform/database.ts'
import { beginResealing, openSigner } from '#platform/signer.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { listAllKeys, organisationKeys } from '#identity'
import { organisationsFixture } from '#identity/fixtures.ts'
import { openLogKey } from '#passport/log-key.ts'
import { resealEverything } from './reseal.ts'

const database = await testDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-reseal-'))
mkdirSync(join(dataDir, 'secrets'))
const config = readConfig({ DATA_DIR: dataDir })
const secret = (name: string) => join(dataDir, 'secrets', name)
const parties = await organisationsFixture(database, { signer: openSigner(dataDir) })
const { vkey } = openLogKey(dataDir, openSigner(dataDir), 'https://trains.example.cn')
let minute = 0

after(async () => {
  await database.drop()
  rmSync(dataDir, { recursive: true })
})

/** Alone on the database, as the command is. */
async function reseal(on: Database = database) {
  const others = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  // Told to end, a connection is still there for a moment.
  for (let left = -1; left !== 0;) {
    await database.pool.query(`select pg_terminate_backend(pid) ${others}`)
    const { rows } = await database.pool.query<{ count: number }>(`select count(*) ${others}`)
    left = rows[0]!.count
  }
  minute += 1
  return resealEverything(on, config, new Date(Date.UTC(2026, 2, 2, 8, minute)))
}

async function assertOpens(): Promise<void> {
  const signer = openSigner(dataDir)
  const keys = await database.transact((tx) => listAllKeys(tx, signer))
  assert.ok(keys.length > 5 && keys.every(({ opens }) => opens))
  const id = parties.warehouse.organisationId
  const opened = await database.transact((tx) => organisationKeys(tx, signer, [id]))
  assert.equal((await opened.get(id)!.sign!(new Uint8Array(3))).length, 64)
  assert.equal(openLogKey(dataDir, signer, 'https://other.example').vkey, vkey)
}

test('under another key everything opens, and nothing with the former', async () => {
  const before = readFileSync(secret('envelope.key'))
  const { keys, formerKey } = await reseal()
  assert.ok(keys > 5)
  assert.notDeepEqual(readFileSync(secret('envelope.key')), before)
  assert.deepEqual(readFileSync(formerKey), before)
  assert.ok(!existsSync(secret('envelope.key.next')))
  await assertOpens()
  const kept = readFileSync(secret('envelope.key'))
  writeFileSync(secret('envelope.key'), before)
  const shut = await database.transact((tx) => listAllKeys(tx, openSigner(dataDir)))
  assert.ok(shut.every(({ opens }) => !opens))
  writeFileSync(secret('envelope.key'), kept)
})

test('stopped before, in or after the transaction, everything opens, and the next run ends it', async () => {
  const failing = (isDurable: boolean): Database => ({
    ...database,
    async transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      if (isDurable) await database.transact(work)
      else
        await database
          .transact(async (tx) => {
            await work(tx)
            throw new Error('stopped')
          })
          .catch(() => undefined)
      throw new Error('stopped')
    },
  })
  beginResealing(dataDir)
  await assertOpens()
  for (const isDurable of [false, true]) {
    await assert.rejects(reseal(failing(isDurable)), /stopped/)
    assert.ok(existsSync(secret('envelope.key.next')))
    await assertOpens()
  }
  await reseal()
  assert.ok(!existsSync(secret('envelope.key.next')))
  await assertOpens()
})

test('a server that runs is not pulled the key from under it', async () => {
  const client = await database.pool.connect()
  const other = await database.pool.connect()
  const before = readFileSync(secret('envelope.key'))
  try {
    await assert.rejects(
      resealEverything(database, config, new Date()),
      (error) => error instanceof ConfigError && /still runs/.test(error.message),
    )
  } finally {
    client.release()
    other.release()
  }
  assert.deepEqual(readFileSync(secret('envelope.key')), before)
  assert.ok(!existsSync(secret('envelope.key.next')))
})
