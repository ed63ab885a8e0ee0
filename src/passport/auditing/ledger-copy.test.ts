// Copies of a ledger: stopped at every read, killed, continued, held to what they hold, and served again.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { entryAt, publish } from '#passport/auditing/fixtures.ts'
import { AUDIT_BEGINS, auditSource } from '#passport/auditing/ledger-audit.ts'
import { copyLedger } from '#passport/auditing/ledger-copy.ts'
import { openSource, type LedgerSource } from '#passport/auditing/ledger-source.ts'
import { folderShelf } from '#passport/auditing/shelf.ts'
import { SAMPLE_VKEY as vkey } from '#passport/fixtures.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-copy-'))
const [from, to] = [join(folder, 'from'), join(folder, 'to')]
const entries = Array.from({ length: 900 }, (_, at) => entryAt(at))
/** Told of each request before it is answered. */
let onAsked = (): void => {}
const server = createServer((asked, reply) => {
  onAsked()
  const file = createReadStream(join(from, asked.url!.replace('/ledger/', '')))
  file.on('error', () => reply.writeHead(404).end())
  file.pipe(reply)
}).listen(0, '127.0.0.1')
after(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const copy = (source: LedgerSource = openSource(from)) =>
  copyLedger({ source, vkey, shelf: folderShelf(to) })
const audit = () => auditSource({ source: openSource(to), vkey, from: AUDIT_BEGINS })

/** Fails from the nth read on. */
function failing(nth: number): LedgerSource {
  let reads = 0
  const source = openSource(from)
  return {
    async read(path, max) {
      reads += 1
      if (reads >= nth) throw new Error('stopped')
      return source.read(path, max)
    },
  }
}

async function compareFolders(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    assert.deepEqual(await readFile(join(to, path)), await readFile(join(from, path)), path)
}

test('stopped at any read, a copy is a whole ledger or none, and is continued', async () => {
  for (const size of [1, 255, 256, 257, 700, 900]) {
    const paths = await publish(from, entries.slice(0, size))
    for (let nth = 1; ; nth += 1) {
      const error = await copy(failing(nth)).then(
        () => undefined,
        (reason: unknown) => String(reason),
      )
      if (error === undefined) break
      assert.match(error, /stopped/)
      if (existsSync(join(to, 'checkpoint'))) await audit()
    }
    assert.equal((await audit()).seen!.size, BigInt(size))
    await compareFolders(paths)
    await audit()
  }
  assert.deepEqual(await readdir(join(to, 'tile/entries')), ['000', '001', '002', '003.p'])
})

test('a server that went back or tells another history is refused; both heads are kept, the copy as it was', async () => {
  await publish(from, entries)
  await copy()
  const before = await readFile(join(to, 'checkpoint'))
  const others = [
    [entries.slice(0, 300), 'audit.shrank'],
    [[...entries.slice(0, 899), entryAt(5_000)], 'audit.split'],
    [[...entries.slice(0, 899), entryAt(5_000), entryAt(5_001)], 'audit.split'],
  ] as const
  for (const [history, code] of others) {
    await publish(from, history)
    await assert.rejects(copy(), { code })
    assert.deepEqual(await readFile(join(to, 'checkpoint')), before)
  }
  const kept = await readdir(join(to, '.mirror/conflict'))
  assert.equal(kept.length, 4)
  const theirs = kept.find((name) => name.startsWith('901-'))!
  const shown = await readFile(join(to, '.mirror/conflict', theirs))
  assert.deepEqual(shown, await readFile(join(from, 'checkpoint')))
})

test('killed again and again, the program leaves a copy that it continues', async () => {
  await rm(to, { recursive: true, force: true })
  const paths = await publish(from, entries)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger`
  const run = () =>
    spawn(process.execPath, [
      'src/cli.ts',
      'ledger',
      'mirror',
      url,
      to,
      '--vkey',
      vkey,
      '--lang',
      'en',
    ])
  let killed = 0
  // By what it asked for and not by the clock: a slow machine is killed at the same places.
  for (let nth = 1; ; nth += 1) {
    const child = run()
    let asked = 0
    onAsked = () => {
      asked += 1
      if (asked === nth) child.kill('SIGKILL')
    }
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code === 0) break
    assert.equal(code, null)
    killed += 1
    if (existsSync(join(to, 'checkpoint'))) await audit()
  }
  assert.ok(killed > 0)
  await compareFolders(paths)
  await audit()
})
