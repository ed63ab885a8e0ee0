// A ledger in a folder, audited as anyone would: grown, resumed, served by somebody hostile, and with one byte flipped in each of its files.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { utf8Encode } from 'tlog'
import { formatState, parseState } from '#passport/auditing/audit-state.ts'
import {
  anchorOf,
  entryAt,
  otherAt,
  publish as publishIn,
  recoveryOf,
  revocation,
  rootOf,
} from '#passport/auditing/fixtures.ts'
import { openKeptAudit } from '#passport/auditing/kept-state.ts'
import { auditSource, AUDIT_BEGINS, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { openLinkBook } from '#passport/auditing/link-book.ts'
import { folderShelf } from '#passport/auditing/shelf.ts'
import { SAMPLE_VKEY } from '#passport/fixtures.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-audit-'))
after(() => rm(folder, { recursive: true }))
const publish = (some: readonly Uint8Array[]) => publishIn(folder, some)

const audit = (from: AuditState = AUDIT_BEGINS) =>
  auditSource({ source: openSource(folder), vkey: SAMPLE_VKEY, from, links: openLinkBook() })

/** As the command does with `--state`: goes on from what it kept. */
async function auditOn(): Promise<void> {
  const kept = await openKeptAudit(folderShelf(folder), 'state', SAMPLE_VKEY)
  const { from, links } = kept
  await kept.keep(await auditSource({ source: openSource(folder), vkey: SAMPLE_VKEY, from, links }))
}

const entries = Array.from({ length: 530 }, (_, at) => entryAt(at))

test('a ledger that grows is followed from a state that is kept as text', async () => {
  let text = formatState(AUDIT_BEGINS, SAMPLE_VKEY)
  const from = () => parseState(text, SAMPLE_VKEY, 'state')
  for (const size of [0, 1, 255, 256, 300, 512, 530]) {
    await publish(entries.slice(0, size))
    const state = await audit(from())
    text = formatState(state, SAMPLE_VKEY)
    assert.equal(formatState(from(), SAMPLE_VKEY), text)
  }
  await publish(entries.slice(0, 300))
  await assert.rejects(audit(from()), { code: 'audit.shrank' })
  await publish([...entries.slice(0, 529), entryAt(9_999), entryAt(10_000)])
  await assert.rejects(audit(from()), { code: 'audit.split' })
  assert.throws(() => parseState(text, 'other', 'state'), { code: 'audit.state' })
  for (let at = 0; at < text.length; at += 7) {
    const bad = Buffer.from(text)
    bad[at]! ^= 1
    const read = async () => audit(parseState(bad.toString(), SAMPLE_VKEY, 'state'))
    await publish(entries)
    await assert.rejects(read(), /audit\./, `byte ${at}`)
  }
})

test('one flipped byte in any file is found', async () => {
  for (const path of await publish(entries)) {
    const good = await readFile(join(folder, path))
    const bad = Buffer.from(good)
    bad[bad.length >> 1]! ^= 1
    await writeFile(join(folder, path), bad)
    await assert.rejects(audit(), /audit\./, path)
    await writeFile(join(folder, path), good)
  }
  await audit()
})

test('an entry that is not one of ours, or signed by a key not entered before, is found', async () => {
  await publish([entryAt(1), entryAt(0)])
  await assert.rejects(audit(), { code: 'audit.entry' })
  await publish([utf8Encode('free text')])
  await assert.rejects(audit(), { code: 'audit.entry' })
})

test('what a key signs after it was revoked is found, and it does not come back', async () => {
  await publish([entryAt(0), entryAt(1), revocation()])
  await audit()
  for (const more of [entryAt(2), entryAt(0), revocation()]) {
    await publish([entryAt(0), entryAt(1), revocation(), more])
    await assert.rejects(audit(), { code: 'audit.entry' })
  }
  await publish([revocation()])
  await assert.rejects(audit(), { code: 'audit.entry' })
})

test('a number that a container was given twice is found, unless a recovery explains it', async () => {
  const plain = entries.slice(0, 5)
  const fork = { code: 'audit.fork', facts: { first: '2', index: '5' } }
  await publish([...plain, otherAt(2)])
  await assert.rejects(audit(), fork)
  await publish([...plain, recoveryOf(2, 3), otherAt(2)])
  await audit()
  for (const [first, end] of [
    [3, 5],
    [0, 2],
  ] as const) {
    await publish([...plain, recoveryOf(first, end), otherAt(2)])
    await assert.rejects(audit(), { code: 'audit.fork' })
  }
  await publish([...plain, recoveryOf(2, 3), otherAt(2), entryAt(2)])
  await assert.rejects(audit(), { code: 'audit.fork' })
  await publish([...plain, recoveryOf(2, 7)])
  await assert.rejects(audit(), { code: 'audit.entry' })
})

test('a run that goes on knows the links of the runs before it', async () => {
  await publish(entries)
  await auditOn()
  await publish([...entries, entryAt(530), otherAt(3)])
  await assert.rejects(auditOn(), { code: 'audit.fork', facts: { first: '3', index: '531' } })
  await publish([...entries, entryAt(530), otherAt(529)])
  await assert.rejects(auditOn(), { code: 'audit.fork' })
  await publish([...entries, entryAt(530)])
  await auditOn()
  await auditOn()
  await rm(join(folder, 'state.links/0'))
  await assert.rejects(auditOn(), { code: 'audit.state' })
  await rm(join(folder, 'state'))
})

test('a key is entered once, and again only where the database that knew it was lost', async () => {
  await publish([entryAt(0), entryAt(1), entryAt(0)])
  await assert.rejects(audit(), { code: 'audit.entry' })
  await publish([entryAt(0), entryAt(1), recoveryOf(0, 1), entryAt(0), entryAt(2)])
  await audit()
})

test('an anchor of another tree, or of one that would hold it, is found', async () => {
  const plain = entries.slice(0, 300)
  await publish([...plain, anchorOf(200, rootOf(entries.slice(0, 200)))])
  await audit()
  await publish([...plain, anchorOf(200, rootOf(entries.slice(1, 201)))])
  await assert.rejects(audit(), { code: 'audit.entry' })
  await publish([...plain, anchorOf(301, rootOf(plain))])
  await assert.rejects(audit(), { code: 'audit.entry' })
})

test('a folder that holds pipes, loops, devices, huge or missing files is refused, and nothing hangs', async () => {
  await publish(entries)
  const file = join(folder, 'tile/entries/000')
  const hostile = [
    async () => undefined,
    async () => void execFileSync('mkfifo', [file]),
    async () => symlink(file, file),
    async () => symlink('/dev/zero', file),
    async () => symlink(folder, file),
    async () => {
      await writeFile(file, '')
      await truncate(file, 10 * 2 ** 30)
    },
  ]
  for (const make of hostile) {
    await rm(file, { force: true })
    await make()
    await assert.rejects(audit(), { code: 'audit.unreadable' })
  }
  await rm(file)
})

test('a server that sends without end, too slowly, elsewhere or nonsense is refused', async () => {
  await publish(entries)
  const hostile: RequestListener[] = [
    (_, reply) => {
      reply.writeHead(200)
      const more = () => {
        while (!reply.destroyed && reply.write(Buffer.alloc(65_536, 'x'))) continue
      }
      reply.on('drain', more)
      more()
    },
    (_, reply) => void reply.writeHead(200).write('l'),
    () => undefined,
    (asked, reply) => void reply.writeHead(302, { location: asked.url }).end(),
    (_, reply) =>
      void reply.writeHead(200, { 'content-length': '9' }).end('short', () => reply.destroy()),
    (_, reply) => void reply.writeHead(503).end(),
    (asked) => void asked.socket.destroy(),
  ]
  for (const listener of hostile) {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger`
    const source = openSource(url, { tries: 2, pauseMs: 1, replyMs: 200 })
    await assert.rejects(auditSource({ source, vkey: SAMPLE_VKEY, from: AUDIT_BEGINS }), {
      code: 'audit.unreadable',
    })
    server.closeAllConnections()
    server.close()
  }
  const nonsense = { read: async () => utf8Encode('<html>') }
  await assert.rejects(auditSource({ source: nonsense, vkey: SAMPLE_VKEY, from: AUDIT_BEGINS }), {
    code: 'audit.checkpoint',
  })
})
