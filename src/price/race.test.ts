// Prices under everyone's hands at once: a sheet changed while quoting, one quote taken twice, two changes of one statement.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { amendCharges, closeCharges, openCharges } from '#price'
import { findUnbalanced, readEntries } from '#price/charge-store.ts'
import { ChargedId, QuoteAsked, type RateSheet } from '#price/contract.ts'
import { newRateSheet } from '#price/fixtures.ts'
import { makeQuote } from '#price/quotes.ts'
import { changeSheet, draftSheet, publishSheet, succeedSheet } from '#price/sheets.ts'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const departure = await departureFixture(database, parties, { now: clock(), ids, days: 30 })
const { origin, destination } = departure.service
const operator = { actor: parties.operator.actor, now: clock(), ids }
const exporter = { actor: parties.exporter.actor, now: clock(), ids }
const asked = QuoteAsked.parse({
  departureId: departure.id,
  boxes: [{ equipmentType: '45G1', owner: 'operator', count: 2 }],
})
const quote = () => database.transact((tx) => makeQuote(tx, exporter, asked))

let latest = await database.transact(async (tx) => {
  const { id } = await draftSheet(
    tx,
    operator,
    newRateSheet({ origin, destination }, { surcharges: [] }),
  )
  return publishSheet(tx, operator, id)
})

/** The next version, every rate one unit dearer. */
async function nextVersion(): Promise<RateSheet> {
  const draft = await database.transact(async (tx) => {
    const next = await succeedSheet(tx, operator, latest.id)
    const rates = next.rates.map((rate) => ({
      ...rate,
      priceMinor: (rate.priceMinor + 1) as never,
    }))
    return changeSheet(tx, operator, next.id, { ...next, rates })
  })
  latest = await database.transact((tx) => publishSheet(tx, operator, draft.id))
  return latest
}

test('while a sheet is succeeded again and again, every quote is whole: one version, that version’s price, always some', async () => {
  const versions = new Map([[latest.id, latest]])
  let publishing = true
  const publisher = (async () => {
    for (let n = 0; n < 12; n += 1) {
      const sheet = await nextVersion()
      versions.set(sheet.id, sheet)
    }
    publishing = false
  })()
  const quoted: Awaited<ReturnType<typeof quote>>[] = []
  const clerks = Array.from({ length: 4 }, async () => {
    do quoted.push(await quote())
    while (publishing)
  })
  await Promise.all([publisher, ...clerks])
  assert.ok(quoted.length >= 4)
  for (const { sheetId, totalMinor, lines } of quoted) {
    const sheet = versions.get(sheetId)!
    const rate = sheet.rates.find(
      (each) => each.equipmentType === '45G1' && each.owner === 'operator',
    )!
    assert.equal(totalMinor, rate.priceMinor * 2)
    assert.equal(lines[0]!.unitMinor, rate.priceMinor)
  }
  const last = await quote()
  assert.equal(last.sheetId, latest.id, 'once published, nothing is quoted from the version before')
})

test('a draft published by two clerks at once is published once', async () => {
  const draft = await database.transact((tx) => succeedSheet(tx, operator, latest.id))
  const both = await Promise.allSettled(
    [1, 2, 3].map(() => database.transact((tx) => publishSheet(tx, operator, draft.id))),
  )
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
  latest = await database.transact((tx) => succeedSheet(tx, operator, draft.id))
  latest = await database.transact((tx) => publishSheet(tx, operator, latest.id))
})

const boxes = asked.boxes
const taken = (quoteId: Awaited<ReturnType<typeof quote>>['id'], bookingId: ChargedId) =>
  database.transact((tx) =>
    openCharges(tx, exporter, { quoteId, bookingId, bookingNumber: 'LB', departure, boxes }),
  )

test('one quote is taken by one booking, however many clicks', async () => {
  const { id } = await quote()
  const clicks = await Promise.allSettled(
    Array.from({ length: 6 }, () => taken(id, ChargedId.parse(ids('bkg')))),
  )
  const refused = clicks.filter((click) => click.status === 'rejected')
  assert.equal(refused.length, 5)
  for (const { reason } of refused)
    assert.equal((reason as { code: string }).code, 'price.quote_used')
})

test('changes of one statement go one after the other: the total is the sum of whatever happened', async () => {
  const bookingId = ChargedId.parse(ids('bkg'))
  await taken((await quote()).id, bookingId)
  const cutoffAt = departure.bookingCutoffAt
  const change = { bookingId, departure, boxes, cutoffAt }
  const done = await Promise.allSettled([
    ...Array.from({ length: 4 }, async () => {
      const { id: quoteId } = await quote()
      return database.transact((tx) => amendCharges(tx, exporter, { ...change, quoteId }))
    }),
    ...Array.from({ length: 3 }, () =>
      database.transact((tx) => amendCharges(tx, exporter, change)),
    ),
  ])
  assert.ok(done.every(({ status }) => status === 'fulfilled'))
  await database.transact((tx) => closeCharges(tx, clock(), { ...change, fee: 'no_show' }))
  const entries = await database.transact((tx) => readEntries(tx, bookingId))
  assert.deepEqual(
    entries.map(({ sequence }) => sequence),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
  const services = 2 * latest.rates.find((rate) => rate.equipmentType === '45G1')!.priceMinor
  assert.equal(
    entries.at(-1)!.totalMinor,
    7 * 2_000 + services,
    'seven fees, and the whole carriage for the no-show',
  )
  assert.deepEqual(await database.transact(findUnbalanced), [])
})
