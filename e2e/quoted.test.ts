/**
 * A price that holds, from the search to the last line of the statement, in two browsers and two languages at once: one shipper fixes a
 * price, books at it though the sheet changes meanwhile, and amends, slots and price together or not at all; another waits, and is
 * promoted when the first gives up its booking and pays for that.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { z } from 'zod'
import { bookingApi } from '#booking/contract.ts'
import { LOCALE_TAGS } from '#kernel/locale.ts'
import { timestampIn } from '#kernel/time.ts'
import { priceApi, type ChargeStatement, type NewRateSheet } from '#price/contract.ts'
import { chargeTexts, entryTexts } from '#price/words.ts'
import { trainApi } from '#train/contract.ts'
import { formatMoney } from '#web/formats.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import type { Seat } from './browser.ts'
import {
  inRun,
  cancelBooking,
  fillBooking,
  findTrain,
  inspectOnPhone,
  sendBooking,
  signIn,
  WORDS,
  type ScreenLocale,
} from './screens.ts'
import { SAID, openStage } from './stage.ts'
import { scheduleTrain } from './trains.ts'

const HOUR_MS = 3_600_000
/** Four boxes of 40 ft. */
const CAPACITY_TEU = 8

/** As the screens write them. */
const PRICE_WORDS = {
  zh: {
    price: '价格',
    fix: '锁定此价格',
    fixed: '价格已锁定',
    charges: '费用清单',
    amend: '改单',
    sendAmended: '提交改单',
    count: '箱量',
  },
  en: {
    price: 'Price',
    fix: 'Fix this price',
    fixed: 'Price fixed',
    charges: 'Charges',
    amend: 'Amend',
    sendAmended: 'Amend the booking',
    count: 'How many',
  },
} as const

const stage = openStage()

for (const [locale, other, trainNumber] of [
  ['zh', 'en', 'X7201'],
  ['en', 'zh', 'X7203'],
] as const)
  test(
    `quote, book, amend, wait, be promoted: one in ${locale}, who waits in ${other}`,
    inRun(locale),
    async () => {
      // So near the cut-off that changing one's mind costs something.
      const bookingCutoffAt = timestampIn(Date.now() + 40 * HOUR_MS, 'Asia/Shanghai')
      const departureId = await scheduleTrain(stage.office, {
        ...{ trainNumber, bookingCutoffAt, capacityTeu: CAPACITY_TEU },
      })
      const shipper = await signIn(stage.browser, stage.server, 'exporter', locale)
      const waiter = await signIn(stage.browser, stage.server, 'exporter2', other)
      try {
        const bookingId = await bookAtFixedPrice(shipper, locale, trainNumber)
        await amendTooFar(shipper, locale, bookingId)
        await amend(shipper, locale, bookingId)
        await fillTrain(departureId)
        await wait(waiter, other, trainNumber)
        await giveUp(shipper, locale, bookingId)
        await waiter.page
          .getByRole('heading', { level: 1 })
          .getByText(WORDS[other].confirmed)
          .waitFor()
        await waiter.inspect(`${other}-quoted-promoted`)
      } finally {
        await shipper.context.close()
        await waiter.context.close()
      }
    },
  )

const call = () => stage.office.exporter.party.call

const chargesOf = (bookingId: string): Promise<ChargeStatement> =>
  call()(priceApi.getCharges, { params: { bookingId } })

/** The next version of the sheet in force, a tenth dearer. */
async function raisePrices(): Promise<void> {
  const { party } = stage.office.operator
  const { items } = await party.call(priceApi.listRateSheets, { query: { state: 'published' } })
  const params = { rateSheetId: items[0]!.id }
  const draft = await party.call(priceApi.succeedRateSheet, { params })
  const { title, currency, customerId, validFrom, validUntil, quoteHours, ...terms } = draft
  const body: z.input<typeof NewRateSheet> = {
    ...{ title, currency, customerId, validFrom, validUntil, quoteHours },
    rates: terms.rates.map((rate) => ({ ...rate, priceMinor: Math.round(rate.priceMinor * 1.1) })),
    surcharges: terms.surcharges,
    extras: terms.extras,
    fees: terms.fees,
  }
  const next = { rateSheetId: draft.id }
  await party.call(priceApi.changeRateSheet, { params: next, body })
  await party.call(priceApi.publishRateSheet, { params: next })
}

async function bookAtFixedPrice(seat: Seat, locale: ScreenLocale, trainNumber: string) {
  const { page } = seat
  const words = PRICE_WORDS[locale]
  const row = await findTrain(page, WORDS[locale], trainNumber)
  await row.getByRole('link', { name: WORDS[locale].book }).click()
  await fillBooking(page, WORDS[locale], SAID)
  const price = page.getByRole('region', { name: words.price })
  for (const kind of ['carriage', 'fuel', 'documents'] as const)
    await price.getByText(chargeTexts[kind][locale]).first().waitFor()
  await price.getByRole('button', { name: words.fix }).click()
  await price.getByText(words.fixed).waitFor()
  await price.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-price-fixed`)
  await inspectOnPhone(seat, `${locale}-price-fixed`, price)
  const { items } = await call()(priceApi.listQuotes, { query: { limit: '1' } })
  const quote = items[0]!
  await raisePrices()
  await page.reload()
  await price.getByText(words.fixed).waitFor()
  await assertShown(price, quote.totalMinor, locale)
  const bookingId = await sendBooking(page, WORDS[locale])
  await page.getByRole('heading', { level: 1 }).getByText(WORDS[locale].confirmed).waitFor()
  const { entries, totalMinor } = await chargesOf(bookingId)
  assert.deepEqual(
    entries.map(({ reason, quoteId }) => [reason, quoteId]),
    [['booked', quote.id]],
  )
  assert.equal(totalMinor, quote.totalMinor, 'at the price that was fixed, not the dearer one')
  return bookingId
}

const assertShown = (where: Locator, minor: number, locale: ScreenLocale) =>
  where
    .getByText(formatMoney(minor, 'CNY', LOCALE_TAGS[locale]))
    .first()
    .waitFor()

/** From the booking's own page; the count alone is another. */
async function sendCount({ page }: Seat, locale: ScreenLocale, count: number): Promise<void> {
  const words = PRICE_WORDS[locale]
  await page.getByRole('link', { name: words.amend, exact: true }).click()
  await page.getByLabel(words.count).fill(String(count))
  await page.getByRole('button', { name: words.sendAmended }).click()
}

const stateOf = async (bookingId: string) => {
  const { journey, lines, teu, state } = await call()(bookingApi.getBooking, {
    params: { bookingId },
  })
  const params = { departureId: journey.departureId }
  const { freeTeu } = await call()(trainApi.getDeparture, { params })
  return { lines, teu, state, freeTeu, charges: await chargesOf(bookingId) }
}

/** More than the train has: neither slots nor price are others than before. */
async function amendTooFar(seat: Seat, locale: ScreenLocale, bookingId: string): Promise<void> {
  const before = await stateOf(bookingId)
  await sendCount(seat, locale, CAPACITY_TEU / 2 + 1)
  await seat.page.getByRole('alert').waitFor()
  await seat.inspect(`${locale}-amended-too-far`)
  assert.deepEqual(await stateOf(bookingId), before)
  await seat.page.goto(`/bookings/${bookingId}`)
}

async function amend(seat: Seat, locale: ScreenLocale, bookingId: string): Promise<void> {
  const { page } = seat
  const before = await chargesOf(bookingId)
  await sendCount(seat, locale, 2)
  await page.waitForURL(`**/bookings/${bookingId}`)
  const statement = page.getByRole('region', { name: PRICE_WORDS[locale].charges })
  await statement.getByText(entryTexts.amended[locale]).first().waitFor()
  await statement.getByText(chargeTexts.amendment[locale]).first().waitFor()
  const { teu, freeTeu, charges } = await stateOf(bookingId)
  assert.deepEqual([teu, freeTeu], [4, CAPACITY_TEU - 4])
  assert.equal(charges.entries.length, 2)
  assert.ok(
    charges.totalMinor > before.totalMinor * 2,
    'two boxes by the sheet of today, and a fee',
  )
  await assertShown(statement, charges.totalMinor, locale)
  await statement.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-charges-amended`)
  await inspectOnPhone(seat, `${locale}-charges-amended`, statement)
}

/** Somebody else takes what is left. */
async function fillTrain(departureId: string): Promise<void> {
  const body = {
    departureId,
    brokerId: stage.office.broker.organisationId,
    incoterm: 'DAP',
    consignee: { name: 'Other Ltd', country: 'UZ', address: 'Tashkent' },
    lines: [{ equipmentType: '45G1', count: 2 }],
    cargo: [ENGRAVERS],
  }
  await stage.office.exporter2.party.call(bookingApi.book, { body })
}

async function wait(seat: Seat, locale: ScreenLocale, trainNumber: string): Promise<void> {
  const { page } = seat
  const words = WORDS[locale]
  const row = await findTrain(page, words, trainNumber)
  await row.getByRole('link', { name: words.wait }).click()
  await fillBooking(page, words, SAID)
  await page.getByLabel(words.joinList).click()
  await sendBooking(page, words)
  await page.getByText(words.waitsFirst).waitFor()
}

async function giveUp(seat: Seat, locale: ScreenLocale, bookingId: string): Promise<void> {
  const { page } = seat
  const before = await chargesOf(bookingId)
  await page.goto(`/bookings/${bookingId}`)
  await cancelBooking(page, WORDS[locale])
  const statement = page.getByRole('region', { name: PRICE_WORDS[locale].charges })
  await statement.getByText(chargeTexts.cancellation[locale]).first().waitFor()
  await statement.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-charges-cancelled`)
  await inspectOnPhone(seat, `${locale}-charges-cancelled`, statement)
  const { entries, totalMinor } = await chargesOf(bookingId)
  assert.deepEqual(
    entries.map(({ reason }) => reason),
    ['booked', 'amended', 'cancelled'],
  )
  const fees = entries.flatMap(({ lines }) =>
    lines.filter(({ kind }) => kind === 'amendment' || kind === 'cancellation'),
  )
  const feesMinor = fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  assert.equal(totalMinor, feesMinor, 'the carriage is given back, the fees stay')
  assert.ok(totalMinor > 0 && totalMinor < before.totalMinor)
}
