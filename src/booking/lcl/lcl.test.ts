// LCL: a container of the operator's own filled by several shippers, who never see one another; its space is never oversold, its
// price is by W/M, and what becomes of the container becomes of what is in it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView, Container, ContainerView } from '#booking/contract.ts'
import { FIXTURE_SEAL, PAINT, testContainerNumber } from '#booking/fixtures.ts'
import type { ConsolidationView } from '#booking/lcl-contract.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { auditTrain } from '#booking/slots/watch.ts'
import { customsRoutes } from '#customs'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Page } from '#kernel/page.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { ChargeStatement, Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'
import { warehouseRoutes } from '#warehouse'
import type { WarehouseRecord } from '#warehouse/contract.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
warehouseRoutes(http)
customsRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const others = await organisationsFixture(database, { now, tag: 'b' })
const departure = await departureFixture(database, parties, {
  now,
  ids,
  days: 30,
  line: 'duisburg',
})
const { origin, destination } = departure.service
const operator = http.as(parties.operator.actor)
const warehouse = http.as(parties.warehouse.actor)
const broker = http.as(parties.broker.actor)
const customs = http.as(parties.customs.actor)
const shippers = [http.as(parties.exporter.actor), http.as(others.exporter.actor)] as const
const [first, second] = shippers
const later = (
  await operator.post<Departure>('/api/departures', {
    serviceId: departure.serviceId,
    trainNumber: departure.trainNumber,
    capacityTeu: 8,
    ...timesBefore(now.getTime() + 40 * 86_400_000),
  })
).body
await publishSheet(
  operator,
  { origin, destination },
  { lclRates: [{ origin, destination, priceMinor: 9_500, minimumMinor: 20_000 }] },
)

type Refused = { code: string; detail: string }
const opened = async (changes = {}, train = departure) => {
  const path = `/api/departures/${train.id}/consolidations`
  const made = await operator.post<ConsolidationView & Refused>(
    path,
    newConsolidation(parties, changes),
  )
  assert.equal(made.status, 200, made.body.detail)
  return made.body
}
const lot = (volumeDm3: number, grossMassKg: number) => ({ volumeDm3, grossMassKg })
const consign = (who: 0 | 1, id: string, of: ReturnType<typeof lot>, changes = {}) =>
  shippers[who].post<BookingView & Refused>(
    `/api/consolidations/${id}/bookings`,
    newConsignment(who === 0 ? parties : others, of, changes),
  )
const read = async (who: 0 | 1, id: string) =>
  (await shippers[who].get<BookingView>(`/api/bookings/${id}`)).body
const space = async (id: string) =>
  (await operator.get<ConsolidationView>(`/api/consolidations/${id}`)).body
const sound = async () => {
  for (const { id } of [departure, later])
    assert.deepEqual(await database.transact((tx) => auditTrain(tx, id)), [])
}

test('a consolidation takes its slots of the train, for all that may be put into it', async () => {
  const before = (await operator.get<Departure>(`/api/departures/${departure.id}`)).body
  const made = await opened()
  const train = (await first.get<Departure>(`/api/departures/${departure.id}`)).body
  assert.equal(train.sold.teu - before.sold.teu, 2)
  assert.equal(train.sold.grossKg - before.sold.grossKg, 12_000 + 3_900)
  assert.deepEqual(train.lcl, { volumeDm3: 40_000, grossKg: 12_000 })
  assert.equal(made.bookable, true)
  const search = await first.get<Page<Departure>>('/api/departures?lcl=true')
  assert.deepEqual(
    search.body.items.map(({ id }) => id),
    [departure.id],
  )
  const refused = await http
    .as(others.operator.actor)
    .post<Refused>(`/api/departures/${departure.id}/consolidations`, newConsolidation(parties))
  assert.equal(refused.status, 403)
  await sound()
})

test('two fill a container and a third is refused, told of another that has room', async () => {
  const { id } = await opened({ volumeDm3: 10_000, grossKg: 5_000 })
  const one = await consign(0, id, lot(6_000, 2_000))
  assert.equal(one.status, 200, one.body.detail)
  assert.equal(one.body.load, 'LCL')
  assert.equal(one.body.state, 'confirmed')
  assert.deepEqual(one.body.lot, { volumeDm3: 6_000, grossKg: 2_000, packages: 12 })
  assert.equal((await consign(1, id, lot(4_000, 900))).status, 200)
  const full = await consign(1, id, lot(1, 1))
  assert.equal(full.body.code, 'train.consolidation_full')
  assert.match(full.body.detail, /has enough/)
  // The departure of the first test still has one with room.
  assert.match(full.body.detail, new RegExp(departure.trainNumber))
  const { free, consignments } = await space(id)
  assert.deepEqual(free, { volumeDm3: 0, grossKg: 2_100, packages: 376 })
  assert.equal(consignments.length, 2)
  await sound()
})

test('shippers of one container do not see one another', async () => {
  const { id } = await opened()
  const mine = (await consign(0, id, lot(5_000, 2_000), { reference: 'PO-A' })).body
  const theirs = (await consign(1, id, lot(4_000, 900), { reference: 'PO-B' })).body
  const secrets = [theirs.id, theirs.number, 'PO-B', others.exporter.organisationId]
  const unseen = (body: unknown) => {
    for (const secret of secrets)
      assert.ok(!JSON.stringify(body).includes(secret), `${secret} in ${JSON.stringify(body)}`)
  }
  assert.equal((await first.get(`/api/bookings/${theirs.id}`)).status, 404)
  const listed = await first.get<ConsolidationView>(`/api/consolidations/${id}`)
  assert.equal(listed.body.consignments.length, 1)
  assert.equal(listed.body.bookingId, null)
  unseen(listed.body)
  const [box] = (await read(0, mine.id)).containers
  assert.equal(box!.shared, true)
  assert.deepEqual(box!.stepsOpen, [])
  const view = (await first.get<ContainerView>(`/api/containers/${box!.id}`)).body
  assert.equal(view.bookingId, mine.id)
  assert.equal(view.cargo[0]!.grossMassKg, 2_000)
  assert.deepEqual(view.history[0]!.restricted, {})
  unseen(view)
  const boxes = await first.get<Page<Container>>(`/api/containers?booking=${mine.id}`)
  assert.deepEqual(
    boxes.body.items.map((one) => one.id),
    [box!.id],
  )
  // Who cancels has nothing to do with the container any more.
  assert.equal((await first.post(`/api/bookings/${mine.id}/cancel`)).status, 200)
  assert.equal((await first.get(`/api/containers/${box!.id}`)).status, 404)
  assert.equal((await second.get(`/api/containers/${box!.id}`)).status, 200)
  await sound()
})

test('LCL is priced by W/M with a minimum, and cancelled for the fee of the sheet', async () => {
  const { id } = await opened()
  const quoted = async (volumeDm3: number, grossMassKg: number) =>
    (
      await first.post<Quote>('/api/quotes/lcl', {
        ...{ departureId: departure.id, volumeDm3, grossMassKg },
      })
    ).body
  // 3.333 m³ and 2.4 t: the volume counts; then the fuel share and the documents of the booking.
  const dear = await quoted(3_333, 2_400)
  const amounts = dear.lines.map(({ kind, amountMinor }) => [kind, amountMinor])
  assert.deepEqual(amounts, [
    ['carriage', 31_664],
    ['fuel', 2_296],
    ['documents', 3_500],
  ])
  // 0.5 m³ and 0.9 t: the mass counts, and the minimum is more.
  const cheap = await quoted(500, 900)
  assert.deepEqual(
    cheap.lines.slice(0, 2).map(({ kind, amountMinor }) => [kind, amountMinor]),
    [
      ['carriage', 8_550],
      ['minimum', 11_450],
    ],
  )
  const other = await consign(0, id, lot(3_400, 2_400), { quoteId: dear.id })
  assert.equal(other.body.code, 'price.quote_differs')
  const booked = (await consign(0, id, lot(3_333, 2_400), { quoteId: dear.id })).body
  const charges = async () =>
    (await first.get<ChargeStatement>(`/api/bookings/${booked.id}/charges`)).body
  assert.equal((await charges()).totalMinor, 37_460)
  const path = `/api/bookings/${booked.id}/consignment`
  const more = newConsignment(parties, lot(500, 900))
  const unpriced = await first.post<Refused>(path, more)
  assert.equal(unpriced.body.code, 'price.quote_needed')
  const amended = await first.post<BookingView & Refused>(path, { ...more, quoteId: cheap.id })
  assert.equal(amended.status, 200, amended.body.detail)
  assert.deepEqual(amended.body.lot, { volumeDm3: 500, grossKg: 900, packages: 12 })
  assert.equal((await space(id)).free.volumeDm3, 39_500)
  assert.equal((await charges()).totalMinor, 20_000 + 1_450 + 3_500 + 2_000)
  await first.post(`/api/bookings/${booked.id}/cancel`)
  // Weeks before the cut-off cancelling is free; the fee for amending stays.
  assert.equal((await charges()).totalMinor, 2_000)
  assert.equal((await space(id)).free.volumeDm3, 40_000)
  await sound()
})

test('what is not carried as LCL is refused at its place', async () => {
  const { id } = await opened()
  const [line] = newConsignment(parties, lot(1_000, 500)).cargo
  const refusedFor = async (cargo: object) =>
    (await consign(0, id, lot(1_000, 500), { cargo: [cargo] })).body.code
  assert.equal(await refusedFor({ ...line, dangerous: PAINT }), 'booking.lcl_dangerous')
  const { volumeDm3: _, ...without } = line!
  assert.equal(await refusedFor(without), 'booking.lcl_volume_missing')
  const packageCm = { lengthCm: 80, widthCm: 60, heightCm: 51 }
  const measured = await consign(0, id, lot(1_000, 500), { cargo: [{ ...without, packageCm }] })
  // 12 packages of 244.8 dm³, rounded up.
  assert.equal(measured.body.lot!.volumeDm3, 2_938)
  assert.equal(measured.body.cargo[0]!.volumeDm3, 2_938)
  const foreign = await first.post<Refused>(`/api/bookings/${measured.body.id}/amend`, {
    ...newConsignment(parties, lot(1, 1)),
    ...{ departureId: departure.id, lines: [{ equipmentType: '45G1', count: 1 }] },
  })
  assert.equal(foreign.body.code, 'booking.lcl_own_way')
  await sound()
})

test('a container is stuffed and declared when every consignment is', async () => {
  const { id, bookingId } = await opened()
  const mine = (await consign(0, id, lot(5_000, 2_000))).body
  const theirs = (await consign(1, id, lot(4_000, 900))).body
  const [box] = (await operator.get<BookingView>(`/api/bookings/${bookingId!}`)).body.containers
  const at = { place: 'CN-DONGJIA' }
  const step = async (who: typeof operator, name: string, more = {}) => {
    const path = `/api/containers/${box!.id}/${name}`
    return (await who.post<Container & Refused>(path, { ...at, ...more })).body
  }
  const containerNumber = testContainerNumber(77)
  await step(operator, 'assign', { containerNumber, sealNumber: FIXTURE_SEAL })
  for (const [index, { id: own }] of [mine, theirs].entries()) {
    const found = await shippers[index]!.get<Page<BookingView>>(
      `/api/bookings?q=${containerNumber}`,
    )
    const ids = found.body.items.map((booking) => booking.id)
    assert.deepEqual(ids, [own], 'found by the container that it goes in')
  }
  await step(warehouse, 'receive')
  assert.equal((await step(warehouse, 'stuff')).code, 'booking.consignments_not_received')
  assert.equal((await broker.post(`/api/bookings/${mine.id}/receive`)).status, 403)
  await warehouse.post(`/api/bookings/${mine.id}/receive`)
  assert.equal((await first.post(`/api/bookings/${mine.id}/cancel`)).status, 409)
  await warehouse.post(`/api/bookings/${theirs.id}/receive`)
  const stuffed = await step(warehouse, 'stuff')
  assert.equal(stuffed.stage, 'stuffed', stuffed.detail)
  const late = await consign(0, id, lot(1, 1))
  assert.equal(late.body.code, 'train.consolidation_stuffed')
  await step(warehouse, 'weigh', { grossMassKg: 7_100 })
  const numberOf = (serial: number) => ({ declarationNumber: `43012026000009876${serial}` })
  const declare = async (booking: string, serial: number) =>
    (await broker.post<BookingView & Refused>(`/api/bookings/${booking}/declare`, numberOf(serial)))
      .body
  assert.equal((await declare(mine.id, 1)).consignment!.declarationNumber?.slice(-1), '1')
  const early = await step(broker, 'declare', numberOf(9))
  assert.equal(early.code, 'booking.consignments_not_declared')
  assert.match(early.detail, new RegExp(theirs.number))
  // The other shipper's own broker is a stranger to this one's consignment, and may not act on the container.
  const own = http.as(others.broker.actor)
  const path = `/api/bookings/${mine.id}/declare`
  assert.equal((await own.post(path, numberOf(2))).status, 404)
  assert.equal((await step(own, 'declare', numberOf(8))).code, 'booking.shares_container')
  await own.post(`/api/bookings/${theirs.id}/declare`, numberOf(2))
  assert.equal((await step(broker, 'declare', numberOf(9))).customs, 'declared')
  assert.equal((await step(customs, 'release')).customs, 'released')
  const record = await first.get<WarehouseRecord>(`/api/containers/${box!.id}/warehouse`)
  assert.equal(record.body.grossMassKg, null)
  const history = (await first.get<ContainerView>(`/api/containers/${box!.id}`)).body.history
  assert.equal(history.length, 7)
  assert.ok(!JSON.stringify(history).includes('4301202600000987'))
  await sound()
})

test('a consolidation moves with what is in it, and takes it along when it does not go', async () => {
  const { id, bookingId } = await opened()
  const mine = (await consign(0, id, lot(5_000, 2_000))).body
  const [box] = mine.containers
  const moved = await operator.post<{ items: Container[] } & Refused>(
    `/api/departures/${departure.id}/roll-over`,
    {
      ...{ to: later.id, containerIds: [box!.id], reason: 'wagon defect', place: 'CN-DONGJIA' },
    },
  )
  assert.equal(moved.status, 200, moved.body.detail)
  assert.equal((await read(0, mine.id)).journey.departureId, later.id)
  assert.equal((await space(id)).departureId, later.id)
  await sound()
  const declined = await operator.post(`/api/bookings/${bookingId!}/decide`, {
    ...{ decision: 'decline', reason: 'too little was booked' },
  })
  assert.equal(declined.status, 200)
  const after = await read(0, mine.id)
  assert.equal(after.state, 'declined')
  assert.equal(after.decidedReason, 'too little was booked')
  assert.deepEqual(after.containers, [])
  assert.equal((await consign(0, id, lot(1, 1))).body.code, 'train.consolidation_ended')
  await sound()
})

test('the last cubic metres are given once, however many ask at the same moment', async () => {
  const { id } = await opened({ volumeDm3: 10_000, grossKg: 10_000, packages: 10_000 })
  const asked = Array.from({ length: 24 }, (_, index) =>
    consign(index % 2 === 0 ? 0 : 1, id, lot(1_500 + index, 100 * (1 + (index % 3)))),
  )
  const answers = await Promise.all(asked)
  const made = answers.filter(({ status }) => status === 200).map(({ body }) => body)
  const codes = new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))
  assert.deepEqual([...codes], ['train.consolidation_full'])
  const taken = made.reduce((sum, booking) => sum + booking.lot!.volumeDm3, 0)
  assert.ok(taken <= 10_000 && made.length === 6, `${made.length} with ${taken}`)
  assert.equal((await space(id)).free.volumeDm3, 10_000 - taken)
  // Some grow, some go, at once: nothing is lost or sold twice.
  const [grows, goes, ...rest] = made
  const whose = (booking: BookingView) =>
    booking.exporter!.id === parties.exporter.organisationId ? 0 : 1
  const of = (booking: BookingView) => (whose(booking) === 0 ? parties : others)
  await Promise.all([
    shippers[whose(goes!)].post(`/api/bookings/${goes!.id}/cancel`),
    shippers[whose(grows!)].post(
      `/api/bookings/${grows!.id}/consignment`,
      newConsignment(of(grows!), lot(2_900, 300)),
    ),
    ...rest.map((booking) => consign(whose(booking), id, lot(900, 50))),
  ])
  const { free, capacity } = await space(id)
  assert.ok(free.volumeDm3 >= 0 && free.volumeDm3 < capacity.volumeDm3)
  await sound()
})
