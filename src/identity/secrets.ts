/** Secrets that are handed out once: invitation tokens and API keys. Only their SHA-256 is kept; at 256 random bits a plain digest is enough. */
import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32
const API_KEY_PREFIX = 'lbk_'

export interface OneTimeSecret {
  readonly secret: string
  readonly digest: Uint8Array
}

export function makeInvitationToken(): OneTimeSecret {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { secret, digest: digestOf(secret) }
}

/** The prefix lets scanners of leaked secrets, and people, see what it is. */
export function makeApiKeySecret(): OneTimeSecret {
  const secret = API_KEY_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')
  return { secret, digest: digestOf(secret) }
}

export function digestOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}

/** The API key of an `Authorization` header; null when it is none of ours. */
export function parseBearer(authorization: string): string | null {
  return /^Bearer (lbk_[A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1] ?? null
}
