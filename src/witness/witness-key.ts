/** The key of a witness: two seeds under one name, in a file that its owner alone may read. Signing is by node:crypto. */
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import {
  defaultChecks,
  ed25519CosignerFrom,
  isKeyName,
  isStrictEd25519,
  mlDsa44CosignerFrom,
  type Cosigner,
  type SignatureChecks,
} from 'tlog'
import { z } from 'zod'

const SEED_BYTES = 32

const Seed = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const WitnessKey = z.strictObject({
  name: z.string().refine(isKeyName),
  ed25519: Seed,
  /** A witness may do without. */
  mlDsa44: Seed.optional(),
})

/** A file that is no key of a witness. */
export class WitnessKeyError extends Error {
  override readonly name = 'WitnessKeyError'
}

/** Makes a key; throws where the file exists. */
export function makeWitnessKey(file: string, name: string): Cosigner[] {
  if (!isKeyName(name)) throw new WitnessKeyError(`"${name}" cannot be the name of a key`)
  const [ed25519, mlDsa44] = [makeSeed(), makeSeed()]
  const handle = openSync(file, 'wx', 0o600)
  writeSync(handle, `${JSON.stringify({ name, ed25519, mlDsa44 })}\n`)
  fsyncSync(handle)
  closeSync(handle)
  return readWitnessKey(file)
}

/** The cosigners of a key file, Ed25519 first. */
export function readWitnessKey(file: string): Cosigner[] {
  const { name, ed25519, mlDsa44 } = parseKey(file)
  return [
    ed25519CosignerOf(name, ed25519),
    ...(mlDsa44 === undefined ? [] : [mlDsa44CosignerOf(name, mlDsa44)]),
  ]
}

function parseKey(file: string): z.infer<typeof WitnessKey> {
  const text = readFileSync(file, 'utf8')
  try {
    return WitnessKey.parse(JSON.parse(text))
  } catch {
    throw new WitnessKeyError(`${file} is not a key made by "landbridge witness key"`)
  }
}

const makeSeed = (): string => randomBytes(SEED_BYTES).toString('base64url')

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const PKCS8_ML_DSA_44 = Buffer.from('3034020100300b060960864801650304031104228020', 'hex')

function privateKeyOf(prefix: Uint8Array, seed: string) {
  const key = Buffer.concat([prefix, Buffer.from(seed, 'base64url')])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function ed25519CosignerOf(name: string, seed: string): Cosigner {
  const key = privateKeyOf(PKCS8_ED25519, seed)
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const publicKey = Uint8Array.from(Buffer.from(x, 'base64url'))
  return ed25519CosignerFrom(name, publicKey, (message) => sign(null, message, key))
}

const ML_DSA_44_KEY_BYTES = 1312

function mlDsa44CosignerOf(name: string, seed: string): Cosigner {
  const key = privateKeyOf(PKCS8_ML_DSA_44, seed)
  // The key is what ends its SPKI encoding.
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = Uint8Array.from(spki.subarray(-ML_DSA_44_KEY_BYTES))
  return mlDsa44CosignerFrom(name, publicKey, (message) => sign(null, message, key))
}

/** tlog's checks, by node:crypto where its yes is a yes: some ten times faster. */
export const NODE_CHECKS: SignatureChecks = {
  ed25519: (publicKey, message, signature) =>
    (isStrictEd25519(publicKey, signature) &&
      verify(null, message, jwkOf('Ed25519', publicKey), signature)) ||
    defaultChecks.ed25519(publicKey, message, signature),
  mlDsa44: (publicKey, message, signature) =>
    publicKey.length === ML_DSA_44_KEY_BYTES &&
    verify(null, message, jwkOf('ML-DSA-44', publicKey), signature),
}

function jwkOf(algorithm: 'Ed25519' | 'ML-DSA-44', publicKey: Uint8Array) {
  const text = Buffer.from(publicKey).toString('base64url')
  const key =
    algorithm === 'Ed25519'
      ? { kty: 'OKP', crv: algorithm, x: text }
      : { kty: 'AKP', alg: algorithm, pub: text }
  return createPublicKey({ key, format: 'jwk' })
}
