/** The SQL on invitations. A token is never stored, only its digest. */
import type { Selectable } from 'kysely'
import type { MemberRole, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { InvitationId } from '#identity/contract.ts'
import type { InvitationFate } from '#identity/identity.ts'
import type { PageAsked } from '#identity/store.ts'

export interface InvitationRow extends InvitationFate {
  readonly id: InvitationId
  readonly organisationId: OrganisationId
  readonly email: string
  readonly role: MemberRole
  readonly createdAt: Date
}

function toInvitationRow(row: Selectable<Tables['invitation']>): InvitationRow {
  return {
    id: row.id as InvitationId,
    organisationId: row.organisation_id as OrganisationId,
    email: row.email,
    role: row.role as MemberRole,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    revokedAt: row.revoked_at,
  }
}

export async function insertInvitation(
  tx: Tx,
  invitation: Omit<InvitationRow, keyof InvitationFate> & {
    readonly expiresAt: Date
    readonly tokenDigest: Uint8Array
  },
): Promise<InvitationRow> {
  const row = await tx
    .insertInto('invitation')
    .values({
      id: invitation.id,
      organisation_id: invitation.organisationId,
      email: invitation.email,
      role: invitation.role,
      token_digest: invitation.tokenDigest,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toInvitationRow(row)
}

/** Locked until the transaction ends: of two who accept at once, the second finds it accepted. */
export async function findInvitationByDigest(
  tx: Tx,
  tokenDigest: Uint8Array,
): Promise<InvitationRow | undefined> {
  const row = await tx
    .selectFrom('invitation')
    .selectAll()
    .where('token_digest', '=', tokenDigest)
    .forUpdate()
    .executeTakeFirst()
  return row && toInvitationRow(row)
}

export async function findInvitation(
  tx: Tx,
  organisationId: OrganisationId,
  id: InvitationId,
): Promise<InvitationRow | undefined> {
  const row = await tx
    .selectFrom('invitation')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst()
  return row && toInvitationRow(row)
}

export async function pageInvitations(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit }: PageAsked,
): Promise<Page<InvitationRow>> {
  let rows = tx
    .selectFrom('invitation')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('id', '<', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toInvitationRow) }
}

export async function markInvitationAccepted(tx: Tx, id: InvitationId, now: Date): Promise<void> {
  await tx.updateTable('invitation').set({ accepted_at: now }).where('id', '=', id).execute()
}

export async function markInvitationRevoked(tx: Tx, id: InvitationId, now: Date): Promise<void> {
  await tx.updateTable('invitation').set({ revoked_at: now }).where('id', '=', id).execute()
}

/** What a new invitation replaces. */
export async function revokeOpenInvitations(
  tx: Tx,
  organisationId: OrganisationId,
  email: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ revoked_at: now })
    .where('organisation_id', '=', organisationId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}
