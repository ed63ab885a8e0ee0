/**
 * Everything that reads what a stranger sent: good inputs to damage, and what may happen to a damaged one. A target throws where the
 * input was read in two ways, or refused otherwise than by the refusals that are documented for it.
 */
import assert from 'node:assert/strict'
import { parseCheckpoint, parseNote, parsePolicy } from 'tlog'
import { testClock } from '#platform/testing/clock.ts'
import { createWitness } from '#witness/witness.ts'
import { sampleLog } from '#witness/fixtures.ts'
import { NODE_CHECKS } from '#witness/witness-key.ts'
import { rail } from '../../tlog/test/fixtures.ts'
import { EVIDENCE_TARGETS } from './evidence-targets.ts'
import { logTargets } from './log-targets.ts'
import { damageText, oneOf } from './mutate.ts'
import type { Target } from './target.ts'

const logOfWitness = sampleLog(40)
const asked = Array.from({ length: 12 }, (_, at) => logOfWitness.request(at, at + 5))

/** A whole witness: never an answer outside the table, and one that cosigned never forgets. */
function witnessTarget(): Target {
  let kept: string | undefined
  const witness = createWitness({
    policy: parsePolicy(`log ${logOfWitness.vkey}\nquorum none\n`, NODE_CHECKS),
    cosigners: [rail],
    checks: NODE_CHECKS,
    clock: testClock(),
    store: {
      read: async () => kept,
      async write(_, checkpoint) {
        const size = (note: string) => parseCheckpoint(parseNote(note).text).size
        if (kept !== undefined) assert.ok(size(kept) <= size(checkpoint), 'a witness went back')
        kept = checkpoint
      },
    },
  })
  return {
    name: 'witness',
    weight: 4,
    make: (random) =>
      random() < 0.05
        ? oneOf(random, asked)
        : damageText(random, oneOf(random, asked), oneOf(random, asked)),
    async run(input) {
      const { status, body } = await witness.addCheckpoint(input as string)
      assert.ok([200, 400, 403, 404, 409, 422].includes(status), `answered ${status}`)
      assert.equal(status === 200, body.startsWith('— '), 'a cosignature and a refusal')
    },
  }
}

export const makeTargets = (): readonly Target[] => [
  ...logTargets(),
  ...EVIDENCE_TARGETS,
  witnessTarget(),
]
