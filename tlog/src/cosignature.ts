// C2SP tlog-cosignature: timestamped signatures on checkpoints, Ed25519 (0x04) and ML-DSA-44 (0x06).
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import {
  concatBytes,
  copyBytes,
  equalBytes,
  readUint64,
  SIZE_MAX,
  uint64Bytes,
  utf8Decode,
  utf8Encode,
} from './bytes.ts'
import { ORIGIN_BYTES_MAX, parseCheckpoint } from './checkpoint.ts'
import {
  checkEd25519Key,
  ED25519_SIGNATURE_BYTES,
  ed25519FromSeed,
  verifyEd25519,
} from './ed25519.ts'
import type { SignFunction, VerifyFunction } from './ed25519.ts'
import { check, VerificationError } from './error.ts'
import { HASH_BYTES, hashEmpty } from './merkle.ts'
import { KEY_TYPE, namedKey } from './note.ts'
import type { NamedKey, Signer, VerifiedSignature, Verifier } from './note.ts'

const TIME_BYTES = 8
const ML_DSA_44_SEED_BYTES = 32
const ML_DSA_44_KEY_BYTES = 1312
const ML_DSA_44_SIGNATURE_BYTES = 2420

/** A cosigning key. `at(time)` is a signer that states the time, in seconds since 1970. */
export interface Cosigner extends NamedKey {
  at(timeSeconds: bigint): Signer
}

/** What an ML-DSA-44 cosignature states: the subtree of leaves [start, end) has this root. */
export interface Subtree {
  readonly origin: string
  readonly start: bigint
  readonly end: bigint
  readonly hash: Uint8Array
}

export interface SubtreeCosigner extends Cosigner {
  /** Cosigns any subtree; `timeSeconds` must be 0 unless the subtree starts at leaf 0. */
  signSubtree(subtree: Subtree, timeSeconds: bigint): Uint8Array
}

export interface SubtreeVerifier extends Verifier {
  verifySubtree(subtree: Subtree, signature: Uint8Array): boolean
}

function checkTime(timeSeconds: bigint): void {
  const fits = timeSeconds >= 0n && timeSeconds <= SIZE_MAX
  check(fits, 'cosignature.bad_time', 'time is not within 0…2^63 - 1')
}

/** The seconds since 1970 that a verified cosignature states; undefined for a plain signature. */
export function cosignatureTime({ signature, verifier }: VerifiedSignature): bigint | undefined {
  return verifier.type === KEY_TYPE.ed25519 ? undefined : readUint64(signature, 0)
}

function ed25519Message(timeSeconds: bigint, text: Uint8Array): Uint8Array {
  return concatBytes(utf8Encode(`cosignature/v1\ntime ${timeSeconds}\n`), text)
}

/** Whether a text is a checkpoint: a cosignature under anything else has no meaning. */
function isCheckpoint(text: Uint8Array): boolean {
  try {
    parseCheckpoint(utf8Decode(text))
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}

export function ed25519CosignatureVerifier(
  name: string,
  publicKey: Uint8Array,
  verify: VerifyFunction = verifyEd25519,
): Verifier {
  checkEd25519Key(publicKey, 'Ed25519 public key')
  const key = namedKey(name, KEY_TYPE.ed25519Cosignature, publicKey)
  return {
    ...key,
    verify: (text, signature) => {
      if (signature.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return false
      const time = readUint64(signature, 0)
      if (time > SIZE_MAX || !isCheckpoint(text)) return false
      return verify(key.publicKey, ed25519Message(time, text), copyBytes(signature, TIME_BYTES))
    },
  }
}

export function ed25519Cosigner(name: string, seed: Uint8Array): Cosigner {
  const { publicKey, sign } = ed25519FromSeed(seed)
  return ed25519CosignerFrom(name, publicKey, sign)
}

export function ed25519CosignerFrom(
  name: string,
  publicKey: Uint8Array,
  sign: SignFunction,
): Cosigner {
  checkEd25519Key(publicKey, 'Ed25519 public key')
  const key = namedKey(name, KEY_TYPE.ed25519Cosignature, publicKey)
  return {
    ...key,
    at: (timeSeconds) => {
      checkTime(timeSeconds)
      return {
        ...key,
        sign: (text) => {
          check(isCheckpoint(text), 'checkpoint.malformed', 'only a checkpoint can be cosigned')
          return concatBytes(uint64Bytes(timeSeconds), sign(ed25519Message(timeSeconds, text)))
        },
      }
    },
  }
}

function shortBytes(text: string, what: string): Uint8Array {
  const bytes = utf8Encode(text)
  const fits = bytes.length >= 1 && bytes.length <= ORIGIN_BYTES_MAX
  check(fits, 'cosignature.bad_subtree', `${what} is not 1 to ${ORIGIN_BYTES_MAX} bytes`)
  return concatBytes(Uint8Array.of(bytes.length), bytes)
}

/** A subtree starts at a multiple of its leaf count rounded up to a power of two. */
function isAligned(start: bigint, end: bigint): boolean {
  let span = 1n
  while (span < end - start) span <<= 1n
  return start % span === 0n
}

/** The bytes that ML-DSA-44 signs. */
export function subtreeMessage(
  cosigner: string,
  timeSeconds: bigint,
  subtree: Subtree,
): Uint8Array {
  const { origin, start, end, hash } = subtree
  checkTime(timeSeconds)
  const ordered = start >= 0n && start <= end && end <= SIZE_MAX
  check(ordered, 'cosignature.bad_subtree', 'subtree bounds are out of order')
  const real = start === 0n || (start < end && isAligned(start, end))
  check(real, 'cosignature.bad_subtree', 'no subtree starts there with that many leaves')
  const timed = start === 0n || timeSeconds === 0n
  check(timed, 'cosignature.bad_time', 'only a whole tree can be cosigned with a time')
  check(hash.length === HASH_BYTES, 'cosignature.bad_subtree', 'subtree hash is not 32 bytes')
  const isTrue = start < end || equalBytes(hash, hashEmpty())
  check(isTrue, 'cosignature.bad_subtree', 'an empty tree has another root')
  return concatBytes(
    utf8Encode('subtree/v1\n\0'),
    shortBytes(cosigner, 'cosigner name'),
    uint64Bytes(timeSeconds),
    shortBytes(origin, 'log origin'),
    uint64Bytes(start),
    uint64Bytes(end),
    hash,
  )
}

/** A key by whose name and bytes an ML-DSA-44 cosigner is known: the name is signed, with one byte for its length. */
function mlDsa44Key(name: string, publicKey: Uint8Array): NamedKey {
  const sized = publicKey.length === ML_DSA_44_KEY_BYTES
  check(sized, 'key.malformed', `ML-DSA-44 public key is not ${ML_DSA_44_KEY_BYTES} bytes`)
  const named = utf8Encode(name).length <= ORIGIN_BYTES_MAX
  check(named, 'key.malformed', `the name of a cosigner is longer than ${ORIGIN_BYTES_MAX} bytes`)
  return namedKey(name, KEY_TYPE.mlDsa44Cosignature, publicKey)
}

function wholeTree(text: Uint8Array): Subtree {
  const { origin, size, root } = parseCheckpoint(utf8Decode(text))
  return { origin, start: 0n, end: size, hash: root }
}

export const verifyMlDsa44: VerifyFunction = (publicKey, message, signature) =>
  publicKey.length === ML_DSA_44_KEY_BYTES &&
  signature.length === ML_DSA_44_SIGNATURE_BYTES &&
  ml_dsa44.verify(signature, message, publicKey)

/** Its cosignatures cover a checkpoint's first three lines: of extension lines they say nothing. */
export function mlDsa44Verifier(
  name: string,
  publicKey: Uint8Array,
  verify: VerifyFunction = verifyMlDsa44,
): SubtreeVerifier {
  const key = mlDsa44Key(name, publicKey)
  const verifyTree = (subtree: () => Subtree, signature: Uint8Array): boolean => {
    if (signature.length !== TIME_BYTES + ML_DSA_44_SIGNATURE_BYTES) return false
    try {
      const message = subtreeMessage(name, readUint64(signature, 0), subtree())
      return verify(key.publicKey, message, copyBytes(signature, TIME_BYTES))
    } catch (error) {
      if (error instanceof VerificationError) return false
      throw error
    }
  }
  return {
    ...key,
    verify: (text, signature) => verifyTree(() => wholeTree(text), signature),
    verifySubtree: (subtree, signature) => verifyTree(() => subtree, signature),
  }
}

export function mlDsa44Cosigner(name: string, seed: Uint8Array): SubtreeCosigner {
  const sized = seed.length === ML_DSA_44_SEED_BYTES
  check(sized, 'key.malformed', `ML-DSA-44 seed is not ${ML_DSA_44_SEED_BYTES} bytes`)
  const { publicKey, secretKey } = ml_dsa44.keygen(copyBytes(seed))
  // Deterministic signing (FIPS 204 §3.4): a pure function has no dice to hedge with.
  return mlDsa44CosignerFrom(name, publicKey, (message) =>
    ml_dsa44.sign(message, secretKey, { extraEntropy: false }),
  )
}

export function mlDsa44CosignerFrom(
  name: string,
  publicKey: Uint8Array,
  sign: SignFunction,
): SubtreeCosigner {
  const key = mlDsa44Key(name, publicKey)
  const signSubtree = (subtree: Subtree, timeSeconds: bigint): Uint8Array =>
    concatBytes(uint64Bytes(timeSeconds), sign(subtreeMessage(name, timeSeconds, subtree)))
  return {
    ...key,
    signSubtree,
    at: (timeSeconds) => ({ ...key, sign: (text) => signSubtree(wholeTree(text), timeSeconds) }),
  }
}
