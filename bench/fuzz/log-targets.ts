/** What tlog reads: notes, keys, proofs, policies, tiles. */
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
  equalBytes,
  type SignatureChecks,
  type VerifyFunction,
  verifyConsistency,
  verifyInclusion,
  verifySubset,
  verifyTlogProof,
} from 'tlog'
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
import { entryAt } from '#passport/auditing/fixtures.ts'
import { below, damageBytes, damageText, oneOf } from './mutate.ts'
import { passes, type Target } from './target.ts'

interface Reader {
  readonly name: string
  readonly weight: number
  readonly seeds: readonly string[]
  /** Writes again what was read; undefined where a text may be spaced freely. */
  readonly read: (text: string) => string | undefined
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

export function logTargets(): readonly Target[] {
  for (const reader of READERS) for (const seed of reader.seeds) reader.read(seed)
  checks.prime()
  return [...READERS.map(readerTarget), ...BYTES, proofs]
}
