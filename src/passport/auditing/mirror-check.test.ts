// A good file held to a copy of the ledger: what was cut off, came later, stands twice or was ended is found by the container's code alone.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { utf8Encode } from 'tlog'
import { publish } from '#passport/auditing/fixtures.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { checkMirror } from '#passport/auditing/mirror-check.ts'
import { kidOf } from '#passport/entry.ts'
import { writeEvidence, type Evidence } from '#passport/evidence.ts'
import {
  openSampleLedger,
  PARTIES,
  SAMPLE_LOG,
  SAMPLE_STEPS,
  type SampleKey,
  type SampleStatement,
} from '#passport/fixtures.ts'
import { recoveryInput } from '#passport/recovery/recovery-entry.ts'
import { verifyEvidence } from '#passport/verify.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-mirror-check-'))
after(() => rm(folder, { recursive: true }))

/** A ledger with the keys of all parties, and a story that goes on. */
function begun(steps: number) {
  const ledger = openSampleLedger()
  const kinds = ['exporter', 'operator', 'warehouse'] as const
  const keys = new Map<string, SampleKey>(
    kinds.map((kind) => [kind, ledger.enterKey(PARTIES[kind])]),
  )
  const story: SampleStatement[] = []
  const go = (count: number): void => {
    for (const step of SAMPLE_STEPS.slice(story.length, story.length + count))
      story.push(ledger.say(keys.get(step.by)!, step, story))
  }
  const recover = (first: number, end: number) =>
    ledger.addOwn(recoveryInput(kidOf(SAMPLE_LOG.publicKey), { first, end }))
  /** What a file with these of the statements says. */
  const file = (told: readonly SampleStatement[] = story): Evidence => {
    const used = [...keys.values()].filter(({ kid }) => told.some(({ key }) => key.kid === kid))
    return ledger.file({ keys: used, story: told })
  }
  go(steps)
  return { ledger, keys, story, go, recover, file }
}

async function held(file: Evidence, entries: readonly string[]) {
  await rm(folder, { recursive: true })
  await publish(
    folder,
    entries.map((entry) => utf8Encode(entry)),
  )
  const verdict = verifyEvidence(utf8Encode(writeEvidence(file)))
  const { checked, unproven } = await checkMirror(verdict, openSource(folder))
  return new Map([...checked, ...unproven].map(({ code, facts }) => [code, facts]))
}

test('a whole file is said to be whole, and what the copy answers is no longer unproven', async () => {
  const { ledger, file } = begun(5)
  const said = await held(file(), ledger.entries)
  for (const code of ['mirror', 'whole', 'only', 'keys_in_time'])
    assert.ok(said.has(`checked.${code}`), code)
  for (const code of ['later', 'only', 'revocation']) assert.ok(!said.has(`unproven.${code}`), code)
  assert.ok(said.has('unproven.truth'))
})

test('statements that were cut off are found, however good the file is by itself', async () => {
  const { ledger, story, file } = begun(5)
  for (const kept of [1, 2, 4]) {
    const facts = {
      count: 5 - kept,
      places: [3, 4, 5, 6, 7].slice(kept).join(', '),
    }
    await assert.rejects(held(file(story.slice(0, kept)), ledger.entries), {
      code: 'mirror.left_out',
      facts,
    })
  }
})

test('what came after the file was made is told', async () => {
  const { ledger, go, file } = begun(3)
  const old = file()
  go(2)
  const said = await held(old, ledger.entries)
  assert.deepEqual(said.get('unproven.since'), { count: 2, places: '6, 7' })
  assert.ok(!said.has('checked.whole'))
})

test('a second statement under one number is a fork, whichever the file tells', async () => {
  const { ledger, keys, story, file } = begun(3)
  const before = story.slice(0, 2)
  const said = { wagonNumber: '1' }
  const other = ledger.say(keys.get('warehouse')!, { ...SAMPLE_STEPS[2]!, said }, before)
  for (const told of [story, [...before, other]])
    await assert.rejects(held(file(told), ledger.entries), { code: 'mirror.fork' })
})

test('where a recovery stands between two endings, the latter is the one that counts', async () => {
  const { ledger, keys, story, recover, file } = begun(3)
  const old = file()
  recover(5, 6)
  const before = story.slice(0, 2)
  assert.deepEqual((await held(file(before), ledger.entries)).get('unproven.lost'), {
    count: 1,
    places: '5',
  })
  const said = { wagonNumber: '1' }
  const other = ledger.say(keys.get('warehouse')!, { ...SAMPLE_STEPS[2]!, said }, before)
  await assert.rejects(held(old, ledger.entries), {
    code: 'mirror.other_ending',
    facts: { number: 3, index: 5, other: 7 },
  })
  const now = await held(file([...before, other]), ledger.entries)
  assert.deepEqual(now.get('checked.recovered'), { number: 3, index: 5 })
  assert.ok(now.has('checked.whole'))
})

test('the end of a key is found where the file leaves it out, before and after what it signed', async () => {
  const { ledger, keys, go, file } = begun(3)
  ledger.endKey(keys.get('operator')!, 'compromised')
  const said = await held(file(), ledger.entries)
  assert.deepEqual(said.get('unproven.compromised'), { numbers: '2' })
  ledger.endKey(keys.get('warehouse')!, 'rotated')
  go(1)
  await assert.rejects(held(file(), ledger.entries), {
    code: 'mirror.revoked_key',
    facts: { number: 4, index: 7 },
  })
})

test('a copy that is too old, of another history, or damaged decides nothing', async () => {
  const { ledger, file } = begun(5)
  const whole = file()
  await assert.rejects(held(whole, ledger.entries.slice(0, 7)), { code: 'mirror.behind' })
  await assert.rejects(held(whole, [...ledger.entries.slice(1), ledger.entries[0]!]), {
    code: 'mirror.other_history',
  })
  await assert.rejects(held(whole, [...ledger.entries, 'no entry']), { code: 'audit.entry' })
})
