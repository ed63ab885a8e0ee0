/**
 * Everything that reads what a stranger sent: good inputs to damage, and what may happen to a damaged one. A target throws where the
 * input was read in two ways, or refused otherwise than by the refusals that are documented for it.
 */
import assert from 'node:assert/strict'
import {
  addSignatures,
  decodeEntries,
  decodeTile,
  encodeEntries,
  encodeTile,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatSignatureLines,
  formatTlogProof,
  formatVkey,
  openNote,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseSignatureLines,
  parseTilePath,
  parseTlogProof,
  parseVkey,
  signatures,
  tilePath,
  entriesPath,
  utf8Decode,
  utf8Encode,
  VerificationError,
  equalBytes,
  type SignatureChecks,
  type VerifyFunction,
  verifyConsistency,
  verifyInclusion,
  verifySubset,
  verifyTlogProof,
} from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { testClock } from '#platform/testing/clock.ts'
import { formatState, parseState } from '#passport/auditing/audit-state.ts'
import { checkEntries } from '#passport/auditing/entry-check.ts'
import { entryAt, revocation } from '#passport/auditing/fixtures.ts'
import { nodeEd25519 } from '#passport/auditing/node-ed25519.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { findEvidence, writeEvidencePage } from '#passport/evidence-page.ts'
import { SAMPLE_STEPS, SAMPLE_VKEY, sampleEvidence } from '#passport/fixtures.ts'
import type { Claim } from '#passport/verify-place.ts'
import { verifyEvidenceWith } from '#passport/verify.ts'
import { createWitness } from '#witness/witness.ts'
import { sampleLog } from '#witness/fixtures.ts'
import { NODE_CHECKS } from '#witness/witness-key.ts'
import {
  bank,
  customs,
  HASHES,
  INDEX,
  log,
  POLICY_TEXT,
  rail,
  SIGNED,
  TEXT,
  WITNESSED,
} from '../../tlog/test/fixtures.ts'
import { SIZE } from '../../tlog/test/grown-log.ts'
import {
  below,
  damageBytes,
  damageJson,
  damageJws,
  damageText,
  oneOf,
  type Random,
} from './mutate.ts'

export interface Target {
  readonly name: string
  /** How often it is taken, against the others. */
  readonly weight: number
  make(random: Random): string | Uint8Array
  run(input: string | Uint8Array): void | Promise<void>
}

/** True where the input was taken; false where it was refused as documented. */
function passes(work: () => void, isRefusal = isVerificationError): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

const isVerificationError = (error: unknown): boolean => error instanceof VerificationError

const isProblem =
  (prefix: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code.startsWith(prefix)

interface Reader {
  readonly name: string
  readonly weight: number
  readonly seeds: readonly string[]
  /** Writes again what was read; undefined where a text may be spaced freely. */
  read(text: string): string | undefined
}

/**
 * The one good signature of each key over each text, known by heart: checking is most of the time otherwise. One in fifty is checked in
 * earnest, and must agree.
 */
function rememberingChecks(): SignatureChecks & { readonly prime: () => void } {
  const known = new Map<string, Uint8Array>()
  let [isPrimed, turn] = [false, 0]
  const remember =
    (check: VerifyFunction): VerifyFunction =>
    (publicKey, message, signature) => {
      const name = Buffer.concat([publicKey.subarray(0, 32), message]).toString('latin1')
      const good = known.get(name)
      const isKnown = good !== undefined && equalBytes(good, signature)
      turn = (turn + 1) % 50
      if (isPrimed && turn !== 0) return isKnown
      const isGood = check(publicKey, message, signature)
      assert.ok(good === undefined || isGood === isKnown, 'a signature was judged in two ways')
      if (isGood) known.set(name, Uint8Array.from(signature))
      return isGood
    }
  return {
    ed25519: remember(NODE_CHECKS.ed25519),
    mlDsa44: remember(NODE_CHECKS.mlDsa44),
    /** From here on only what was seen to be good is. */
    prime: () => void (isPrimed = true),
  }
}

const checks = rememberingChecks()
const verifiers = [log, rail, bank, customs].map((key) => parseVkey(formatVkey(key), checks))
const policy = parsePolicy(POLICY_TEXT, checks)
const entry = utf8Encode('an entry')
const proof = (hashes = HASHES, index = INDEX, checkpoint = WITNESSED) =>
  formatTlogProof({ index, hashes, checkpoint })
const logOfWitness = sampleLog(40)
const cosigned = formatSignatureLines(
  signatures(TEXT, [rail.at(1_795_000_000n), bank.at(1_795_000_001n)]),
)

const READERS: readonly Reader[] = [
  {
    name: 'note',
    weight: 12,
    seeds: [SIGNED, WITNESSED],
    read(text) {
      const again = formatNote(parseNote(text))
      passes(() => void openNote(text, verifiers))
      return again
    },
  },
  {
    name: 'vkey',
    weight: 24,
    seeds: [log, rail, bank].map(formatVkey),
    read: (text) => formatVkey(parseVkey(text)),
  },
  {
    name: 'checkpoint',
    weight: 34,
    seeds: [TEXT, `${TEXT}an extension\n`],
    read: (text) => formatCheckpoint(parseCheckpoint(text)),
  },
  {
    name: 'cosignatures',
    weight: 10,
    seeds: [cosigned],
    read(text) {
      const lines = parseSignatureLines(text)
      passes(() => void openNote(addSignatures(SIGNED, lines), verifiers))
      return formatSignatureLines(lines)
    },
  },
  {
    name: 'tlog-proof',
    weight: 18,
    seeds: [proof(), formatTlogProof({ index: 3n, hashes: [], checkpoint: SIGNED, extra: entry })],
    read(text) {
      const again = formatTlogProof(parseTlogProof(text))
      passes(() => void verifyTlogProof(text, entry, policy))
      return again
    },
  },
  {
    name: 'policy',
    weight: 18,
    seeds: [POLICY_TEXT, `log ${formatVkey(log)}\nquorum none\n`],
    read: (text) => void parsePolicy(text, checks) as undefined,
  },
  {
    name: 'tile path',
    weight: 24,
    seeds: ['tile/0/x001/x234/067.p/8', 'tile/entries/000', 'tile/63/x999/999'],
    read(text) {
      const { level, index, width } = parseTilePath(text)
      return level === 'entries' ? entriesPath(index, width) : tilePath(level, index, width)
    },
  },
  {
    name: 'witness request',
    weight: 24,
    seeds: [formatAddCheckpoint({ oldSize: 5n, hashes: HASHES, checkpoint: SIGNED })],
    read: (text) => formatAddCheckpoint(parseAddCheckpoint(text)),
  },
]

function readerTarget({ name, weight, seeds, read }: Reader): Target {
  const all = READERS.flatMap((one) => one.seeds)
  return {
    name,
    weight,
    make: (random) => damageText(random, oneOf(random, seeds), oneOf(random, all)),
    run(input) {
      const text = input as string
      passes(() => {
        const again = read(text)
        if (again !== undefined) assert.equal(again, text, 'read in two ways')
      })
    },
  }
}

const bundle = encodeEntries(Array.from({ length: 4 }, (_, at) => entryAt(at)))
const tile = encodeTile(HASHES)

const BYTES: readonly Target[] = [
  {
    name: 'entry bundle',
    weight: 16,
    make: (random) => damageBytes(random, random() < 0.9 ? bundle : bundle.subarray(0, 2)),
    run: (input) =>
      void passes(() =>
        assert.deepEqual(encodeEntries(decodeEntries(input as Uint8Array)), input, 'in two ways'),
      ),
  },
  {
    name: 'tile',
    weight: 16,
    make: (random) => damageBytes(random, tile),
    run(input) {
      for (const width of [0, 1, HASHES.length, 256, 257])
        passes(() => assert.deepEqual(encodeTile(decodeTile(input as Uint8Array, width)), input))
    },
  },
  {
    name: 'UTF-8',
    weight: 12,
    make: (random) => damageBytes(random, utf8Encode('— 中欧班列 поезд 𝄞')),
    run: (input) =>
      void passes(() => assert.deepEqual(utf8Encode(utf8Decode(input as Uint8Array)), input)),
  },
]

/** Numbers, and the lengths of hashes. */
interface ProofInput {
  readonly index: number
  readonly size: number
  readonly second: number
  readonly hashes: readonly number[]
}

/** As JSON, so that an input can be printed. */
const proofs: Target = {
  name: 'Merkle proof',
  weight: 16,
  make(random) {
    const size = below(random, 2) ? SIZE : below(random, 70)
    const near = () => size + below(random, 5) - 2
    const hash = () => (below(random, 40) ? 32 : below(random, 64))
    return JSON.stringify({
      index: below(random, 3) ? below(random, size + 2) : near(),
      size: below(random, 10) ? size : near(),
      second: near() + below(random, 3) * size,
      hashes: Array.from({ length: below(random, 14) }, hash),
    })
  },
  run(input) {
    const { index, size, second, hashes } = JSON.parse(input as string) as ProofInput
    const made = hashes.map((length) => new Uint8Array(length))
    const [at, first, next] = [BigInt(index), BigInt(size), BigInt(second)]
    const leaf = made[0] ?? new Uint8Array(32)
    const isTaken = (work: () => void) => {
      // Hashes of zeros lead to no root of zeros, but where the proof is no proof at all.
      assert.ok(
        !passes(work) || first === next || first === 0n || made.length <= 1,
        'a proof of nothing',
      )
    }
    isTaken(() => verifyInclusion(at, first, leaf, made, new Uint8Array(32)))
    isTaken(() => verifyConsistency(first, next, new Uint8Array(32), new Uint8Array(32), made))
    passes(() => verifySubset([{ index: at, hash: leaf }], first, made, new Uint8Array(32)))
  },
}

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
const isSigned = nodeEd25519()
const claimed = ({ publicKey, message, signature }: Claim) =>
  isSigned({ publicKey, input: message, signature })
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
        keys: keys.map(({ restricted: _, revoked: __, ...key }) => key),
        statements: statements.map(({ restricted: _, documents: __, ...one }) => one),
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
      () => void checkEntries([KEY, input as Uint8Array], 0n, parseVkey(SAMPLE_VKEY), new Map()),
      isProblem('audit.entry'),
    ),
}

const STATE = formatState(
  { seen: undefined, done: 0n, root: new Uint8Array(32), keys: new Map() },
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

export function makeTargets(): readonly Target[] {
  for (const { seeds, read } of READERS) for (const seed of seeds) read(seed)
  checks.prime()
  return [
    ...READERS.map(readerTarget),
    ...BYTES,
    proofs,
    evidence,
    page,
    entries,
    state,
    witnessTarget(),
  ]
}
