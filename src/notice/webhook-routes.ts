/** An organisation's webhooks over HTTP: made, changed, tested, and what was sent to them, to be sent again. */
import type { Actor } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { isOutgoingUrl } from '#platform/outgoing.ts'
import {
  noticeApi,
  noticeProblem,
  WEBHOOKS_MAX,
  type Message,
  type NoticeId,
  type Webhook,
  type WebhookId,
} from '#notice/contract.ts'
import {
  giveUpMessagesOf,
  pageMessages,
  queueMessages,
  replayMessages,
  wakeSender,
  type MessageRow,
} from '#notice/message-store.ts'
import { webhookTested } from '#notice/notice.ts'
import { postOf } from '#notice/notify.ts'
import type { NoticeSetting } from '#notice/routes.ts'
import { insertNotices } from '#notice/store.ts'
import { makeWebhookSecret, SECRET_PURPOSE, showSecret } from '#notice/webhook-secret.ts'
import {
  countWebhooks,
  insertWebhook,
  findWebhook,
  lockWebhook,
  pageWebhooks,
  updateWebhook,
  type WebhookRow,
} from '#notice/webhook-store.ts'

/** How long messages are signed with both secrets after a change. */
const BOTH_SECRETS_MS = 86_400_000

export function webhookRoutes(http: Http, setting: NoticeSetting): void {
  standingRoutes(http, setting)
  messageRoutes(http)

  serve(http, noticeApi.rotateSecret, async ({ tx, actor, params, now }) => {
    const webhook = await getWebhook(tx, actor, params.webhookId)
    const secret = makeWebhookSecret()
    const row = await updateWebhook(tx, webhook.id, {
      sealedSecret: setting.signer.seal(secret, SECRET_PURPOSE),
      sealedSecretBefore: webhook.sealedSecret,
      secretBeforeUntil: new Date(now.getTime() + BOTH_SECRETS_MS),
    })
    return { webhook: toWebhook(row), secret: showSecret(secret) }
  })
}

function standingRoutes(http: Http, { kinds, signer, allowPrivate }: NoticeSetting): void {
  serve(http, noticeApi.listWebhooks, async ({ tx, actor, query }) => {
    const page = await pageWebhooks(tx, actor.organisationId, query)
    return { ...page, items: page.items.map(toWebhook) }
  })

  serve(http, noticeApi.createWebhook, async ({ tx, actor, body, ids, now }) => {
    const { organisationId } = actor
    if (!isOutgoingUrl(body.url, allowPrivate))
      throw noticeProblem('notice.webhook_address', { url: body.url })
    requireKinds(kinds, body.kinds)
    if ((await countWebhooks(tx, organisationId)) >= WEBHOOKS_MAX)
      throw noticeProblem('notice.webhooks_full', { max: WEBHOOKS_MAX })
    const secret = makeWebhookSecret()
    const sealedSecret = signer.seal(secret, SECRET_PURPOSE)
    const id = ids('whk') as WebhookId
    const row = await insertWebhook(tx, { ...body, id, organisationId, sealedSecret }, now)
    return { webhook: toWebhook(row), secret: showSecret(secret) }
  })

  serve(http, noticeApi.changeWebhook, async ({ tx, actor, params, body }) => {
    const webhook = await getWebhook(tx, actor, params.webhookId)
    if (body.kinds) requireKinds(kinds, body.kinds)
    const row = await updateWebhook(tx, webhook.id, {
      ...(body.kinds && { kinds: body.kinds }),
      ...(body.state && { state: body.state, stoppedFor: null }),
    })
    await wakeSender(tx)
    return toWebhook(row)
  })

  serve(http, noticeApi.deleteWebhook, async ({ tx, actor, params, now }) => {
    const webhook = await getWebhook(tx, actor, params.webhookId)
    await updateWebhook(tx, webhook.id, { state: 'deleted' })
    await giveUpMessagesOf(tx, webhook.id, 'the webhook was deleted', now)
    return {}
  })
}

function messageRoutes(http: Http): void {
  serve(http, noticeApi.testWebhook, async ({ tx, actor, params, ids, now }) => {
    const { id: webhookId, url } = await getWebhook(tx, actor, params.webhookId)
    const notice = {
      id: ids('ntc') as NoticeId,
      organisationId: actor.organisationId,
      kind: webhookTested.kind,
      tone: webhookTested.tone,
      facts: { url },
      subject: { kind: 'webhook' as const, id: webhookId },
      forPeople: webhookTested.forPeople,
      happenedAt: now,
    }
    await insertNotices(tx, [notice], now)
    const message = postOf(ids, webhookTested, notice, { webhookId })
    await queueMessages(tx, [message], now)
    const page = await pageMessages(tx, webhookId, { limit: 1 })
    return toMessage(page.items[0]!)
  })

  serve(http, noticeApi.listMessages, async ({ tx, actor, params, query }) => {
    const { id } = orAbsent(await findWebhook(tx, actor.organisationId, params.webhookId))
    const page = await pageMessages(tx, id, query)
    return { ...page, items: page.items.map(toMessage) }
  })

  serve(http, noticeApi.replayMessages, async ({ tx, actor, params, body, now }) => {
    const { id } = await getWebhook(tx, actor, params.webhookId)
    const which =
      'messageId' in body ? body : { givenUpSince: new Date(Date.parse(body.givenUpSince)) }
    const replayed = await replayMessages(tx, id, which, now)
    if (replayed === 0 && 'messageId' in body) throw noticeProblem('notice.message_absent')
    return { replayed }
  })
}

/** Held until the transaction ends. */
async function getWebhook(
  tx: Tx,
  { organisationId }: Actor,
  webhookId: WebhookId,
): Promise<WebhookRow> {
  return orAbsent(await lockWebhook(tx, organisationId, webhookId))
}

function orAbsent(webhook: WebhookRow | undefined): WebhookRow {
  if (webhook === undefined) throw noticeProblem('notice.webhook_absent')
  return webhook
}

function requireKinds(known: NoticeSetting['kinds'], asked: readonly string[]): void {
  const kind = asked.find((one) => !known.has(one))
  if (kind !== undefined) throw noticeProblem('notice.unknown_kind', { kind })
}

const stamp = (date: Date): Timestamp => date.toISOString() as Timestamp

function toWebhook({ id, url, kinds, state, stoppedFor, createdAt }: WebhookRow): Webhook {
  const shown = state as Webhook['state']
  return { id, url, kinds: [...kinds], state: shown, stoppedFor, createdAt: stamp(createdAt) }
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    noticeId: row.noticeId!,
    kind: (JSON.parse(row.content) as { readonly type: string }).type,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.state === 'waiting' ? stamp(row.nextAttemptAt) : null,
    lastAnswer: row.lastAnswer,
    createdAt: stamp(row.createdAt),
    content: row.content,
  }
}
