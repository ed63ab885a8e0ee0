// Notes, keys and checkpoints: published examples, what must open, and each malformed form by name.
import assert from 'node:assert/strict'
import { createPrivateKey, sign as nodeSign } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  addSignatures,
  ed25519Signer,
  ed25519SignerFrom,
  formatCheckpoint,
  formatSignatureLines,
  formatVkey,
  hexEncode,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVkey,
  signatures,
  signNote,
} from '../src/index.ts'
import { flip, refused } from './grown-log.ts'
import { log, ORIGIN, seed, SIGNED, TEXT } from './fixtures.ts'

// The example of Go's golang.org/x/mod/sumdb/note.
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const NEUMANN_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

describe('published examples', () => {
  test('a note signed by Go opens', () => {
    const { text, signatures: good } = openNote(NEUMANN_NOTE, [parseVkey(NEUMANN)])
    assert.equal(good.length, 1)
    assert.ok(text.endsWith('your problem is.\n'))
  })

  test('the key of the Go checksum database parses', () => {
    const vkey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
    assert.equal(formatVkey(parseVkey(vkey)), vkey)
  })

  test('the checkpoint of the C2SP page parses', () => {
    const text =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    const { origin, size, root } = parseCheckpoint(text)
    assert.equal(origin, 'example.com/behind-the-sofa')
    assert.equal(size, 20_852_163n)
    assert.equal(hexEncode(root).slice(0, 8), '0ac5186a')
  })
})

describe('opening', () => {
  const verifier = parseVkey(formatVkey(log))

  test('another signer is set aside, not trusted', () => {
    const more = addSignatures(SIGNED, signatures(TEXT, [ed25519Signer('other.example', seed(9))]))
    const { signatures: good, unknown } = openNote(more, [verifier])
    assert.deepEqual([good.length, unknown.length], [1, 1])
  })

  test('a note by strangers alone is refused', () => {
    const note = signNote(TEXT, [ed25519Signer(ORIGIN, seed(9))])
    assert.throws(() => openNote(note, [verifier]), refused('note.no_known_signature'))
    assert.throws(() => openNote(SIGNED, []), refused('note.no_known_signature'))
  })

  test('one wrong signature by a known key spoils the good one beside it', () => {
    const [good] = parseNote(SIGNED).signatures
    assert.ok(good)
    const wrong = { ...good, signature: flip(good.signature, 0) }
    const note = addSignatures(SIGNED, [wrong])
    assert.throws(() => openNote(note, [verifier]), refused('note.bad_signature'))
  })

  test('two verifiers of one name and key id are refused', () => {
    assert.throws(() => openNote(SIGNED, [verifier, verifier]), refused('note.ambiguous_verifier'))
  })

  test('every flipped bit of every byte of a signed checkpoint is refused', () => {
    const bytes = Buffer.from(SIGNED)
    for (let at = 0; at < bytes.length; at++) {
      const text = Buffer.from(flip(bytes, at, 1 << (at % 7))).toString()
      assert.throws(() => openNote(text, [verifier]), refused(), `byte ${at}`)
    }
  })

  test('sixteen signatures are accepted, a hundred and one are not', () => {
    const signers = Array.from({ length: 101 }, (_, i) => ed25519Signer(`s${i}.example`, seed(9)))
    const note = signNote(TEXT, [log, ...signers.slice(0, 15)])
    assert.equal(openNote(note, [verifier]).unknown.length, 15)
    assert.throws(() => parseNote(signNote(TEXT, signers)), refused('note.too_many_signatures'))
  })

  test('a caller who signs with another library gets the same note', () => {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed(1)])
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const other = ed25519SignerFrom(ORIGIN, log.publicKey, (message) =>
      nodeSign(null, message, key),
    )
    assert.equal(signNote(TEXT, [other]), SIGNED)
  })

  test('a caller’s later change to a key buffer changes nothing', () => {
    const buffer = Buffer.from(seed(1))
    const signer = ed25519Signer(ORIGIN, buffer)
    buffer.fill(0)
    assert.equal(signNote(TEXT, [signer]), SIGNED)
  })
})

const LINE = formatSignatureLines(parseNote(SIGNED).signatures)

const MALFORMED_NOTES: Record<string, string> = {
  empty: '',
  'no final newline': SIGNED.slice(0, -1),
  'no empty line': `${TEXT}${LINE}`,
  'no signature': `${TEXT}\n`,
  'empty line after the signatures': `${SIGNED}\n`,
  'carriage return': SIGNED.replace('\n', '\r\n'),
  tab: SIGNED.replace('ledger', 'led\tger'),
  'lone surrogate': SIGNED.replace('ledger', '\ud800'),
  'hyphen for the dash': SIGNED.replace('—', '-'),
  'two spaces': SIGNED.replace('— ', '—  '),
  'space at the end of a line': `${SIGNED.slice(0, -1)} \n`,
  'plus in the name': SIGNED.replace('— landbridge', '— land+bridge'),
  'no-break space in the name': SIGNED.replace('— landbridge', '— land\u00a0bridge'),
  'no name': SIGNED.replace(`— ${ORIGIN} `, '—  '),
  'base64 without its padding': SIGNED.replace('=\n\n', '\n\n').replace(/=\n$/, '\n'),
  'nothing after the key id': `${TEXT}\n— ${ORIGIN} AAAAAA==\n`,
  'stray bits in base64': `${TEXT}\n— ${ORIGIN} AAAAAAB=\n`,
}

const MALFORMED_CHECKPOINTS: Record<string, string> = {
  empty: '',
  'two lines': TEXT.split('\n').slice(0, 2).join('\n') + '\n',
  'no final newline': TEXT.slice(0, -1),
  'empty origin': TEXT.slice(TEXT.indexOf('\n')),
  'leading zero in the size': TEXT.replace('\n300', '\n0300'),
  'sign on the size': TEXT.replace('\n300', '\n+300'),
  'negative size': TEXT.replace('\n300', '\n-300'),
  'hexadecimal size': TEXT.replace('\n300', '\n0x12c'),
  'Arabic-Indic digits': TEXT.replace('\n300', '\n٣٠٠'),
  'size of 2^63': TEXT.replace('\n300', '\n9223372036854775808'),
  'space after the size': TEXT.replace('\n300', '\n300 '),
  'short root': formatRoot('AAAA'),
  'URL-safe base64': formatRoot('-_-_'.repeat(10) + '-_8='),
  'unpadded root': TEXT.replace('=\n', '\n'),
  'empty extension line': `${TEXT}\n`,
  'the whole note': SIGNED,
}

function formatRoot(root: string): string {
  return `${ORIGIN}\n300\n${root}\n`
}

describe('malformed', () => {
  for (const [what, note] of Object.entries(MALFORMED_NOTES)) {
    test(`note: ${what}`, () => assert.throws(() => parseNote(note), refused()))
  }
  for (const [what, text] of Object.entries(MALFORMED_CHECKPOINTS)) {
    test(`checkpoint: ${what}`, () => assert.throws(() => parseCheckpoint(text), refused()))
  }

  const vkey = formatVkey(log)
  const [name = '', id = '', key = ''] = vkey.split('+')
  const malformedKeys: Record<string, string> = {
    'no name': `+${id}+${key}`,
    'upper-case key id': `${name}+${id.toUpperCase()}+${key}`,
    'short key': `${name}+${id}+AQID`,
    'no key': `${name}+${id}+AQ==`,
    'another name': `${name}x+${id}+${key}`,
    'unknown type': `${name}+${id}+Aw${key.slice(2)}`,
    'trailing newline': `${vkey}\n`,
    'space in the name': vkey.replace('/', ' '),
  }
  for (const [what, text] of Object.entries(malformedKeys)) {
    test(`key: ${what}`, () => assert.throws(() => parseVkey(text), refused()))
  }
})

test('extension lines survive, in order', () => {
  const fields = { origin: 'a', size: 0n, root: seed(1), extensions: ['one', 'two words'] }
  assert.deepEqual(parseCheckpoint(formatCheckpoint(fields)), fields)
})
