// C2SP tlog-checkpoint: the text of a signed tree head. Open the note first, then parse its text.
import { base64Decode, base64Encode, parseDecimal, utf8Encode } from './bytes.ts'
import { check } from './error.ts'
import { checkSize, HASH_BYTES } from './merkle.ts'

/** What the message of an ML-DSA-44 cosignature has room for: a longer origin could not be cosigned. */
export const ORIGIN_BYTES_MAX = 255

export interface Checkpoint {
  /** 1 to 255 bytes of UTF-8. It may hold spaces and plus signs, though then no key can bear its name. */
  readonly origin: string
  readonly size: bigint
  readonly root: Uint8Array
  /** Opaque lines after the third; not recommended, since nobody can audit them. */
  readonly extensions: readonly string[]
}

export type CheckpointFields = Omit<Checkpoint, 'extensions'> & {
  readonly extensions?: readonly string[]
}

function isLine(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what the format forbids
  return text.length > 0 && text.isWellFormed() && !/[\u0000-\u001f]/.test(text)
}

export function formatCheckpoint({
  origin,
  size,
  root,
  extensions = [],
}: CheckpointFields): string {
  checkSize(size)
  check(root.length === HASH_BYTES, 'checkpoint.malformed', 'root hash is not 32 bytes')
  const plain = isLine(origin) && extensions.every(isLine)
  check(plain, 'checkpoint.malformed', 'a line is empty or holds a control character')
  const named = utf8Encode(origin).length <= ORIGIN_BYTES_MAX
  check(named, 'checkpoint.malformed', `origin is longer than ${ORIGIN_BYTES_MAX} bytes`)
  return [origin, size.toString(), base64Encode(root), ...extensions, ''].join('\n')
}

export function parseCheckpoint(text: string): Checkpoint {
  check(text.endsWith('\n'), 'checkpoint.malformed', 'checkpoint does not end with a newline')
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n')
  const complete = origin !== undefined && size !== undefined && root !== undefined
  check(complete, 'checkpoint.malformed', 'checkpoint has fewer than three lines')
  const checkpoint = {
    origin,
    size: parseDecimal(size, 'checkpoint.malformed'),
    root: base64Decode(root),
    extensions,
  }
  const canonical = formatCheckpoint(checkpoint)
  check(canonical === text, 'checkpoint.malformed', 'checkpoint is not in canonical form')
  return checkpoint
}
