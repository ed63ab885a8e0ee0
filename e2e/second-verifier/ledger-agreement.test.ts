// A published ledger, read by two verifiers that share no code: good to both or to neither.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { utf8Encode } from 'tlog'
import { publish } from '#passport/auditing/fixtures.ts'
import { auditSource, AUDIT_BEGINS } from '#passport/auditing/ledger-audit.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { openLinkBook } from '#passport/auditing/link-book.ts'
import { kidOf } from '#passport/entry.ts'
import {
  openSampleLedger,
  PARTIES,
  SAMPLE_LOG,
  SAMPLE_STEPS,
  SAMPLE_VKEY,
  seeded,
  type SampleKey,
  type SampleKind,
  type SampleStatement,
} from '#passport/fixtures.ts'
import { recoveryInput } from '#passport/recovery/recovery-entry.ts'
import { Refused } from './bytes.ts'
import { verifyMirror } from './mirror.ts'

const ANCHOR = {
  size: 6,
  receipt: {
    chainId: 1,
    contract: `0x${'0b'.repeat(20)}`,
    transaction: `0x${'0c'.repeat(32)}`,
    block: { number: 7, hash: `0x${'0a'.repeat(32)}`, at: 1_773_000_000 },
  },
}

const folder = await mkdtemp(join(tmpdir(), 'landbridge-second-'))
after(() => rm(folder, { recursive: true }))

async function bothAudit(
  entries: readonly string[],
  isGood: boolean,
  label: string,
): Promise<void> {
  await rm(folder, { recursive: true })
  await publish(
    folder,
    entries.map((entry) => utf8Encode(entry)),
  )
  const audit = auditSource({
    source: openSource(folder),
    vkey: SAMPLE_VKEY,
    from: AUDIT_BEGINS,
    links: openLinkBook(),
  })
  const one = await audit.then(
    () => 'accepted',
    (error: Error) => error.message,
  )
  let other = 'accepted'
  try {
    verifyMirror(folder, SAMPLE_VKEY)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    other = error.message
  }
  assert.deepEqual(
    [one === 'accepted', other === 'accepted'],
    [isGood, isGood],
    `${label}: ours ${one}, the second ${other}`,
  )
}

function begin() {
  const ledger = openSampleLedger()
  const key = new Map<string, SampleKey>(
    ['exporter', 'operator', 'warehouse'].map((kind) => [
      kind,
      ledger.enterKey(PARTIES[kind as SampleKind]),
    ]),
  )
  const story: SampleStatement[] = []
  for (const step of SAMPLE_STEPS.slice(0, 4))
    story.push(ledger.say(key.get(step.by)!, step, story))
  const again = (at: number) =>
    ledger.say(
      key.get(SAMPLE_STEPS[at]!.by)!,
      { ...SAMPLE_STEPS[at]!, said: { note: 'another' } },
      story.slice(0, at),
    )
  const recover = (first: number, end: number) =>
    ledger.addOwn(recoveryInput(kidOf(SAMPLE_LOG.publicKey), { first, end }))
  return { ledger, key, story, again, recover }
}
type Begun = ReturnType<typeof begin>
const CASES: [label: string, isGood: boolean, go: (begun: Begun) => void][] = [
  ['four statements', true, () => undefined],
  ['an anchor', true, ({ ledger }) => ledger.anchor(ANCHOR)],
  [
    'an anchor of another root',
    false,
    ({ ledger }) => ledger.anchor({ ...ANCHOR, said: { root: seeded('x', 32) } }),
  ],
  ['a number given twice', false, ({ again }) => again(2)],
  [
    'a number given again after a recovery',
    true,
    ({ again, recover }) => {
      recover(5, 6)
      again(2)
    },
  ],
  [
    'a recovery of something else',
    false,
    ({ again, recover }) => {
      recover(6, 7)
      again(2)
    },
  ],
  [
    'a key ended, then used',
    false,
    ({ ledger, key, again, recover }) => {
      recover(5, 6)
      ledger.endKey(key.get('warehouse')!, 'rotated')
      again(2)
    },
  ],
  ['a key entered twice', false, ({ ledger }) => ledger.enterKey(PARTIES.operator)],
  [
    'a key entered again after a recovery',
    true,
    ({ ledger, recover }) => {
      recover(1, 2)
      ledger.enterKey(PARTIES.operator)
    },
  ],
  [
    'the ledger’s key as a party’s',
    false,
    ({ ledger }) => ledger.enterKey({ ...PARTIES.operator, signer: SAMPLE_LOG }),
  ],
  ['a recovery of nothing', false, ({ recover }) => recover(3, 3)],
  ['a recovery of what comes later', false, ({ recover }) => recover(3, 9)],
  ['no entry at all', false, ({ ledger }) => ledger.add('free text')],
  [
    'an entry with a name for whom none is told',
    false,
    ({ ledger }) => ledger.enterKey({ ...PARTIES.exporter, names: PARTIES.operator.names! }),
  ],
]

test('a ledger is good to both: keys in their time, numbers given once, recoveries, anchors', async () => {
  for (const [label, isGood, go] of CASES) {
    const begun = begin()
    go(begun)
    await bothAudit(begun.ledger.entries, isGood, label)
  }
})
