/** The SQL on organisations and their members; invitations and keys have their own `*-store.ts` beside this. */
import { sql, type Selectable } from 'kysely'
import type { Country } from '#kernel/country.ts'
import type { CreditCode } from '#kernel/credit-code.ts'
import type { CustomsCode } from '#kernel/customs-code.ts'
import type {
  Actor,
  MemberId,
  MemberRole,
  OrganisationId,
  OrganisationKind,
} from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type {
  Member,
  NewOrganisation,
  Organisation,
  OrganisationSummary,
} from '#identity/contract.ts'

export interface PageAsked {
  readonly cursor?: string | undefined
  readonly limit: number
}

function toSummary(
  row: Pick<
    Selectable<Tables['organisation']>,
    'id' | 'kind' | 'name_zh' | 'name_en' | 'name_ru' | 'country'
  >,
): OrganisationSummary {
  return {
    id: row.id as OrganisationId,
    kind: row.kind as OrganisationKind,
    names: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    country: row.country as Country,
  }
}

function toOrganisation(row: Selectable<Tables['organisation']>): Organisation {
  return {
    ...toSummary(row),
    creditCode: row.credit_code as CreditCode | null,
    registrationNumber: row.registration_number,
    customsCode: row.customs_code as CustomsCode | null,
    address: row.address,
    createdAt: row.created_at.toISOString() as Timestamp,
  }
}

/** False when the credit code, or the country's register number, is already here. */
export async function insertOrganisation(
  tx: Tx,
  id: OrganisationId,
  organisation: NewOrganisation,
  now: Date,
): Promise<boolean> {
  const { kind, names, country, creditCode, registrationNumber, customsCode, address } =
    organisation
  const made = await tx
    .insertInto('organisation')
    .values({
      id,
      kind,
      name_zh: names.zh,
      name_en: names.en,
      name_ru: names.ru,
      country,
      credit_code: creditCode ?? null,
      registration_number: registrationNumber ?? null,
      customs_code: customsCode ?? null,
      address: address ?? null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export async function findOrganisation(
  tx: Tx,
  id: OrganisationId,
): Promise<Organisation | undefined> {
  const row = await tx
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toOrganisation(row)
}

export async function readOrganisations(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<Organisation[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('organisation').selectAll().where('id', 'in', ids).execute()
  return rows.map(toOrganisation)
}

export async function pageOrganisations(
  tx: Tx,
  { kind, cursor, limit }: PageAsked & { readonly kind?: OrganisationKind | undefined },
): Promise<Page<OrganisationSummary>> {
  let rows = tx
    .selectFrom('organisation')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
  if (kind !== undefined) rows = rows.where('kind', '=', kind)
  if (cursor !== undefined) rows = rows.where('id', '>', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toSummary) }
}

/** The organisation that keeps the platform, and whether anybody can sign in for it yet. */
export async function findPlatform(
  tx: Tx,
): Promise<{ id: OrganisationId; hasMembers: boolean } | undefined> {
  const row = await tx
    .selectFrom('organisation')
    .leftJoin('member', 'member.organisation_id', 'organisation.id')
    .select(['organisation.id', 'member.id as member_id'])
    .where('kind', '=', 'platform')
    .orderBy('member.id')
    .executeTakeFirst()
  return row && { id: row.id as OrganisationId, hasMembers: row.member_id !== null }
}

/** Holds changes of membership of one organisation one behind the other: the last administrator is counted in peace. */
export async function lockOrganisation(tx: Tx, id: OrganisationId): Promise<void> {
  await tx.selectFrom('organisation').select('id').where('id', '=', id).forUpdate().execute()
}

const memberColumns = [
  'member.id',
  'member.organisation_id',
  'member.role',
  'member.active',
  'member.created_at',
  'auth_user.name',
  'auth_user.email',
] as const

function members(tx: Tx) {
  return tx
    .selectFrom('member')
    .innerJoin('auth_user', 'auth_user.id', 'member.id')
    .select(memberColumns)
}

function toMember(row: {
  id: string
  name: string
  email: string
  role: string
  active: boolean
  created_at: Date
}): Member {
  return {
    id: row.id as MemberId,
    name: row.name,
    email: row.email,
    role: row.role as MemberRole,
    active: row.active,
    createdAt: row.created_at.toISOString() as Timestamp,
  }
}

export interface NewMember {
  readonly id: MemberId
  readonly organisationId: OrganisationId
  readonly name: string
  readonly email: string
  readonly role: MemberRole
  readonly passwordHash: string
}

/** False when the e-mail address has an account. The account rows are those better-auth would write. */
export async function insertMember(tx: Tx, member: NewMember, now: Date): Promise<boolean> {
  const { id, organisationId, name, email, role, passwordHash } = member
  const user = await tx
    .insertInto('auth_user')
    .values({ id, name, email, email_verified: true, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (user === undefined) return false
  await tx
    .insertInto('auth_account')
    .values({
      id,
      user_id: id,
      account_id: id,
      provider_id: 'credential',
      password: passwordHash,
      created_at: now,
      updated_at: now,
    })
    .execute()
  await tx
    .insertInto('member')
    .values({ id, organisation_id: organisationId, role, created_at: now })
    .execute()
  return true
}

export async function findMember(
  tx: Tx,
  organisationId: OrganisationId,
  id: MemberId,
): Promise<Member | undefined> {
  const row = await members(tx)
    .where('member.id', '=', id)
    .where('member.organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row && toMember(row)
}

export async function findMemberByEmail(
  tx: Tx,
  organisationId: OrganisationId,
  email: string,
): Promise<Member | undefined> {
  const row = await members(tx)
    .where('auth_user.email', '=', email)
    .where('member.organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row && toMember(row)
}

/** Who a session is of, while it lasts and they are a member: asked at every request, so in one query. */
export async function findSignedIn(
  tx: Tx,
  token: string,
): Promise<Omit<Actor, 'locale'> | undefined> {
  const row = await tx
    .selectFrom('auth_session')
    .innerJoin('member', 'member.id', 'auth_session.user_id')
    .innerJoin('organisation', 'organisation.id', 'member.organisation_id')
    .select(['member.id', 'member.role', 'organisation_id', 'kind'])
    .where('auth_session.token', '=', token)
    .where('auth_session.expires_at', '>', sql<Date>`now()`)
    .where('member.active', '=', true)
    .executeTakeFirst()
  return (
    row && {
      organisationId: row.organisation_id as OrganisationId,
      organisationKind: row.kind as OrganisationKind,
      role: row.role as MemberRole,
      memberId: row.id as MemberId,
    }
  )
}

/** A member and the organisation they belong to, by the id that signed in. */
export async function findMembership(
  tx: Tx,
  id: string,
): Promise<{ member: Member; organisation: OrganisationSummary } | undefined> {
  const row = await members(tx)
    .innerJoin('organisation', 'organisation.id', 'member.organisation_id')
    .select(['kind', 'name_zh', 'name_en', 'name_ru', 'country'])
    .where('member.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { member: toMember(row), organisation: toSummary({ ...row, id: row.organisation_id }) }
}

export async function pageMembers(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit }: PageAsked,
): Promise<Page<Member>> {
  let rows = members(tx)
    .where('member.organisation_id', '=', organisationId)
    .orderBy('member.id')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('member.id', '>', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toMember) }
}

export async function countActiveAdministrators(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<number> {
  const row = await tx
    .selectFrom('member')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('role', '=', 'administrator')
    .where('active', '=', true)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function updateStanding(
  tx: Tx,
  id: MemberId,
  { role, active }: { readonly role: MemberRole; readonly active: boolean },
): Promise<void> {
  await tx.updateTable('member').set({ role, active }).where('id', '=', id).execute()
}

export async function deleteSessions(tx: Tx, id: MemberId): Promise<void> {
  await tx.deleteFrom('auth_session').where('user_id', '=', id).execute()
}

/** They let nobody in any more; forgotten, they take no room either. */
export async function deleteSessionsOver(tx: Tx): Promise<void> {
  await tx
    .deleteFrom('auth_session')
    .where('expires_at', '<=', sql<Date>`now()`)
    .execute()
}
