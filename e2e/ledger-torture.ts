/**
 * Kills the process that writes, sequences and serves a ledger at random moments, now and then its database, too, and lets storage fail
 * in between. A follower reads what is served all the while. Nothing acknowledged is lost, nothing stands twice, and every head that was
 * ever served is a beginning of the next.
 */
import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  appendLeaves,
  equalBytes,
  hashLeaf,
  openNote,
  parseCheckpoint,
  parseVkey,
  rightEdge,
  treeRoot,
  type Checkpoint,
  type ReadHash,
} from 'tlog'
import { openDatabase } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres, type Postgres } from '#platform/postgres.ts'
import { AUDIT_BEGINS, auditSource, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { HASHER } from '#passport/hasher.ts'
import { killClusterOf } from './server.ts'
import type { Said } from './ledger-worker.ts'
import { seededRandom } from './seeded-random.ts'
import type { TortureOptions } from './torture.ts'

const WORKER = fileURLToPath(new URL('ledger-worker.ts', import.meta.url))
const AUDIT_EVERY_KILLS = 20

export interface LedgerTortureReport {
  readonly seed: number
  readonly kills: number
  readonly killsOfDatabase: number
  readonly killsAtStart: number
  /** Storage failures that were made. */
  readonly faults: number
  readonly acknowledged: number
  readonly entries: number
  /** Different heads that the follower was served. */
  readonly heads: number
  readonly audits: number
}

interface Ward {
  readonly dataDir: string
  postgres: Postgres
  child: ChildProcess | undefined
  address: string | undefined
  vkey: string | undefined
  readonly acknowledged: string[]
  readonly heads: Map<bigint, Uint8Array>
  readonly count: { killsOfDatabase: number; killsAtStart: number; faults: number; audits: number }
  audit: AuditState
  /** Rejects when the child ends by itself: not even a database that is killed may make it. */
  readonly ended: PromiseWithResolvers<never>
}

export async function tortureLedger(options: TortureOptions): Promise<LedgerTortureReport> {
  const { kills, seed, onLine } = options
  const random = seededRandom(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-ledger-torture-'))
  const postgres = await startPostgres(dataDir)
  await migrate(postgres.url)
  const ward: Ward = {
    dataDir,
    postgres,
    child: undefined,
    address: undefined,
    vkey: undefined,
    acknowledged: [],
    heads: new Map(),
    count: { killsOfDatabase: 0, killsAtStart: 0, faults: 0, audits: 0 },
    audit: AUDIT_BEGINS,
    ended: Promise.withResolvers<never>(),
  }
  ward.ended.promise.catch(() => undefined)
  const follower = startFollower(ward)
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await Promise.race([liveAndDie(ward, random, kill), follower.failed, ward.ended.promise])
      if (kill % 50 === 0 || kill === kills) onLine(JSON.stringify({ kill, ...tally(ward) }))
    }
    const entries = await Promise.race([
      judge(ward, kills + 1),
      follower.failed,
      ward.ended.promise,
    ])
    return { seed, kills, ...tally(ward), entries }
  } finally {
    await follower.stop()
    await killChild(ward)
    await ward.postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function liveAndDie(ward: Ward, random: () => number, kill: number): Promise<void> {
  const isAtStart = random() < 0.1
  await startChild(ward, random, kill, !isAtStart)
  if (isAtStart) {
    ward.count.killsAtStart += 1
    await sleep(random() * 500)
  } else {
    const before = ward.acknowledged.length
    while (ward.acknowledged.length === before) await sleep(5)
    await sleep(random() * 250)
    if (kill % AUDIT_EVERY_KILLS === 0) await auditServed(ward)
  }
  if (random() < 0.1) {
    ward.count.killsOfDatabase += 1
    killClusterOf(ward.dataDir)
    if (random() < 0.5) await sleep(random() * 100)
    await killChild(ward)
    ward.postgres = await startPostgres(ward.dataDir)
    return
  }
  await killChild(ward)
}

async function startChild(
  ward: Ward,
  random: () => number,
  generation: number,
  isAwaited: boolean,
): Promise<void> {
  const { postgres, dataDir, acknowledged, count } = ward
  const words = [postgres.url, dataDir, String(generation), String(Math.floor(random() * 2 ** 31))]
  const child = fork(WORKER, words)
  ward.child = child
  const { promise, resolve } = Promise.withResolvers<void>()
  child.on('message', (said: Said) => {
    if (said.kind === 'acknowledged') for (const name of said.names) acknowledged.push(name)
    else if (said.kind === 'fault') count.faults += 1
    else {
      ward.address = `http://127.0.0.1:${said.port}/ledger`
      ward.vkey ??= said.vkey
      assert.equal(said.vkey, ward.vkey, 'the key of the ledger changed')
      resolve()
    }
  })
  child.once('exit', (code, signal) => {
    if (signal === null) ward.ended.reject(new Error(`the process ended by itself with ${code}`))
  })
  if (isAwaited) await promise
}

async function killChild(ward: Ward): Promise<void> {
  const { child } = ward
  ward.address = undefined
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Reads checkpoints without pause: none is smaller than one before, none of one size has two roots. */
function startFollower(ward: Ward) {
  let isStopped = false
  let last = -1n
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => undefined)
  const follow = async () => {
    while (!isStopped) {
      const head = await readServed(ward)
      if (head !== undefined) {
        const { size, root } = head
        assert.ok(size >= last, `a head of ${size} entries was served after one of ${last}`)
        const known = ward.heads.get(size) ?? root
        assert.ok(equalBytes(known, root), `two heads of ${size} entries`)
        ward.heads.set(size, root)
        last = size
      }
      await sleep(5)
    }
  }
  const done = follow().catch(reject)
  return {
    failed,
    async stop() {
      isStopped = true
      await done
    },
  }
}

/** Undefined where nobody answers, or died while answering. */
async function readServed({ address, vkey }: Ward): Promise<Checkpoint | undefined> {
  if (address === undefined || vkey === undefined) return undefined
  let note: string
  try {
    const reply = await fetch(`${address}/checkpoint`)
    if (!reply.ok) return undefined
    note = await reply.text()
  } catch {
    return undefined
  }
  return parseCheckpoint(openNote(note, [parseVkey(vkey)]).text)
}

/** From outside, from where the last audit ended. */
async function auditServed(ward: Ward): Promise<void> {
  ward.audit = await auditSource({
    source: openSource(ward.address!),
    vkey: ward.vkey!,
    from: ward.audit,
    entriesAreOpaque: true,
  })
  ward.count.audits += 1
}

/** A last life, in which everything that waits is published: each acknowledged entry is there once, each head ever served a beginning. */
async function judge(ward: Ward, generation: number): Promise<number> {
  await startChild(ward, Math.random, generation, true)
  await auditServed(ward)
  await killChild(ward)
  const database = openDatabase(ward.postgres.url, 2)
  try {
    const { rows } = await database.pool.query<{ leaf_index: number; entry: Uint8Array }>(
      'select leaf_index, entry from ledger_entry order by leaf_index',
    )
    const names = new Set<string>()
    for (const [at, { leaf_index, entry }] of rows.entries()) {
      assert.equal(leaf_index, at, 'a place without an entry')
      const [name = ''] = Buffer.from(entry).toString().split(' ', 1)
      assert.ok(!names.has(name), `${name} stands twice`)
      names.add(name)
    }
    const lost = ward.acknowledged.filter((name) => !names.has(name.trim()))
    assert.deepEqual(lost, [], 'acknowledged, and lost')
    compareHeads(
      ward,
      rows.map(({ entry }) => entry),
    )
    return rows.length
  } finally {
    await database.close()
  }
}

function compareHeads(ward: Ward, entries: readonly Uint8Array[]): void {
  const stored = new Map<string, Uint8Array>()
  const read: ReadHash = (level, index) => stored.get(`${level}/${index}`)!
  let size = 0n
  const heads = [...ward.heads].sort(([one], [other]) => Number(one - other))
  for (const [until, root] of heads) {
    const fresh = entries.slice(Number(size), Number(until)).map((entry) => hashLeaf(entry))
    assert.equal(BigInt(fresh.length), until - size, `a head of ${until} entries was served`)
    const grown = appendLeaves(size, rightEdge(size, read), fresh, HASHER)
    for (const { level, index, hash } of grown.stored) stored.set(`${level}/${index}`, hash)
    size = until
    assert.ok(equalBytes(treeRoot(size, read, HASHER), root), `the head of ${size} entries`)
  }
}

function tally({ acknowledged, heads, count }: Ward) {
  return { ...count, acknowledged: acknowledged.length, heads: heads.size }
}
