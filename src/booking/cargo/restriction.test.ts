// The cargo rules over the real database: bookings, baskets, amendments and roll-overs judged, waived, judged anew; lists kept and read.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes, restrictionFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import type { Finding } from '#booking/finding-contract.ts'
import {
  NewRestriction,
  type Restriction,
  type RestrictionsRead,
} from '#booking/restriction-contract.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Page } from '#kernel/page.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const DAY_MS = 86_400_000
const clock = testClock()
const now = clock()
const ids = randomIds(clock)
const database = await testDatabase()
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const followers = await startFollowers(database, [restrictionFollower(clock)], (error) => {
  throw error
})
after(async () => {
  await followers.stop()
  await database.drop()
})
const parties = await organisationsFixture(database, { now })
const others = await organisationsFixture(database, { now, tag: 'b' })
const [exporter, operator, rail, platform] = (
  ['exporter', 'operator', 'rail', 'platform'] as const
).map((kind) => http.as(parties[kind].actor)) as [Caller, Caller, Caller, Caller]
const stranger = http.as(others.operator.actor)

interface Refused {
  readonly code?: string
  readonly detail?: string
  readonly facts?: Record<string, string>
  readonly errors?: readonly { pointer: string; code: string; detail: string }[]
}
type Booked = BookingView & Refused

const limits = { dangerousPlaces: 4, reeferPlugs: 2 }
const trainOn = (days: number) => departureFixture(database, parties, { now, ids, days, limits })
const first = await trainOn(10)
const later: Departure = (
  await operator.post<Departure>('/api/departures', {
    ...{ serviceId: first.serviceId, trainNumber: 'X9031', capacityTeu: 110, ...limits },
    ...timesBefore(now.getTime() + 40 * DAY_MS),
  })
).body

const [fans] = newBooking(parties, first.id).cargo.slice(1)
const goods = (hsCode: string, more: object = {}) => [{ ...fans!, hsCode, ...more }]
const asked = (changes: object, departureId: DepartureId = first.id) => ({
  ...newBooking(parties, departureId),
  lines: [{ equipmentType: '45G1', count: 1 }],
  ...changes,
})
const book = (changes: object, departureId?: DepartureId) =>
  exporter.post<Booked>('/api/bookings', asked(changes, departureId))
const read = async (id: string, by = exporter) => (await by.get<Booked>(`/api/bookings/${id}`)).body
const rules = (findings: readonly Finding[]) =>
  findings.map(({ rule, effect }) => `${rule} ${effect}`)

const ENTRY = {
  effect: 'ask',
  direction: 'both',
  where: [],
  owners: [],
  equipment: [],
  hs: [],
  un: [],
  classes: [],
  papers: [],
  axis: null,
  kgMax: null,
  cmMax: null,
  from: '2026-01-01',
  until: null,
  why: null,
  source: '电报 117',
}
const entry = (changes: object) => ({ ...ENTRY, rule: 'not_carried', ...changes })
async function enter(changes: object, by = operator, replace = false): Promise<Restriction> {
  const body = { items: [entry(changes)], replace }
  const reply = await by.post<{ items: Restriction[] }>('/api/restrictions', body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body.items[0]!
}
const withdraw = (id: string, by = operator) => by.post<Refused>(`/api/restrictions/${id}/withdraw`)

test('what came with landbridge refuses a hide in a box of the railway, at its field, in the reader’s language', async () => {
  const changes = {
    lines: [{ equipmentType: '45G1', count: 1, owner: 'railway' }],
    cargo: [...goods('847130'), ...goods('410120')],
  }
  const { status, body } = await book(changes)
  assert.deepEqual(
    [status, body.code, body.facts],
    [422, 'booking.cargo_refused', { rules: 'railway_box' }],
  )
  assert.deepEqual(
    body.errors?.map(({ pointer, code }) => [pointer, code]),
    [['/cargo/1/hsCode', 'booking.rule_railway_box']],
  )
  assert.match(body.detail!, /Railway-owned boxes \(cargo line 2\).*They soil or corrode the box/)
  const inChinese = await exporter.post<Refused>('/api/bookings', asked(changes), {
    'accept-language': 'zh-CN',
  })
  assert.match(
    inChinese.body.errors![0]!.detail,
    /铁路箱禁装（货物 2）：HS 410120 不得装入铁路箱；会污染、腐蚀箱体/,
  )
  assert.equal(
    (await book({ cargo: changes.cargo })).body.state,
    'confirmed',
    'in the operator’s box',
  )
})

test('a warning is kept and shown to shipper and operator, and stops nothing', async () => {
  const { body } = await book({ cargo: goods('850760') })
  assert.deepEqual([body.state, rules(body.findings)], ['confirmed', ['undeclared_dangerous warn']])
  assert.deepEqual(rules((await read(body.id, operator)).findings), rules(body.findings))
  const customs = http.as(parties.customs.actor)
  assert.deepEqual((await read(body.id, customs)).findings, [])
})

test('what is left to the operator waits for it, and is carried only with a reason, which is kept', async () => {
  const spirits = { cargo: goods('220820') }
  const { body } = await book(spirits)
  assert.deepEqual([body.state, rules(body.findings)], ['received', ['not_carried ask']])
  assert.equal(body.findings[0]!.waived, null)
  const decide = (decision: object) =>
    operator.post<Booked>(`/api/bookings/${body.id}/decide`, decision)
  const bare = await decide({ decision: 'accept' })
  assert.deepEqual([bare.status, bare.body.code], [422, 'booking.waiver_reason_needed'])
  assert.equal((await read(body.id)).state, 'received')
  const accepted = await decide({ decision: 'accept', reason: '担保已办' })
  assert.equal(accepted.body.state, 'confirmed')
  const { waived } = (await read(body.id)).findings[0]!
  assert.deepEqual([waived?.reason, waived?.by.id], ['担保已办', parties.operator.organisationId])
  const full = { ...spirits, ifFull: { inParts: false, promotion: 'automatic' } }
  const many = { ...full, lines: [{ equipmentType: '45G1', count: 100 }] }
  assert.equal((await book(many)).body.code, 'booking.cannot_wait')
})

test('a rule counts by the day of departure: the same goods go with one train and not with another', async () => {
  const day = later.departsAt.slice(0, 10)
  const stop = await enter({ effect: 'refuse', hs: ['8703'], from: day, until: day })
  assert.equal((await book({ cargo: goods('870323') })).body.state, 'confirmed')
  assert.equal(
    (await book({ cargo: goods('870323') }, later.id)).body.code,
    'booking.cargo_refused',
  )
  const { body } = await exporter.get<{ items: Restriction[] }>(
    `/api/departures/${first.id}/restrictions`,
  )
  assert.equal(
    body.items.some(({ id }) => id === stop.id),
    false,
  )
  await withdraw(stop.id)
  assert.equal((await book({ cargo: goods('870323') }, later.id)).body.state, 'confirmed')
})

test('a basket is judged by its boxes when it is held, by its cargo when it is confirmed', async () => {
  const hold = (lines: object[]) =>
    exporter.post<Booked>('/api/bookings/hold', { departureId: first.id, lines, cargoKg: 9_000 })
  const closed = await hold([{ equipmentType: '45G1', count: 1, oversize: { heightCm: 20 } }])
  assert.deepEqual(
    [closed.body.code, closed.body.facts],
    ['booking.cargo_refused', { rules: 'oversize_box' }],
  )
  const dangerous = await hold([{ equipmentType: '22G1', count: 1, dangerous: true }])
  const { departureId: _, lines: __, ...rest } = asked({ cargo: goods('320810') })
  const confirm = (body: object) =>
    exporter.post<Booked>(`/api/bookings/${dangerous.body.id}/confirm`, { ...rest, ...body })
  assert.equal((await confirm({})).body.facts?.['rules'], 'dangerous_unnamed')
  const named = await confirm({ cargo: goods('320810', { dangerous: PAINT }) })
  assert.equal(named.body.state, 'received')
  assert.deepEqual(named.body.cargo[0]!.dangerous, PAINT)
})

test('an amendment is judged as the booking it shall be; where the operator must agree it says why', async () => {
  const { body } = await book({ cargo: goods('847130') })
  const amend = (changes: object) =>
    exporter.post<Booked>(`/api/bookings/${body.id}/amend`, asked(changes))
  assert.equal((await amend({ cargo: goods('930190') })).body.code, 'booking.cargo_refused')
  assert.equal((await amend({ cargo: goods('220830') })).body.state, 'pending_amendment')
  const decide = (decision: object) =>
    operator.post<Booked>(`/api/bookings/${body.id}/amendment/decide`, decision)
  assert.equal((await decide({ decision: 'accept' })).body.code, 'booking.waiver_reason_needed')
  const accepted = await decide({ decision: 'accept', reason: '有担保' })
  assert.deepEqual(
    [accepted.body.state, rules(accepted.body.findings)],
    ['confirmed', ['not_carried ask']],
  )
  assert.equal(accepted.body.findings[0]!.waived?.reason, '有担保')
})

test('a roll-over is judged by the new train; what that leaves to the operator goes by its own reason', async () => {
  const { body } = await book({ cargo: goods('760429') })
  const rollOver = () =>
    operator.post<Refused>(`/api/departures/${first.id}/roll-over`, {
      ...{ place: 'CN-DONGJIA', to: later.id, reason: '改走下一班' },
      containerIds: body.containers.map(({ id }) => id),
    })
  const day = later.departsAt.slice(0, 10)
  const stop = await enter({ effect: 'refuse', hs: ['7604'], from: day })
  assert.equal((await rollOver()).body.code, 'booking.cargo_refused')
  assert.equal((await read(body.id)).journey.departureId, first.id, 'nothing moved')
  const url = `/api/restrictions/${stop.id}/change`
  await operator.post(url, entry({ hs: ['7604'], from: day, effect: 'ask' }))
  assert.equal((await rollOver()).status, 200)
  const moved = await read(body.id)
  assert.equal(moved.journey.departureId, later.id)
  assert.deepEqual(
    [rules(moved.findings), moved.findings[0]!.waived?.reason],
    [['not_carried ask'], '改走下一班'],
  )
  await withdraw(stop.id)
})

test('a rule that comes later shows whom it touches, is told, and takes itself back', async () => {
  const { body } = await book({ cargo: goods('691110') })
  assert.deepEqual(body.findings, [])
  const came = await enter({ hs: ['6911'], effect: 'refuse', where: ['west'] }, rail)
  await followers.settle()
  const touched = await read(body.id)
  assert.deepEqual([touched.state, rules(touched.findings)], ['confirmed', ['not_carried refuse']])
  const list = async (by: Caller) =>
    (await by.get<Page<{ booking: { id: string } }>>(`/api/restrictions/${came.id}/bookings`)).body
      .items
  assert.deepEqual(
    (await list(exporter)).map(({ booking }) => booking.id),
    [body.id],
  )
  assert.deepEqual(
    (await list(operator)).map(({ booking }) => booking.id),
    [body.id],
  )
  assert.deepEqual(await list(stranger), [])
  await rail.post(`/api/restrictions/${came.id}/change`, entry({ hs: ['6912'], effect: 'refuse' }))
  await followers.settle()
  assert.deepEqual((await read(body.id)).findings, [])
})

test('an operator’s list counts for its own trains; the others’ lists are not its to change', async () => {
  const foreign = await enter({ hs: ['9506'], effect: 'refuse' }, stranger)
  assert.equal((await book({ cargo: goods('950691') })).body.state, 'confirmed')
  for (const by of [operator, rail]) {
    const { body } = await withdraw(foreign.id, by)
    assert.equal(body.code, 'booking.restriction_not_yours')
  }
  assert.equal((await withdraw(foreign.id, platform)).status, 200)
  assert.equal((await withdraw(foreign.id, platform)).body.code, 'booking.restriction_withdrawn')
  assert.equal(
    (await exporter.post('/api/restrictions', { items: [entry({ hs: ['95'] })] })).status,
    403,
  )
  const lacking = await operator.post<Refused>('/api/restrictions', { items: [entry({})] })
  assert.deepEqual(
    [lacking.body.code, lacking.body.facts, lacking.body.errors?.[0]?.pointer],
    ['booking.restriction_incomplete', { fields: 'hs' }, '/hs'],
  )
  const first10 = await platform.get<Page<Restriction>>('/api/restrictions?limit=10')
  const next = await platform.get<Page<Restriction>>(
    `/api/restrictions?limit=200&cursor=${first10.body.next}`,
  )
  const all = [...first10.body.items, ...next.body.items]
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
  const batteries = await platform.get<Page<Restriction>>('/api/restrictions?q=un 3480')
  assert.ok(batteries.body.items.length >= 2)
  assert.ok(batteries.body.items.every(({ un }) => un.includes('UN3480' as never)))
})

test('the list goes out as a file in three languages and comes back as it was', async () => {
  const { body } = await platform.get<Page<Restriction>>('/api/restrictions?limit=200')
  const wanted = body.items.map((one) => NewRestriction.parse(one))
  for (const locale of ['zh-CN', 'en', 'ru'])
    for (const type of ['xlsx', 'csv']) {
      const file = await http.inject({
        method: 'GET',
        url: `/api/restrictions.${type}`,
        headers: {
          'accept-language': locale,
          'x-test-actor': Object.values(parties.platform.actor).join('/'),
        },
      })
      assert.equal(file.statusCode, 200)
      const base64 = file.rawPayload.toString('base64')
      const { body: back } = await platform.post<RestrictionsRead>('/api/restrictions/read', {
        file: { name: `list.${type}`, base64 },
      })
      assert.deepEqual(back.faults, [], `${locale} ${type}`)
      assert.deepEqual(back.items, wanted, `${locale} ${type}`)
    }
})

/** As a clerk may have typed it. */
const TYPED = [
  [
    'Rule',
    'Effect',
    'HS codes begin with',
    'Where',
    'Departures from',
    'Until',
    'At most, kg',
    'Source',
  ],
  ['Goods not carried', 'Not taken', '2208; 22 99', 'Russia, middle', '2026/4/1', '', '', '电报 9'],
  ['不予承运的货物', 'warn', '7713', 'Mars', '2026-02-30', '', '', ''],
  ['lift_limit', 'refuse', '', 'UZ-CHUKURSAY', '2026-01-01', '', '', 'Letter'],
  ['Goods not carried', 'maybe', '22', '', '2026-05-01', '2026-04-01', '', 'Letter'],
]
const csvOf = (cells: readonly (readonly string[])[]) =>
  cells.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')
const send = (text: string) =>
  operator.post<RestrictionsRead>('/api/restrictions/read', {
    file: { name: 'list.csv', base64: Buffer.from(text).toString('base64') },
  })
test('wrong cells are named as Excel names them, in the reader’s language', async () => {
  const { body } = await send(csvOf(TYPED))
  assert.deepEqual(
    body.faults.map(({ cell, code }) => `${cell} ${code}`),
    [
      'C2 hs_code.unknown_chapter',
      'C3 hs_code.unknown_chapter',
      'D3 where.unknown',
      'E3 day.no_such_day',
      'H3 sheet.cell_empty',
      'B5 sheet.not_a_choice',
      'G4 booking.restriction_incomplete',
    ],
  )
  assert.deepEqual(body.items, [])
})

test('a list that is read takes the place of the own one', async () => {
  const good = [
    TYPED[0]!,
    ['Goods not carried', 'Note', '9504', 'west', '2026-03-01', '', '', 'Letter'],
  ]
  const mended = await send(csvOf(good))
  assert.equal(mended.body.items.length, 1)
  const before = await enter({ hs: ['9505'] })
  const entered = await operator.post<{ items: Restriction[] }>('/api/restrictions', {
    items: mended.body.items,
    replace: true,
  })
  assert.equal(entered.status, 200)
  const { body: list } = await operator.get<Page<Restriction>>('/api/restrictions?limit=200')
  const own = list.items.filter(
    ({ enteredBy }) => enteredBy?.id === parties.operator.organisationId,
  )
  assert.deepEqual(
    own.map(({ hs }) => hs),
    [['9504']],
  )
  assert.equal(
    list.items.some(({ id }) => id === before.id),
    false,
  )
})

test('the template has the columns, what each rule needs, and the words that cells may hold', async () => {
  const { rawPayload } = await http.inject({
    method: 'GET',
    url: '/api/restrictions/template.xlsx',
    headers: {
      'accept-language': 'zh-CN',
      'x-test-actor': Object.values(parties.rail.actor).join('/'),
    },
  })
  const [head] = await readSpreadsheet(rawPayload)
  assert.deepEqual(head!.slice(0, 3), ['规则', '处理', 'HS 编码开头'])
})
