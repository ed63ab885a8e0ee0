// C2SP tlog-witness: the body of add-checkpoint, by which a log asks for a cosignature.
import { base64Decode, base64Encode, parseDecimal } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { check } from './error.ts'
import { checkSize, HASH_BYTES } from './merkle.ts'
import { parseNote } from './note.ts'

const PROOF_HASHES_MAX = 63
const BODY_CHARACTERS_MAX = 2_000_000

export interface AddCheckpoint {
  /** The size the log believes the witness has seen last. */
  readonly oldSize: bigint
  /** The consistency proof from there to the checkpoint. */
  readonly hashes: readonly Uint8Array[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

export function formatAddCheckpoint({ oldSize, hashes, checkpoint }: AddCheckpoint): string {
  checkSize(oldSize)
  check(hashes.length <= PROOF_HASHES_MAX, 'witness.malformed', 'proof has over 63 hashes')
  const sized = hashes.every((hash) => hash.length === HASH_BYTES)
  check(sized, 'witness.malformed', 'a proof hash is not 32 bytes')
  parseCheckpoint(parseNote(checkpoint).text)
  return [`old ${oldSize}`, ...hashes.map(base64Encode), '', checkpoint].join('\n')
}

export function parseAddCheckpoint(body: string): AddCheckpoint {
  const sized = body.length <= BODY_CHARACTERS_MAX
  check(sized, 'witness.malformed', 'request is too long')
  const split = body.indexOf('\n\n')
  check(split >= 0, 'witness.malformed', 'no empty line before the checkpoint')
  const [old = '', ...hashes] = body.slice(0, split).split('\n')
  check(old.startsWith('old '), 'witness.malformed', 'no line with the old size')
  check(hashes.length <= PROOF_HASHES_MAX, 'witness.malformed', 'proof has over 63 hashes')
  const request = {
    oldSize: parseDecimal(old.slice('old '.length), 'witness.malformed'),
    hashes: hashes.map(base64Decode),
    checkpoint: body.slice(split + 2),
  }
  const canonical = formatAddCheckpoint(request)
  check(canonical === body, 'witness.malformed', 'request is not in canonical form')
  return request
}
