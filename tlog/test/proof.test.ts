// Cosignatures, policies, proof files and witness requests.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  addSignatures,
  cosignatureTime,
  ed25519Signer,
  formatAddCheckpoint,
  formatTlogProof,
  formatVkey,
  isQuorum,
  mlDsa44Verifier,
  openNote,
  parseAddCheckpoint,
  parsePolicy,
  parseTlogProof,
  parseVkey,
  signatures,
  signNote,
  verifyCheckpoint,
  verifyTlogProof,
} from '../src/index.ts'
import type { Signer } from '../src/index.ts'
import { bank, customs, HASHES, INDEX, log, ORIGIN, POLICY_TEXT, rail, seed } from './fixtures.ts'
import { SIGNED, TEXT, WITNESSED } from './fixtures.ts'
import { entries, flip, passes, refused } from './grown-log.ts'

const policy = parsePolicy(POLICY_TEXT)
const entry = entries[Number(INDEX)] as Uint8Array
const PROOF = formatTlogProof({ index: INDEX, hashes: HASHES, checkpoint: WITNESSED })

describe('cosignatures', () => {
  const verifiers = [rail, bank].map((key) => parseVkey(formatVkey(key)))

  test('both kinds open and tell their time', () => {
    const opened = openNote(WITNESSED, verifiers)
    assert.deepEqual(opened.signatures.map(cosignatureTime), [1_795_000_000n, 1_795_000_001n])
  })

  for (const cosigner of [rail, bank]) {
    test(`${cosigner.name}: another time, root or text is refused`, () => {
      const verifier = parseVkey(formatVkey(cosigner))
      const [line] = signatures(TEXT, [cosigner.at(7n)])
      assert.ok(line)
      const good = new Uint8Array(line.signature)
      const text = Buffer.from(TEXT)
      assert.ok(verifier.verify(text, good))
      for (const at of [0, 7, 8, good.length - 1]) {
        assert.ok(!verifier.verify(text, flip(good, at)), `byte ${at}`)
      }
      assert.ok(!verifier.verify(text, good.slice(1)))
      assert.ok(!verifier.verify(Buffer.from(TEXT.replace('300', '301')), good))
      assert.ok(!verifier.verify(Buffer.from('not a checkpoint\n'), good))
    })
  }

  test('nothing but a checkpoint is cosigned', () => {
    assert.throws(() => signatures('hello\n', [rail.at(1n)]), refused('checkpoint.malformed'))
    assert.throws(() => signatures('hello\n', [bank.at(1n)]), refused('checkpoint.malformed'))
    assert.throws(() => rail.at(-1n), refused('cosignature.bad_time'))
  })

  test('ML-DSA-44 covers a subtree, without a time', () => {
    const verifier = mlDsa44Verifier(bank.name, bank.publicKey)
    const subtree = { origin: ORIGIN, start: 64n, end: 96n, hash: seed(5) }
    const signature = bank.signSubtree(subtree, 0n)
    assert.ok(verifier.verifySubtree(subtree, signature))
    assert.ok(!verifier.verifySubtree({ ...subtree, end: 95n }, signature))
    assert.throws(() => bank.signSubtree(subtree, 5n), refused('cosignature.bad_time'))
    const crooked = { ...subtree, start: 65n }
    assert.throws(() => bank.signSubtree(crooked, 0n), refused('cosignature.bad_subtree'))
  })

  test('ML-DSA-44 binds the witness’s name, so a renamed key proves nothing', () => {
    const renamed = mlDsa44Verifier('thief.example', bank.publicKey)
    const [line] = signatures(TEXT, [bank.at(7n)])
    assert.ok(line && !renamed.verify(Buffer.from(TEXT), line.signature))
  })
})

describe('policies', () => {
  test('two of three make the quorum, in any pair', () => {
    const names = ['rail', 'customs', 'bank']
    assert.ok(!isQuorum(policy, []))
    for (const name of names) {
      assert.ok(!isQuorum(policy, [name, name]))
      assert.ok(
        isQuorum(
          policy,
          names.filter((other) => other !== name),
        ),
      )
    }
  })

  test('groups of groups count as the specification’s example says', () => {
    const text = POLICY_TEXT.replace(
      /group[^]*/,
      'group rails any rail\ngroup all-of all rails bank\nquorum all-of\n',
    )
    const nested = parsePolicy(text)
    assert.ok(isQuorum(nested, ['rail', 'bank']))
    assert.ok(!isQuorum(nested, ['rail', 'customs']))
  })

  test('one witness short of the quorum is refused', () => {
    const short = addSignatures(SIGNED, signatures(TEXT, [rail.at(1n)]))
    assert.throws(() => verifyCheckpoint(short, policy), refused('policy.quorum_not_met'))
  })

  test('witnesses do not stand in for the log', () => {
    const cosigners: Signer[] = [rail.at(1n), customs.at(1n), bank.at(1n)]
    const note = signNote(TEXT, cosigners)
    assert.throws(() => verifyCheckpoint(note, policy), refused('note.no_known_signature'))
  })

  test('a checkpoint of a log the policy does not name is refused', () => {
    const other = SIGNED.replace(ORIGIN, 'elsewhere.example')
    assert.throws(() => verifyCheckpoint(other, policy), refused('proof.unknown_log'))
  })
})

describe('malformed policies', () => {
  const logKey = formatVkey(log)
  const railKey = formatVkey(rail)
  const MALFORMED = {
    'no quorum': [`log ${logKey}\n`, 'policy.no_quorum'],
    'two quorums': ['quorum none\nquorum none\n', 'policy.malformed'],
    'unknown keyword': ['quorum none\nfriend x\n', 'policy.malformed'],
    'property of every object as keyword': ['quorum none\nconstructor x\n', 'policy.malformed'],
    'quorum before its definition': [`quorum a\nwitness a ${railKey}\n`, 'policy.unknown_name'],
    'group of itself': ['group a any a\nquorum a\n', 'policy.unknown_name'],
    'group of none': ['group a any none\nquorum a\n', 'policy.unknown_name'],
    'group without members': ['group a any\nquorum a\n', 'policy.malformed'],
    'witness called none': [`witness none ${railKey}\nquorum none\n`, 'policy.duplicate_name'],
    'same log twice': [`log ${logKey}\nlog ${logKey}\nquorum none\n`, 'policy.duplicate_key'],
    'same witness key twice': [
      `witness a ${railKey}\nwitness b ${railKey}\nquorum none\n`,
      'policy.duplicate_key',
    ],
    'plain key as a witness': [`witness a ${logKey}\nquorum none\n`, 'key.unsupported_type'],
    'threshold of zero': [`witness a ${railKey}\ngroup g 0 a\nquorum g\n`, 'policy.malformed'],
    'threshold over members': [`witness a ${railKey}\ngroup g 2 a\nquorum g\n`, 'policy.malformed'],
    'padded threshold': [`witness a ${railKey}\ngroup g 01 a\nquorum g\n`, 'policy.malformed'],
    'member counted twice': [
      `witness a ${railKey}\ngroup g any a a\nquorum g\n`,
      'policy.duplicate_name',
    ],
    'carriage return': ['quorum none\r\n', 'policy.malformed'],
  } as const
  for (const [what, [text, code]] of Object.entries(MALFORMED)) {
    test(what, () => assert.throws(() => parsePolicy(text), refused(code)))
  }
})

describe('proof files', () => {
  test('the whole is verified and says who witnessed it', () => {
    const { checkpoint, witnessed, index } = verifyTlogProof(PROOF, entry, policy)
    assert.equal(checkpoint.size, 300n)
    assert.equal(index, INDEX)
    assert.deepEqual(
      witnessed.map(({ witness }) => witness),
      ['rail', 'bank'],
    )
  })

  test('another entry, index or proof hash is refused', () => {
    const wrong = () => verifyTlogProof(PROOF, flip(entry, 0), policy)
    assert.throws(wrong, refused('merkle.root_mismatch'))
    const moved = PROOF.replace('index 257', 'index 258')
    assert.throws(() => verifyTlogProof(moved, entry, policy), refused('merkle.root_mismatch'))
    const beyond = PROOF.replace('index 257', 'index 300')
    assert.throws(() => verifyTlogProof(beyond, entry, policy), refused('merkle.out_of_range'))
  })

  test('a log key that is not the policy’s is refused', () => {
    const forged = signNote(TEXT, [ed25519Signer(ORIGIN, seed(9)), rail.at(1n), bank.at(1n)])
    const text = formatTlogProof({ index: INDEX, hashes: HASHES, checkpoint: forged })
    assert.throws(() => verifyTlogProof(text, entry, policy), refused('note.no_known_signature'))
  })

  test('extra survives and is believed by nobody', () => {
    const extra = Uint8Array.of(1, 2, 3)
    const proof = { index: INDEX, hashes: HASHES, checkpoint: WITNESSED, extra }
    assert.deepEqual(parseTlogProof(formatTlogProof(proof)).extra, extra)
  })

  // The head of the file, where each byte counts; the checkpoint's bytes are the notes' test.
  test('every flipped byte before the checkpoint is refused', () => {
    const bytes = Buffer.from(PROOF)
    const head = PROOF.indexOf('\n\n')
    for (let at = 0; at <= head + 1; at++) {
      const text = Buffer.from(flip(bytes, at, 1 << (at % 7))).toString()
      assert.ok(!passes(() => verifyTlogProof(text, entry, policy)), `byte ${at}`)
    }
  })

  const MALFORMED: Record<string, string> = {
    'another version': PROOF.replace('@v1', '@v2'),
    'no index': PROOF.replace('index 257\n', ''),
    'leading zero': PROOF.replace('index 257', 'index 0257'),
    'empty extra': PROOF.replace('index', 'extra \nindex'),
    'extra after index': PROOF.replace('index 257', 'index 257\nextra AAAA'),
    'carriage returns': PROOF.replaceAll('\n', '\r\n'),
    'no checkpoint': PROOF.slice(0, PROOF.indexOf('\n\n') + 2),
    'two empty lines': PROOF.replace('\n\n', '\n\n\n'),
  }
  for (const [what, text] of Object.entries(MALFORMED)) {
    test(`malformed: ${what}`, () => assert.throws(() => parseTlogProof(text), refused()))
  }
})

describe('witness requests', () => {
  const BODY = formatAddCheckpoint({ oldSize: 5n, hashes: HASHES, checkpoint: SIGNED })

  test('what was written is read back', () => {
    assert.deepEqual(parseAddCheckpoint(BODY).oldSize, 5n)
    assert.equal(parseAddCheckpoint(BODY).checkpoint, SIGNED)
  })

  const MALFORMED: Record<string, string> = {
    'no old size': BODY.replace('old 5\n', ''),
    'leading zero': BODY.replace('old 5', 'old 05'),
    'no empty line': BODY.replace('\n\n', '\n'),
    '64 hashes': BODY.replace('old 5', `old 5${`\n${'A'.repeat(43)}=`.repeat(64)}`),
    'unsigned checkpoint': BODY.slice(0, BODY.indexOf('—')),
  }
  for (const [what, text] of Object.entries(MALFORMED)) {
    test(`malformed: ${what}`, () => assert.throws(() => parseAddCheckpoint(text), refused()))
  }
})
