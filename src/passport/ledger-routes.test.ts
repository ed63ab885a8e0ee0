// The ledger's pages against C2SP tlog-tiles, word for word: which there are, of what type, how long they may be kept, how they are packed.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  decodeEntries,
  hashFromTiles,
  hashLeaf,
  openNote,
  parseCheckpoint,
  parseVkey,
  tilePath,
  treeRoot,
  utf8Encode,
} from 'tlog'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { openPassport, passportRoutes, type Passport } from '#passport'
import { queueEntries } from '#passport/ledger-store.ts'

const SIZE = 300
const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-pages-'))
const clock = testClock()
const { signer } = await organisationsFixture(database)
const http = await testHttp(database, { clock })
const errors: unknown[] = []
let passport: Passport

before(async () => {
  const publicUrl = 'https://trains.example.cn'
  const onError = (error: unknown) => errors.push(error)
  passport = await openPassport({ database, clock, dataDir, signer, publicUrl, onError })
  passportRoutes(http, passport)
  const entries = Array.from({ length: SIZE }, (_, at) =>
    utf8Encode(`entry ${at} ${'-'.repeat(90)}`),
  )
  await database.transact((tx) => queueEntries(tx, entries))
  await passport.loop.settle()
})

after(async () => {
  await passport.close()
  await http.app.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
  assert.deepEqual(errors, [])
})

async function ask(path: string, packed?: string) {
  const headers = packed === undefined ? {} : { 'accept-encoding': packed }
  const reply = await http.inject({ url: `/ledger/${path}`, headers })
  return { ...reply, body: new Uint8Array(reply.rawPayload), text: reply.body }
}

test('the checkpoint: plain text, seconds of caching, an Ed25519 signature of the log', async () => {
  const { statusCode, headers, text } = await ask('checkpoint')
  assert.equal(statusCode, 200)
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8')
  assert.equal(headers['cache-control'], 'public, max-age=2')
  assert.equal(headers['access-control-allow-origin'], '*')
  const { signatures } = openNote(text, [parseVkey(passport.ledger.key.vkey)])
  assert.deepEqual(
    signatures.map(({ verifier }) => verifier.type),
    [0x01],
  )
  const { origin, size } = parseCheckpoint(`${text.split('\n\n')[0]!}\n`)
  // The prefix of all these pages, without its scheme and without a slash at its end.
  assert.deepEqual([origin, size], ['trains.example.cn/ledger', BigInt(SIZE)])
})

test('tiles of hashes come as they are, whatever the caller can unpack; bundles come packed', async () => {
  for (const path of ['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1'])
    for (const packed of [undefined, 'gzip, br', 'br', 'identity', '*']) {
      const { headers, body, statusCode } = await ask(path, packed)
      assert.equal(statusCode, 200)
      assert.equal(headers['content-type'], 'application/octet-stream')
      assert.equal(headers['content-encoding'], undefined, `${path} ${packed}`)
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.equal(headers['content-length'], String(body.length))
    }
  assert.equal((await ask('tile/0/000')).body.length, 8192)
  const plain = await ask('tile/entries/000', 'identity')
  assert.equal(plain.headers['content-encoding'], undefined)
  for (const [packed, unpack] of [
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const) {
    const { headers, body } = await ask('tile/entries/000', packed)
    assert.equal(headers['content-encoding'], packed)
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    // What keeps it must not give it to who cannot unpack it.
    assert.match(String(headers['vary']), /accept-encoding/i)
    assert.ok(body.length < plain.body.length / 4)
    assert.deepEqual(new Uint8Array(unpack(body)), plain.body)
  }
})

test('every partial tile of every size there was is served; nothing beyond, and no other spelling', async () => {
  const { text } = await ask('checkpoint')
  const { size, root } = parseCheckpoint(`${text.split('\n\n')[0]!}\n`)
  const tiles = new Map<string, Uint8Array>()
  for (const path of ['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1'])
    tiles.set(path, (await ask(path)).body)
  const read = hashFromTiles(size, ({ level, index, width }) =>
    tiles.get(tilePath(level, index, width))!,
  )
  assert.deepEqual(treeRoot(size, read), root)
  for (let at = 0; at < SIZE; at += 256) {
    const width = Math.min(256, SIZE - at)
    const name = `00${at / 256}${width < 256 ? `.p/${width}` : ''}`
    const entries = decodeEntries((await ask(`tile/entries/${name}`)).body, width)
    for (const [offset, entry] of entries.entries())
      assert.deepEqual(hashLeaf(entry), read(0, BigInt(at + offset)))
  }
  const last = tiles.get('tile/0/001.p/44')!
  for (const width of [1, 2, 43])
    assert.deepEqual((await ask(`tile/0/001.p/${width}`)).body, last.subarray(0, width * 32))
  for (const absent of [
    'tile/0/001',
    'tile/0/001.p/45',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/002.p/1',
    'tile/0/x000/000',
    'tile/0/0',
    'tile/00/000',
    'tile/1/000',
    'tile/1/000.p/2',
    'tile/2/000.p/1',
    'tile/64/000.p/1',
    'tile/entries/001',
    'tile/entries/001.p/45',
    'tile/entries/',
    'tile/',
    `tile/0/${'x999/'.repeat(6)}999`,
  ]) {
    const { statusCode, headers } = await ask(absent)
    assert.equal(statusCode, 404, absent)
    // What is not there yet may be soon.
    assert.equal(headers['cache-control'], 'no-store', absent)
  }
})

test('an immutable page is the same with a query as without', async () => {
  const { body } = await ask('tile/0/000')
  assert.deepEqual((await ask('tile/0/000?from=1')).body, body)
})
