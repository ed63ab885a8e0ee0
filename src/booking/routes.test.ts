// The journey of a booking over HTTP, then everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView, Container, ContainerView } from '#booking/contract.ts'
import { newBooking, testContainerNumber } from '#booking/fixtures.ts'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { departureFixture } from '#train/fixtures.ts'
import { trainRoutes } from '#train'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const strangers = await organisationsFixture(database, { now, tag: 'b' })
const departure = await departureFixture(database, parties, { now, ids })
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const JINAN = 'CN-DONGJIA'

type Page<Item> = { items: Item[]; next: string | null }
const book = (changes: Record<string, unknown> = {}) =>
  exporter.post<BookingView>('/api/bookings', newBooking(parties, departure.id, changes))
/** For bodies that the fixture's own parser would already refuse. */
const raw = (changes: Record<string, unknown>) =>
  exporter.post<{ code: string; errors?: { code: string; pointer: string }[] }>('/api/bookings', {
    ...newBooking(parties, departure.id),
    ...changes,
  })

test('an exporter books: slots, booking and containers at once', async () => {
  const before = await exporter.get<{ freeTeu: number }>(`/api/departures/${departure.id}`)
  const { status, body } = await book()
  assert.equal(status, 200)
  assert.equal(body.containers.length, 2)
  assert.equal(body.teu, 4)
  assert.equal(body.cancellable, true)
  assert.match(body.number, /^LB[0-9A-Z]{10}$/)
  assert.deepEqual(
    body.containers.map(({ stage, customs, sequence }) => [stage, customs, sequence]),
    [
      ['booked', 'none', 1],
      ['booked', 'none', 1],
    ],
  )
  const left = await exporter.get<{ freeTeu: number }>(`/api/departures/${departure.id}`)
  assert.equal(left.body.freeTeu, before.body.freeTeu - 4)
  const kinds = body.parties.map((party) => party.kind).toSorted()
  assert.deepEqual(kinds, [
    'broker',
    'consignee',
    'customs',
    'exporter',
    'operator',
    'rail',
    'warehouse',
  ])
})

test('each party reads what its kind may see', async () => {
  const { body: booking } = await book({ remarks: '请勿倒置', reference: 'PO-7' })
  const id = booking.containers[0]!.id
  const seen = async (kind: 'exporter' | 'warehouse' | 'rail' | 'consignee' | 'customs') => {
    const { status, body } = await http
      .as(parties[kind].actor)
      .get<ContainerView>(`/api/containers/${id}`)
    assert.equal(status, 200, kind)
    const [first] = body.history
    const said = first!.restricted['cargo'] as object[]
    assert.deepEqual(body.cargo[0], said[0], `${kind}: the view and the history agree`)
    return {
      cargo: Object.keys(body.cargo[0]!).toSorted().join(' '),
      consignee: body.consignee?.name ?? null,
      remarks: body.remarks,
    }
  }
  const all = 'goodsName grossMassKg hsCode packageKind packages'
  const consignee = 'Muster Handels GmbH'
  assert.deepEqual(await seen('exporter'), {
    cargo: `${all} value`,
    consignee,
    remarks: '请勿倒置',
  })
  assert.deepEqual(await seen('customs'), { cargo: `${all} value`, consignee, remarks: null })
  assert.deepEqual(await seen('rail'), { cargo: all, consignee, remarks: null })
  assert.deepEqual(await seen('consignee'), { cargo: all, consignee, remarks: null })
  assert.deepEqual(await seen('warehouse'), {
    cargo: 'goodsName grossMassKg packageKind packages',
    consignee: null,
    remarks: '请勿倒置',
  })
})

test('strangers find nothing, of every kind, at every address', async () => {
  const { body: booking } = await book()
  const container = booking.containers[0]!.id
  for (const kind of [
    'exporter',
    'operator',
    'warehouse',
    'broker',
    'customs',
    'rail',
    'consignee',
  ] as const) {
    const stranger = http.as(strangers[kind].actor)
    for (const url of [`/api/bookings/${booking.id}`, `/api/containers/${container}`])
      assert.equal((await stranger.get(url)).status, 404, `${kind} ${url}`)
    for (const url of ['/api/bookings', '/api/containers', '/api/containers?todo=true'])
      assert.deepEqual((await stranger.get<Page<unknown>>(url)).body.items, [], `${kind} ${url}`)
    const q = `/api/bookings?q=${booking.number}`
    assert.deepEqual((await stranger.get<Page<unknown>>(q)).body.items, [])
  }
  const other = http.as(strangers.exporter.actor)
  assert.equal((await other.post(`/api/bookings/${booking.id}/cancel`)).status, 404)
  const box = { containerNumber: testContainerNumber(900), sealNumber: 'CN1234', place: JINAN }
  const rival = http.as(strangers.operator.actor)
  assert.equal((await rival.post(`/api/containers/${container}/assign`, box)).status, 404)
  const train = `/api/departures/${departure.id}`
  const load = { loads: [{ containerId: container, wagonNumber: '5271234' }], place: JINAN }
  assert.equal((await rival.post(`${train}/load`, load)).status, 403)
  assert.equal((await rival.post(`${train}/depart`, { place: JINAN })).status, 403)
  assert.equal((await http.as(null).get('/api/bookings')).status, 401)
  const wrongKind = http.as(parties.warehouse.actor)
  assert.equal((await wrongKind.post('/api/bookings', {})).status, 403)
})

const cargo = newBooking(parties, departure.id).cargo
/** What was changed in a good booking, and what it then gets. */
const REFUSED: [name: string, changes: Record<string, unknown>, status: number, code: string][] = [
  ['negative mass', { cargo: [{ ...cargo[0], grossMassKg: -5 }] }, 422, 'mass.not_positive'],
  ['absurd mass', { cargo: [{ ...cargo[0], grossMassKg: 2_000_000 }] }, 422, 'mass.absurd'],
  ['half a kilo', { cargo: [{ ...cargo[0], grossMassKg: 0.5 }] }, 422, 'mass.not_whole'],
  [
    'unknown heading',
    { cargo: [{ ...cargo[0], hsCode: '999900' }] },
    422,
    'hs_code.unknown_chapter',
  ],
  [
    'negative value',
    { cargo: [{ ...cargo[0], value: { amountMinor: -1, currency: 'USD' } }] },
    422,
    'money.negative',
  ],
  ['unknown box', { lines: [{ equipmentType: '99X9', count: 1 }] }, 422, 'equipment_type.unknown'],
  ['too heavy', { cargo: [{ ...cargo[0], grossMassKg: 53_161 }] }, 422, 'booking.payload_exceeded'],
  [
    'no such broker',
    { brokerId: parties.customs.organisationId },
    422,
    'booking.broker_unsuitable',
  ],
  [
    'too many',
    {
      lines: [
        { equipmentType: '22G1', count: 110 },
        { equipmentType: '22G1', count: 1 },
      ],
    },
    422,
    'booking.too_many_boxes',
  ],
  ['over capacity', { lines: [{ equipmentType: '45G1', count: 56 }] }, 409, 'train.over_capacity'],
  ['no such train', { departureId: 'dep_00000000000000000000' }, 404, 'train.departure_absent'],
]

test('what is refused at booking, and what would be right', async () => {
  const free = async () =>
    (await exporter.get<{ freeTeu: number }>(`/api/departures/${departure.id}`)).body.freeTeu
  const before = await free()
  for (const [name, changes, status, code] of REFUSED) {
    const answer = await raw(changes)
    assert.equal(answer.status, status, name)
    assert.equal(answer.body.errors?.[0]?.code ?? answer.body.code, code, name)
  }
  const consignee = {
    ...newBooking(parties, departure.id).consignee,
    organisationId: parties.rail.organisationId,
  }
  assert.equal((await raw({ consignee })).body.code, 'booking.consignee_unsuitable')
  assert.equal(await free(), before, 'a refused booking takes no slots')
})

test('the same order twice: one booking by key, a refusal by reference', async () => {
  const body = newBooking(parties, departure.id, { reference: 'PO-2026-118' })
  const headers = { 'idempotency-key': 'order-118' }
  const first = await exporter.post<BookingView>('/api/bookings', body, headers)
  const again = await exporter.post<BookingView>('/api/bookings', body, headers)
  assert.equal(again.status, 200)
  assert.equal(again.body.id, first.body.id)
  const other = await exporter.post('/api/bookings', { ...body, reference: 'PO-119' }, headers)
  assert.equal(other.body['code'], 'http.idempotency_key_reused')
  const third = await exporter.post<{ code: string; facts: { number: string } }>(
    '/api/bookings',
    body,
  )
  assert.equal(third.body.code, 'booking.reference_taken')
  assert.equal(third.body.facts.number, first.body.number)
  const found = await exporter.get<Page<{ id: string }>>('/api/bookings?q=PO-2026-118')
  assert.deepEqual(
    found.body.items.map(({ id }) => id),
    [first.body.id],
  )
})

test('cancelled: the slots come back, the containers are closed, the reference is free', async () => {
  const { body } = await book({ reference: 'PO-C' })
  const cancelled = await exporter.post<BookingView>(`/api/bookings/${body.id}/cancel`)
  assert.equal(cancelled.body.state, 'cancelled')
  assert.deepEqual(
    cancelled.body.containers.map(({ stage }) => stage),
    ['cancelled', 'cancelled'],
  )
  const again = await exporter.post(`/api/bookings/${body.id}/cancel`)
  assert.equal(again.body['code'], 'booking.already_cancelled')
  assert.equal((await book({ reference: 'PO-C' })).status, 200)
})

test('a box is on one open journey only; a seal and number can be corrected before it comes in', async () => {
  const { body } = await book()
  const [first, second] = body.containers
  const assign = (id: string, serial: number, sealNumber = 'CN8830145') =>
    operator.post<Container & { code?: string }>(`/api/containers/${id}/assign`, {
      containerNumber: testContainerNumber(serial),
      sealNumber,
      place: JINAN,
    })
  assert.equal((await assign(first!.id, 10)).body.stage, 'assigned')
  const taken = await assign(second!.id, 10)
  assert.deepEqual([taken.status, taken.body.code], [409, 'booking.container_number_taken'])
  assert.equal((await assign(first!.id, 11, 'CN999')).body.sealNumber, 'CN999')
  assert.equal((await assign(second!.id, 10)).status, 200)
  const unchecked = 'TSTZ000001'
  const chassis = await operator.post(`/api/containers/${first!.id}/assign`, {
    containerNumber: `${unchecked}${containerCheckDigit(unchecked)}`,
    sealNumber: 'CN1234',
    place: JINAN,
  })
  assert.equal(chassis.body['code'], 'booking.not_a_freight_container')
  const found = await operator.get<Page<Container>>(`/api/containers?q=${testContainerNumber(11)}`)
  assert.deepEqual(
    found.body.items.map(({ id }) => id),
    [first!.id],
  )
  const dirty = await operator.get<Page<Container>>('/api/containers?q=%25%5F')
  assert.deepEqual(dirty.body.items, [])
})

test('times: not tomorrow, not before the last step', async () => {
  const { body } = await book()
  const id = body.containers[0]!.id
  const at = (time: string) =>
    operator.post<{ code: string }>(`/api/containers/${id}/assign`, {
      containerNumber: testContainerNumber(20),
      sealNumber: 'CN8830145',
      place: JINAN,
      at: time,
    })
  assert.equal((await at('2026-03-02T16:06:00+08:00')).body.code, 'step.in_future')
  assert.equal((await at('2026-03-02T15:59:59+08:00')).body.code, 'step.before_last')
  assert.equal((await at('2026-03-02T16:04:00+08:00')).status, 200)
  const view = await operator.get<ContainerView>(`/api/containers/${id}`)
  assert.equal(view.body.history[1]!.at, '2026-03-02T16:04:00+08:00')
})

test('lists: pages in order, filters, and what waits for me', async () => {
  const all: string[] = []
  let url: string | null = '/api/containers?limit=3'
  while (url !== null) {
    const { body }: { body: Page<Container> } = await exporter.get(url)
    all.push(...body.items.map(({ id }) => id))
    url = body.next && `/api/containers?limit=3&cursor=${body.next}`
  }
  assert.deepEqual(all, all.toSorted().toReversed())
  assert.equal(new Set(all).size, all.length)
  const todo = await operator.get<Page<Container>>('/api/containers?todo=true&limit=200')
  assert.ok(todo.body.items.length > 0)
  for (const item of todo.body.items) assert.equal(item.stage, 'booked')
  const none = await exporter.get<Page<Container>>('/api/containers?todo=true')
  assert.deepEqual(none.body.items, [])
  const cancelled = await exporter.get<Page<BookingView>>('/api/bookings?state=cancelled')
  assert.ok(cancelled.body.items.every(({ state }) => state === 'cancelled'))
  const receivable = await http
    .as(parties.warehouse.actor)
    .get<Page<Container>>(`/api/containers?todo=true&departure=${departure.id}`)
  assert.ok(receivable.body.items.every(({ stepsOpen }) => stepsOpen.includes('receive')))
})

// Moves the clock past the cut-off, so it comes last.
test('past the cut-off nothing is booked or cancelled', async () => {
  const { body } = await book()
  clock.advance(6 * 24 * 60)
  const refused = await book()
  assert.equal((refused.body as unknown as { code: string }).code, 'train.booking_closed')
  const kept = await exporter.post(`/api/bookings/${body.id}/cancel`)
  assert.equal(kept.body['code'], 'booking.too_late_to_cancel')
})
