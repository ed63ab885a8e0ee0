/**
 * Organisations as other slices know them: made with their signing key, looked up by id.
 * The commands of people and the first organisation at `main.ts` come through the same functions.
 */
import assert from 'node:assert/strict'
import type {
  MemberId,
  MemberRole,
  OrganisationId,
  OrganisationKind,
} from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Signer } from '#platform/signer.ts'
import {
  PASSWORD_CHARS_MAX,
  PASSWORD_CHARS_MIN,
  type Member,
  type NewOrganisation,
  type Organisation,
  type OrganisationSummary,
} from '#identity/contract.ts'
import { decidePassword, identityProblem } from '#identity/identity.ts'
import { hashPassword } from '#identity/sign-in.ts'
import { makeFirstKey } from '#identity/signing-keys.ts'
import {
  findMember,
  findOrganisation,
  insertMember,
  insertOrganisation,
  pageOrganisations,
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
  await makeFirstKey(tx, making, made)
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

/** All of one kind, as far as anybody would look through a list of them. */
export async function listOrganisationsOfKind(
  tx: Tx,
  kind: OrganisationKind,
): Promise<OrganisationSummary[]> {
  const { items } = await pageOrganisations(tx, { kind, limit: OF_KIND_MAX })
  return items
}
const OF_KIND_MAX = 2_000

export async function listOrganisations(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<Organisation[]> {
  return readOrganisations(tx, [...new Set(ids)])
}
