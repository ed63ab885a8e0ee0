/**
 * What organisations are told and how: notices in the app, what a member wants by mail, webhooks with what was sent to them.
 * Webhooks follow Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp`, `webhook-signature` (v1, HMAC-SHA256).
 */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { Locale } from '#kernel/locale.ts'
import { NOTICE_TONES } from '#kernel/notice.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { Timestamp } from '#kernel/time.ts'

export const NoticeId = idSchema<'NoticeId'>('ntc')
export type NoticeId = z.infer<typeof NoticeId>
export const WebhookId = idSchema<'WebhookId'>('whk')
export type WebhookId = z.infer<typeof WebhookId>
export const MessageId = idSchema<'MessageId'>('msg')
export type MessageId = z.infer<typeof MessageId>

export const WEBHOOKS_MAX = 10
const KINDS_MAX = 100

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })
export const NoticeTone = z.enum(NOTICE_TONES)
export const NoticeKindName = z
  .string()
  .regex(/^[a-z_]+\.[a-z_]+$/)
  .max(60)
  .meta({ description: 'Kind of notice, for example `container.held`; see /notice-kinds' })

/** What a notice is about, where it can be opened. */
export const NoticeSubject = z.object({
  kind: z.enum(['booking', 'container', 'departure', 'webhook']),
  id: z.string().max(40),
})
export type NoticeSubject = z.infer<typeof NoticeSubject>

export const Notice = z.object({
  id: NoticeId,
  kind: z.string(),
  tone: NoticeTone,
  title: z.string().meta({ description: 'One sentence in the language you asked in' }),
  subject: NoticeSubject.nullable(),
  happenedAt: Timestamp,
  read: z.boolean().meta({ description: 'By you; an API key reads nothing' }),
})
export type Notice = z.infer<typeof Notice>

export const NoticeKindView = z.object({
  kind: z.string(),
  names: Names,
  tone: NoticeTone,
  forPeople: z.boolean().meta({ description: 'False: sent to webhooks only' }),
})
export type NoticeKindView = z.infer<typeof NoticeKindView>

const hour = z.int().min(0).max(23)

/** What a member wants by mail. */
export const MailWishes = z.object({
  atOnce: z
    .enum(['none', 'critical', 'warning', 'all'])
    .meta({ description: 'From which importance on a mail is sent at once' }),
  digestHour: hour
    .nullable()
    .meta({ description: 'Hour of the daily digest by the clock of timeZone; null for none' }),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, { message: 'an IANA time zone, for example Asia/Shanghai' }),
  locale: Locale,
})
export type MailWishes = z.infer<typeof MailWishes>

export const WebhookState = z.enum(['active', 'paused', 'stopped'])
export type WebhookState = z.infer<typeof WebhookState>

export const Webhook = z.object({
  id: WebhookId,
  url: z.string(),
  kinds: z.array(z.string()).meta({
    description: 'Empty: every kind, but those in another standard’s shape, which are named',
  }),
  state: WebhookState.meta({
    description: 'Stopped: by us, because it answered 410 or nothing reached it for days',
  }),
  stoppedFor: z.string().nullable(),
  createdAt: Timestamp,
})
export type Webhook = z.infer<typeof Webhook>

export const MessageState = z.enum(['waiting', 'sent', 'given_up'])
export type MessageState = z.infer<typeof MessageState>

export const Message = z.object({
  id: MessageId,
  noticeId: NoticeId,
  kind: z.string(),
  state: MessageState,
  attempts: z.int(),
  nextAttemptAt: Timestamp.nullable(),
  lastAnswer: z.string().nullable(),
  createdAt: Timestamp,
  content: z.string().meta({ description: 'The body exactly as it is sent and signed' }),
})
export type Message = z.infer<typeof Message>

/** What a webhook is posted, but for kinds in another standard's shape (Standard Webhooks: type, timestamp, data). */
export const WebhookBody = z.object({
  type: z.string(),
  timestamp: z.string().meta({ format: 'date-time' }),
  data: z.object({
    noticeId: NoticeId,
    organisationId: z.string(),
    tone: NoticeTone,
    subject: NoticeSubject.nullable(),
    title: Names.meta({ description: 'One sentence in each language' }),
    facts: z.record(z.string(), z.union([z.string(), z.number(), Names])),
    details: z.unknown().optional(),
  }),
})
export type WebhookBody = z.infer<typeof WebhookBody>

const WebhookUrl = line(500).meta({ description: 'https address of your receiver' })
const kinds = z.array(NoticeKindName).max(KINDS_MAX)
const ofWebhook = z.object({ webhookId: WebhookId })
const WebhookWithSecret = z.object({
  webhook: Webhook,
  secret: z.string().meta({
    description: 'whsec_…, shown this once: the key of the HMAC that signs each message',
  }),
})
const administrator = { access: 'member', administratorOnly: true } as const

export const noticeApi = {
  listKinds: query({
    path: '/notice-kinds',
    summary: 'Every kind of notice, with its name',
    access: 'member',
    reply: z.object({ items: z.array(NoticeKindView) }),
  }),
  list: query({
    path: '/notices',
    summary: 'What your organisation was told, newest first',
    access: 'member',
    query: z.object({ tone: NoticeTone.optional(), ...pageQuery }),
    reply: pageOf(Notice),
  }),
  countUnread: query({
    path: '/notices/unread',
    summary: 'How many notices you have not read, up to 100',
    access: 'member',
    reply: z.object({ unread: z.int(), newest: NoticeId.nullable() }),
  }),
  markRead: command({
    path: '/notices/mark-read',
    summary: 'You have read up to this notice, and all before it',
    access: 'member',
    personal: true,
    repeatable: true,
    body: z.object({ until: NoticeId }),
    reply: z.object({ unread: z.int() }),
  }),
  getMailWishes: query({
    path: '/mail-wishes',
    summary: 'What you want by mail',
    access: 'member',
    reply: MailWishes.extend({
      sends: z.boolean().meta({ description: 'Whether this server is set up to send mail' }),
    }),
  }),
  setMailWishes: command({
    path: '/mail-wishes',
    summary: 'Choose what you want by mail',
    access: 'member',
    personal: true,
    body: MailWishes,
    reply: MailWishes,
  }),
  listWebhooks: query({
    path: '/webhooks',
    summary: 'Webhooks of your organisation, newest first',
    ...administrator,
    query: z.object(pageQuery),
    reply: pageOf(Webhook),
  }),
  createWebhook: command({
    path: '/webhooks',
    summary: 'Have notices posted to an address of yours, signed (Standard Webhooks)',
    ...administrator,
    secretReply: true,
    body: z.object({ url: WebhookUrl, kinds }),
    reply: WebhookWithSecret,
  }),
  changeWebhook: command({
    path: '/webhooks/:webhookId/change',
    summary: 'Change what a webhook is sent, pause it, or let it go on',
    ...administrator,
    params: ofWebhook,
    body: z.object({ kinds: kinds.optional(), state: z.enum(['active', 'paused']).optional() }),
    reply: Webhook,
  }),
  rotateSecret: command({
    path: '/webhooks/:webhookId/rotate-secret',
    summary: 'Make a new secret; for a day messages are signed with both',
    ...administrator,
    secretReply: true,
    params: ofWebhook,
    reply: WebhookWithSecret,
  }),
  deleteWebhook: command({
    path: '/webhooks/:webhookId/delete',
    summary: 'Send no more to this address; what waits is given up',
    ...administrator,
    params: ofWebhook,
    reply: z.object({}),
  }),
  testWebhook: command({
    path: '/webhooks/:webhookId/test',
    summary: 'Send a `webhook.tested` to this webhook',
    ...administrator,
    params: ofWebhook,
    reply: Message,
  }),
  listMessages: query({
    path: '/webhooks/:webhookId/messages',
    summary: 'What was sent to a webhook, newest first, kept 30 days',
    ...administrator,
    params: ofWebhook,
    query: z.object({ state: MessageState.optional(), ...pageQuery }),
    reply: pageOf(Message),
  }),
  replayMessages: command({
    path: '/webhooks/:webhookId/replay',
    summary: 'Send again, with the same webhook-id: one message, or all given up since a moment',
    ...administrator,
    params: ofWebhook,
    body: z.union([z.object({ messageId: MessageId }), z.object({ givenUpSince: Timestamp })]),
    reply: z.object({ replayed: z.int() }),
  }),
}

export const noticeProblem = problems({
  'notice.absent': {
    kind: 'absent',
    zh: '没有这条通知',
    en: 'There is no such notice',
    ru: 'Такого уведомления нет',
  },
  'notice.unknown_kind': {
    kind: 'invalid',
    zh: '没有“{kind}”这种通知；可选种类见 /api/notice-kinds',
    en: 'There is no kind of notice “{kind}”; /api/notice-kinds lists them',
    ru: 'Вида уведомлений «{kind}» нет; список — /api/notice-kinds',
  },
  'notice.members_only': {
    kind: 'forbidden',
    zh: '接口密钥没有自己的已读状态和邮箱，请以成员身份登录',
    en: 'An API key reads nothing and has no mail address: sign in as a member',
    ru: 'Ключ API ничего не читает и не имеет почты: войдите как сотрудник',
  },
  'notice.webhook_absent': {
    kind: 'absent',
    zh: '没有这个 Webhook',
    en: 'There is no such webhook',
    ru: 'Такого вебхука нет',
  },
  'notice.message_absent': {
    kind: 'absent',
    zh: '没有这条消息，或已过 30 天保存期',
    en: 'There is no such message, or it is older than the 30 days they are kept',
    ru: 'Такого сообщения нет или прошло 30 дней хранения',
  },
  'notice.webhooks_full': {
    kind: 'conflict',
    zh: '每个单位最多 {max} 个 Webhook，请先删除一个',
    en: 'An organisation has at most {max} webhooks: delete one first',
    ru: 'У организации не более {max} вебхуков: сначала удалите один',
  },
  'notice.webhook_address': {
    kind: 'invalid',
    zh: 'Webhook 地址应为公网 https 地址，例如 https://erp.example.cn/landbridge；{url} 不可用',
    en: 'A webhook’s address is https and on the public network, for example https://erp.example.cn/landbridge; {url} is not',
    ru: 'Адрес вебхука — https в публичной сети, например https://erp.example.cn/landbridge; {url} не подходит',
  },
})

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
