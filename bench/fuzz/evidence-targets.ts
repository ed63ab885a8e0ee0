/** Evidence, its page, entries of the ledger and the state of an audit. */
import assert from 'node:assert/strict'
import { parseVkey, utf8Decode, utf8Encode } from 'tlog'
import { formatState, parseState } from '#passport/auditing/audit-state.ts'
import { checkEntries, NOTHING_KNOWN } from '#passport/auditing/entry-check.ts'
import { entryAt, revocation } from '#passport/auditing/fixtures.ts'
import { isSignedEd25519 } from '#passport/node-signatures.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { findEvidence, writeEvidencePage } from '#passport/evidence-page.ts'
import { SAMPLE_STEPS, SAMPLE_VKEY, sampleEvidence } from '#passport/fixtures.ts'
import type { Claim } from '#passport/claims.ts'
import { verifyEvidenceWith } from '#passport/verify.ts'
import { below, damageJson, damageJws, damageText, oneOf } from './mutate.ts'
import { isProblem, passes, type Target } from './target.ts'

const STEPS = SAMPLE_STEPS.slice(0, 6)
const EVIDENCE = [
  sampleEvidence(STEPS),
  sampleEvidence(STEPS, [], [{ by: 'broker', reason: 'rotated' }]),
  sampleEvidence(STEPS, [
    {
      size: 9,
      receipt: {
        chainId: 1,
        contract: `0x${'a'.repeat(40)}`,
        transaction: `0x${'b'.repeat(64)}`,
        block: { number: 7, hash: `0x${'c'.repeat(64)}`, at: 1_795_000_000 },
      },
    },
  ]),
]
const claimed = ({ publicKey, message, signature }: Claim) =>
  isSignedEd25519({ publicKey, input: message, signature })
const FILES = EVIDENCE.map((one) => writeEvidence(one))

/** Canonical again after most damages, so that more than the spelling is tried. */
const evidence: Target = {
  name: 'evidence',
  weight: 1,
  make(random) {
    const at = below(random, FILES.length)
    if (random() < 0.3) return utf8Encode(wellFormed(damageText(random, FILES[at]!, 'null')))
    return utf8Encode(wellFormed(JSON.stringify(sorted(damageJson(random, EVIDENCE[at])))))
  },
  async run(input) {
    const bytes = input as Uint8Array
    const isTaken = await verifyEvidenceWith(claimed, bytes, { vkey: SAMPLE_VKEY }).then(
      () => true,
      (error: unknown) => {
        if (isProblem('evidence.')(error)) return false
        throw error
      },
    )
    // Its keeping back of a part is the one change that its maker may make.
    if (isTaken) assert.ok(isKeptBack(utf8Decode(bytes)), 'altered evidence was accepted')
  },
}

function isKeptBack(text: string): boolean {
  const open = ({ keys, statements, ...rest }: (typeof EVIDENCE)[number]) =>
    JSON.stringify(
      sorted({
        ...rest,
        keys: keys.map(({ entry, index }) => ({ entry, index })),
        statements: statements.map(({ by, index, public: said, signature }) => [
          by,
          index,
          said,
          signature,
        ]),
      }),
    )
  const shown = JSON.parse(text) as (typeof EVIDENCE)[number]
  return EVIDENCE.some((one) => {
    const { anchors: _, ...bare } = one
    return (
      [one, bare].some((good) => open(good) === open(shown)) ||
      shown.statements.length < one.statements.length
    )
  })
}

const page: Target = {
  name: 'evidence page',
  weight: 4,
  make: (random) =>
    utf8Encode(
      wellFormed(
        damageText(
          random,
          writeEvidencePage(
            '<!doctype html><script type="application/json" id="evidence"></script>',
            '{"a":"<"}',
          ),
          '</script>',
        ),
      ),
    ),
  run: (input) => void passes(() => void findEvidence(input as Uint8Array), isProblem('evidence.')),
}

const KEY = entryAt(0)
const AGAINST = { log: parseVkey(SAMPLE_VKEY), known: NOTHING_KNOWN }
const ENTRIES = [KEY, entryAt(1), revocation()]

const entries: Target = {
  name: 'ledger entries',
  weight: 6,
  make: (random) =>
    random() < 0.5
      ? utf8Encode(wellFormed(damageText(random, utf8Decode(oneOf(random, ENTRIES)), '.')))
      : utf8Encode(wellFormed(damageJws(random, utf8Decode(oneOf(random, ENTRIES))))),
  run: (input) =>
    void passes(
      () => void checkEntries([KEY, input as Uint8Array], 0n, AGAINST),
      isProblem('audit.entry'),
    ),
}

const STATE = formatState(
  { ...NOTHING_KNOWN, seen: undefined, done: 0n, root: new Uint8Array(32) },
  SAMPLE_VKEY,
)

const state: Target = {
  name: 'audit state',
  weight: 8,
  make: (random) =>
    random() < 0.5
      ? damageText(random, STATE, '{}')
      : JSON.stringify(damageJson(random, JSON.parse(STATE))),
  run: (input) =>
    void passes(
      () => void parseState(input as string, SAMPLE_VKEY, 'a file'),
      isProblem('audit.state'),
    ),
}

const wellFormed = (text: string): string => text.toWellFormed()

/** Names in the order of RFC 8785. */
function sorted(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > 100) return value
  if (Array.isArray(value)) return value.map((one) => sorted(one, depth + 1))
  const names = Object.keys(value).sort()
  return Object.fromEntries(
    names.map((name) => [name, sorted((value as Record<string, unknown>)[name], depth + 1)]),
  )
}

export const EVIDENCE_TARGETS: readonly Target[] = [evidence, page, entries, state]
