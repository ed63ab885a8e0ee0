/** The SQL on webhooks. */
import type { Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { WebhookId, WebhookState } from '#notice/contract.ts'

export interface WebhookRow {
  readonly id: WebhookId
  readonly organisationId: OrganisationId
  readonly url: string
  readonly kinds: readonly string[]
  readonly sealedSecret: Uint8Array
  readonly sealedSecretBefore: Uint8Array | null
  readonly secretBeforeUntil: Date | null
  readonly state: WebhookState | 'deleted'
  readonly stoppedFor: string | null
  readonly createdAt: Date
}

export function toWebhookRow(row: Selectable<Tables['webhook']>): WebhookRow {
  return {
    id: row.id as WebhookId,
    organisationId: row.organisation_id as OrganisationId,
    url: row.url,
    kinds: row.kinds,
    sealedSecret: row.sealed_secret,
    sealedSecretBefore: row.sealed_secret_before,
    secretBeforeUntil: row.secret_before_until,
    state: row.state as WebhookRow['state'],
    stoppedFor: row.stopped_for,
    createdAt: row.created_at,
  }
}

/** One at a time for an organisation, so that the count it is held to is true. */
export async function countWebhooks(tx: Tx, organisationId: OrganisationId): Promise<number> {
  await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', organisationId)
    .forUpdate()
    .execute()
  const { count } = await webhooksOf(tx, organisationId)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

const webhooksOf = (tx: Tx, organisationId: OrganisationId) =>
  tx
    .selectFrom('webhook')
    .where('organisation_id', '=', organisationId)
    .where('state', '<>', 'deleted')

export async function insertWebhook(
  tx: Tx,
  webhook: Pick<WebhookRow, 'id' | 'organisationId' | 'url' | 'kinds' | 'sealedSecret'>,
  now: Date,
): Promise<WebhookRow> {
  const row = await tx
    .insertInto('webhook')
    .values({
      id: webhook.id,
      organisation_id: webhook.organisationId,
      url: webhook.url,
      kinds: [...webhook.kinds],
      sealed_secret: webhook.sealedSecret,
      state: 'active',
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toWebhookRow(row)
}

export async function pageWebhooks(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<WebhookRow>> {
  let rows = webhooksOf(tx, organisationId)
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('id', '<', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toWebhookRow) }
}

export async function lockWebhook(
  tx: Tx,
  organisationId: OrganisationId,
  id: WebhookId,
): Promise<WebhookRow | undefined> {
  const row = await oneOf(tx, organisationId, id).forUpdate().executeTakeFirst()
  return row && toWebhookRow(row)
}

export async function findWebhook(
  tx: Tx,
  organisationId: OrganisationId,
  id: WebhookId,
): Promise<WebhookRow | undefined> {
  const row = await oneOf(tx, organisationId, id).executeTakeFirst()
  return row && toWebhookRow(row)
}

const oneOf = (tx: Tx, organisationId: OrganisationId, id: WebhookId) =>
  webhooksOf(tx, organisationId).selectAll().where('id', '=', id)

/** Of these organisations, those that are to be sent this kind. A paused one too: what is said meanwhile waits for it. */
export async function listWebhooksFor(
  tx: Tx,
  organisationIds: readonly OrganisationId[],
  kind: string,
): Promise<Pick<WebhookRow, 'id' | 'organisationId'>[]> {
  return listLive(tx, organisationIds, (kinds) => kinds.length === 0 || kinds.includes(kind))
}

/** The same, but for those that want every kind: only what was asked for by name. */
export async function listWebhooksNaming(
  tx: Tx,
  organisationIds: readonly OrganisationId[],
  kind: string,
): Promise<Pick<WebhookRow, 'id' | 'organisationId'>[]> {
  return listLive(tx, organisationIds, (kinds) => kinds.includes(kind))
}

async function listLive(
  tx: Tx,
  organisationIds: readonly OrganisationId[],
  wants: (kinds: readonly string[]) => boolean,
): Promise<Pick<WebhookRow, 'id' | 'organisationId'>[]> {
  const rows = await tx
    .selectFrom('webhook')
    .select(['id', 'organisation_id', 'kinds'])
    .where('organisation_id', 'in', organisationIds)
    .where('state', 'in', ['active', 'paused'])
    .execute()
  return rows
    .filter(({ kinds }) => wants(kinds))
    .map((row) => ({
      id: row.id as WebhookId,
      organisationId: row.organisation_id as OrganisationId,
    }))
}

export async function updateWebhook(
  tx: Tx,
  id: WebhookId,
  change: Partial<
    Pick<
      WebhookRow,
      'kinds' | 'state' | 'stoppedFor' | 'sealedSecret' | 'sealedSecretBefore' | 'secretBeforeUntil'
    >
  >,
): Promise<WebhookRow> {
  const row = await tx
    .updateTable('webhook')
    .set({
      ...(change.kinds && { kinds: [...change.kinds] }),
      ...(change.state && { state: change.state }),
      ...(change.stoppedFor !== undefined && { stopped_for: change.stoppedFor }),
      ...(change.sealedSecret && { sealed_secret: change.sealedSecret }),
      ...(change.sealedSecretBefore && { sealed_secret_before: change.sealedSecretBefore }),
      ...(change.secretBeforeUntil && { secret_before_until: change.secretBeforeUntil }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toWebhookRow(row)
}

/** Every secret of every webhook, sealed anew. */
export async function resealWebhooks(
  tx: Tx,
  reseal: (sealed: Uint8Array) => Uint8Array,
): Promise<number> {
  const rows = await tx
    .selectFrom('webhook')
    .select(['id', 'sealed_secret', 'sealed_secret_before'])
    .forUpdate()
    .execute()
  for (const { id, sealed_secret, sealed_secret_before } of rows)
    await tx
      .updateTable('webhook')
      .set({
        sealed_secret: reseal(sealed_secret),
        sealed_secret_before: sealed_secret_before && reseal(sealed_secret_before),
      })
      .where('id', '=', id)
      .execute()
  return rows.length
}
