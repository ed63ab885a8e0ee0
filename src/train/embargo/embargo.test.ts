// Which embargoes touch which trains, in a table; and embargoes over HTTP, with everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { findStation, StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Embargo, EmbargoTouch } from '#train/embargo-contract.ts'
import { EmbargoId } from '#train/embargo-contract.ts'
import { embargoesTouching, type TouchedTrain } from '#train/embargo/embargo.ts'
import { departureFixture, LINES } from '#train/fixtures.ts'
import { plannedPassages } from '#train/passage.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
const now = clock()
const parties = await organisationsFixture(database, { now })
const rivals = await organisationsFixture(database, { now, tag: 'b' })
let serial = 0
const ids = (prefix: string) => `${prefix}_${String((serial += 1)).padStart(20, '0')}`
const departure = await departureFixture(database, parties, { now, ids, line: 'tashkent' })
const departsMs = Date.parse(departure.departsAt)
/** A moment, hours after the train's planned departure. */
const hours = (after: number) => timestampIn(departsMs + after * HOUR_MS, 'Asia/Shanghai')

function embargo(changes: Partial<Embargo> = {}): Embargo {
  return {
    id: EmbargoId.parse('emb_00000000000000000001'),
    kind: 'passage',
    direction: 'both',
    places: [StationCode.parse('CN-KHORGOS')],
    from: hours(100),
    until: hours(140),
    telegram: '运输调度令 4021',
    reason: null,
    enteredBy: {
      id: parties.rail.organisationId,
      kind: 'rail',
      names: { zh: '铁路', en: 'Rail', ru: 'ЖД' },
    },
    enteredAt: now.toISOString(),
    changedAt: null,
    withdrawnAt: null,
    ...changes,
  }
}
const touch = (changes: Partial<Embargo>, train: Partial<TouchedTrain> = {}, expected?: object) =>
  embargoesTouching(
    { ...departure, ...train },
    [embargo(changes)],
    expected && (new Map(Object.entries(expected)) as never),
  )[0]

// Khorgos is planned 120 hours after the departure; loading begins 12 hours before it.
const TABLE = `
  kind     places        from  until  direction  touched
  passage  CN-KHORGOS    100   140    both       120
  passage  CN-KHORGOS    100   120    both       -
  passage  CN-KHORGOS    120   121    both       120
  passage  CN-KHORGOS    121   140    both       -
  passage  CN-KHORGOS    100   open   both       120
  passage  CN-KHORGOS    100   140    export     120
  passage  CN-KHORGOS    100   140    import     -
  passage  CN-ERENHOT    0     400    both       -
  passage  CN-JINGHE     92    120    both       109
  loading  CN-KHORGOS    -20   -12    both       -
  loading  CN-KHORGOS    -20   -11    both       -12
  loading  CN-KHORGOS    -5    40     both       -5
  loading  CN-KHORGOS    0     40     both       0
  loading  CN-KHORGOS    1     140    both       -
`

test('an embargo touches a train where its way, its direction and its hours meet it', () => {
  for (const row of TABLE.trim().split('\n').slice(1)) {
    const [kind, place, from, until, direction, touched] = row.trim().split(/\s+/)
    const found = touch({
      kind: kind as 'passage',
      places: [StationCode.parse(place)],
      from: hours(Number(from)),
      until: until === 'open' ? null : hours(Number(until)),
      direction: direction as 'both',
    })
    const at = found && (Date.parse(found.at) - departsMs) / HOUR_MS
    assert.equal(at === undefined ? '-' : String(Math.round(at)), touched, row)
  }
})

test('a train under way is judged by where it is expected; loading no longer concerns it', () => {
  const departed = { state: 'departed', departedAt: hours(10) } as const
  assert.equal(touch({ from: hours(125), until: hours(140) }, departed)?.isExpected, false)
  assert.equal(touch({ kind: 'loading', from: hours(-20) }, departed), undefined)
  const expected = { 'CN-KHORGOS': departsMs + 200 * HOUR_MS }
  assert.equal(touch({}, departed, expected), undefined)
  const later = touch({ from: hours(199), until: null }, departed, expected)
  assert.deepEqual([later?.isExpected, later?.at], [true, hours(200)])
  for (const state of ['arrived', 'cancelled'] as const)
    assert.equal(touch({}, { state }), undefined)
})

test('an operator speaks for its own trains, and what is withdrawn counts no more', () => {
  const by = (id: OrganisationId) => ({ ...embargo().enteredBy, id, kind: 'operator' as const })
  assert.ok(touch({ enteredBy: by(parties.operator.organisationId) }))
  assert.equal(touch({ enteredBy: by(rivals.operator.organisationId) }), undefined)
  assert.equal(touch({ withdrawnAt: now.toISOString() }), undefined)
})

test('the stations between the stops are passed in order and in time', () => {
  for (const { stops } of Object.values(LINES)) {
    const passages = plannedPassages(stops)
    assert.equal(passages[0]?.offsetMinutes, 0)
    assert.equal(passages.at(-1)?.station, stops.at(-1)?.station)
    assert.deepEqual(
      passages.filter(({ isStop }) => isStop).map(({ station }) => station),
      stops.map(({ station }) => station),
    )
    for (const [index, { offsetMinutes }] of passages.entries())
      assert.ok(offsetMinutes >= (passages[index - 1]?.offsetMinutes ?? 0))
  }
})

const rail = http.as(parties.rail.actor)
const exporter = http.as(parties.exporter.actor)
const body = (changes: object = {}) => ({
  kind: 'passage',
  direction: 'export',
  places: ['霍尔果斯', 'KZ-ALTYNKOL'],
  from: hours(100),
  until: hours(140),
  telegram: '运输调度令 4021',
  reason: '口岸拥堵',
  ...changes,
})
const touches = async () =>
  (await exporter.get<{ items: EmbargoTouch[] }>(`/api/departures/${departure.id}/embargoes`)).body
    .items

test('entered, shown on the train it touches, changed, withdrawn, each said as an event', async () => {
  const { status, body: entered } = await rail.post<Embargo>('/api/embargoes', body())
  assert.equal(status, 200)
  assert.deepEqual(entered.places, ['CN-KHORGOS', 'KZ-ALTYNKOL'])
  assert.equal(entered.enteredBy.id, parties.rail.organisationId)
  assert.deepEqual(
    (await touches()).map(({ place, at }) => [place, at]),
    [['CN-KHORGOS', hours(120)]],
  )
  const url = `/api/embargoes/${entered.id}`
  const changed = await rail.post<Embargo>(`${url}/change`, body({ until: hours(110) }))
  assert.notEqual(changed.body.changedAt, null)
  assert.deepEqual(await touches(), [])
  await rail.post(`${url}/change`, body({ until: null }))
  assert.equal((await touches()).length, 1)
  const platform = http.as(parties.platform.actor)
  assert.equal((await platform.post(`${url}/withdraw`)).status, 200)
  assert.deepEqual(await touches(), [])
  const again = await rail.post(`${url}/change`, body())
  assert.equal(again.body['code'], 'train.embargo_withdrawn')
  const said = await database.transact((tx) =>
    tx.selectFrom('outbox').select('payload').where('kind', '=', 'train.embargo_changed').execute(),
  )
  assert.deepEqual(
    said.map(({ payload }) => (payload as { change: string }).change),
    ['entered', 'changed', 'changed', 'withdrawn'],
  )
})

test('the list: newest first, in pages, those that are over apart', async () => {
  const at = (days: number) => timestampIn(now.getTime() + days * DAY_MS, 'Asia/Shanghai')
  for (const [from, until] of [
    [-9, -2],
    [-3, 4],
    [20, null],
  ] as const)
    await rail.post(
      '/api/embargoes',
      body({ from: at(from), until: until && at(until), telegram: `T${from}` }),
    )
  type Listed = { items: Embargo[]; next: string | null }
  const list = async (query: string) => (await exporter.get<Listed>(`/api/embargoes?${query}`)).body
  const telegrams = ({ items }: Listed) => items.map(({ telegram }) => telegram)
  assert.deepEqual(telegrams(await list('current=true')), ['T20', 'T-3'])
  const first = await list('limit=2')
  const second = await list(`limit=2&cursor=${first.next}`)
  assert.deepEqual([first, second].map(telegrams), [
    ['T20', '运输调度令 4021'],
    ['T-3', 'T-9'],
  ])
})

test('nobody else may, and what cannot be is refused', async () => {
  const refusal = async (by: typeof rail, changes: object = {}, url = '/api/embargoes') => {
    const reply = await by.post(url, body(changes))
    return [reply.status, reply.body['code']]
  }
  for (const kind of ['exporter', 'forwarder', 'warehouse', 'broker', 'customs'] as const)
    assert.deepEqual(await refusal(http.as(parties[kind].actor)), [403, 'http.not_your_kind'], kind)
  assert.equal((await http.as(null).get('/api/embargoes')).status, 401)
  assert.deepEqual(await refusal(rail, { until: hours(100) }), [422, 'train.embargo_reversed'])
  assert.deepEqual(await refusal(rail, { places: ['Atlantis'] }), [422, 'http.invalid'])
  assert.deepEqual(await refusal(rail, { places: [] }), [422, 'http.invalid'])
  const { body: kept } = await rail.post<Embargo>('/api/embargoes', body())
  const url = `/api/embargoes/${kept.id}/change`
  assert.deepEqual(await refusal(http.as(rivals.rail.actor), {}, url), [
    403,
    'train.embargo_not_yours',
  ])
  const nowhere = '/api/embargoes/emb_zzzzzzzzzzzzzzzzzzzz/change'
  assert.deepEqual(await refusal(rail, {}, nowhere), [404, 'train.embargo_absent'])
})

test('every crossing of the corridors can be named in an embargo', () => {
  for (const name of ['阿拉山口', '霍尔果斯', '二连浩特', '满洲里'])
    assert.equal(findStation(name)?.role, 'crossing', name)
})
