/** Signing in and out, and who is signed in. */
import { createHash } from 'node:crypto'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, servePublic, type Http } from '#platform/http.ts'
import {
  countAttempt,
  deleteAttempts,
  deleteAttemptsEndedBefore,
  forgiveAttempt,
} from '#identity/attempt-store.ts'
import { getSession, signIn, signOut, type Session } from '#identity/contract.ts'
import { addressBlock, identityProblem, SIGN_IN_LIMITS } from '#identity/identity.ts'
import { getOrganisation } from '#identity/organisations.ts'
import type { SignIn } from '#identity/sign-in.ts'
import { deleteSessions, findMember, findMembership } from '#identity/store.ts'

export function sessionRoutes(http: Http, gate: SignIn): void {
  serve(http, getSession, ({ tx, actor }) => readSession(tx, actor))

  servePublic(http, signIn, async ({ tx, body, headers, now, setCookie }) => {
    const { email, password } = body
    const keys = attemptKeys(email, headers.get('x-client-address') ?? '')
    await admitAttempt(gate, keys, now)
    const entered = await gate.signIn(email, password, headers.whole())
    if (entered === null) throw identityProblem('identity.sign_in_failed')
    await gate.apart(async (apart) => {
      // Rows are locked in the order in which `admitAttempt` counts them: many may sign in at once.
      await deleteAttempts(apart, [keys.account_at_address])
      await forgiveAttempt(apart, keys.address)
      await forgiveAttempt(apart, keys.account)
    })
    const membership = await findMembership(tx, entered.userId)
    if (!membership?.member.active) {
      if (membership) await gate.apart((apart) => deleteSessions(apart, membership.member.id))
      throw identityProblem('identity.deactivated')
    }
    for (const cookie of entered.cookies) setCookie(cookie)
    const { member, organisation } = membership
    return { member, role: member.role, organisation }
  })

  servePublic(http, signOut, async ({ headers, setCookie }) => {
    for (const cookie of await gate.signOut(headers.whole())) setCookie(cookie)
    return {}
  })
}

async function readSession(tx: Tx, actor: Actor): Promise<Session> {
  const { organisationId, memberId, role } = actor
  const organisation = await getOrganisation(tx, organisationId)
  const member = memberId === null ? null : await findMember(tx, organisationId, memberId)
  return { member: member ?? null, role, organisation }
}

type AttemptKeys = Readonly<Record<(typeof SIGN_IN_LIMITS)[number]['of'], string>>

function attemptKeys(email: string, address: string): AttemptKeys {
  const block = addressBlock(address)
  return {
    account_at_address: digest('account_at_address', email, block),
    address: digest('address', block),
    account: digest('account', email),
  }
}

function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** Counts the attempt in every window, in a transaction that stays even when the sign-in is refused. */
async function admitAttempt(gate: SignIn, keys: AttemptKeys, now: Date): Promise<void> {
  // In a transaction of its own: what it locks is in no order, and holding that while counting ends in deadlocks.
  await gate.apart((tx) => deleteAttemptsEndedBefore(tx, now))
  const windows = await gate.apart(async (tx) => {
    const counted = []
    for (const { of, attemptsMax, minutes } of SIGN_IN_LIMITS)
      counted.push({ attemptsMax, ...(await countAttempt(tx, keys[of], minutes, now)) })
    return counted
  })
  const waits = windows
    .filter(({ attempts, attemptsMax }) => attempts > attemptsMax)
    .map(({ endsAt }) => Math.ceil((endsAt.getTime() - now.getTime()) / 1000))
  if (waits.length > 0)
    throw identityProblem('identity.too_many_attempts', { seconds: Math.max(...waits) })
}
