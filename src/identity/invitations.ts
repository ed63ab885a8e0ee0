/** Letting people in by invitation. The token goes to whoever invites; only its digest is kept. */
import type { MemberRole, OrganisationId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { INVITATION_DAYS, type Invitation, type InvitationId } from '#identity/contract.ts'
import { identityProblem, invitationState } from '#identity/identity.ts'
import {
  insertInvitation,
  revokeOpenInvitations,
  type InvitationRow,
} from '#identity/invitation-store.ts'
import type { Making } from '#identity/organisations.ts'
import { makeInvitationToken } from '#identity/secrets.ts'
import { findMemberByEmail } from '#identity/store.ts'

const DAY_MS = 86_400_000

/** An open invitation to the same address is replaced: its link may have been lost. */
export async function invite(
  tx: Tx,
  { ids, now }: Pick<Making, 'ids' | 'now'>,
  whom: { organisationId: OrganisationId; email: string; role: MemberRole },
): Promise<{ invitation: Invitation; token: string }> {
  const { organisationId, email } = whom
  if (await findMemberByEmail(tx, organisationId, email))
    throw identityProblem('identity.already_member')
  await revokeOpenInvitations(tx, organisationId, email, now)
  const { secret, digest } = makeInvitationToken()
  const row = await insertInvitation(tx, {
    ...whom,
    id: ids('inv') as InvitationId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS),
    tokenDigest: digest,
  })
  return { invitation: toInvitation(row, now), token: secret }
}

export function toInvitation(row: InvitationRow, now: Date): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: invitationState(row, now),
    createdAt: row.createdAt.toISOString() as Timestamp,
    expiresAt: row.expiresAt.toISOString() as Timestamp,
  }
}
