/**
 * Organisations as other slices know them: made with their signing key and said so, looked up by id, asked to sign.
 * The commands of people and the first organisation at `main.ts` come through the same functions.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { MemberId, MemberRole, OrganisationId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { say } from '#platform/outbox.ts'
import { ed25519Key, makeEd25519, signEd25519, type Signer } from '#platform/signer.ts'
import {
  organisationKeyMade,
  PASSWORD_CHARS_MAX,
  PASSWORD_CHARS_MIN,
  type Member,
  type NewOrganisation,
  type Organisation,
  type OrganisationPublicKey,
  type PublicJwk,
} from '#identity/contract.ts'
import { decidePassword, identityProblem } from '#identity/identity.ts'
import { insertOrganisationKey, readOrganisationKeys } from '#identity/key-store.ts'
import { hashPassword } from '#identity/sign-in.ts'
import {
  findMember,
  findOrganisation,
  insertMember,
  insertOrganisation,
  readOrganisations,
} from '#identity/store.ts'

const PASSWORD_FACTS = { charactersMin: PASSWORD_CHARS_MIN, charactersMax: PASSWORD_CHARS_MAX }

/** What making things takes: who seals keys, new ids, the time. */
export interface Making {
  readonly signer: Signer
  readonly ids: Ids
  readonly now: Date
}

export async function createOrganisation(
  tx: Tx,
  making: Making,
  organisation: NewOrganisation,
): Promise<Organisation> {
  const id = making.ids('org') as OrganisationId
  if (!(await insertOrganisation(tx, id, organisation, making.now)))
    throw identityProblem('identity.organisation_registered')
  const made = await getOrganisation(tx, id)
  await makeOrganisationKey(tx, making, made)
  return made
}

export interface NewMember {
  readonly organisationId: OrganisationId
  readonly name: string
  /** In lower case, as `Email` gives it. */
  readonly email: string
  readonly role: MemberRole
  readonly password: string
}

export async function createMember(
  tx: Tx,
  { ids, now }: Pick<Making, 'ids' | 'now'>,
  member: NewMember,
): Promise<Member> {
  const { password, organisationId, ...rest } = member
  const decided = decidePassword(password, rest)
  if (decided.refusal) throw identityProblem(decided.refusal, PASSWORD_FACTS)
  const id = ids('mbr') as MemberId
  const passwordHash = await hashPassword(password)
  if (!(await insertMember(tx, { ...rest, id, organisationId, passwordHash }, now)))
    throw identityProblem('identity.email_taken')
  const made = await findMember(tx, organisationId, id)
  assert(made, 'a member just made is there')
  return made
}

export async function getOrganisation(tx: Tx, id: OrganisationId): Promise<Organisation> {
  const organisation = await findOrganisation(tx, id)
  if (organisation === undefined) throw identityProblem('identity.organisation_absent')
  return organisation
}

export async function listOrganisations(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<Organisation[]> {
  return readOrganisations(tx, [...new Set(ids)])
}

export interface OrganisationKey {
  readonly kid: string
  readonly publicJwk: PublicJwk
  sign(bytes: Uint8Array): Uint8Array
}

/** The key an organisation signs with now. */
export async function organisationKey(
  tx: Tx,
  signer: Signer,
  organisationId: OrganisationId,
): Promise<OrganisationKey> {
  const [key] = await readOrganisationKeys(tx, organisationId)
  if (key === undefined) throw identityProblem('identity.organisation_absent')
  const privateKey = ed25519Key(signer.open(key.sealedSeed, purposeOf(key.kid)))
  return {
    kid: key.kid,
    publicJwk: jwkOf(key.publicX),
    sign: (bytes) => signEd25519(privateKey, bytes),
  }
}

/** Every key an organisation ever signed with, newest first: old statements are checked by old keys. */
export async function listOrganisationKeys(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<OrganisationPublicKey[]> {
  const keys = await readOrganisationKeys(tx, organisationId)
  return keys.map((key) => ({
    kid: key.kid,
    publicJwk: jwkOf(key.publicX),
    createdAt: key.createdAt.toISOString() as Timestamp,
  }))
}

async function makeOrganisationKey(tx: Tx, making: Making, organisation: Organisation) {
  const { publicKey, seed } = makeEd25519()
  const publicJwk = jwkOf(Buffer.from(publicKey).toString('base64url'))
  const kid = thumbprint(publicJwk)
  await insertOrganisationKey(tx, {
    kid,
    organisationId: organisation.id,
    publicX: publicJwk.x,
    sealedSeed: making.signer.seal(seed, purposeOf(kid)),
    createdAt: making.now,
  })
  const { id, kind, names, creditCode } = organisation
  await say(tx, organisationKeyMade, {
    organisationId: id,
    kind,
    names,
    creditCode,
    kid,
    publicJwk,
  })
}

function jwkOf(x: string): PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x }
}

/** RFC 7638: SHA-256 over the required members in alphabetical order, without a space. */
export function thumbprint({ crv, kty, x }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}

function purposeOf(kid: string): string {
  return `organisation key ${kid}`
}
