import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { checkDatabase, openDatabase, wakeOnCommit } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { testDatabase } from '#platform/testing/database.ts'

const database = await testDatabase()
after(() => database.drop())

test('a transaction inside a transaction is refused, not deadlocked', async () => {
  await assert.rejects(
    database.transact(() => database.transact(async () => 1)),
    /transact inside transact/,
  )
})

test('a question reads what is committed, writes nothing, and is not asked inside a transaction', async () => {
  const one = await database.question(async (tx) => {
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(tx)
    return rows[0]?.one
  })
  assert.equal(one, 1)
  await assert.rejects(
    database.question((tx) => sql`insert into follower (name) values ('asked')`.execute(tx)),
    /read-only transaction/,
  )
  await assert.rejects(
    database.transact(() => database.question(async () => 1)),
    /question inside transact/,
  )
  await assert.rejects(
    database.question(() => database.transact(async () => 1)),
    /transact inside/,
  )
})

test('a moment is read to the millisecond in whatever zone the session writes it, and what is none as the library reads it', async () => {
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns'])
    await database.transact(async (tx) => {
      await sql`select set_config('TimeZone', ${zone}, true)`.execute(tx)
      const { rows } = await sql<{ at: Date; ms: number }>`
        select at, floor(extract(epoch from at) * 1000)::float8 as ms from (
          select timestamptz '2026-02-28 23:59:59.999999+00' + n * interval '37 days 5 hours 0.289001 seconds' as at
          from generate_series(-2000, 2000) n
          union all select '0099-12-31 12:00:00+00' union all select '0044-03-15 12:00:00+00 BC') moments`.execute(
        tx,
      )
      for (const { at, ms } of rows) assert.equal(at.getTime(), ms, at.toISOString())
    })
  const { rows } = await database.transact((tx) =>
    sql<{ never: unknown }>`select timestamptz 'infinity' as never`.execute(tx),
  )
  assert.equal(rows[0]?.never, Infinity)
})

test('what throws is rolled back whole', async () => {
  const failing = database.transact(async (tx) => {
    await sql`insert into follower (name) values ('half')`.execute(tx)
    throw new Error('stop')
  })
  await assert.rejects(failing, /stop/)
  const { rows } = await database.pool.query("select 1 from follower where name = 'half'")
  assert.equal(rows.length, 0)
})

test('a listener hears what was said, and again after its connection was cut', async () => {
  const heard: string[] = []
  const stop = await database.listen('greeting', (payload) => heard.push(payload))
  await database.pool.query("select pg_notify('greeting', 'one')")
  await until(() => heard.includes('one'))
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid() and datname = current_database()",
  )
  // The empty payload after reconnecting tells the listener that it may have missed something.
  await until(() => heard.filter((payload) => payload === '').length >= 2)
  await database.pool.query("select pg_notify('greeting', 'two')")
  await until(() => heard.includes('two'))
  await stop()
})

test('whoever listens is woken by a commit, once for several at a time, and not by what was undone', async () => {
  let woken = 0
  const stop = await database.listen('bell', () => (woken += 1))
  await until(() => woken === 1)
  const undone = database.transact(async (tx) => {
    wakeOnCommit(tx, 'bell')
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  const gate = Promise.withResolvers<void>()
  const ringing = Array.from({ length: 9 }, () =>
    database.transact(async (tx) => {
      wakeOnCommit(tx, 'bell')
      wakeOnCommit(tx, 'bell')
      await gate.promise
    }),
  )
  await sleep(50)
  assert.equal(woken, 1, 'nothing has been committed')
  gate.resolve()
  await Promise.all(ringing)
  await until(() => woken > 1)
  await sleep(50)
  assert.ok(woken <= 10, `${woken}`)
  await assert.rejects(
    database.question(async (tx) => wakeOnCommit(tx, 'bell')),
    /outside transact/,
  )
  await stop()
})

test('while the database is away a listener tries again, one connection at a time', async () => {
  const { hostname, port } = new URL(database.url)
  const open = new Set<Socket>()
  let isAway = false
  let attempts = 0
  const line = createServer((socket) => {
    attempts += 1
    if (isAway) return void socket.destroy()
    const behind = connect(Number(port), hostname)
    for (const end of [socket, behind]) open.add(end.on('error', () => undefined))
    socket.pipe(behind).pipe(socket)
  })
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done))
  const url = new URL(database.url)
  url.port = String((line.address() as AddressInfo).port)
  const through = openDatabase(url.href)
  let wakes = 0
  await through.listen('greeting', () => (wakes += 1))
  isAway = true
  for (const end of open) end.destroy()
  await until(() => attempts >= 4)
  const before = attempts
  isAway = false
  await until(() => wakes >= 2)
  // One listener came back, not one for each time that it was refused.
  await new Promise((done) => setTimeout(done, 1_500))
  assert.deepEqual({ more: attempts - before, wakes }, { more: 1, wakes: 2 })
  await through.close()
  line.close()
})

test('migrating again changes nothing; a changed migration is refused', async () => {
  await migrate(database.url)
  await database.pool.query(
    "update migration set digest = 'other' where name = '0001_platform.sql'",
  )
  await assert.rejects(migrate(database.url), /0001_platform.sql was changed/)
})

test('an unreachable database is one clear line', async () => {
  await assert.rejects(checkDatabase('postgres://nobody@127.0.0.1:1/nothing'), {
    name: 'ConfigError',
    message: /The database nothing at 127\.0\.0\.1 cannot be reached/,
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 10))
}
