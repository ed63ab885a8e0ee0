/** Inviting people: the token is shown once, to whoever invites, and works once, for whoever holds it. */
import type { MemberRole, OrganisationId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, servePublic, type Http } from '#platform/http.ts'
import {
  acceptInvitation,
  createInvitation,
  INVITATION_DAYS,
  listInvitations,
  readInvitation,
  revokeInvitation,
  type Invitation,
  type InvitationId,
} from '#identity/contract.ts'
import { decideInvitation, identityProblem, invitationState } from '#identity/identity.ts'
import {
  findInvitation,
  findInvitationByDigest,
  insertInvitation,
  markInvitationAccepted,
  markInvitationRevoked,
  pageInvitations,
  revokeOpenInvitations,
  type InvitationRow,
} from '#identity/invitation-store.ts'
import { createMember, getOrganisation, type Making } from '#identity/organisations.ts'
import { digestOf, makeInvitationToken } from '#identity/secrets.ts'
import { findMemberByEmail } from '#identity/store.ts'

const DAY_MS = 86_400_000

export function invitationRoutes(http: Http): void {
  serve(http, listInvitations, async ({ tx, actor, query, now }) => {
    const page = await pageInvitations(tx, actor.organisationId, query)
    return { ...page, items: page.items.map((row) => toInvitation(row, now)) }
  })

  serve(http, createInvitation, ({ tx, actor, body, ids, now }) =>
    invite(tx, { ids, now }, { organisationId: actor.organisationId, ...body }),
  )

  serve(http, revokeInvitation, async ({ tx, actor, params, now }) => {
    const { organisationId } = actor
    const invitation = await findInvitation(tx, organisationId, params.invitationId)
    if (invitation === undefined) throw identityProblem('identity.invitation_absent')
    requireOpen(invitation, now)
    await markInvitationRevoked(tx, invitation.id, now)
    return toInvitation({ ...invitation, revokedAt: now }, now)
  })

  servePublic(http, readInvitation, async ({ tx, body, now }) => {
    const { email, role, organisationId } = await getOpenInvitation(tx, body.token, now)
    return { email, role, organisation: await getOrganisation(tx, organisationId) }
  })

  servePublic(http, acceptInvitation, async ({ tx, body, ids, now }) => {
    const { id, email, role, organisationId } = await getOpenInvitation(tx, body.token, now)
    const { name, password } = body
    await createMember(tx, { ids, now }, { organisationId, name, email, role, password })
    await markInvitationAccepted(tx, id, now)
    return { email }
  })
}

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

async function getOpenInvitation(tx: Tx, token: string, now: Date): Promise<InvitationRow> {
  const invitation = await findInvitationByDigest(tx, digestOf(token))
  if (invitation === undefined) throw identityProblem('identity.invitation_absent')
  requireOpen(invitation, now)
  return invitation
}

function requireOpen(invitation: InvitationRow, now: Date): void {
  const decided = decideInvitation(invitation, now)
  if (decided.refusal) throw identityProblem(decided.refusal)
}

function toInvitation(row: InvitationRow, now: Date): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: invitationState(row, now),
    createdAt: row.createdAt.toISOString() as Timestamp,
    expiresAt: row.expiresAt.toISOString() as Timestamp,
  }
}
