// C2SP tlog-proof: one file that proves, offline, that an entry stands in a log.
import { base64Decode, base64Encode, parseDecimal, SIZE_MAX } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { check } from './error.ts'
import { defaultHasher, HASH_BYTES, verifyInclusion } from './merkle.ts'
import type { MerkleHasher } from './merkle.ts'
import { parseNote } from './note.ts'
import { verifyCheckpoint } from './policy.ts'
import type { Policy, TrustedCheckpoint } from './policy.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'
const PROOF_HASHES_MAX = 63
const PROOF_CHARACTERS_MAX = 2_000_000

export interface TlogProof {
  readonly index: bigint
  /** The inclusion proof, the leaf's sibling first. */
  readonly hashes: readonly Uint8Array[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
  /** Opaque and not authenticated by anything. */
  readonly extra?: Uint8Array
}

export interface VerifiedProof extends TrustedCheckpoint {
  readonly index: bigint
  readonly extra?: Uint8Array
}

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  check(index >= 0n && index <= SIZE_MAX, 'proof.malformed', 'index is out of range')
  check(hashes.length <= PROOF_HASHES_MAX, 'proof.malformed', 'proof has over 63 hashes')
  const sized = hashes.every((hash) => hash.length === HASH_BYTES)
  check(sized, 'proof.malformed', 'a proof hash is not 32 bytes')
  check(extra === undefined || extra.length > 0, 'proof.malformed', 'extra is present but empty')
  parseCheckpoint(parseNote(checkpoint).text)
  const lines = [HEADER]
  if (extra !== undefined) lines.push(`extra ${base64Encode(extra)}`)
  lines.push(`index ${index}`, ...hashes.map(base64Encode), '', checkpoint)
  return lines.join('\n')
}

export function parseTlogProof(text: string): TlogProof {
  const sized = text.length <= PROOF_CHARACTERS_MAX
  check(sized, 'proof.malformed', 'proof file is too long')
  const split = text.indexOf('\n\n')
  check(split >= 0, 'proof.malformed', 'no empty line before the checkpoint')
  const [header, ...lines] = text.slice(0, split).split('\n')
  check(header === HEADER, 'proof.malformed', `first line is not ${HEADER}`)
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined
  const [indexLine = '', ...hashes] = lines
  check(indexLine.startsWith('index '), 'proof.malformed', 'no index line')
  check(hashes.length <= PROOF_HASHES_MAX, 'proof.malformed', 'proof has over 63 hashes')
  const proof = {
    index: parseDecimal(indexLine.slice('index '.length), 'proof.malformed'),
    hashes: hashes.map(base64Decode),
    checkpoint: text.slice(split + 2),
    ...(extraLine === undefined ? {} : { extra: base64Decode(extraLine.slice('extra '.length)) }),
  }
  check(formatTlogProof(proof) === text, 'proof.malformed', 'proof is not in canonical form')
  return proof
}

/** Checks the whole file: the log's signature, the cosignatures the policy asks for, the place. */
export function verifyTlogProof(
  text: string,
  entry: Uint8Array,
  policy: Policy,
  hasher: MerkleHasher = defaultHasher,
): VerifiedProof {
  const { index, hashes, checkpoint: note, extra } = parseTlogProof(text)
  const trusted = verifyCheckpoint(note, policy)
  const { size, root } = trusted.checkpoint
  verifyInclusion(index, size, hasher.hashLeaf(entry), hashes, root, hasher)
  return { ...trusted, index, ...(extra === undefined ? {} : { extra }) }
}
