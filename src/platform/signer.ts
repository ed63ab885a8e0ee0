/**
 * Keeps private keys: sealed with AES-256-GCM under an envelope key that lives in a file, never in the database.
 * Signing is Ed25519 by node:crypto.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

export interface Signer {
  /** `purpose` is bound to the sealed bytes: what was sealed for one thing does not open as another. */
  seal(plain: Uint8Array, purpose: string): Uint8Array
  open(sealed: Uint8Array, purpose: string): Uint8Array
  /** A secret of its own for a purpose, the same at every start. */
  derive(purpose: string): Uint8Array
}

/** `next` opens, too: while everything is sealed anew under it, some things are already and some not yet. */
export function createSigner(envelopeKey: Uint8Array, next?: Uint8Array): Signer {
  const openUnder = (key: Uint8Array, sealed: Uint8Array, purpose: string): Uint8Array => {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(purpose))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ])
  }
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', envelopeKey, nonce)
      cipher.setAAD(Buffer.from(purpose))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, purpose) {
      if (next === undefined) return openUnder(envelopeKey, sealed, purpose)
      try {
        return openUnder(next, sealed, purpose)
      } catch {
        return openUnder(envelopeKey, sealed, purpose)
      }
    },
    derive: (purpose) =>
      new Uint8Array(hkdfSync('sha256', envelopeKey, new Uint8Array(), purpose, KEY_BYTES)),
  }
}

const envelopeFile = (dataDir: string): string => join(dataDir, 'secrets', 'envelope.key')
const nextFile = (dataDir: string): string => `${envelopeFile(dataDir)}.next`

/** With the envelope key of this installation, and the next one where a change of it was not finished. */
export function openSigner(dataDir: string): Signer {
  const next = nextFile(dataDir)
  return createSigner(readEnvelopeKey(dataDir), existsSync(next) ? readFileSync(next) : undefined)
}

export interface Resealing {
  /** Opens what is sealed under either key. */
  readonly from: Signer
  /** Seals under the next one. */
  readonly to: Signer
  /** Makes the next key the key, once everything is sealed under it; answers where the former one is kept. */
  finish(now: Date): string
}

/** Makes the next envelope key, or goes on with the one of a change that was not finished. */
export function beginResealing(dataDir: string): Resealing {
  const [file, next] = [envelopeFile(dataDir), nextFile(dataDir)]
  const former = readEnvelopeKey(dataDir)
  if (!existsSync(next)) writeSecret(next, randomBytes(KEY_BYTES))
  const key = readFileSync(next)
  return {
    from: createSigner(former, key),
    to: createSigner(key),
    finish(now) {
      const kept = `${file}.until-${now.toISOString().replaceAll(':', '')}`
      writeSecret(kept, former)
      renameSync(next, file)
      syncFolder(dirname(file))
      return kept
    },
  }
}

/** A sealed file, sealed anew in one step; a file that is not there is none to seal. */
export function resealFile(file: string, purpose: string, { from, to }: Resealing): void {
  if (!existsSync(file)) return
  writeSecret(file, to.seal(from.open(readFileSync(file), purpose), purpose))
}

/** Whole or not at all, and on disk when it returns. */
function writeSecret(file: string, bytes: Uint8Array): void {
  const draft = `${file}.draft`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, bytes)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
  syncFolder(dirname(file))
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** The envelope key of this installation; made, and on disk, before anything is sealed with it. */
function readEnvelopeKey(dataDir: string): Uint8Array {
  const file = envelopeFile(dataDir)
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const key = randomBytes(KEY_BYTES)
  const handle = openSync(file, 'wx', 0o600)
  writeSync(handle, key)
  fsyncSync(handle)
  closeSync(handle)
  return key
}

export interface Ed25519Pair {
  readonly publicKey: Uint8Array
  /** The 32-byte seed of RFC 8032. */
  readonly seed: Uint8Array
}

export function makeEd25519(): Ed25519Pair {
  const { privateKey } = generateKeyPairSync('ed25519')
  const jwk = privateKey.export({ format: 'jwk' })
  return {
    publicKey: Buffer.from(jwk.x!, 'base64url'),
    seed: Buffer.from(jwk.d!, 'base64url'),
  }
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

export function ed25519Key(seed: Uint8Array): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  })
}

export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return Buffer.from(createPublicKey(ed25519Key(seed)).export({ format: 'jwk' }).x!, 'base64url')
}

export function signEd25519(key: KeyObject, bytes: Uint8Array): Uint8Array {
  return sign(null, bytes, key)
}
