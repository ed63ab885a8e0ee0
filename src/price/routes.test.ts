// A sheet from draft to its second version, quotes from it, what they are charged as; then everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { randomIds } from '#platform/ids.ts'
import { writeWorkbook } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { amendCharges, closeCharges, openCharges, priceRoutes } from '#price'
import { findUnbalanced } from '#price/charge-store.ts'
import {
  ChargedId,
  QuoteId,
  type ChargeStatement,
  type Quote,
  type RateSheet,
  type RatesRead,
} from '#price/contract.ts'
import { newRateSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const strangers = await organisationsFixture(database, { now: clock(), tag: 'b' })
const departure = await departureFixture(database, parties, { now: clock(), ids, days: 30 })
const { origin, destination } = departure.service
const operator = http.as(parties.operator.actor)
const exporter = http.as(parties.exporter.actor)
const other = http.as(strangers.exporter.actor)

type Page<Item> = { items: Item[]; next: string | null }
type Refused = { code: string; detail: string }

async function publish(changes: Record<string, unknown> = {}): Promise<RateSheet> {
  const { body } = await operator.post<RateSheet>(
    '/api/rate-sheets',
    newRateSheet({ origin, destination }, changes),
  )
  const reply = await operator.post<RateSheet>(`/api/rate-sheets/${body.id}/publish`)
  assert.equal(reply.status, 200)
  return reply.body
}
const boxes = [{ equipmentType: '45G1', owner: 'operator', count: 2 }]
const quote = (changes: Record<string, unknown> = {}) =>
  exporter.post<Quote & Refused>('/api/quotes', { departureId: departure.id, boxes, ...changes })
const withdrawAll = async () => {
  const { body } = await operator.get<Page<RateSheet>>('/api/rate-sheets?state=published')
  for (const { id } of body.items) await operator.post(`/api/rate-sheets/${id}/withdraw`)
}

test('a sheet is drafted, changed, published, and from then on only succeeded', async () => {
  const draft = await operator.post<RateSheet>(
    '/api/rate-sheets',
    newRateSheet({ origin, destination }),
  )
  assert.deepEqual([draft.status, draft.body.state, draft.body.version], [200, 'draft', 1])
  const { id } = draft.body
  assert.equal(
    (await exporter.get(`/api/rate-sheets/${id}`)).status,
    404,
    'a draft is its operator’s',
  )
  const changed = newRateSheet({ origin, destination }, { title: '改' })
  const after1 = await operator.post<RateSheet>(`/api/rate-sheets/${id}/change`, changed)
  assert.deepEqual([after1.body.title, after1.body.rates.length], ['改', 4])
  assert.equal(
    (await operator.post<RateSheet>(`/api/rate-sheets/${id}/publish`)).body.state,
    'published',
  )
  assert.equal((await exporter.get(`/api/rate-sheets/${id}`)).status, 200)
  for (const command of ['change', 'publish'])
    assert.equal(
      (await operator.post<Refused>(`/api/rate-sheets/${id}/${command}`, changed)).body.code,
      'price.sheet_state',
    )
  await assert.rejects(
    database.transact((tx) =>
      tx.updateTable('rate').set({ price_minor: 1 }).where('rate_sheet_id', '=', id).execute(),
    ),
    /published sheet stay/,
  )
  await assert.rejects(
    database.transact((tx) =>
      tx.updateTable('rate_sheet').set({ title: 'x' }).where('id', '=', id).execute(),
    ),
    /is published/,
  )
  const next = await operator.post<RateSheet>(`/api/rate-sheets/${id}/succeed`)
  assert.deepEqual([next.body.version, next.body.supersedes, next.body.state], [2, id, 'draft'])
  assert.equal(
    (await operator.post<Refused>(`/api/rate-sheets/${id}/succeed`)).body.code,
    'price.version_exists',
  )
  await operator.post(`/api/rate-sheets/${next.body.id}/publish`)
  assert.equal((await operator.get<RateSheet>(`/api/rate-sheets/${id}`)).body.state, 'superseded')
  await withdrawAll()
})

test('a quote holds whatever becomes of the sheet, until it expires', async () => {
  const sheet = await publish()
  const { status, body } = await quote({ extras: [{ kind: 'lashing', quantity: 2 }] })
  assert.equal(status, 200)
  assert.deepEqual([body.totalMinor, body.state, body.sheetId], [873_500, 'open', sheet.id])
  const next = await operator.post<RateSheet>(`/api/rate-sheets/${sheet.id}/succeed`)
  const dearer = {
    ...next.body,
    rates: next.body.rates.map((rate) => ({ ...rate, priceMinor: rate.priceMinor * 2 })),
  }
  await operator.post(`/api/rate-sheets/${next.body.id}/change`, dearer)
  await operator.post(`/api/rate-sheets/${next.body.id}/publish`)
  const kept = await exporter.get<Quote>(`/api/quotes/${body.id}`)
  assert.deepEqual(
    [kept.body.totalMinor, kept.body.sheetVersion, kept.body.state],
    [873_500, 1, 'open'],
  )
  assert.equal((await quote()).body.totalMinor, 1_719_500, 'the new one is from the new version')
  clock.advance(48 * 60)
  assert.equal((await exporter.get<Quote>(`/api/quotes/${body.id}`)).body.state, 'expired')
  assert.deepEqual((await operator.get<Page<Quote>>('/api/quotes')).body.items.length, 2)
  await withdrawAll()
  assert.equal((await quote()).body.code, 'price.no_rate')
})

test('a customer’s own sheet is quoted first, and seen by nobody else', async () => {
  const open = await publish()
  const own = await publish({
    customerId: parties.exporter.organisationId,
    rates: [{ origin, destination, equipmentType: '45G1', owner: 'operator', priceMinor: 100_000 }],
    surcharges: [],
  })
  assert.equal((await quote()).body.totalMinor, 200_000)
  const twenty = [{ equipmentType: '22G1', owner: 'operator', count: 1 }]
  assert.equal(
    (await quote({ boxes: twenty })).body.sheetId,
    open.id,
    'what it does not price, the open one does',
  )
  assert.equal((await other.get(`/api/rate-sheets/${own.id}`)).status, 404)
  const seenBy = async (caller: typeof other) =>
    (await caller.get<Page<RateSheet>>('/api/rate-sheets')).body.items
      .map(({ id }) => id)
      .toSorted()
  assert.deepEqual(await seenBy(other), [open.id])
  assert.deepEqual(await seenBy(exporter), [open.id, own.id].toSorted())
  const foreign = await other.post<Quote>('/api/quotes', { departureId: departure.id, boxes })
  assert.equal(foreign.body.sheetId, open.id)
  const { body } = await exporter.get<{ items: RateSheet[] }>(
    `/api/departures/${departure.id}/rates`,
  )
  assert.deepEqual(
    body.items.map(({ id }) => id),
    [own.id, open.id],
  )
  await withdrawAll()
})

const bookingId = () => ChargedId.parse(ids('bkg'))
const asExporter = () => ({ actor: parties.exporter.actor, now: clock() })
const charged = {
  boxes: [{ equipmentType: '45G1', owner: 'operator', count: 2 }] as Quote['boxes'],
}
const take = (quoteId: string, id: ChargedId, actor: Actor = parties.exporter.actor) =>
  database.transact((tx) =>
    openCharges(
      tx,
      { actor, now: clock() },
      {
        ...charged,
        quoteId: QuoteId.parse(quoteId),
        bookingId: id,
        bookingNumber: 'LB1',
        departure,
      },
    ),
  )

test('charges: booked, amended, cancelled; each entry adds up, and only its two parties see it', async () => {
  await publish()
  const id = bookingId()
  await take((await quote()).body.id, id)
  const cutoffAt = departure.bookingCutoffAt
  const dearer = (await quote({ extras: [{ kind: 'pick_up', quantity: 2 }] })).body
  await database.transact((tx) =>
    amendCharges(tx, asExporter(), {
      ...charged,
      bookingId: id,
      departure,
      cutoffAt,
      quoteId: QuoteId.parse(dearer.id),
    }),
  )
  const statement = async (caller = exporter) =>
    (await caller.get<ChargeStatement>(`/api/bookings/${id}/charges`)).body
  assert.equal((await statement()).totalMinor, 861_500 + 30_000 + 2_000)
  await database.transact((tx) =>
    amendCharges(tx, asExporter(), { ...charged, bookingId: id, departure, cutoffAt }),
  )
  assert.equal((await statement()).totalMinor, 895_500, 'without a quote, the fee alone')
  clock.advance(24 * 60 * 22)
  await database.transact((tx) =>
    closeCharges(tx, clock(), { ...charged, bookingId: id, fee: 'cancellation', cutoffAt }),
  )
  const { totalMinor, entries } = await statement(operator)
  assert.equal(totalMinor, 4_000 + 178_300, 'two amendments and a fifth of the services')
  assert.deepEqual(
    entries.map(({ reason, amountMinor }) => [reason, amountMinor]),
    [
      ['booked', 861_500],
      ['amended', 32_000],
      ['amended', 2_000],
      ['cancelled', -891_500 + 178_300],
    ],
  )
  for (const stranger of [other, http.as(parties.customs.actor), http.as(strangers.operator.actor)])
    assert.equal((await stranger.get(`/api/bookings/${id}/charges`)).status, 404)
  assert.deepEqual(await database.transact(findUnbalanced), [])
  const csv = await exporter.get<string>(`/api/bookings/${id}/charges.csv`)
  const rows = String(csv.body).trim().split('\r\n').slice(1)
  const sum = rows.reduce((total, row) => total + Math.round(Number(row.split(',')[9]) * 100), 0)
  assert.equal(sum, totalMinor, 'the accountant’s file adds up to the statement')
  const period = `from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z`
  assert.equal((await operator.get(`/api/charges.xlsx?${period}`)).status, 200)
  assert.equal(
    (await other.get<string>(`/api/charges.csv?${period}`)).body.trim().split('\n').length,
    1,
  )
  assert.equal(
    (await operator.get<Refused>('/api/charges.csv?from=May')).body.code,
    'price.period_unclear',
  )
  await withdrawAll()
})

test('the money check sees a broken account', async () => {
  const undone = new Error('undone')
  const broken = database.transact(async (tx) => {
    await tx.updateTable('charge_account').set({ total_minor: 1 }).execute()
    assert.equal((await findUnbalanced(tx)).length, 1)
    throw undone
  })
  await assert.rejects(broken, undone)
})

test('rates are read from a file: all of its rows, or every wrong cell', async () => {
  const head = ['Origin', 'Destination', 'Equipment type', 'Box owner', 'Price per box']
  const read = async (rows: (string | number)[][]) => {
    const bytes = await writeWorkbook([{ name: 'rates', rows: [head, ...rows] }])
    const file = { name: 'rates.xlsx', base64: Buffer.from(bytes).toString('base64') }
    return (await operator.post<RatesRead>('/api/rates/read', { file, currency: 'USD' })).body
  }
  const good = ['济南', 'Чукурсай', '45G1', 'COC, operator’s', '4000.50']
  const { rates, faults } = await read([['CN-DONGJIA', 'UZ-CHUKURSAY', '22G1', 'shipper', 2100]])
  assert.deepEqual(faults, [])
  assert.deepEqual(rates, [
    { origin, destination, equipmentType: '22G1', owner: 'shipper', priceMinor: 210_000 },
  ])
  const bad = await read([good, ['Atlantis', 'CN-DONGJIA', '99X9', 'nobody', '1.234'], good])
  assert.deepEqual(bad.rates, [])
  assert.deepEqual(
    bad.faults.map(({ cell, code }) => `${cell} ${code}`),
    [
      'A3 station.unknown',
      'C3 equipment_type.unknown',
      'D3 sheet.not_a_choice',
      'E3 sheet.not_amount',
      'E4 price.rate_repeated',
    ],
  )
  const missing = await read([])
  assert.deepEqual(
    missing.faults.map(({ code }) => code),
    ['sheet.rows_absent'],
  )
  const junk = { name: 'x', base64: Buffer.from('PK junk').toString('base64') }
  const refused = await operator.post<Refused>('/api/rates/read', { file: junk, currency: 'USD' })
  assert.equal(refused.body.code, 'sheet.unreadable')
})

test('a sheet written to a file reads back as the same rates', async () => {
  const sheet = await publish()
  for (const locale of ['zh-CN', 'en', 'ru']) {
    const reply = await http.inject({
      url: `/api/rate-sheets/${sheet.id}/rates.xlsx`,
      headers: {
        'x-test-actor': Object.values(parties.operator.actor).join('/'),
        'accept-language': locale,
      },
    })
    const file = { name: 'r.xlsx', base64: reply.rawPayload.toString('base64') }
    const { body } = await operator.post<RatesRead>('/api/rates/read', { file, currency: 'USD' })
    assert.deepEqual(body, { rates: sheet.rates, faults: [], faultCount: 0 }, locale)
  }
  await withdrawAll()
})

test('who may not, and what may not', async () => {
  const sheet = await publish()
  const body = newRateSheet({ origin, destination })
  assert.equal((await exporter.post('/api/rate-sheets', body)).status, 403)
  const rival = http.as(strangers.operator.actor)
  for (const command of ['change', 'publish', 'succeed', 'withdraw'])
    assert.equal(
      (await rival.post(`/api/rate-sheets/${sheet.id}/${command}`, body)).status,
      404,
      command,
    )
  assert.equal((await rival.get(`/api/rate-sheets/${sheet.id}/rates.csv`)).status, 404)
  const notCustomer = { ...body, customerId: parties.customs.organisationId }
  const refused = await operator.post<Refused>('/api/rate-sheets', notCustomer)
  assert.equal(refused.body.code, 'price.customer_unsuitable')
  const { body: mine } = await quote()
  assert.equal((await other.get(`/api/quotes/${mine.id}`)).status, 404)
  await assert.rejects(take(mine.id, bookingId(), strangers.exporter.actor), {
    code: 'price.quote_absent',
  })
  clock.advance(49 * 60)
  await assert.rejects(take(mine.id, bookingId()), { code: 'price.quote_expired' })
  clock.advance(60 * 24 * 10)
  assert.equal((await quote()).body.code, 'price.train_closed')
  await withdrawAll()
})
