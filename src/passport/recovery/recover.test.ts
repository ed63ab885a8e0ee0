// A real database is rolled back to an older copy; what was published since comes back from a mirror, and it goes on as one history.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { ed25519Cosigner, ed25519Signer, formatVkey, utf8Encode } from 'tlog'
import { SealNumber } from '#kernel/seal-number.ts'
import type { StationCode } from '#kernel/station.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import { possessionText, type OwnKey } from '#identity/contract.ts'
import { replaceKey } from '#identity/signing-keys.ts'
import { takeStep } from '#booking'
import type { ContainerId, ContainerStep } from '#booking/contract.ts'
import { bookedContainer, testContainerNumber } from '#booking/fixtures.ts'
import { openPassport, passportRoutes } from '#passport'
import { auditLedger, type SeenHead } from '#passport/auditor.ts'
import { checkEntries, NOTHING_KNOWN } from '#passport/auditing/entry-check.ts'
import { copyLedger } from '#passport/auditing/ledger-copy.ts'
import { openSource, type LedgerSource } from '#passport/auditing/ledger-source.ts'
import { folderShelf } from '#passport/auditing/shelf.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { kidOf } from '#passport/entry.ts'
import { seeded } from '#passport/fixtures.ts'
import { readEntries } from '#passport/ledger-store.ts'
import { headFilePath } from '#passport/log-key.ts'
import { recoverLedger, type Recovered } from '#passport/recovery/recover.ts'
import { verifyEvidence } from '#passport/verify.ts'
import { parseWitnessPolicy } from '#passport/witnessing/witness-policy.ts'

const first = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'landbridge-recover-'))
const [dataDir, mirror, early] = [
  join(folder, 'data'),
  join(folder, 'mirror'),
  join(folder, 'early'),
]
const clock = testClock()
const copies: string[] = []
let parties: Parties
let now: Site
let older: string

async function administer(sql: string): Promise<void> {
  const url = new URL(first.url)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** As `pg_dump` and a restore would: nobody is connected. */
async function copyOf(url: string): Promise<string> {
  const name = `${new URL(first.url).pathname.slice(1)}_${copies.push(url)}`
  const from = new URL(url).pathname.slice(1)
  await administer(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`,
  )
  await administer(`create database ${name} template ${from}`)
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.href
}

type Site = Awaited<ReturnType<typeof openSite>>

/** A server on a database, with the one DATA_DIR there is. */
async function openSite(database: Database) {
  const passport = await openPassport({
    database,
    clock,
    dataDir,
    signer: parties.signer,
    publicUrl: 'https://trains.example.cn',
    onError: () => undefined,
  })
  const followers = await startFollowers(database, passport.followers, (error) => {
    throw error
  })
  const http = await testHttp(database, { clock })
  passportRoutes(http, passport)
  const source: LedgerSource = {
    async read(path) {
      const reply = await http.inject({ method: 'GET', url: `/ledger/${path}` })
      assert.equal(reply.statusCode, 200, path)
      return Uint8Array.from(reply.rawPayload)
    },
  }
  const { vkey } = passport.ledger.key
  return {
    passport,
    vkey,
    source,
    ledger: passport.ledger,
    database,
    copyTo: (place: string) => copyLedger({ source, vkey, shelf: folderShelf(place) }),
    async settle() {
      await followers.settle()
      await passport.loop.settle()
    },
    state: () => followers.settle(),
    async evidence(containerId: ContainerId) {
      const caller = http.as(parties.exporter.actor)
      const found = await caller.get(`/api/containers/${containerId}/passport`)
      const { body } = await caller.get(`/api/passports/${found.body['code'] as string}/evidence`)
      return utf8Encode(JSON.stringify(body))
    },
    async close() {
      await followers.stop()
      await passport.close()
      await http.app.close()
      await database.close()
    },
  }
}

async function take(
  containerId: ContainerId,
  step: ContainerStep,
  by: 'operator' | 'warehouse',
  serial = 0,
): Promise<void> {
  clock.advance(60)
  const change = {
    containerNumber: testContainerNumber(serial),
    sealNumber: SealNumber.parse('CN8830145'),
  }
  await now.database.transact((tx) =>
    takeStep(tx, {
      actor: parties[by].actor,
      step,
      containerId,
      said: {},
      place: 'CN-DONGJIA' as StationCode,
      now: clock(),
      ...(step === 'assign' && { change }),
    }),
  )
}

const replaceWarehouseKey = (own: OwnKey) =>
  now.database.transact((tx) =>
    replaceKey(tx, { signer: parties.signer, now: clock() }, parties.warehouse.organisationId, {
      reason: 'compromised',
      own,
    }),
  )

function ownKey(label: string): OwnKey {
  const key = ed25519Signer('own', seeded(label, 32))
  const proof = key.sign(
    utf8Encode(possessionText(parties.warehouse.organisationId, kidOf(key.publicKey))),
  )
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(key.publicKey) } as const
  return { publicJwk, proof: base64urlEncode(proof) }
}

const recover = (from: string, witnesses?: string): Promise<Recovered> =>
  recoverLedger({
    ledger: now.ledger,
    signing: now.passport.signing,
    source: openSource(from),
    from,
    ...(witnesses !== undefined && { witnesses: parseWitnessPolicy(witnesses, now.vkey) }),
  })

let [one, two, three]: ContainerId[] = []
let lostEvidence: Uint8Array
const seen: SeenHead[] = []

/** Everything derived again, inside from the tables and outside by the mirror's follower; each entry stands once. */
async function auditAll(): Promise<number> {
  const { ledger, vkey, database } = now
  const { published, waiting } = await auditLedger(
    { database, vkey, headFile: ledger.headFile },
    seen,
  )
  assert.deepEqual(waiting, [])
  return published
}

before(async () => {
  parties = await organisationsFixture(first)
  now = await openSite(openDatabase(first.url))
  const booked = await bookedContainer(now.database, { parties, now: clock(), boxes: 3 })
  ;[one, two, three] = [...booked.containerIds]
  await take(two!, 'assign', 'operator', 2)
  await now.settle()
  await now.copyTo(early)
  await now.close()
  older = await copyOf(first.url)

  // What only the lost database knew: steps, and that the warehouse's key was replaced by one it keeps itself, and that by another.
  now = await openSite(openDatabase(first.url))
  await take(one!, 'assign', 'operator', 1)
  await take(two!, 'receive', 'warehouse')
  await now.settle()
  await replaceWarehouseKey(ownKey('first'))
  await replaceWarehouseKey(ownKey('second'))
  await now.settle()
  lostEvidence = await now.evidence(one!)
  await auditAll()
  await now.copyTo(mirror)
  await now.close()

  now = await openSite(openDatabase(older))
})

after(async () => {
  await now.close()
  for (const at of copies.keys())
    await administer(`drop database ${new URL(first.url).pathname.slice(1)}_${at + 1} with (force)`)
  await first.drop()
  await rm(folder, { recursive: true })
})

test('behind what was published, nothing is signed, while business goes on', async () => {
  await take(three!, 'assign', 'operator', 3)
  await take(two!, 'receive', 'warehouse')
  await now.state()
  await assert.rejects(now.passport.loop.settle(), { code: 'ledger.behind' })
})

test('a copy that is not all of what was published, is damaged, or is another history changes nothing', async () => {
  const rows = async () => {
    const { rows } = await now.database.pool.query(
      `select (select count(*) from ledger_entry) as entries, (select size from ledger_head) as size,
        (select leaf_index from ledger_next) as next`,
    )
    return JSON.stringify(rows)
  }
  const untouched = await rows()
  await assert.rejects(recover(early), { code: 'recovery.copy_behind' })
  const damaged = join(folder, 'damaged')
  await cp(mirror, damaged, { recursive: true })
  const { size } = await readHeadOf(mirror)
  const file = join(damaged, 'tile/entries/000.p', `${size}`)
  const bytes = await readFile(file)
  bytes[bytes.length - 9]! ^= 1
  await writeFile(file, bytes)
  await assert.rejects(recover(damaged), { code: 'audit.tile' })
  await assert.rejects(recover(join(folder, 'nowhere')), { code: 'audit.unreadable' })
  await now.database.pool.query(
    'update ledger_head set root = set_byte(root, 3, get_byte(root, 3) # 1)',
  )
  await assert.rejects(recover(mirror), { code: 'recovery.copy_differs' })
  await now.database.pool.query(
    'update ledger_head set root = set_byte(root, 3, get_byte(root, 3) # 1)',
  )
  assert.equal(await rows(), untouched)
})

async function readHeadOf(place: string): Promise<{ size: number }> {
  const note = await readFile(join(place, 'checkpoint'), 'utf8')
  return { size: Number(note.split('\n')[1]) }
}

test('a witness that does not answer is told of', async () => {
  const witness = ed25519Cosigner('rail.example/witness', seeded('rail', 32))
  const policy = `witness rail ${formatVkey(witness)} http://127.0.0.1:9/\nquorum rail\n`
  const copy = openDatabase(await copyAside())
  const aside = {
    ...now.ledger,
    database: copy,
    headFile: { ...now.ledger.headFile, write: async () => undefined },
  }
  const { silent } = await recoverLedger({
    ledger: aside,
    signing: now.passport.signing,
    source: openSource(mirror),
    from: mirror,
    witnesses: parseWitnessPolicy(policy, now.vkey),
  })
  assert.deepEqual(silent, ['rail'])
  await copy.close()
})

/** Of the database in use, so that a catching up can be tried without one. */
async function copyAside(): Promise<string> {
  await now.close()
  const url = await copyOf(older)
  now = await openSite(openDatabase(older))
  return url
}

test('from the mirror it catches up, and signs again as one history', async () => {
  const recovered = await recover(mirror)
  const { size } = await readHeadOf(mirror)
  assert.equal(recovered.end, size)
  const kinds = Map.groupBy(recovered.lost, ({ kind }) => kind)
  assert.equal(kinds.get('statement')!.length, 2)
  assert.deepEqual(
    kinds.get('statement')!.map(({ owner }) => owner),
    [parties.operator.organisationId, parties.warehouse.organisationId],
  )
  // Whose the warehouse's own keys were, the lost database alone knew.
  assert.deepEqual(
    kinds.get('key')!.map(({ owner }) => owner),
    [undefined, undefined],
  )
  assert.equal(recovered.statedAgain, 2)
  assert.deepEqual(recovered.rekeyed, [
    { organisationId: parties.warehouse.organisationId, wasOwn: false },
  ])
  await now.settle()
  // Keys entered, a record of what came back, and the two statements made anew.
  assert.equal(await auditAll(), size + 4)
  await now.copyTo(mirror)
  assert.equal((await readHeadOf(mirror)).size, size + 4)
})

test('evidence of before and after holds, and says the same of what both tell', async () => {
  const before = verifyEvidence(lostEvidence, { vkey: now.vkey })
  assert.deepEqual(
    before.statements.map((said) => said.public.event),
    ['booked', 'assigned'],
  )
  // Its second statement has no contents here: the container goes on from the first, when the step is taken again.
  await take(one!, 'assign', 'operator', 1)
  await now.settle()
  const after = verifyEvidence(await now.evidence(one!), { vkey: now.vkey })
  assert.deepEqual(
    after.statements.map((said) => said.public.event),
    ['booked', 'assigned'],
  )
  assert.equal(after.statements[0]!.index, before.statements[0]!.index)
  assert.ok(after.statements[1]!.index > before.ledger.size)
  const stated = verifyEvidence(await now.evidence(two!), { vkey: now.vkey })
  assert.deepEqual(
    stated.statements.map((said) => said.public.event),
    ['booked', 'assigned', 'received'],
  )
  await auditAll()
})

test('a key that was made and ended in what was lost is not entered again; one that was only made there is', async () => {
  await assert.rejects(replaceWarehouseKey(ownKey('first')), { code: 'identity.key_known' })
  await replaceWarehouseKey(ownKey('second'))
  await now.settle()
  await auditAll()
  // By the rules of whoever checks the ledger from outside, a revoked key that came back would be a fault.
  const entries = await now.database.transact((tx) => readEntries(tx, 0, 1_000))
  checkEntries(entries, 0n, { log: now.ledger.key.verifier, known: NOTHING_KNOWN })
})

test('once it has caught up there is nothing to do; a lost head file is brought back', async () => {
  await now.copyTo(mirror)
  const { size } = await readHeadOf(mirror)
  const nothing = { first: size, end: size, lost: [], statedAgain: 0, rekeyed: [], silent: [] }
  assert.deepEqual(await recover(mirror), nothing)
  const file = headFilePath(dataDir)
  const note = await readFile(file, 'utf8')
  await rm(file)
  await assert.rejects(now.passport.loop.settle(), { code: 'ledger.head_file_missing' })
  assert.deepEqual(await recover(mirror), nothing)
  assert.equal(await readFile(file, 'utf8'), note)
  await now.passport.loop.settle()
})

test('what the ledger has signed is never taken back, nor anything by somebody who does not catch up', async () => {
  const { pool } = now.database
  const client = await pool.connect()
  try {
    for (const table of ['ledger_entry', 'passport_statement', 'passport_document']) {
      await client.query('begin')
      await client.query(`select set_config('landbridge.catching_up', 'on', true)`)
      const rows = await client.query(`select 1 from ${table}`)
      if (rows.rowCount !== 0)
        await assert.rejects(client.query(`delete from ${table}`), /append-only/)
      await client.query('rollback')
    }
  } finally {
    client.release()
  }
  await take(three!, 'receive', 'warehouse')
  await assert.rejects(pool.query('delete from ledger_entry'), /append-only/)
})
