// C2SP tlog-policy as a file of octets: what may stand in names, what a line may hold, and how large a policy may be.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ed25519Cosigner,
  ed25519CosignatureVerifier,
  ed25519Signer,
  formatVkey,
  isQuorum,
  mlDsa44Cosigner,
  parsePolicy,
  utf8Encode,
} from '../src/index.ts'
import type { VerificationErrorCode } from '../src/index.ts'
import { bank, customs, log, rail, seed } from './fixtures.ts'
import { refused } from './grown-log.ts'

const [railKey, customsKey, bankKey] = [rail, customs, bank].map((key) => formatVkey(key))

/** Text in which each character below U+0100 is one octet. */
const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

test('a name is the octets it is, UTF-8 or not', () => {
  const one = parsePolicy(octets(`witness w\xe9 ${railKey}\nquorum w\xe9\n`))
  assert.equal(one.witnesses[0]?.name, one.quorum)
  assert.ok(isQuorum(one, [one.quorum]))
  for (const other of ['w\xe8', 'w\ufffd', 'we', 'w\xc3\xa9'])
    assert.throws(
      () => parsePolicy(octets(`witness w\xe9 ${railKey}\nquorum ${other}\n`)),
      refused('policy.unknown_name'),
      other,
    )
})

test('a letter and the sign that looks like it are two names', () => {
  const text = `witness K ${railKey}\nwitness \u212a ${customsKey}\ngroup g 2 K \u212a\nquorum g\n`
  for (const policy of [parsePolicy(text), parsePolicy(utf8Encode(text))])
    assert.deepEqual(policy.groups[0]?.members, ['K', '\u212a'])
  const composed = `witness é ${railKey}\nquorum e\u0301\n`
  assert.throws(() => parsePolicy(composed), refused('policy.unknown_name'))
})

test('octets that are not UTF-8 elsewhere do not change what a name is', () => {
  const name = Buffer.from('中').toString('latin1')
  const text = `# \xff\nwitness ${name} ${railKey} https://\xfe/\n# ${name}\xff\nquorum ${name}\n`
  const policy = parsePolicy(octets(text))
  assert.equal(policy.quorum, '中')
  assert.equal(parsePolicy(utf8Encode(`witness 中 ${railKey}\nquorum 中\n`)).quorum, '中')
})

test('tab and newline are the only control characters, and only they and the space part words', () => {
  for (let octet = 0; octet < 0x80; octet += 1) {
    const text = `# ${String.fromCharCode(octet)}\nquorum none\n`
    if ((octet >= 0x20 && octet < 0x7f) || octet === 0x09 || octet === 0x0a) parsePolicy(text)
    else
      for (const policy of [text, octets(text)])
        assert.throws(() => parsePolicy(policy), refused('policy.malformed'), String(octet))
  }
  const spaced = `\n \t\n\t# comment\n  witness\t \tw\u00a0w  ${railKey}   https://w/  \n\tquorum w\u00a0w`
  const policy = parsePolicy(spaced)
  assert.deepEqual([policy.quorum, policy.witnesses[0]?.url], ['w\u00a0w', 'https://w/'])
  assert.equal(parsePolicy(utf8Encode(spaced)).quorum, 'w\u00a0w')
})

test('a byte order mark is no white space', () => {
  assert.throws(() => parsePolicy('\ufeffquorum none\n'), refused('policy.malformed'))
  assert.throws(() => parsePolicy(utf8Encode('\ufeffquorum none\n')), refused('policy.malformed'))
})

test('the words of the format are names like others, but for none', () => {
  const text = `witness all ${railKey}\nwitness any ${customsKey}\ngroup group 2 all any\ngroup 1 1 group\nquorum 1\n`
  const policy = parsePolicy(text)
  assert.ok(isQuorum(policy, ['all', 'any']))
  assert.ok(!isQuorum(policy, ['all']))
})

test('the example of the specification', () => {
  const keys = Array.from({ length: 6 }, (_, at) =>
    formatVkey(ed25519Cosigner(`w${at}.example`, seed(20 + at))),
  )
  const policy = parsePolicy(`log ${formatVkey(log)}

witness X1 ${keys[0]}
witness X2 ${keys[1]}
witness X3 ${keys[2]}
group X-witnesses 2 X1 X2 X3

witness Y1 ${keys[3]}
witness Y2 ${keys[4]}
witness Y3 ${keys[5]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`)
  for (const [names, isMet] of [
    [['X1', 'X3', 'Y2'], true],
    [['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'], true],
    [['X1', 'X2', 'X3'], false],
    [['X1', 'Y1', 'Y2', 'Y3'], false],
    [['X-and-Z'], false],
  ] as const)
    assert.equal(isQuorum(policy, names), isMet, names.join())
})

test('forty logs, witnesses and groups, each of the longest keys', () => {
  const all = Array.from({ length: 40 }, (_, at) => at)
  const text = [
    ...all.map((at) => `log ${formatVkey(ed25519Signer(`log${at}.example`, seed(at)))}`),
    ...all.map((at) => `witness w${at} ${formatVkey(mlDsa44Cosigner(`w${at}`, seed(at)))}`),
    ...all.map((at) => `group g${at} any w${at}${at > 0 ? ` g${at - 1}` : ''}`),
    'quorum g39',
  ].join('\n')
  const policy = parsePolicy(text)
  assert.deepEqual(
    [policy.logs.length, policy.witnesses.length, policy.groups.length],
    [40, 40, 40],
  )
  assert.ok(isQuorum(policy, ['w0']))
})

const asCosigner = formatVkey(ed25519CosignatureVerifier(log.name, log.publicKey))
const renamed = formatVkey(ed25519CosignatureVerifier('impostor.example', rail.publicKey))
const REFUSED: Record<string, readonly [string, VerificationErrorCode]> = {
  'a log’s key of the cosigners’ type': [
    `log ${asCosigner}\nquorum none\n`,
    'key.unsupported_type',
  ],
  'the same key under another name': [
    `witness a ${railKey}\nwitness b ${renamed}\nquorum none\n`,
    'policy.duplicate_key',
  ],
  'a comment behind a line': [
    `witness a ${railKey} https://a/ # a\nquorum a\n`,
    'policy.malformed',
  ],
  'a group before its member': [
    `group g any a\nwitness a ${railKey}\nquorum g\n`,
    'policy.unknown_name',
  ],
  'two groups that hold each other': [
    `group g any h\ngroup h any g\nquorum g\n`,
    'policy.unknown_name',
  ],
  'a member of two groups': [
    `witness a ${railKey}\nwitness b ${bankKey}\ngroup g any a b\ngroup h any a\nquorum g\n`,
    'policy.duplicate_name',
  ],
  'a group called as a witness is': [
    `witness a ${railKey}\ngroup a any a\nquorum a\n`,
    'policy.duplicate_name',
  ],
  'a group called none': [
    `witness a ${railKey}\ngroup none any a\nquorum a\n`,
    'policy.duplicate_name',
  ],
  'a log without its key': ['log\nquorum none\n', 'policy.malformed'],
  'a witness without its key': ['witness a\nquorum none\n', 'policy.malformed'],
  'a quorum without its name': ['quorum\n', 'policy.malformed'],
  'a quorum of two': [
    `witness a ${railKey}\nwitness b ${bankKey}\nquorum a b\n`,
    'policy.malformed',
  ],
  'the same quorum again': [`witness a ${railKey}\nquorum a\nquorum a\n`, 'policy.malformed'],
  'a keyword in capitals': ['QUORUM none\n', 'policy.malformed'],
  'an empty file': ['', 'policy.no_quorum'],
}
for (const [what, [text, code]] of Object.entries(REFUSED))
  test(`refused: ${what}`, () => assert.throws(() => parsePolicy(text), refused(code)))

test('refused: thresholds that are no decimals of 1 to n', () => {
  for (const k of [
    '0',
    '-1',
    '+1',
    '3',
    '1.0',
    '1e0',
    '0x1',
    '٢',
    '01',
    'ALL',
    '99999999999999999999',
  ])
    assert.throws(
      () => parsePolicy(`witness a ${railKey}\nwitness b ${bankKey}\ngroup g ${k} a b\nquorum g\n`),
      refused('policy.malformed'),
      k,
    )
})
