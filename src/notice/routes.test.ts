import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Webhook as Verifier } from 'standardwebhooks'
import { organisationsFixture } from '#identity/fixtures.ts'
import { noticeKind, type NoticeKind } from '#kernel/notice.ts'
import { randomIds } from '#platform/ids.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { noticeNotices, noticeRoutes, notify, startSender } from '#notice'
import type { Message, Notice, Webhook } from '#notice/contract.ts'
import { startReceiver } from '#notice/fixtures.ts'
import { RETRY_AFTER_MS } from '#notice/notice.ts'

const held = noticeKind({
  kind: 'container.held',
  name: { zh: '海关扣留', en: 'Held by customs', ru: 'Задержан таможней' },
  title: { zh: '{container} 被扣留', en: '{container} is held', ru: '{container} задержан' },
  tone: 'critical',
})
const loaded = noticeKind({
  kind: 'container.loaded',
  name: { zh: '已装车', en: 'Loaded', ru: 'Погружен' },
  title: { zh: '{container} 已装车', en: '{container} is loaded', ru: '{container} погружен' },
  tone: 'info',
  forPeople: false,
})
const kinds = new Map([held, loaded, ...noticeNotices].map((one) => [one.kind, one]))

const database = await testDatabase()
after(() => database.drop())
// A clock of the test's own, so that three days of retries pass at once.
let now = new Date()
const clock = () => now
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
const http = await testHttp(database, { clock })
const parties = await organisationsFixture(database)
const strangers = await organisationsFixture(database, { tag: 'b' })
const { signer } = parties
noticeRoutes(http, { kinds, signer, allowPrivate: true, sendsMail: false })
const ids = randomIds(clock)
const sender = await startSender(
  {
    database,
    clock,
    ids,
    signer,
    publicUrl: 'https://trade.example',
    allowPrivate: true,
    mailer: undefined,
    chance: () => 0,
  },
  (error) => {
    throw error
  },
)
after(() => sender.stop())
const exporter = http.as(parties.exporter.actor)
const stranger = http.as(strangers.exporter.actor)

/** One after the other: notices of one millisecond have no order. */
const tell = (kind: NoticeKind<string, 'container'>, container: string) => {
  pass(1)
  return tellNow(kind, container)
}
const tellNow = (kind: NoticeKind<string, 'container'>, container: string) =>
  database.transact((tx) =>
    notify(tx, { ids, now }, kind, {
      to: [parties.exporter.organisationId, parties.exporter.organisationId],
      facts: { container },
      subject: { kind: 'container', id: 'ctr_00000000000000000000' },
    }),
  )

async function made(by: Caller, url: string, only: string[] = []) {
  const reply = await by.post<{ webhook: Webhook; secret: string }>('/api/webhooks', {
    url,
    kinds: only,
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

const messagesOf = async ({ id }: Webhook) =>
  (await exporter.get<{ items: Message[] }>(`/api/webhooks/${id}/messages`)).body.items

test('people read what is for people, each as far as they have; strangers read nothing', async () => {
  await tell(held, 'CSQU3054383')
  await tell(loaded, 'CSQU3054383')
  await tell(held, 'TEXU3605231')
  const { body } = await exporter.get<{ items: Notice[] }>('/api/notices')
  assert.deepEqual(
    body.items.map(({ title, read, tone }) => [title, read, tone]),
    [
      ['TEXU3605231 is held', false, 'critical'],
      ['CSQU3054383 is held', false, 'critical'],
    ],
  )
  const unread = await exporter.get('/api/notices/unread')
  assert.deepEqual(unread.body, { unread: 2, newest: body.items[0]!.id })
  const marked = await exporter.post('/api/notices/mark-read', { until: body.items[1]!.id })
  assert.deepEqual(marked.body, { unread: 1 })
  // Never backwards.
  await exporter.post('/api/notices/mark-read', { until: body.items[0]!.id })
  await exporter.post('/api/notices/mark-read', { until: body.items[1]!.id })
  assert.equal((await exporter.get('/api/notices/unread')).body['unread'], 0)
  // Who only reads has read them, and says what to be mailed.
  const reader = http.as({ ...parties.exporter.actor, role: 'viewer' })
  const until = body.items[0]!.id
  assert.equal((await reader.post('/api/notices/mark-read', { until })).status, 200)

  assert.deepEqual((await stranger.get<{ items: [] }>('/api/notices')).body.items, [])
  const foreign = await stranger.post('/api/notices/mark-read', { until: body.items[0]!.id })
  assert.equal(foreign.body['code'], 'notice.absent')
})

test('a webhook is sent what it asked for, signed as Standard Webhooks wants it', async () => {
  const receiver = await startReceiver()
  after(() => receiver.close())
  const { webhook, secret } = await made(exporter, receiver.url, ['container.held'])
  await tell(loaded, 'CSQU3054383')
  await tell(held, 'CSQU3054383')
  await sender.settle()
  assert.equal(receiver.received.length, 1)
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[number]]
  const verified = new Verifier(secret).verify(body, headers) as Record<string, unknown>
  assert.equal(verified['type'], 'container.held')
  const said = verified['data'] as { title: Record<string, string>; facts: unknown }
  assert.deepEqual(said.facts, { container: 'CSQU3054383' })
  assert.equal(said.title['zh'], 'CSQU3054383 被扣留')
  assert.throws(() => new Verifier(secret).verify(body.replace('held', 'hold'), headers))
  const [message] = await messagesOf(webhook)
  assert.equal(message?.state, 'sent')
  assert.equal(message?.content, body)

  // A new secret: for a day both are good, then the new one alone.
  const rotated = await exporter.post<{ secret: string }>(
    `/api/webhooks/${webhook.id}/rotate-secret`,
  )
  const test = async () => {
    await exporter.post(`/api/webhooks/${webhook.id}/test`)
    await sender.settle()
    return receiver.received.at(-1)!
  }
  const both = await test()
  new Verifier(secret).verify(both.body, both.headers)
  new Verifier(rotated.body.secret).verify(both.body, both.headers)
  await exporter.post(`/api/webhooks/${webhook.id}/delete`)
  await tell(held, 'CSQU3054383')
  await sender.settle()
  assert.equal(receiver.received.length, 2, 'a deleted one is sent nothing')
})

test('what fails is tried again by the schedule, then given up and the webhook stopped; replayed it keeps its id', async () => {
  const receiver = await startReceiver()
  after(() => receiver.close())
  const { webhook } = await made(exporter, receiver.url)
  receiver.answerWith(500, 301, 200)
  await tell(held, 'TEXU3605231')
  await sender.settle()
  assert.equal(receiver.received.length, 1)
  await sender.settle()
  assert.equal(receiver.received.length, 1, 'not before its time')
  for (const wait of RETRY_AFTER_MS.slice(0, 2)) {
    pass(wait)
    await sender.settle()
  }
  assert.equal(receiver.received.length, 3)
  const sent = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
  assert.equal(sent.size, 1, 'one message keeps one id')
  assert.deepEqual(
    (await messagesOf(webhook)).map(({ state, attempts }) => [state, attempts]),
    [['sent', 3]],
  )

  receiver.answerWith(503)
  await tell(held, 'TRDU9258963')
  await sender.settle()
  for (const wait of RETRY_AFTER_MS) {
    pass(wait)
    await sender.settle()
  }
  assert.equal(receiver.received.length, 13)
  const [given] = await messagesOf(webhook)
  assert.equal(given?.state, 'given_up')
  const { body } = await exporter.get<{ items: Webhook[] }>('/api/webhooks')
  assert.deepEqual([body.items[0]?.state, body.items[0]?.stoppedFor], ['stopped', 'HTTP 503'])
  const told = await exporter.get<{ items: Notice[] }>('/api/notices')
  assert.match(told.body.items[0]!.title, /was stopped: HTTP 503/)

  receiver.answerWith(200)
  await exporter.post(`/api/webhooks/${webhook.id}/change`, { state: 'active' })
  const replay = { givenUpSince: new Date(0).toISOString() }
  const replayed = await exporter.post(`/api/webhooks/${webhook.id}/replay`, replay)
  assert.deepEqual(replayed.body, { replayed: 1 })
  await sender.settle()
  assert.equal(receiver.received.at(-1)!.headers['webhook-id'], given?.noticeId)
  await exporter.post(`/api/webhooks/${webhook.id}/delete`)
})

test('410 stops a webhook at once; while paused what is said waits', async () => {
  const receiver = await startReceiver()
  after(() => receiver.close())
  const { webhook } = await made(exporter, receiver.url)
  await exporter.post(`/api/webhooks/${webhook.id}/change`, { state: 'paused' })
  await tell(held, 'APZU4812090')
  await sender.settle()
  assert.equal(receiver.received.length, 0)
  receiver.answerWith(410)
  await exporter.post(`/api/webhooks/${webhook.id}/change`, { state: 'active' })
  await sender.settle()
  const { body } = await exporter.get<{ items: Webhook[] }>('/api/webhooks')
  assert.equal(body.items.find(({ id }) => id === webhook.id)?.state, 'stopped')
})

test('what is refused', async () => {
  const clerk = http.as({ ...parties.exporter.actor, role: 'clerk' })
  assert.equal((await clerk.get('/api/webhooks')).status, 403)
  const unknown = await exporter.post('/api/webhooks', {
    url: 'https://erp.example.cn/hook',
    kinds: ['container.vanished'],
  })
  assert.equal(unknown.body['code'], 'notice.unknown_kind')
  const ftp = await exporter.post('/api/webhooks', { url: 'ftp://erp.example.cn/', kinds: [] })
  assert.equal(ftp.body['code'], 'notice.webhook_address')
  const mine = await made(http.as(strangers.exporter.actor), 'https://erp.example.cn/hook')
  for (const call of ['change', 'rotate-secret', 'delete', 'test'])
    assert.equal(
      (await exporter.post(`/api/webhooks/${mine.webhook.id}/${call}`)).status,
      404,
      call,
    )
  assert.equal((await exporter.get(`/api/webhooks/${mine.webhook.id}/messages`)).status, 404)
  const machine = http.as({ ...parties.exporter.actor, memberId: null })
  assert.equal((await machine.get('/api/mail-wishes')).body['code'], 'notice.members_only')
  const wishes = { atOnce: 'all', digestHour: 24, timeZone: 'Mars/Olympus', locale: 'zh' }
  const wrong = await exporter.post<{ errors: { pointer: string }[] }>('/api/mail-wishes', wishes)
  assert.deepEqual(
    wrong.body.errors.map(({ pointer }) => pointer),
    ['/digestHour', '/timeZone'],
  )
  for (let count = 0; count < 9; count += 1) await made(stranger, `https://erp.example.cn/${count}`)
  const full = await stranger.post('/api/webhooks', { url: 'https://erp.example.cn/x', kinds: [] })
  assert.equal(full.body['code'], 'notice.webhooks_full')
})
