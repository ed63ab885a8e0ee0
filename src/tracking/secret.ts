/** A tracker's secret: 128 random bits as hex, kept only as its digest; a secret of that size needs no slow hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const makeSecret = (): string => randomBytes(16).toString('hex')

export const digestOf = (secret: string): Uint8Array =>
  createHash('sha256').update(secret, 'utf8').digest()

export function isSameDigest(kept: Uint8Array | null, given: Uint8Array): boolean {
  return kept !== null && kept.length === given.length && timingSafeEqual(kept, given)
}
