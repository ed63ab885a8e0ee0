/** An Ed25519 public key as RFC 8037 writes it, who has its private half, and why one is signed with no more. */
import { z } from 'zod'

export const PublicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type PublicJwk = z.infer<typeof PublicJwk>

export const KeyKeeper = z.enum(['platform', 'organisation'])
export type KeyKeeper = z.infer<typeof KeyKeeper>

export const KeyRevocation = z.enum(['rotated', 'compromised'])
export type KeyRevocation = z.infer<typeof KeyRevocation>
