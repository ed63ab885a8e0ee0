/**
 * Who asks: a member by the session cookie, or a machine by its API key. A request that shows a key is never taken for the
 * member whose cookie it also carries; the guard against forged requests counts on that.
 */
import { LOCALE_DEFAULT, parseAcceptLanguage } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import { apiKeyState } from '#identity/identity.ts'
import { findApiKeyByDigest, markApiKeyUsed } from '#identity/key-store.ts'
import { digestOf, parseBearer } from '#identity/secrets.ts'
import type { SignIn } from '#identity/sign-in.ts'
import { findSignedIn } from '#identity/store.ts'

/** «Last used» is kept to the minute, so that a busy machine does not write a row at every call. */
const USED_MS = 60_000

export async function authenticate(
  { database, clock, signIn }: { database: Database; clock: Clock; signIn: SignIn },
  headers: Pick<Headers, 'get'>,
): Promise<Actor | null> {
  const locale = parseAcceptLanguage(headers.get('accept-language') ?? LOCALE_DEFAULT)
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const secret = parseBearer(authorization)
    if (secret === null) return null
    const machine = await findMachine(database, secret, clock())
    return machine && { ...machine, memberId: null, locale }
  }
  const token = signIn.sessionToken(headers)
  if (token === null) return null
  // Asked of the database each time, so that whoever signs out, or is let go, is out at once, whichever server is asked.
  const member = await database.question((tx) => findSignedIn(tx, token))
  return member ? { ...member, locale } : null
}

async function findMachine(
  database: Database,
  secret: string,
  now: Date,
): Promise<Omit<Actor, 'memberId' | 'locale'> | null> {
  const found = await database.question((tx) => findApiKeyByDigest(tx, digestOf(secret)))
  if (found === undefined || apiKeyState(found.key, now) !== 'active') return null
  const { key } = found
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() >= USED_MS)
    await database.transact((tx) => markApiKeyUsed(tx, key.id, now))
  return {
    organisationId: key.organisationId,
    organisationKind: found.organisationKind,
    role: key.role,
  }
}
