/** The SQL on keys: API keys by the digest of their secret, organisations' signing keys with the private part sealed. */
import { sql, type Selectable } from 'kysely'
import type { MemberRole, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { ApiKeyId, Organisation } from '#identity/contract.ts'
import { KeyRevocation } from '#kernel/public-key.ts'
import type { PageAsked } from '#identity/store.ts'

export interface ApiKeyRow {
  readonly id: ApiKeyId
  readonly organisationId: OrganisationId
  readonly name: string
  readonly role: MemberRole
  readonly hint: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

function toApiKeyRow(row: Selectable<Tables['api_key']>): ApiKeyRow {
  return {
    id: row.id as ApiKeyId,
    organisationId: row.organisation_id as OrganisationId,
    name: row.name,
    role: row.role as MemberRole,
    hint: row.hint,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}

export async function insertApiKey(
  tx: Tx,
  key: Omit<ApiKeyRow, 'lastUsedAt' | 'revokedAt'> & { readonly secretDigest: Uint8Array },
): Promise<ApiKeyRow> {
  const row = await tx
    .insertInto('api_key')
    .values({
      id: key.id,
      organisation_id: key.organisationId,
      name: key.name,
      role: key.role,
      secret_digest: key.secretDigest,
      hint: key.hint,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toApiKeyRow(row)
}

export async function findApiKey(
  tx: Tx,
  organisationId: OrganisationId,
  id: ApiKeyId,
): Promise<ApiKeyRow | undefined> {
  const row = await tx
    .selectFrom('api_key')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst()
  return row && toApiKeyRow(row)
}

export async function findApiKeyByDigest(
  tx: Tx,
  secretDigest: Uint8Array,
): Promise<{ key: ApiKeyRow; organisationKind: OrganisationKind } | undefined> {
  const row = await tx
    .selectFrom('api_key')
    .innerJoin('organisation', 'organisation.id', 'api_key.organisation_id')
    .selectAll('api_key')
    .select('organisation.kind')
    .where('secret_digest', '=', secretDigest)
    .executeTakeFirst()
  return row && { key: toApiKeyRow(row), organisationKind: row.kind as OrganisationKind }
}

export async function pageApiKeys(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit }: PageAsked,
): Promise<Page<ApiKeyRow>> {
  let rows = tx
    .selectFrom('api_key')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('id', '<', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toApiKeyRow) }
}

export async function markApiKeyRevoked(tx: Tx, id: ApiKeyId, now: Date): Promise<void> {
  await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

export async function markApiKeyUsed(tx: Tx, id: ApiKeyId, now: Date): Promise<void> {
  await tx.updateTable('api_key').set({ last_used_at: now }).where('id', '=', id).execute()
}

export interface OrganisationKeyRow {
  readonly kid: string
  readonly organisationId: OrganisationId
  readonly publicX: string
  /** Null where the organisation keeps the key itself. */
  readonly sealedSeed: Uint8Array | null
  readonly createdAt: Date
  readonly revoked: { readonly at: Date; readonly reason: KeyRevocation } | null
}

function toOrganisationKeyRow(row: Selectable<Tables['organisation_key']>): OrganisationKeyRow {
  return {
    kid: row.kid,
    organisationId: row.organisation_id as OrganisationId,
    publicX: row.public_x,
    sealedSeed: row.sealed_seed,
    createdAt: row.created_at,
    revoked: row.revoked_at && {
      at: row.revoked_at,
      reason: KeyRevocation.parse(row.revoked_for),
    },
  }
}

/** Answers whether the key is new: a key belongs to one organisation, once. */
export async function insertOrganisationKey(
  tx: Tx,
  key: Omit<OrganisationKeyRow, 'revoked'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('organisation_key')
    .values({
      kid: key.kid,
      organisation_id: key.organisationId,
      public_x: key.publicX,
      sealed_seed: key.sealedSeed,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.column('kid').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Until the transaction ends, nobody else enters this key or notes its end. */
export async function lockKid(tx: Tx, kid: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('organisation key ' || ${kid}, 0))`.execute(
    tx,
  )
}

/** The end of a key that is not here. */
export async function insertEndedKey(
  tx: Tx,
  ended: { readonly kid: string; readonly reason: KeyRevocation; readonly notedAt: Date },
): Promise<void> {
  await tx
    .insertInto('ended_key')
    .values({ kid: ended.kid, reason: ended.reason, noted_at: ended.notedAt })
    .onConflict((conflict) => conflict.column('kid').doNothing())
    .execute()
}

export async function isEndedKey(tx: Tx, kid: string): Promise<boolean> {
  const row = await tx
    .selectFrom('ended_key')
    .select('kid')
    .where('kid', '=', kid)
    .executeTakeFirst()
  return row !== undefined
}

export async function markOrganisationKeyRevoked(
  tx: Tx,
  kid: string,
  { at, reason }: NonNullable<OrganisationKeyRow['revoked']>,
): Promise<void> {
  await tx
    .updateTable('organisation_key')
    .set({ revoked_at: at, revoked_for: reason })
    .where('kid', '=', kid)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
}

export async function findOrganisationKey(
  tx: Tx,
  kid: string,
): Promise<OrganisationKeyRow | undefined> {
  const row = await tx
    .selectFrom('organisation_key')
    .selectAll()
    .where('kid', '=', kid)
    .executeTakeFirst()
  return row && toOrganisationKeyRow(row)
}

export async function readKeyOwners(
  tx: Tx,
  kids: readonly string[],
): Promise<[kid: string, organisationId: OrganisationId][]> {
  if (kids.length === 0) return []
  const rows = await tx
    .selectFrom('organisation_key')
    .select(['kid', 'organisation_id'])
    .where('kid', 'in', kids)
    .execute()
  return rows.map((row) => [row.kid, row.organisation_id as OrganisationId])
}

/** The key to sign with. */
export async function findActiveOrganisationKey(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<OrganisationKeyRow | undefined> {
  return (await readActiveOrganisationKeys(tx, [organisationId]))[0]
}

/** The keys to sign with. */
export async function readActiveOrganisationKeys(
  tx: Tx,
  organisationIds: readonly OrganisationId[],
): Promise<OrganisationKeyRow[]> {
  if (organisationIds.length === 0) return []
  const rows = await tx
    .selectFrom('organisation_key')
    .selectAll()
    .where('organisation_id', 'in', organisationIds)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map(toOrganisationKeyRow)
}

/** The one in use first, then the newest. */
export async function readOrganisationKeys(
  tx: Tx,
  organisationId: OrganisationId,
  limit: number,
): Promise<OrganisationKeyRow[]> {
  const rows = await tx
    .selectFrom('organisation_key')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('revoked_at', (order) => order.desc().nullsFirst())
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toOrganisationKeyRow)
}

/** A sealed seed, with the same seed sealed otherwise. */
export async function updateSealedSeed(tx: Tx, kid: string, sealedSeed: Uint8Array): Promise<void> {
  await tx
    .updateTable('organisation_key')
    .set({ sealed_seed: sealedSeed })
    .where('kid', '=', kid)
    .execute()
}

/** Of all organisations, with their names; by organisation, the one in use first, then the newest. */
export async function readAllKeys(
  tx: Tx,
): Promise<{ readonly names: Organisation['names']; readonly key: OrganisationKeyRow }[]> {
  const rows = await tx
    .selectFrom('organisation_key as key')
    .innerJoin('organisation', 'organisation.id', 'key.organisation_id')
    .selectAll('key')
    .select(['name_zh', 'name_en', 'name_ru'])
    .orderBy('key.organisation_id')
    .orderBy('revoked_at', (order) => order.desc().nullsFirst())
    .orderBy('key.created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    names: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    key: toOrganisationKeyRow(row),
  }))
}
