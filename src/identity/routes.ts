/** Binds identity's endpoints: organisations, members and API keys here, sessions and invitations in the files beside. */
import type { Actor, MemberId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, servePublic, type Http } from '#platform/http.ts'
import type { Signer } from '#platform/signer.ts'
import * as contract from '#identity/contract.ts'
import type { ApiKey, ApiKeyId, Member } from '#identity/contract.ts'
import { apiKeyState, decideStanding, identityProblem } from '#identity/identity.ts'
import { invitationRoutes } from '#identity/invitation-routes.ts'
import { invite } from '#identity/invitations.ts'
import {
  findApiKey,
  insertApiKey,
  markApiKeyRevoked,
  pageApiKeys,
  type ApiKeyRow,
} from '#identity/key-store.ts'
import { createOrganisation, getOrganisation } from '#identity/organisations.ts'
import { savedFilterRoutes } from '#identity/saved-filter-routes.ts'
import { makeApiKeySecret } from '#identity/secrets.ts'
import { sessionRoutes } from '#identity/session-routes.ts'
import type { SignIn } from '#identity/sign-in.ts'
import { listOrganisationKeys, replaceKey } from '#identity/signing-keys.ts'
import {
  countActiveAdministrators,
  deleteSessions,
  findMember,
  lockOrganisation,
  pageMembers,
  pageOrganisations,
  updateStanding,
} from '#identity/store.ts'

const DAY_MS = 86_400_000
const HINT_CHARS = 4

export function identityRoutes(
  http: Http,
  { signer, signIn }: { readonly signer: Signer; readonly signIn: SignIn },
): void {
  sessionRoutes(http, signIn)
  organisationRoutes(http, signer)
  memberRoutes(http)
  invitationRoutes(http)
  apiKeyRoutes(http)
  savedFilterRoutes(http)
}

function organisationRoutes(http: Http, signer: Signer): void {
  serve(http, contract.listOrganisations, ({ tx, query }) => pageOrganisations(tx, query))

  serve(http, contract.getOrganisation, async ({ tx, actor, params }) => {
    const entitled =
      actor.organisationKind === 'platform' || actor.organisationId === params.organisationId
    // The same answer as for an id that is nobody's: particulars are not for partners.
    if (!entitled) throw identityProblem('identity.organisation_absent')
    return getOrganisation(tx, params.organisationId)
  })

  servePublic(http, contract.listOrganisationKeys, async ({ tx, params }) => {
    await getOrganisation(tx, params.organisationId)
    return { items: await listOrganisationKeys(tx, params.organisationId) }
  })

  serve(http, contract.replaceKey, ({ tx, actor, body, now }) =>
    replaceKey(tx, { signer, now }, actor.organisationId, body),
  )

  serve(http, contract.createOrganisation, async ({ tx, body, ids, now }) => {
    const organisation = await createOrganisation(tx, { signer, ids, now }, body.organisation)
    const issued = await invite(
      tx,
      { ids, now },
      {
        organisationId: organisation.id,
        email: body.administratorEmail,
        role: 'administrator',
      },
    )
    return { organisation, ...issued }
  })
}

function memberRoutes(http: Http): void {
  serve(http, contract.listMembers, ({ tx, actor, query }) =>
    pageMembers(tx, actor.organisationId, query),
  )
  serve(http, contract.changeRole, ({ tx, actor, params, body }) =>
    changeStanding(tx, actor, params.memberId, { role: body.role }),
  )
  serve(http, contract.deactivateMember, ({ tx, actor, params }) =>
    changeStanding(tx, actor, params.memberId, { active: false }),
  )
  serve(http, contract.reactivateMember, ({ tx, actor, params }) =>
    changeStanding(tx, actor, params.memberId, { active: true }),
  )
}

async function changeStanding(
  tx: Tx,
  { organisationId }: Actor,
  memberId: MemberId,
  wanted: Partial<Pick<Member, 'role' | 'active'>>,
): Promise<Member> {
  await lockOrganisation(tx, organisationId)
  const member = await findMember(tx, organisationId, memberId)
  if (member === undefined) throw identityProblem('identity.member_absent')
  const administrators = await countActiveAdministrators(tx, organisationId)
  const { next, refusal } = decideStanding(member, wanted, administrators)
  if (refusal) throw identityProblem(refusal)
  await updateStanding(tx, memberId, next)
  if (!next.active) await deleteSessions(tx, memberId)
  return { ...member, ...next }
}

function apiKeyRoutes(http: Http): void {
  serve(http, contract.listApiKeys, async ({ tx, actor, query, now }) => {
    const page = await pageApiKeys(tx, actor.organisationId, query)
    return { ...page, items: page.items.map((row) => toApiKey(row, now)) }
  })

  serve(http, contract.createApiKey, async ({ tx, actor, body, ids, now }) => {
    const { secret, digest } = makeApiKeySecret()
    const row = await insertApiKey(tx, {
      id: ids('key') as ApiKeyId,
      organisationId: actor.organisationId,
      name: body.name,
      role: body.role,
      hint: secret.slice(-HINT_CHARS),
      createdAt: now,
      expiresAt: new Date(now.getTime() + body.days * DAY_MS),
      secretDigest: digest,
    })
    return { apiKey: toApiKey(row, now), secret }
  })

  serve(http, contract.revokeApiKey, async ({ tx, actor, params, now }) => {
    const key = await findApiKey(tx, actor.organisationId, params.apiKeyId)
    if (key === undefined) throw identityProblem('identity.api_key_absent')
    await markApiKeyRevoked(tx, key.id, now)
    return toApiKey({ ...key, revokedAt: key.revokedAt ?? now }, now)
  })
}

function toApiKey(row: ApiKeyRow, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: contract.ApiKeyRole.parse(row.role),
    state: apiKeyState(row, now),
    hint: row.hint,
    createdAt: row.createdAt.toISOString() as Timestamp,
    expiresAt: row.expiresAt.toISOString() as Timestamp,
    lastUsedAt: (row.lastUsedAt?.toISOString() ?? null) as Timestamp | null,
  }
}
