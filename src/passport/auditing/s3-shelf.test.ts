// A ledger goes into an S3-compatible store that checks every signature, grows there, and is read back from it by any client.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CommandError } from '#platform/command.ts'
import { entryAt, publish } from '#passport/auditing/fixtures.ts'
import { AUDIT_BEGINS, auditSource } from '#passport/auditing/ledger-audit.ts'
import { copyLedger } from '#passport/auditing/ledger-copy.ts'
import { openSource, type LedgerSource } from '#passport/auditing/ledger-source.ts'
import { S3_KEY, simulateS3, type SimulatedS3 } from '#passport/auditing/s3-fixtures.ts'
import { readS3Place, s3Shelf } from '#passport/auditing/s3-shelf.ts'
import { SAMPLE_VKEY } from '#passport/fixtures.ts'

const REGION = 'cn-north-1'
let folder: string
let store: SimulatedS3
let entries: Uint8Array[]

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landbridge-s3-'))
  store = await simulateS3(REGION)
  entries = Array.from({ length: 300 }, (_, at) => entryAt(at))
})
after(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const settings = (more: Record<string, string> = {}) => ({
  AWS_ENDPOINT_URL_S3: store.endpoint,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: S3_KEY.accessKeyId,
  AWS_SECRET_ACCESS_KEY: S3_KEY.secretAccessKey,
  ...more,
})

async function copy(size: number, more = {}): Promise<void> {
  const from = join(folder, `${size}`)
  await publish(from, entries.slice(0, size))
  const shelf = s3Shelf(readS3Place('s3://ledger/public/trade', settings(more)))
  store.asked.length = 0
  await copyLedger({ source: openSource(from), vkey: SAMPLE_VKEY, shelf })
}

/** As a web server in front of the bucket would show it. */
const shown: LedgerSource = {
  async read(path) {
    const found = store.objects.get(`ledger/public/trade/${path}`)
    assert.ok(found, path)
    return found.bytes
  },
}
const audited = async () =>
  (await auditSource({ source: shown, vkey: SAMPLE_VKEY, from: AUDIT_BEGINS })).seen!.size

test('a ledger is put there, the checkpoint last, and grows: full tiles are put once, partial ones go', async () => {
  await copy(200)
  assert.equal(await audited(), 200n)
  const puts = () => store.asked.filter((one) => one.startsWith('PUT'))
  assert.deepEqual(puts().slice(-3), [
    'PUT ledger/public/trade/checkpoint',
    // Nobody's but the copier's, and the state after what it speaks of.
    'PUT ledger/public/trade/.mirror/state.json.links/0',
    'PUT ledger/public/trade/.mirror/state.json',
  ])
  await copy(300)
  assert.equal(await audited(), 300n)
  assert.ok(!store.objects.has('ledger/public/trade/tile/0/000.p/200'))
  assert.ok(!store.objects.has('ledger/public/trade/tile/entries/000.p/200'))
  await copy(300)
  assert.ok(!puts().includes('PUT ledger/public/trade/tile/entries/000'))
})

test('types and caching are those of the server', () => {
  const { headers } = store.objects.get('ledger/public/trade/checkpoint')!
  assert.deepEqual(headers, { type: 'text/plain; charset=utf-8', cache: 'public, max-age=2' })
  assert.deepEqual(store.objects.get('ledger/public/trade/tile/0/000')!.headers, {
    type: 'application/octet-stream',
    cache: 'public, max-age=31536000, immutable',
  })
})

test('what passes is tried again; a wrong key or another region is refused by the store, and nothing is half there', async () => {
  store.failWith([503, 500])
  await copy(300)
  const kept = [...store.objects.keys()]
  for (const more of [{ AWS_SECRET_ACCESS_KEY: 'another' }, { AWS_REGION: 'us-east-1' }])
    await assert.rejects(copy(300, more), { code: 'audit.unwritable' })
  assert.deepEqual([...store.objects.keys()], kept)
})

test('a copy of a ledger that shrank is refused, and the bucket stays as it was', async () => {
  await assert.rejects(copy(200), { code: 'audit.shrank' })
  assert.equal(await audited(), 300n)
})

test('places and settings that cannot be used are said so', () => {
  const wrong: [string, Record<string, string>][] = [
    ['s3://', {}],
    ['s3://Bucket/x', {}],
    ['s3://bucket/a//b', {}],
    ['s3://bucket/../x y', {}],
    ['s3://bucket', { AWS_ACCESS_KEY_ID: '' }],
    ['s3://bucket', { AWS_ENDPOINT_URL_S3: 'ftp://x' }],
  ]
  for (const [place, more] of wrong)
    assert.throws(() => readS3Place(place, settings(more)), CommandError, place)
  const named = readS3Place(
    's3://b-1/x/',
    settings({ AWS_ENDPOINT_URL_S3: 'https://{bucket}.oss.example.cn' }),
  )
  assert.equal(named.bucketUrl, 'https://b-1.oss.example.cn/')
  assert.equal(named.prefix, 'x/')
})
