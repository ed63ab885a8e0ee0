// The one error this package throws on purpose, with a code from a closed list.
// Anything else that escapes is a bug here, never a property of the input.

export const VERIFICATION_ERROR_CODES = [
  'bytes.bad_base64',
  'bytes.bad_utf8',
  'bytes.bad_hex',
  'merkle.bad_hash',
  'merkle.out_of_range',
  'merkle.wrong_proof_length',
  'merkle.root_mismatch',
  'merkle.missing_hash',
  'tile.bad_path',
  'tile.out_of_range',
  'tile.wrong_length',
  'entries.malformed',
  'entries.too_long',
  'note.malformed',
  'note.too_many_signatures',
  'note.bad_signature',
  'note.no_known_signature',
  'note.ambiguous_verifier',
  'key.malformed',
  'key.wrong_id',
  'key.unsupported_type',
  'checkpoint.malformed',
  'cosignature.bad_time',
  'cosignature.bad_subtree',
  'proof.malformed',
  'proof.unknown_log',
  'policy.malformed',
  'policy.duplicate_name',
  'policy.duplicate_key',
  'policy.unknown_name',
  'policy.no_quorum',
  'policy.quorum_not_met',
  'witness.malformed',
] as const

export type VerificationErrorCode = (typeof VERIFICATION_ERROR_CODES)[number]

export class VerificationError extends Error {
  readonly code: VerificationErrorCode

  constructor(code: VerificationErrorCode, message: string) {
    super(message)
    this.name = 'VerificationError'
    this.code = code
  }
}

/** Throws unless `condition` holds. The message is for a person, the code for a program. */
export function check(
  condition: boolean,
  code: VerificationErrorCode,
  message: string,
): asserts condition {
  if (!condition) throw new VerificationError(code, message)
}
