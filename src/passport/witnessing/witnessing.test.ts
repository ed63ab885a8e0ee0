// A ledger and its witnesses, all real but for the network between processes: who is asked what, what the world is shown, and what forbids to sign.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  ed25519Cosigner,
  formatVkey,
  mlDsa44Cosigner,
  parsePolicy,
  utf8Encode,
  VerificationError,
  verifyCheckpoint,
} from 'tlog'
import { systemClock } from '#platform/clock.ts'
import { ConfigError } from '#platform/config.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { ed25519PublicKey } from '#platform/signer.ts'
import { seeded } from '#passport/fixtures.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { readPublished, sequence, type Ledger } from '#passport/sequencer.ts'
import { startWitnessing, type WitnessLoop } from '#passport/witnessing/witness-loop.ts'
import { parseWitnessPolicy } from '#passport/witnessing/witness-policy.ts'
import { witnessServer } from '#witness/witness-http.ts'
import { NODE_CHECKS } from '#witness/witness-key.ts'
import { createWitness } from '#witness/witness.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'landbridge-witnessing-'))
const closing: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closing) await close()
  await database.drop()
  await rm(folder, { recursive: true })
})

const seed = seeded('witnessing', 32)
const key = logKey('test.example/ledger', { seed, publicKey: ed25519PublicKey(seed) })
const headFile = openHeadFile(join(folder, 'checkpoint'))
const alone: Ledger = { database, clock: systemClock, key, headFile }

beforeEach(async () => {
  await database.pool.query(`
    alter table ledger_entry disable trigger all;
    delete from ledger_entry; delete from ledger_tile; delete from ledger_head; update ledger_next set leaf_index = 0;
    delete from witness_seen; delete from witness_checkpoint;
    alter table ledger_entry enable trigger all`)
  await rm(headFile.path, { force: true })
})

interface Named {
  readonly name: string
  readonly vkeys: readonly string[]
  readonly url: string
}

interface TestWitness extends Named {
  readonly seen: Map<string, string>
  /** Requests it was ever sent. */
  count(): number
  close(): Promise<void>
  open(): Promise<void>
}

/** A witness with its memory in a map, at a port that stays its own while it is away. */
async function openWitness(name: string): Promise<TestWitness> {
  const seen = new Map<string, string>()
  const cosigners = [
    ed25519Cosigner(name, seeded(name, 32)),
    mlDsa44Cosigner(name, seeded(name, 32)),
  ]
  const witness = createWitness({
    policy: parsePolicy(`log ${key.vkey}\nquorum none\n`),
    cosigners,
    checks: NODE_CHECKS,
    clock: systemClock,
    store: {
      read: async (origin) => seen.get(origin),
      write: async (origin, note) => void seen.set(origin, note),
    },
  })
  let requests = 0
  let server: Server
  let port = 0
  const open = async () => {
    server = witnessServer(witness, { originOf: () => undefined, onError: assert.ifError })
    server.on('request', () => (requests += 1))
    await once(server.listen(port, '127.0.0.1'), 'listening')
    port = (server.address() as AddressInfo).port
  }
  const close = async () => {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  await open()
  closing.push(close)
  const url = `http://127.0.0.1:${port}`
  return { name, vkeys: cosigners.map(formatVkey), url, seen, count: () => requests, close, open }
}

const shortOf = (name: string) => name.split('.')[0]!

function policyText(witnesses: readonly Named[], threshold: number): string {
  const lines = witnesses.map(
    ({ name, vkeys, url }) => `witness ${shortOf(name)} ${vkeys[0]} ${url}`,
  )
  const names = witnesses.map(({ name }) => shortOf(name)).join(' ')
  return `log ${key.vkey}\n${lines.join('\n')}\ngroup all-of-them ${threshold} ${names}\nquorum all-of-them\n`
}

async function start(witnesses: readonly Named[], threshold = 2) {
  const said: string[] = []
  const policy = parseWitnessPolicy(policyText(witnesses, threshold), key.vkey)
  const loop = await startWitnessing(alone, policy, (error) =>
    said.push((error as { code: string }).code),
  )
  closing.push(() => loop.stop())
  const write = async (checkpoint: string) => {
    await headFile.write(checkpoint)
    loop.wake()
  }
  const ledger: Ledger = {
    ...alone,
    headFile: { ...headFile, write },
    admit: loop.admit,
    cosigned: loop.cosigned,
  }
  return { loop, ledger, said }
}

let queued = 0
async function grow(ledger: Ledger, count: number): Promise<number> {
  for (let at = 0; at < count; at += 1)
    await database.transact((tx) => queueEntry(tx, utf8Encode(`entry ${(queued += 1)}`)))
  await sequence(ledger)
  return Number((await readPublished(ledger))!.size)
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (isSo()) return
    await sleep(20)
  }
  assert.fail(`never: ${what}`)
}

const stateOf = (loop: WitnessLoop, { name }: Named) =>
  loop.list().find((one) => one.name === shortOf(name))!

test('two of three suffice; the third comes back and cosigns the same head', async () => {
  const all = [
    await openWitness('rail.example'),
    await openWitness('customs.example'),
    await openWitness('port.example'),
  ]
  const [, , third] = all
  const { loop, ledger } = await start(all)
  const first = await grow(ledger, 3)
  await until('all three', () => all.every((one) => stateOf(loop, one).size === first))
  await third!.close()
  const size = await grow(ledger, 300)
  await until('two of three', () => loop.cosigned.best()?.size === size)
  await until('away', () => stateOf(loop, third!).state === 'away')
  assert.equal(stateOf(loop, third!).size, first)
  assert.match(stateOf(loop, third!).why!, /ECONNREFUSED|other side closed|ECONNRESET/)
  const published = (await readPublished(ledger))!
  const two = loop.cosigned.show(published)
  const satisfies = (note: string, threshold: number) =>
    verifyCheckpoint(note, parsePolicy(policyText(all, threshold)))
  assert.equal(satisfies(two, 2).witnessed.length, 2)
  assert.throws(() => satisfies(two, 3), VerificationError)
  await third!.open()
  await until('three of three', () => stateOf(loop, third!).size === size)
  assert.equal(satisfies(loop.cosigned.show(published), 3).witnessed.length, 3)
  assert.deepEqual(
    loop.cosigned.vkeysUnder(loop.cosigned.show(published)),
    all.map(({ vkeys }) => vkeys[0]),
  )
})

test('both kinds of key of one witness are asked for once', async () => {
  const witness = await openWitness('both.example')
  const policy = parseWitnessPolicy(
    `witness a ${witness.vkeys[0]} ${witness.url}\nwitness b ${witness.vkeys[1]} ${witness.url}/\ngroup g all a b\nquorum g\n`,
    key.vkey,
  )
  const loop = await startWitnessing(alone, policy, assert.ifError)
  closing.push(() => loop.stop())
  await loop.admit()
  assert.equal(witness.count(), 1)
  assert.equal(loop.list().length, 1)
  assert.equal(loop.cosigned.best()?.size, 0)
})

test('what was gathered is there after a restart, and a witness that knows more is asked on from there', async () => {
  const all = [await openWitness('one.example'), await openWitness('two.example')]
  const before = await start(all)
  const size = await grow(before.ledger, 5)
  await until('cosigned', () => before.loop.cosigned.best()?.size === size)
  await before.loop.stop()
  for (const one of all) await one.close()
  const { loop, ledger } = await start(all)
  await loop.admit()
  assert.equal(loop.cosigned.best()?.size, size)
  // And once more with nothing remembered: the size is learnt from the witness.
  await database.pool.query('delete from witness_seen')
  for (const one of all) await one.open()
  await loop.stop()
  const again = await start(all)
  const grown = await grow(again.ledger, 4)
  await until('cosigned again', () => again.loop.cosigned.best()?.size === grown)
  assert.equal(await grow(ledger, 0), grown)
})

test('a ledger restored whole, its head file with it, is told by a witness and signs nothing', async () => {
  const all = [await openWitness('here.example'), await openWitness('away.example')]
  const before = await start(all)
  await grow(before.ledger, 3)
  await until('seen', () => before.loop.cosigned.best()?.size === 3)
  const kept = await readFile(headFile.path, 'utf8')
  await before.loop.stop()
  // The operator goes on without witnesses, then brings the older copy back.
  await database.pool.query('create table copy_tile as select * from ledger_tile')
  await database.pool.query('create table copy_head as select * from ledger_head')
  const later = await start(all)
  await grow(later.ledger, 2)
  await until('seen', () => later.loop.cosigned.best()?.size === 5)
  await later.loop.stop()
  await all[1]!.close()
  await database.pool.query(`
    alter table ledger_entry disable trigger all;
    delete from ledger_entry where leaf_index >= 3; update ledger_next set leaf_index = 3;
    alter table ledger_entry enable trigger all;
    delete from ledger_tile; insert into ledger_tile select * from copy_tile;
    delete from ledger_head; insert into ledger_head select * from copy_head;
    delete from witness_seen; delete from witness_checkpoint`)
  await writeFile(headFile.path, kept)
  const { loop, ledger, said } = await start(all)
  await assert.rejects(grow(ledger, 1), { code: 'ledger.witness_ahead' })
  assert.equal(await readFile(headFile.path, 'utf8'), kept)
  assert.deepEqual(said, ['ledger.witness_ahead'])
  assert.equal(stateOf(loop, all[0]!).state, 'ahead')
  await loop.stop()
  // And with every witness away, another history of the same length is made; the first one back forbids to go on.
  await all[0]!.close()
  const blind = await start(all)
  await grow(blind.ledger, 1)
  await all[0]!.open()
  await until(
    'told apart',
    () =>
      stateOf(blind.loop, all[0]!).state !== 'away' &&
      stateOf(blind.loop, all[0]!).state !== 'asking',
  )
  await assert.rejects(grow(blind.ledger, 1), { code: 'ledger.witness_split' })
})

test('answers without sense keep nobody waiting', async () => {
  const answers: [number, string][] = [
    [200, ''],
    [200, 'x'.repeat(100_000)],
    [200, '— liar.example AAAAAAAA\n'],
    [409, 'many\n'],
    [409, '0\n'],
    [500, ''],
  ]
  for (const [status, body] of answers) {
    const liar = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(body))
    })
    await once(liar.listen(0, '127.0.0.1'), 'listening')
    const { port } = liar.address() as AddressInfo
    const vkeys = [formatVkey(ed25519Cosigner('liar.example', seeded('liar', 32)))]
    const one = { name: 'liar.example', vkeys, url: `http://127.0.0.1:${port}` }
    const { loop, ledger } = await start([one], 1)
    const size = await grow(ledger, 1)
    assert.ok(size > 0)
    assert.equal(stateOf(loop, one).state, 'away', body.slice(0, 20))
    assert.equal(loop.cosigned.best(), undefined)
    await loop.stop()
    liar.closeAllConnections()
    liar.close()
  }
})

test('a policy that cannot be used says why', () => {
  const vkey = formatVkey(ed25519Cosigner('w.example', seeded('w', 32)))
  const itself = ed25519Cosigner('me.example', seed)
  const other = formatVkey(
    logKey('other.example/ledger', { seed, publicKey: ed25519PublicKey(seed) }),
  )
  const wrong: [string, RegExp][] = [
    [`witness w ${vkey} http://w\nlog ${other}\nquorum w\n`, /other logs than this ledger/],
    [`log ${key.vkey}\nquorum none\n`, /names no witness/],
    [`witness w ${vkey}\nquorum w\n`, /no http\(s\) address for the witness w/],
    [`witness w ${vkey} ftp://w\nquorum w\n`, /no http\(s\) address/],
    [`witness me ${formatVkey(itself)} http://w\nquorum me\n`, /me is this ledger’s own key/],
  ]
  for (const [text, expected] of wrong)
    assert.throws(
      () => parseWitnessPolicy(text, key.vkey),
      (error: Error) => {
        assert.ok(error instanceof ConfigError)
        assert.match(error.message, expected)
        return true
      },
    )
})
