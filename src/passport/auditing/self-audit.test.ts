// One flipped bit anywhere in what is stored of a ledger is found before the next signature, by the sequencer at the edge and by the
// server's own audit everywhere; and once it is mended, signing goes on.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { utf8Encode } from 'tlog'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { ed25519PublicKey } from '#platform/signer.ts'
import { auditSelf, startSelfAudit } from '#passport/auditing/self-audit.ts'
import { seeded } from '#passport/fixtures.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { sequence, type Ledger } from '#passport/sequencer.ts'

const ENTRIES = 600
const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'landbridge-self-audit-'))
const seed = seeded('self-audit', 32)
const key = logKey('test.example/self', { seed, publicKey: ed25519PublicKey(seed) })
const headFile = openHeadFile(join(folder, 'checkpoint'))
const ledger: Ledger = { database, clock: testClock(), key, headFile }

const queue = (names: readonly string[]) =>
  database.transact((tx) => queueEntries(tx, names.map(utf8Encode)))

before(async () => {
  await sequence(ledger)
  await queue(Array.from({ length: ENTRIES }, (_, at) => `entry ${at}`))
  await sequence(ledger)
})
after(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

/** A place where something of the ledger is stored: a byte of a column of a row, or of the head file. */
interface Place {
  readonly table: string
  readonly column: string
  readonly row: number
  readonly byte: number
  readonly bit: number
}

/** Done twice, nothing has changed. */
async function flip({ table, column, row, byte, bit }: Place): Promise<void> {
  if (table === 'file') {
    const bytes = await readFile(headFile.path)
    bytes[byte % bytes.length]! ^= 1 << bit
    return writeFile(headFile.path, bytes)
  }
  const isText = column === 'checkpoint'
  const bytes = isText ? `convert_to(checkpoint, 'utf8')` : column
  // A text is flipped where it is ASCII: no database keeps what is no character.
  const at = `${byte} % ${isText ? '40' : `length(${bytes})`}`
  const flipped = `set_byte(${bytes}, ${at}, get_byte(${bytes}, ${at}) # ${1 << bit})`
  await database.pool.query(`
    alter table ${table} disable trigger all;
    update ${table} set ${column} = ${isText ? `convert_from(${flipped}, 'utf8')` : flipped}
      where ctid = (select ctid from ${table} order by ${ORDER[table]!}
        offset ${row} % (select count(*) from ${table}) limit 1);
    alter table ${table} enable trigger all`)
}

const ORDER: Readonly<Record<string, string>> = {
  ledger_entry: 'leaf_index',
  ledger_tile: 'level, index',
  ledger_head: 'size',
}

/** What stands between a flip and the next signature: the audit that the server runs, and the sequencer's own look. */
async function isFound(): Promise<boolean> {
  const looks = [() => auditSelf(ledger), () => sequence(ledger)]
  for (const look of looks) {
    const code = await look().then(
      () => undefined,
      (error: { code?: string }) => error.code ?? 'a crash',
    )
    if (code === undefined) continue
    assert.match(code, /^(ledger|audit)\.\w+$/)
    return true
  }
  return false
}

test('one flipped bit, anywhere: found; flipped back: good', async () => {
  const column = fc.constantFrom(
    { table: 'ledger_entry', column: 'entry' },
    { table: 'ledger_entry', column: 'leaf_hash' },
    { table: 'ledger_tile', column: 'hashes' },
    { table: 'ledger_head', column: 'root' },
    { table: 'ledger_head', column: 'checkpoint' },
    { table: 'file', column: '' },
  )
  const place = fc.record({
    where: column,
    row: fc.nat({ max: ENTRIES }),
    byte: fc.nat({ max: 9_000 }),
    bit: fc.nat({ max: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(place, async ({ where, ...rest }) => {
      const flipped = { ...where, ...rest }
      await flip(flipped)
      const found = await isFound()
      await flip(flipped)
      assert.ok(found, JSON.stringify(flipped))
    }),
    { numRuns: 60, endOnFailure: true },
  )
  await auditSelf(ledger)
  await sequence(ledger)
})

test('the server finds a flip in an old entry by itself, signs nothing, remembers it over a restart, and goes on once it is mended', async () => {
  const errors: unknown[] = []
  const start = () =>
    startSelfAudit({
      ledger,
      file: join(folder, 'self-audit.json'),
      onError: (error) => errors.push(error),
      rests: { nextPassMs: 5, retryMs: 5 },
    })
  const until = async (condition: () => boolean) => {
    while (!condition()) await sleep(5)
  }
  const old = { table: 'ledger_entry', column: 'entry', row: 17, byte: 3, bit: 2 }
  let audit = start()
  await audit.admit()
  await flip(old)
  await until(() => audit.finding() !== undefined)
  await queue(['one more'])
  await assert.rejects(sequence({ ...ledger, admit: audit.admit }), { code: 'ledger.altered' })
  await audit.stop()
  // Said once, though looked at again and again.
  assert.equal(errors.length, 1)
  audit = start()
  await assert.rejects(audit.admit(), { code: 'ledger.altered' })
  await flip(old)
  await until(() => audit.finding() === undefined)
  await sequence({ ...ledger, admit: audit.admit })
  await audit.stop()
  assert.equal((await headFile.read())!.split('\n')[1], `${ENTRIES + 1}`)
})
