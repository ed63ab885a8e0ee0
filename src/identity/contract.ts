/**
 * What identity says to the outside: the particulars of a party, its members, invitations and keys, and the endpoints that
 * change them. An organisation registered in China is known by its unified social credit code; one abroad by the number of
 * its own country's register.
 */
import { z } from 'zod'
import { Email } from '#kernel/contact.ts'
import { Country } from '#kernel/country.ts'
import { CreditCode } from '#kernel/credit-code.ts'
import { CustomsCode } from '#kernel/customs-code.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { MemberId, MemberRole, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { KeyKeeper, KeyRevocation, PublicJwk } from '#kernel/public-key.ts'
import { registrationFaults, registrationTexts } from '#kernel/registration.ts'
import { Timestamp } from '#kernel/time.ts'
import { issueOf } from '#kernel/value.ts'

export const PASSWORD_CHARS_MIN = 12
export const PASSWORD_CHARS_MAX = 128
export const INVITATION_DAYS = 7
export const API_KEY_DAYS_MAX = 400

export const InvitationId = idSchema<'InvitationId'>('inv')
export type InvitationId = z.infer<typeof InvitationId>
export const ApiKeyId = idSchema<'ApiKeyId'>('key')
export type ApiKeyId = z.infer<typeof ApiKeyId>

const Name = line(200)

/** Sign-in takes what was typed; a new password is judged by `decidePassword` besides. */
const TypedPassword = z.string().min(1).max(PASSWORD_CHARS_MAX)
const NewPassword = z
  .string()
  .max(1000)
  .meta({ description: `At least ${PASSWORD_CHARS_MIN} characters, not easily guessed` })

/** The name in the three languages of the platform: documents and the public passport use each. */
const PartyNames = z.object({ zh: Name, en: Name, ru: Name })

/** What every signed-in party may know of another, to choose it as a partner. */
export const OrganisationSummary = z.object({
  id: OrganisationId,
  kind: OrganisationKind,
  names: PartyNames,
  country: Country,
})
export type OrganisationSummary = z.infer<typeof OrganisationSummary>

export const Organisation = OrganisationSummary.extend({
  creditCode: CreditCode.nullable(),
  registrationNumber: z.string().nullable(),
  customsCode: CustomsCode.nullable(),
  address: z.string().nullable(),
  createdAt: Timestamp,
})
export type Organisation = z.infer<typeof Organisation>

export const NewOrganisation = z
  .object({
    kind: OrganisationKind,
    names: PartyNames,
    country: Country,
    creditCode: CreditCode.optional(),
    registrationNumber: line(60).optional(),
    customsCode: CustomsCode.optional(),
    address: line(300).optional(),
  })
  .superRefine((organisation, context) => {
    for (const { field, code } of registrationFaults(organisation))
      context.addIssue({ ...issueOf({ code }, registrationTexts), path: [field] })
  })
export type NewOrganisation = z.infer<typeof NewOrganisation>

export const Member = z.object({
  id: MemberId,
  name: z.string(),
  email: z.string(),
  role: MemberRole,
  active: z.boolean(),
  createdAt: Timestamp,
})
export type Member = z.infer<typeof Member>

/** Who I am: a member of an organisation, or (member null) one of its API keys. */
export const Session = z.object({
  member: Member.pick({ id: true, name: true, email: true }).nullable(),
  role: MemberRole,
  organisation: OrganisationSummary,
})
export type Session = z.infer<typeof Session>

export const InvitationState = z.enum(['open', 'accepted', 'revoked', 'expired'])
export type InvitationState = z.infer<typeof InvitationState>

export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  role: MemberRole,
  state: InvitationState,
  createdAt: Timestamp,
  expiresAt: Timestamp,
})
export type Invitation = z.infer<typeof Invitation>

const InvitationToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'The secret half of an invitation’s address' })

/** A machine does daily work or reads; inviting people and making keys takes a person. */
export const ApiKeyRole = MemberRole.exclude(['administrator'])
export const ApiKeyState = z.enum(['active', 'expired', 'revoked'])
export type ApiKeyState = z.infer<typeof ApiKeyState>

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  role: ApiKeyRole,
  state: ApiKeyState,
  hint: z.string().meta({ description: 'The last four characters, to tell keys apart' }),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute' }),
})
export type ApiKey = z.infer<typeof ApiKey>

/** Why a key is used no more: replaced in good order, or perhaps in somebody else's hands. */
/** A key that an organisation signs, or signed, with; its `kid` is the RFC 7638 thumbprint. */
export const OrganisationPublicKey = z.object({
  kid: z.string(),
  publicJwk: PublicJwk,
  keptBy: KeyKeeper,
  createdAt: Timestamp,
  revoked: z.object({ at: Timestamp, reason: KeyRevocation }).nullable(),
})
export type OrganisationPublicKey = z.infer<typeof OrganisationPublicKey>

/** A public key with a signature, by its private key, over `possessionText`: nobody enters a key that is not theirs. */
export const OwnKey = z.object({
  publicJwk: PublicJwk,
  proof: z
    .string()
    .regex(/^[A-Za-z0-9_-]{86}$/)
    .meta({ description: 'Ed25519 signature, base64url; `landbridge keys make` prints it' }),
})
export type OwnKey = z.infer<typeof OwnKey>

/** What the holder of an own key signs to show that it holds it. Its line feeds keep it apart from every statement. */
export function possessionText(organisationId: string, kid: string): string {
  return `landbridge key possession v1\n${organisationId}\n${kid}\n`
}

export const organisationKeyMade = eventKind(
  'organisation.key_made',
  z.object({
    organisationId: OrganisationId,
    kind: OrganisationKind,
    names: PartyNames,
    creditCode: CreditCode.nullable(),
    keptBy: KeyKeeper,
    kid: z.string(),
    publicJwk: PublicJwk,
  }),
)

export const organisationKeyRevoked = eventKind(
  'organisation.key_revoked',
  z.object({ organisationId: OrganisationId, kid: z.string(), reason: KeyRevocation }),
)

export const getSession = query({
  path: '/session',
  summary: 'Who is signed in',
  access: 'member',
  reply: Session,
})

export const signIn = command({
  path: '/session/sign-in',
  summary: 'Sign in with e-mail and password; the reply sets the session cookie',
  access: 'public',
  repeatable: true,
  body: z.object({ email: Email, password: TypedPassword }),
  reply: Session,
})

export const signOut = command({
  path: '/session/sign-out',
  summary: 'End the session of the cookie',
  access: 'public',
  repeatable: true,
  reply: z.object({}),
})

export const listOrganisations = query({
  path: '/organisations',
  summary: 'Parties by kind, names only, to choose partners from',
  access: 'member',
  query: z.object({ kind: OrganisationKind.optional(), ...pageQuery }),
  reply: pageOf(OrganisationSummary),
})

export const getOrganisation = query({
  path: '/organisations/:organisationId',
  summary: 'Particulars of your own organisation; of any, for the platform',
  access: 'member',
  params: z.object({ organisationId: OrganisationId }),
  reply: Organisation,
})

export const listOrganisationKeys = query({
  path: '/organisations/:organisationId/keys',
  summary: 'The public keys an organisation signs its statements with',
  access: 'public',
  params: z.object({ organisationId: OrganisationId }),
  reply: z.object({ items: z.array(OrganisationPublicKey) }),
})

export const replaceKey = command({
  path: '/signing-key/replace',
  summary: 'Sign with another key from now on: one the platform makes, or one you keep yourself',
  access: 'member',
  administratorOnly: true,
  body: z.object({ reason: KeyRevocation, own: OwnKey.optional() }),
  reply: OrganisationPublicKey,
})

const IssuedInvitation = z.object({
  invitation: Invitation,
  token: InvitationToken.meta({ description: 'Shown this once: /invitation/<token>' }),
})

export const createOrganisation = command({
  path: '/organisations',
  summary: 'Register a party and invite its first administrator',
  access: ['platform'],
  administratorOnly: true,
  secretReply: true,
  body: z.object({ organisation: NewOrganisation, administratorEmail: Email }),
  reply: IssuedInvitation.extend({ organisation: Organisation }),
})

export const listMembers = query({
  path: '/members',
  summary: 'Members of your organisation',
  access: 'member',
  query: z.object(pageQuery),
  reply: pageOf(Member),
})

const memberParams = z.object({ memberId: MemberId })

export const changeRole = command({
  path: '/members/:memberId/change-role',
  summary: 'Change what a member may do',
  access: 'member',
  administratorOnly: true,
  params: memberParams,
  body: z.object({ role: MemberRole }),
  reply: Member,
})

export const deactivateMember = command({
  path: '/members/:memberId/deactivate',
  summary: 'Shut a member out and end their sessions',
  access: 'member',
  administratorOnly: true,
  params: memberParams,
  reply: Member,
})

export const reactivateMember = command({
  path: '/members/:memberId/reactivate',
  summary: 'Let a member back in',
  access: 'member',
  administratorOnly: true,
  params: memberParams,
  reply: Member,
})

export const listInvitations = query({
  path: '/invitations',
  summary: 'Invitations of your organisation, newest first',
  access: 'member',
  administratorOnly: true,
  query: z.object(pageQuery),
  reply: pageOf(Invitation),
})

export const createInvitation = command({
  path: '/invitations',
  summary: 'Invite a member; an open invitation to the same address is replaced',
  access: 'member',
  administratorOnly: true,
  secretReply: true,
  body: z.object({ email: Email, role: MemberRole }),
  reply: IssuedInvitation,
})

export const revokeInvitation = command({
  path: '/invitations/:invitationId/revoke',
  summary: 'Make an open invitation useless',
  access: 'member',
  administratorOnly: true,
  params: z.object({ invitationId: InvitationId }),
  reply: Invitation,
})

/** Commands, not questions, though the first changes nothing: a secret in a body stays out of access logs. */
export const readInvitation = command({
  path: '/invitations/read',
  summary: 'Who invites, and whom',
  access: 'public',
  repeatable: true,
  body: z.object({ token: InvitationToken }),
  reply: z.object({ email: z.string(), role: MemberRole, organisation: OrganisationSummary }),
})

export const acceptInvitation = command({
  path: '/invitations/accept',
  summary: 'Become a member; an invitation works once',
  access: 'public',
  body: z.object({ token: InvitationToken, name: Name, password: NewPassword }),
  reply: z.object({ email: z.string() }),
})

export const listApiKeys = query({
  path: '/api-keys',
  summary: 'API keys of your organisation, newest first',
  access: 'member',
  administratorOnly: true,
  query: z.object(pageQuery),
  reply: pageOf(ApiKey),
})

export const createApiKey = command({
  path: '/api-keys',
  summary: 'Make an API key for a machine',
  access: 'member',
  administratorOnly: true,
  secretReply: true,
  body: z.object({
    name: Name,
    role: ApiKeyRole,
    days: z.number().int().min(1).max(API_KEY_DAYS_MAX).default(365),
  }),
  reply: z.object({
    apiKey: ApiKey,
    secret: z.string().meta({ description: 'Shown this once: Authorization: Bearer lbk_…' }),
  }),
})

export const revokeApiKey = command({
  path: '/api-keys/:apiKeyId/revoke',
  summary: 'Make an API key useless at once',
  access: 'member',
  administratorOnly: true,
  params: z.object({ apiKeyId: ApiKeyId }),
  reply: ApiKey,
})
