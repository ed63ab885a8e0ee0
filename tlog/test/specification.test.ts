// The rules of the C2SP pages, one by one, as somebody would ask them who has other implementations at hand; with facts from those.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify as nodeVerify } from 'node:crypto'
import { test } from 'node:test'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { shake128 } from '@noble/hashes/sha3.js'
import {
  addSignatures,
  base64Decode,
  cosignatureTime,
  ed25519Cosigner,
  ed25519Signer,
  formatCheckpoint,
  formatNote,
  formatVkey,
  hashEmpty,
  mlDsa44Cosigner,
  mlDsa44Verifier,
  openNote,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseTlogProof,
  parseVkey,
  signatures,
  signNote,
  subtreeMessage,
  verifyCheckpoint,
  verifyConsistency,
  verifyTlogProof,
} from '../src/index.ts'
import { bank, log, ORIGIN, rail, seed, SIGNED, TEXT, WITNESSED } from './fixtures.ts'
import { ARGON } from './argon.ts'
import { flip, refused } from './grown-log.ts'
import { TORCHWOOD_CHECKPOINT, TORCHWOOD_VKEY } from './torchwood.ts'

const verifier = parseVkey(formatVkey(log))
const stranger = (name: string, bytes = 64) => {
  return { name, keyId: 7, signature: new Uint8Array(bytes) }
}

test('signed-note: a key’s name holds no Unicode space and no plus, and may hold anything else', () => {
  const spaces = [
    ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f],
    ...Array.from({ length: 11 }, (_, at) => 0x2000 + at),
    0x3000,
  ]
  for (const point of [...spaces, 0x2b]) {
    const name = `a${String.fromCodePoint(point)}b`
    assert.throws(() => ed25519Signer(name, seed(1)), refused('key.malformed'), point.toString(16))
    assert.throws(() => parseNote(`${TEXT}\n— ${name} AAAAAAA=\n`), refused(), point.toString(16))
  }
  for (const name of ['a', '中欧班列', 'a\u200bb', 'a\ufeffb', 'a\u007fb', '—', 'a#b', 'a=b'])
    assert.equal(parseNote(formatNote({ text: TEXT, signatures: [stranger(name)] })).text, TEXT)
})

test('signed-note: no control character below U+0020 but the newline', () => {
  for (let code = 0; code < 0x20; code += 1) {
    if (code === 0x0a) continue
    const text = `one${String.fromCharCode(code)}\n`
    assert.throws(() => signNote(text, [log]), refused('note.malformed'), String(code))
    assert.throws(() => parseNote(SIGNED.replace('led', text)), refused(), String(code))
  }
  const text = 'U+007F \u007f, U+0085 \u0085\n'
  assert.equal(openNote(signNote(text, [log]), [verifier]).text, text)
})

test('signed-note: the text may hold empty lines, and ends at the last', () => {
  for (const text of ['\n', '\n\n\n', 'one\n\ntwo\n', 'one\n\n— two AAAAAAA=\n', 'one\n\n'])
    assert.equal(openNote(signNote(text, [log]), [verifier]).text, text)
})

test('signed-note: who shares only its name or only its id with a known key is unknown', () => {
  const [line] = parseNote(SIGNED).signatures
  assert.ok(line)
  const note = addSignatures(SIGNED, [
    { ...line, name: 'another.example' },
    { ...line, keyId: line.keyId ^ 1 },
  ])
  assert.deepEqual([openNote(note, [verifier]).unknown.length], [2])
  const alone = formatNote({ text: TEXT, signatures: [{ ...line, keyId: line.keyId ^ 1 }] })
  assert.throws(() => openNote(alone, [verifier]), refused('note.no_known_signature'))
})

test('signed-note: sixteen signatures of the longest kind, and types nobody knows, are no matter', () => {
  const many = Array.from({ length: 15 }, (_, at) => stranger(`s${at}.example`, 4_627 + 8))
  assert.equal(openNote(addSignatures(SIGNED, many), [verifier]).unknown.length, 15)
  const short = addSignatures(SIGNED, [stranger('short.example', 1)])
  assert.equal(openNote(short, [verifier]).unknown.length, 1)
})

test('signed-note: both signatures of Go’s own example', () => {
  const text =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n"
  const enoch =
    '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'
  const peter =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
  const keys = [
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop',
  ].map((vkey) => parseVkey(vkey))
  const names = (note: string) => openNote(note, keys).signatures.map(({ name }) => name)
  assert.deepEqual(names(`${text}\n${peter}${enoch}`), ['PeterNeumann', 'EnochRoot'])
  const skey = base64Decode('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')
  const signer = ed25519Signer('PeterNeumann', skey.slice(1))
  assert.equal(signNote(text, [signer]), `${text}\n${peter}`)
  const spoilt = `${peter.slice(0, 60)}ABCD${peter.slice(60)}`
  assert.throws(() => names(`${text}\n${spoilt}`), refused('note.bad_signature'))
  for (const bad of [
    'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  ])
    assert.throws(() => parseVkey(bad), refused(), bad)
})

const root = seed(9)

test('tlog-checkpoint: an origin of 1 to 255 bytes, with spaces and plus signs if it must', () => {
  const of = (origin: string) => `${origin}\n1\n${TEXT.split('\n')[2]}\n`
  for (const origin of ['a', 'a'.repeat(255), `${'é'.repeat(127)}a`, 'example log+origin'])
    assert.equal(parseCheckpoint(of(origin)).origin, origin)
  for (const origin of ['', 'a'.repeat(256), 'é'.repeat(128)])
    assert.throws(() => parseCheckpoint(of(origin)), refused('checkpoint.malformed'))
})

test('tlog-checkpoint: sizes beyond what a float tells apart', () => {
  for (const size of [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n])
    assert.equal(parseCheckpoint(formatCheckpoint({ origin: 'a', size, root })).size, size)
  assert.throws(() => formatCheckpoint({ origin: 'a', size: 2n ** 63n, root }), refused())
})

test('tlog-checkpoint: no two signature lines of one key, be it known or not', () => {
  const policy = parsePolicy(`log ${formatVkey(log)}\nquorum none\n`)
  verifyCheckpoint(addSignatures(SIGNED, [stranger('a'), stranger('b')]), policy)
  const other = { ...stranger('a'), signature: seed(1) }
  for (const twice of [
    addSignatures(SIGNED, [stranger('a'), other]),
    addSignatures(SIGNED, signatures(TEXT, [rail.at(1n), rail.at(2n)])),
    SIGNED + SIGNED.slice(SIGNED.indexOf('—')),
  ])
    assert.throws(() => verifyCheckpoint(twice, policy), refused('checkpoint.malformed'))
})

test('tlog-checkpoint: the log’s key bears the origin’s name; another name is another log', () => {
  const policy = parsePolicy(`log ${formatVkey(log)}\nquorum none\n`)
  const note = signNote(TEXT.replace(ORIGIN, 'elsewhere.example'), [log])
  assert.throws(() => verifyCheckpoint(note, policy), refused('proof.unknown_log'))
})

test('tlog-checkpoint: extension lines count only where a signature of the log covers them', () => {
  const text = `${TEXT}an extension\n`
  const pqLog = mlDsa44Cosigner(ORIGIN, seed(6))
  const trusting = (own: string) =>
    parsePolicy(`log ${own}\nwitness bank ${formatVkey(bank)}\nquorum bank\n`)
  const trusted = verifyCheckpoint(signNote(text, [log, bank.at(5n)]), trusting(formatVkey(log)))
  assert.deepEqual(trusted.checkpoint.extensions, ['an extension'])
  const policy = trusting(formatVkey(pqLog))
  verifyCheckpoint(signNote(TEXT, [pqLog.at(0n), bank.at(5n)]), policy)
  assert.throws(
    () => verifyCheckpoint(signNote(text, [pqLog.at(0n), bank.at(5n)]), policy),
    refused('note.no_known_signature'),
  )
})

test('tlog-cosignature: the Ed25519 message: two lines and the whole text, as an independent library checks it', () => {
  const text = `${TEXT}extension\n`
  const [line] = signatures(text, [rail.at(1_679_315_147n)])
  assert.ok(line)
  assert.equal(Buffer.from(line.signature.subarray(0, 8)).readBigUInt64BE(), 1_679_315_147n)
  const x = Buffer.from(rail.publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`)
  assert.ok(nodeVerify(null, message, key, line.signature.subarray(8)))
})

test('tlog-cosignature: key ids hash name, newline, type byte and key', () => {
  for (const [{ name, publicKey, keyId }, type] of [
    [log, 1],
    [rail, 4],
    [bank, 6],
  ] as const) {
    const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(type))
    assert.equal(hash.update(publicKey).digest().readUInt32BE(), keyId)
  }
})

test('tlog-cosignature: the ML-DSA-44 message, byte by byte', () => {
  const subtree = { origin: 'log.example', start: 8n, end: 13n, hash: seed(0xab) }
  const expected = [
    '737562747265652f76310a00',
    '02' + '7731',
    '0000000000000000',
    '0b' + Buffer.from('log.example').toString('hex'),
    '0000000000000008',
    '000000000000000d',
    'ab'.repeat(32),
  ]
  assert.equal(Buffer.from(subtreeMessage('w1', 0n, subtree)).toString('hex'), expected.join(''))
  const whole = { ...subtree, start: 0n, end: 2n ** 63n - 1n }
  const timed = Buffer.from(subtreeMessage('w1', 2n ** 63n - 1n, whole)).toString('hex')
  assert.equal(timed.slice(30, 46), '7fffffffffffffff')
  assert.equal(timed.slice(86, 102), '7fffffffffffffff')
})

test('tlog-cosignature: an ML-DSA-44 checkpoint made by torchwood verifies, and nothing else in its place', () => {
  const key = parseVkey(TORCHWOOD_VKEY)
  assert.equal(key.type, 0x06)
  const { signatures: good } = openNote(TORCHWOOD_CHECKPOINT, [key])
  assert.deepEqual(good.map(cosignatureTime), [0n])
  const policy = parsePolicy(`log ${TORCHWOOD_VKEY}\nquorum none\n`)
  assert.equal(verifyCheckpoint(TORCHWOOD_CHECKPOINT, policy).checkpoint.size, 1n)
  const [text = '', lines = ''] = TORCHWOOD_CHECKPOINT.split('\n\n')
  for (const altered of [
    text.replace('\n1\n', '\n2\n'),
    text.replace('example', 'example-'),
    text.replace('+z', '+A'),
  ])
    assert.throws(() => openNote(`${altered}\n\n${lines}`, [key]), refused('note.bad_signature'))
  const line = good[0]!
  for (const at of [7, 8, line.signature.length - 1]) {
    const signature = flip(line.signature, at)
    const note = formatNote({ text: `${text}\n`, signatures: [{ ...line, signature }] })
    assert.throws(() => openNote(note, [key]), refused('note.bad_signature'), `byte ${at}`)
  }
})

// C2SP/CCTV, ML-DSA/accumulated: keys of a hundred seeds and their signatures of nothing, hashed together.
test('tlog-cosignature: the ML-DSA-44 below is that of FIPS 204, a hundred keys long', () => {
  const seeds = shake128.create({})
  const all = shake128.create({})
  for (let at = 0; at < 100; at += 1) {
    const { publicKey, secretKey } = ml_dsa44.keygen(seeds.xof(32))
    const signature = ml_dsa44.sign(new Uint8Array(0), secretKey, { extraEntropy: false })
    all.update(publicKey).update(signature)
  }
  assert.equal(
    Buffer.from(all.xof(32)).toString('hex'),
    'd51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4',
  )
})

test('tlog-cosignature: times to 2^63 − 1, names and origins to 255 bytes, an empty tree with its own root', () => {
  const end = 2n ** 63n
  for (const cosigner of [rail, bank]) {
    const own = parseVkey(formatVkey(cosigner))
    const [line] = signatures(TEXT, [cosigner.at(end - 1n)])
    assert.ok(own.verify(Buffer.from(TEXT), line!.signature))
    assert.throws(() => cosigner.at(end).sign(Buffer.from(TEXT)), refused('cosignature.bad_time'))
    // The same signature under a time that no cosignature may state.
    assert.ok(!own.verify(Buffer.from(TEXT), flip(line!.signature, 0, 0x80)))
  }
  mlDsa44Cosigner('n'.repeat(255), seed(1))
  assert.throws(() => mlDsa44Cosigner('n'.repeat(256), seed(1)), refused('key.malformed'))
  const key = bank.publicKey
  assert.throws(() => mlDsa44Verifier('é'.repeat(128), key), refused('key.malformed'))
  const empty = { origin: ORIGIN, start: 0n, end: 0n, hash: hashEmpty() }
  const verifies = mlDsa44Verifier(bank.name, key)
  assert.ok(verifies.verifySubtree(empty, bank.signSubtree(empty, 0n)))
  const wrong = { ...empty, hash: seed(1) }
  assert.throws(() => bank.signSubtree(wrong, 0n), refused('cosignature.bad_subtree'))
})

// torchwood's subtree_test.go.
test('tlog-cosignature: which subtrees there are', () => {
  for (const [start, end, isSubtree] of [
    [0n, 1n, true],
    [4n, 8n, true],
    [8n, 13n, true],
    [0n, 13n, true],
    [6n, 8n, true],
    [2n, 6n, false],
    [5n, 13n, false],
    [1n, 7n, false],
    [7n, 9n, false],
    [5n, 3n, false],
    [-1n, 3n, false],
  ] as const) {
    const make = () => subtreeMessage('w', 0n, { origin: 'o', start, end, hash: seed(1) })
    if (isSubtree) make()
    else assert.throws(make, refused('cosignature.bad_subtree'), `${start} ${end}`)
  }
})

const proof = (index: string, hashes = 0, note = WITNESSED) =>
  `c2sp.org/tlog-proof@v1\nindex ${index}\n${`${TEXT.split('\n')[2]}\n`.repeat(hashes)}\n${note}`
const policy = parsePolicy(`log ${formatVkey(log)}\nquorum none\n`)

test('tlog-proof: indexes beyond what a float tells apart, and none beyond 2^63 − 1', () => {
  for (const index of [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n]) {
    assert.equal(parseTlogProof(proof(String(index))).index, index)
    const verify = () => verifyTlogProof(proof(String(index)), new Uint8Array(1), policy)
    assert.throws(verify, refused('merkle.out_of_range'))
  }
  for (const index of [String(2n ** 63n), '1e3', '', ' 1', '-1', '+1', '0x1', '00', '１'])
    assert.throws(() => parseTlogProof(proof(index)), refused('proof.malformed'), index)
})

test('tlog-proof: 63 hashes and no more; each of 32 bytes', () => {
  assert.equal(parseTlogProof(proof('1', 63)).hashes.length, 63)
  assert.throws(() => parseTlogProof(proof('1', 64)), refused('proof.malformed'))
  for (const line of ['AAAA', 'x', ' ', `${'A'.repeat(42)}==`])
    assert.throws(() => parseTlogProof(proof('1').replace('\n\n', `\n${line}\n\n`)), refused())
})

test('tlog-proof: the order of its steps: the origin, the log’s signature, the cosignatures, the place', () => {
  const asking = parsePolicy(
    `log ${formatVkey(log)}\nwitness rail ${formatVkey(rail)}\nquorum rail\n`,
  )
  const verify = (note: string) => () =>
    verifyTlogProof(proof('9999', 0, note), new Uint8Array(1), asking)
  const moved = signNote(TEXT.replace(ORIGIN, 'x'), [log])
  assert.throws(verify(moved), refused('proof.unknown_log'))
  const unsigned = signNote(TEXT, [rail.at(1n)])
  assert.throws(verify(unsigned), refused('note.no_known_signature'))
  assert.throws(verify(SIGNED), refused('policy.quorum_not_met'))
  assert.throws(verify(WITNESSED), refused('merkle.out_of_range'))
})

// Google's log Argon 2020, as golang.org/x/mod keeps its answers (sumdb/tlog/testdata/argon2020).
test('tlog-proof: a consistency proof that a log of certificates served', () => {
  const [older, newer] = [base64Decode(ARGON.olderRoot), base64Decode(ARGON.root)]
  const hashes = ARGON.consistency.map(base64Decode)
  const verify = (size: bigint) => verifyConsistency(ARGON.olderSize, size, older, newer, hashes)
  verify(ARGON.size)
  assert.throws(() => verify(2n * ARGON.size), refused('merkle.wrong_proof_length'))
  assert.throws(
    () => verifyConsistency(ARGON.olderSize, ARGON.size, older, newer, hashes.toReversed()),
    refused('merkle.root_mismatch'),
  )
})

test('two Ed25519 cosigners of one key would be one: their cosignatures are the same bytes', () => {
  const [one, two] = ['one.example', 'two.example'].map((name) => ed25519Cosigner(name, seed(2)))
  const [first] = signatures(TEXT, [one!.at(1n)])
  const [second] = signatures(TEXT, [two!.at(1n)])
  assert.deepEqual(first!.signature, second!.signature)
  const text = `witness a ${formatVkey(one!)}\nwitness b ${formatVkey(two!)}\nquorum none\n`
  assert.throws(() => parsePolicy(text), refused('policy.duplicate_key'))
})
