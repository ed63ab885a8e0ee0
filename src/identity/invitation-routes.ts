/** Inviting people: the token is shown once, to whoever invites, and works once, for whoever holds it. */
import type { Tx } from '#platform/database.ts'
import { serve, servePublic, type Http } from '#platform/http.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from '#identity/contract.ts'
import { decideInvitation, identityProblem } from '#identity/identity.ts'
import {
  findInvitation,
  findInvitationByDigest,
  markInvitationAccepted,
  markInvitationRevoked,
  pageInvitations,
  type InvitationRow,
} from '#identity/invitation-store.ts'
import { invite, toInvitation } from '#identity/invitations.ts'
import { createMember, getOrganisation } from '#identity/organisations.ts'
import { digestOf } from '#identity/secrets.ts'

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
