// Alerts over HTTP: what is listed and counted, what people do about an alert and that it is kept, the rules and what follows from them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { alertRoutes } from '#alert'
import type { Alert, AlertChange } from '#alert/contract.ts'
import { onItsWay } from '#alert/journey-fixtures.ts'
import { USUAL_RULES, type AlertKind, type AlertRules } from '#alert/rule-contract.ts'

const DOOR = { status: 0b11 | (1 << 13) }
const database = await testDatabase()
const journey = await onItsWay(database)
const { clock, at, box, look, report, story } = journey
const http = await testHttp(database, { clock })
alertRoutes(http)
const strangers = await organisationsFixture(database, { tag: 'b' })
const { parties, containerId } = box
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
after(async () => {
  await journey.close()
  await database.drop()
})

interface Page {
  readonly items: Alert[]
  readonly next: string | null
}
const list = async (query = '', as = exporter) => {
  const { status, body } = await as.get<Page>(`/api/alerts${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}
const kindsOf = ({ items }: Page) => items.map(({ kind }) => kind)
const count = async (as = exporter) => (await as.get('/api/alerts/count')).body
const told = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    `select 1 from notice where kind like 'alert.%' and organisation_id = $1`,
    [parties.exporter.organisationId],
  )
  return rows.length
}
async function openOne(kind: AlertKind): Promise<Alert> {
  const found = (await list(`?kind=${kind}`)).items[0]
  assert.ok(found, kind)
  return found
}
const goOn = async (minutes: number, km: number, changes = {}) => {
  clock.advance(minutes)
  await report(at(km), changes)
  await look()
}
const battery = (value: number) => ({ items: [{ id: 'b', name: 'batteryPercent', value }] })

before(async () => {
  await goOn(10, 50, { ...battery(15), ...DOOR })
})

test('the list: by state, kind, severity and train, page by page, and nobody else’s', async () => {
  assert.deepEqual(kindsOf(await list()).sort(), ['battery_low', 'door_opened'])
  assert.deepEqual(kindsOf(await list('?severity=yellow')), ['battery_low'])
  assert.deepEqual(kindsOf(await list('?kind=door_opened')), ['door_opened'])
  assert.equal((await list(`?departure=${box.departure.id}`)).items.length, 2)
  assert.equal((await list('?departure=dep_00000000000000000000')).items.length, 0)
  assert.equal((await list('?state=closed')).items.length, 0)
  assert.equal((await list('?state=all')).items.length, 2)
  const first = await list('?limit=1')
  const second = await list(`?limit=1&cursor=${first.next}`)
  assert.deepEqual([...kindsOf(first), ...kindsOf(second)], kindsOf(await list()))
  assert.equal(second.next, null)
  assert.deepEqual(await list('', http.as(strangers.exporter.actor)), { items: [], next: null })
  assert.equal((await exporter.get('/api/alerts?kind=flood')).status, 422)
  const { body } = await exporter.get<Page>(`/api/containers/${containerId}/alerts`)
  assert.equal(body.items.length, 2)
})

test('an alert says what it is in the reader’s language', async () => {
  const { id, container, train } = await openOne('battery_low')
  assert.equal(container.id, containerId)
  assert.equal(train.number, box.departure.trainNumber)
  const detail = async (locale: 'zh' | 'en' | 'ru') => {
    const as = http.as({ ...parties.exporter.actor, locale })
    return (await as.get<{ alert: Alert }>(`/api/alerts/${id}`)).body.alert.detail
  }
  assert.equal(await detail('zh'), '终端电量 15%')
  assert.equal(await detail('en'), 'the tracker’s battery is at 15%')
  assert.equal(await detail('ru'), 'заряд трекера 15%')
})

test('who sees to it is kept with the reason; it is counted no more, until it turns red', async () => {
  const { id } = await openOne('battery_low')
  assert.deepEqual(await count(), { open: 2, red: 1 })
  assert.equal((await exporter.post(`/api/alerts/${id}/acknowledge`, { reason: ' ' })).status, 422)
  const seen = await exporter.post<Alert>(`/api/alerts/${id}/acknowledge`, {
    reason: '已通知阿拉木图更换',
  })
  assert.equal(seen.body.acknowledgedAt, clock().toISOString())
  assert.deepEqual(await count(), { open: 1, red: 1 })
  assert.deepEqual(await count(operator), { open: 2, red: 1 }, 'another party has its own')
  await goOn(10, 70, { ...battery(8), ...DOOR })
  assert.deepEqual(await count(), { open: 2, red: 2 })
  const { body } = await exporter.get<{ alert: Alert; changes: AlertChange[] }>(`/api/alerts/${id}`)
  assert.equal(body.alert.acknowledgedAt, null)
  assert.deepEqual(
    body.changes.map(({ change, severity, reason }) => [change, severity, reason]),
    [
      ['opened', 'yellow', null],
      ['acknowledged', 'yellow', '已通知阿拉木图更换'],
      ['upgraded', 'red', null],
    ],
  )
  const [opened, acknowledged] = body.changes
  assert.equal(opened!.by, null)
  assert.equal(acknowledged!.by!.memberId, parties.exporter.actor.memberId)
  assert.ok(acknowledged!.by!.name)
})

test('muted: it goes on and is kept, and nobody is told, also of the next one of its kind; then they are again', async () => {
  const { id } = await openOne('door_opened')
  await exporter.post(`/api/alerts/${id}/mute`, { reason: '海关查验开箱', hours: 24 })
  assert.deepEqual(await count(), { open: 1, red: 1 })
  const before = await told()
  for (const minutes of [10, 15]) await goOn(minutes, 80, battery(8))
  assert.deepEqual(await story('door_opened'), ['opened red', 'muted red', 'closed red'])
  await goOn(10, 90, { ...battery(8), ...DOOR })
  assert.equal(await told(), before)
  const again = await openOne('door_opened')
  assert.ok(again.mutedUntil)
  const spoken = await exporter.post<Alert>(`/api/alerts/${again.id}/unmute`, {
    reason: '查验结束',
  })
  assert.equal(spoken.body.mutedUntil, null)
  const { body } = await exporter.post(`/api/alerts/${again.id}/unmute`, { reason: '再次' })
  assert.equal(body['code'], 'alert.not_muted')
  for (const minutes of [10, 15]) await goOn(minutes, 100, battery(8))
  assert.equal(await told(), before + 1)
  const rows = await database.pool.query(
    `select count(*)::int as count from notice where kind like 'alert.%' and organisation_id = $1`,
    [parties.operator.organisationId],
  )
  assert.ok(rows.rows[0].count > before + 1, 'the operator was told of all of it')
})

test('what is closed is not to be seen to', async () => {
  const { items } = await list('?state=closed')
  const { id, closedFor, endedAt } = items[0]!
  assert.equal(closedFor, 'ended')
  assert.ok(endedAt)
  for (const [action, body] of [
    ['acknowledge', { reason: 'x' }],
    ['mute', { reason: 'x', hours: 1 }],
    ['unmute', { reason: 'x' }],
  ] as const) {
    const reply = await exporter.post(`/api/alerts/${id}/${action}`, body)
    assert.equal(reply.body['code'], 'alert.closed', action)
  }
})

test('rules: one’s own, bounded, in their order; switched off, what is open is closed without a word', async () => {
  const rules = async (as = exporter) =>
    (await as.get<{ rules: AlertRules; usual: AlertRules }>('/api/alert-rules')).body
  assert.deepEqual(await rules(), { rules: USUAL_RULES, usual: USUAL_RULES })
  const set = (changed: object) => exporter.post('/api/alert-rules', { rules: changed })
  const refused = await set({ late: { on: true, yellowDays: 9, redDays: 5 } })
  assert.equal(refused.body['code'], 'alert.rule_order')
  assert.equal((await set({ late: { on: true, yellowDays: 0, redDays: 5 } })).status, 422)
  assert.equal((await set({ late: { on: true, yellowDays: 1 } })).status, 422)
  assert.equal((await set({ flood: { on: true } })).status, 422)
  assert.deepEqual((await rules()).rules, USUAL_RULES, 'nothing of what was refused is kept')
  const before = await told()
  const off = { on: false, yellowPercent: 20, redPercent: 10 }
  assert.equal((await set({ battery_low: off })).status, 200)
  await look()
  assert.deepEqual((await rules()).rules, { ...USUAL_RULES, battery_low: off })
  assert.deepEqual((await rules(operator)).rules, USUAL_RULES)
  assert.equal((await story('battery_low')).at(-1), 'closed red')
  const theirs = await story('battery_low', parties.operator.organisationId)
  assert.deepEqual(theirs, ['opened yellow', 'upgraded red'])
  assert.equal(await told(), before)
  await set({ battery_low: null })
  await look()
  assert.deepEqual((await rules()).rules, USUAL_RULES)
  assert.equal((await story('battery_low')).at(-1), 'opened red')
})

test('what temperature its cargo bears: said by the shipper, for all parties, before their own rules', async () => {
  const url = `/api/containers/${containerId}/temperature-range`
  const set = (range: object | null) => exporter.post(url, { range, wholeBooking: true })
  assert.equal((await set({ minC: null, maxC: null })).body['code'], 'alert.range_empty')
  assert.equal((await set({ minC: 8, maxC: 2 })).body['code'], 'alert.range_empty')
  const range = { minC: 2, maxC: 8 }
  assert.deepEqual((await set(range)).body, { containerIds: [containerId], range })
  const { body } = await operator.get(`/api/containers/${containerId}/alerts`)
  assert.deepEqual(body['range'], range)
  const celsius = (value: number) => ({ items: [{ id: 't', name: 'temperatureC', value }] })
  for (const value of [5, 9, 9.5]) await goOn(10, 120, celsius(value))
  assert.deepEqual(await story('temperature'), ['opened yellow'])
  assert.deepEqual(await story('temperature', parties.operator.organisationId), ['opened yellow'])
  const { facts } = await openOne('temperature')
  assert.deepEqual(facts, { celsius: 9.5, ...range })
  await set(null)
  await look()
  assert.deepEqual(await story('temperature'), ['opened yellow', 'closed yellow'])
  const { organisationId } = strangers.exporter
  const stranger = http.as({ ...strangers.exporter.actor, organisationId })
  assert.equal((await stranger.post(url, { range })).status, 404)
})
