// The witness's rules against the specification: each answer, exact bytes, many at once, storage that fails.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  addSignatures,
  cosignatureTime,
  ed25519Cosigner,
  ed25519Signer,
  formatAddCheckpoint,
  formatCheckpoint,
  formatVkey,
  hashEmpty,
  mlDsa44Cosigner,
  openNote,
  parseNote,
  parsePolicy,
  parseSignatureLines,
  parseVkey,
  signNote,
} from 'tlog'
import { TORCHWOOD_CHECKPOINT, TORCHWOOD_VKEY } from '../../tlog/test/torchwood.ts'
import { sampleLog } from '#witness/fixtures.ts'
import { openWitnessFolder, originDigest } from '#witness/witness-folder.ts'
import { NODE_CHECKS } from '#witness/witness-key.ts'
import { createWitness, WitnessStateError, type WitnessStore } from '#witness/witness.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const log = sampleLog(40)
const seed = new Uint8Array(32).fill(2)
const cosigners = [
  ed25519Cosigner('rail.example/witness', seed),
  mlDsa44Cosigner('rail.example/witness', seed),
]
const HASH_LINE = `\n${'A'.repeat(43)}=`

async function openWitness(
  wrap: (store: WitnessStore) => WitnessStore = (store) => store,
  vkey = log.vkey,
) {
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-witness-'))
  folders.push(folder)
  const store = await openWitnessFolder(folder)
  store.close()
  const witness = createWitness({
    policy: parsePolicy(`log ${vkey}\nquorum none\n`),
    cosigners,
    checks: NODE_CHECKS,
    clock: () => new Date('2026-11-24T10:00:00.999Z'),
    store: wrap(store),
  })
  const ask = async (body: string) => {
    const { status, type, body: said } = await witness.addCheckpoint(body)
    return { status, type, said }
  }
  return { witness, ask, folder, file: join(folder, `${originDigest(log.origin)}.checkpoint`) }
}

test('exact bytes: a request as the specification writes it, and the answer', async () => {
  const { ask } = await openWitness()
  const [, , root, , signature] = log.checkpoint(1).split('\n')
  const request = `old 0\n\nlog.example/containers\n1\n${root}\n\n${signature}\n`
  assert.equal(request, log.request(0, 1))
  const first = await ask(request)
  assert.equal(first.status, 200)
  assert.equal(first.type, 'text/plain; charset=utf-8')
  const lines = first.said.split('\n')
  assert.equal(lines.length, 3)
  assert.equal(lines[2], '')
  // Ed25519 is deterministic: key id, 1795514400 as eight bytes, the signature.
  const [ed25519] = parseSignatureLines(first.said)
  assert.equal(Buffer.from(ed25519!.signature.subarray(0, 8)).readBigUInt64BE(), 1_795_514_400n)
  assert.equal(ed25519!.signature.length, 72)
  assert.match(lines[0]!, /^— rail\.example\/witness [A-Za-z0-9+/]{102}==$/)
  const both = openNote(
    addSignatures(log.checkpoint(1), parseSignatureLines(first.said)),
    cosigners.map((cosigner) => parseVkey(formatVkey(cosigner))),
  )
  assert.deepEqual(both.signatures.map(cosignatureTime), [1_795_514_400n, 1_795_514_400n])
  // The size alone, and its own type.
  assert.deepEqual(await ask(log.request(0, 7)), {
    status: 409,
    type: 'text/x.tlog.size',
    said: '1\n',
  })
})

const stranger = ed25519Signer('log.example/other', new Uint8Array(32).fill(9))
const impostor = ed25519Signer(log.origin, new Uint8Array(32).fill(9))
const other = sampleLog(40, 'another history')
const head = (size: bigint, root = hashEmpty(), signer = log.signer) =>
  signNote(formatCheckpoint({ origin: signer.name, size, root }), [signer])
const body = (oldSize: bigint, checkpoint: string, hashes: Uint8Array[] = []) =>
  formatAddCheckpoint({ oldSize, hashes, checkpoint })
const flipped = log.request(10, 20).replace(/(— \S+ \S{20})(.)/, (_, start: string, one) => {
  return start + (one === 'A' ? 'B' : 'A')
})
/** What is asked of a witness that has seen ten entries. */
const TABLE: readonly (readonly [string, number, string])[] = [
  ['nothing', 400, ''],
  ['no empty line', 400, 'old 10\n'],
  ['leading zero', 400, log.request(10, 20).replace('old 10', 'old 010')],
  ['bytes behind the end', 400, `${log.request(10, 20)}\n`],
  ['carriage returns', 400, log.request(10, 20).replaceAll('\n', '\r\n')],
  ['a sign', 400, log.request(10, 20).replace('old 10', 'old +10')],
  ['a size of 2^63', 400, log.request(10, 20).replace('old 10', `old ${2n ** 63n}`)],
  ['64 hashes', 400, log.request(10, 20).replace('old 10', `old 10${HASH_LINE.repeat(64)}`)],
  ['a hash of 31 bytes', 400, log.request(10, 20).replace('old 10', `old 10\n${'A'.repeat(42)}==`)],
  ['a second spelling', 400, log.request(10, 20).replace('old 10', `old 10\n${'A'.repeat(42)}B=`)],
  ['no signature', 400, log.request(10, 20).replace(/— .*\n$/, '')],
  ['an origin of 256 bytes', 400, log.request(10, 20).replaceAll(log.origin, 'o'.repeat(256))],
  ['old size larger than the checkpoint', 400, body(11n, log.checkpoint(10))],
  ['unknown origin', 404, body(0n, head(1n, hashEmpty(), stranger))],
  ['unknown origin, and old size larger', 404, body(2n, head(1n, hashEmpty(), stranger))],
  ['a key that nobody trusts', 403, body(10n, head(20n, hashEmpty(), impostor))],
  [
    'a key that nobody trusts, and old size larger',
    403,
    body(21n, head(20n, hashEmpty(), impostor)),
  ],
  ['a known key’s wrong signature', 403, flipped],
  ['another old size', 409, log.request(9, 20)],
  ['no old size', 409, log.request(0, 20)],
  ['no proof', 422, body(10n, log.checkpoint(20))],
  ['a proof of another history', 422, other.request(10, 20)],
  ['the same size and another root', 422, other.request(10, 10)],
  ['the same size, and a proof', 422, body(10n, log.checkpoint(10), [new Uint8Array(32)])],
  ['another old size, and a wrong proof', 409, body(9n, log.checkpoint(20), [new Uint8Array(32)])],
]

test('every answer of the table', async () => {
  const { ask, file } = await openWitness()
  assert.equal((await ask(log.request(0, 10))).status, 200)
  const kept = await readFile(file, 'utf8')
  for (const [name, status, text] of TABLE) {
    const answer = await ask(text)
    assert.equal(answer.status, status, name)
    assert.doesNotMatch(answer.said, /—/, name)
    if (status === 409) assert.deepEqual([answer.type, answer.said], ['text/x.tlog.size', '10\n'])
    assert.equal(await readFile(file, 'utf8'), kept, name)
  }
  assert.equal((await ask(log.request(10, 10))).status, 200, 'the same once more')
  assert.equal((await ask(log.request(10, 20))).status, 200, 'and on')
})

test('a log that signs with ML-DSA-44, stating no time', async () => {
  const { ask } = await openWitness((store) => store, TORCHWOOD_VKEY)
  const { status, said } = await ask(`old 0\n\n${TORCHWOOD_CHECKPOINT}`)
  assert.equal(status, 200)
  // What the witness says has a time.
  for (const { signature } of parseSignatureLines(said))
    assert.equal(Buffer.from(signature.subarray(0, 8)).readBigUInt64BE(), 1_795_514_400n)
})

test('a line that the log wrote twice is kept once, and extension lines are cosigned', async () => {
  const { ask, file } = await openWitness()
  const [text = '', line = ''] = log.checkpoint(3).split('\n\n')
  assert.equal((await ask(`old 0\n\n${text}\n\n${line}${line}`)).status, 200)
  const kept = parseNote(await readFile(file, 'utf8'))
  assert.equal(kept.signatures.length, 3)
  const more = signNote(`${text}\nextension\n`, [log.signer])
  const { status, said } = await ask(`old 3\n\n${more}`)
  assert.equal(status, 200)
  const own = cosigners.map((cosigner) => parseVkey(formatVkey(cosigner)))
  assert.equal(openNote(addSignatures(more, parseSignatureLines(said)), own).signatures.length, 2)
})

test('a new log: nothing before size 0, an empty tree has one root, no proof from nothing', async () => {
  const { ask } = await openWitness()
  const empty = (root: Uint8Array) =>
    signNote(formatCheckpoint({ origin: log.origin, size: 0n, root }), [log.signer])
  const body = (checkpoint: string, hashes: Uint8Array[] = []) =>
    formatAddCheckpoint({ oldSize: 0n, hashes, checkpoint })
  assert.deepEqual((await ask(log.request(5, 9))).said, '0\n')
  assert.equal((await ask(body(empty(new Uint8Array(32))))).status, 422)
  assert.equal((await ask(body(log.checkpoint(3), [new Uint8Array(32)]))).status, 422)
  assert.equal((await ask(body(empty(hashEmpty())))).status, 200)
  assert.equal((await ask(log.request(0, 40))).status, 200)
})

test('what strangers put under a checkpoint is ignored, and not kept', async () => {
  const { ask, file } = await openWitness()
  const stranger = ed25519Signer('stranger', new Uint8Array(32).fill(7))
  const text = log.checkpoint(3).split('\n\n')[0]! + '\n'
  const extra = addSignatures(log.checkpoint(3), [
    { name: 'stranger', keyId: stranger.keyId, signature: new Uint8Array(64) },
  ])
  assert.equal((await ask(`old 0\n\n${extra}`)).status, 200)
  const kept = await readFile(file, 'utf8')
  assert.ok(kept.startsWith(text))
  assert.doesNotMatch(kept, /stranger/)
})

test('a hundred at once for one log: one history, never a step back', async () => {
  const { ask, witness } = await openWitness()
  const sizes = Array.from({ length: 100 }, (_, at) => (at % 40) + 1)
  const answers = await Promise.all(
    sizes.map(async (size, at) => ({ size, ...(await ask(log.request(at % 3 ? 0 : 1, size))) })),
  )
  const cosigned = answers.filter(({ status }) => status === 200)
  assert.ok(cosigned.length > 0)
  assert.ok(answers.every(({ status }) => status === 200 || status === 409 || status === 400))
  const last = Math.max(...cosigned.map(({ size }) => size))
  const note = await witness.findCheckpoint(log.origin)
  assert.equal(note?.split('\n')[1], String(last))
})

test('a write that fails, kept or not, is no answer; the next request goes by what is on disk', async () => {
  for (const isKept of [false, true]) {
    let isFailing = true
    const { ask } = await openWitness((store) => ({
      ...store,
      async write(origin, checkpoint) {
        if (!isFailing || isKept) await store.write(origin, checkpoint)
        if (isFailing) throw new Error('disk')
      },
    }))
    await assert.rejects(ask(log.request(0, 5)), /disk/)
    await assert.rejects(ask(log.request(isKept ? 5 : 0, 6)), /disk/)
    isFailing = false
    assert.equal((await ask(log.request(0, 7))).status, isKept ? 409 : 200)
    assert.equal((await ask(log.request(isKept ? 6 : 7, 9))).status, 200)
  }
})

test('a state that is not what was written is not built upon', async () => {
  const { ask, file, witness } = await openWitness()
  await ask(log.request(0, 5))
  const kept = await readFile(file, 'utf8')
  const spoilt = [
    '',
    kept.slice(0, 100),
    kept.replace('\n5\n', '\n4\n'),
    log.checkpoint(4),
    kept.replace(/.$/s, ''),
  ]
  for (const text of spoilt) {
    await writeFile(file, text)
    await assert.rejects(ask(log.request(5, 6)), WitnessStateError)
    await assert.rejects(witness.findCheckpoint(log.origin), WitnessStateError)
  }
  await writeFile(file, kept)
  assert.equal((await ask(log.request(5, 6))).status, 200)
})
