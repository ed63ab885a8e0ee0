/**
 * The slots of a train, in two browsers and two languages at once: the operator limits a small train, a shipper books it full and
 * waits for more, the operator sees it on the board; slots come back, and both see the promotion without a reload.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { bookingApi } from '#booking/contract.ts'
import { trainApi } from '#train/contract.ts'
import type { Seat } from './browser.ts'
import {
  inRun,
  assertNotTooWide,
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

/** As the screens write them. */
const SLOT_WORDS = {
  zh: {
    list: '候补名单',
    board: '班次舱位看板',
    load: '已售 2 · 预留 0 · 共 2',
    place: '候补号 1',
    nobody: '目前无人候补。',
    change: /修\s?改/,
    save: /保\s?存/,
    mass: '列车总重上限（千克）',
    dangerous: '危险货物箱位',
  },
  en: {
    list: 'Waiting list',
    board: 'Slots of this train',
    load: '2 sold · 0 held · 2 in all',
    place: 'Place 1',
    nobody: 'Nobody waits.',
    change: 'Change',
    save: 'Save',
    mass: 'Gross mass of the train, kg',
    dangerous: 'Places for dangerous goods',
  },
} as const

const stage = openStage()

for (const [locale, other, trainNumber] of [
  ['zh', 'en', 'X7001'],
  ['en', 'zh', 'X7003'],
] as const)
  test(
    `search, book, wait, be promoted: the shipper in ${locale}, the operator in ${other}`,
    inRun(locale),
    async () => {
      const departureId = await scheduleTrain(stage.office, {
        trainNumber,
        capacityTeu: 2,
        grossKgMax: 45_000,
      })
      const shipper = await signIn(stage.browser, stage.server, 'exporter', locale)
      const operator = await signIn(stage.browser, stage.server, 'operator', other)
      try {
        await limitTrain(operator, other, departureId)
        const words = WORDS[locale]
        const first = await book(shipper, locale, { trainNumber, way: words.book })
        const second = await book(shipper, locale, { trainNumber, way: words.wait })
        await shipper.page.getByText(words.waitsFirst).waitFor()
        await shipper.inspect(`${locale}-waitlisted`)
        await inspectWaitingList(shipper, locale, departureId)

        const board = await openBoard(operator, other, departureId)
        await shipper.page.goto(`/bookings/${second}`)
        await shipper.page.getByText(words.waitsFirst).waitFor()
        await cancelElsewhere(shipper, locale, first)
        await board.getByText(SLOT_WORDS[other].nobody).waitFor()
        await operator.inspect(`${other}-board-promoted`)
        await shipper.page.getByRole('heading', { level: 1 }).getByText(words.confirmed).waitFor()
        await inspectOnPhone(shipper, `${locale}-promoted`)
        const params = { bookingId: second }
        const { state } = await stage.office.exporter.party.call(bookingApi.getBooking, { params })
        assert.equal(state, 'confirmed')
      } finally {
        await shipper.context.close()
        await operator.context.close()
      }
    },
  )

/** One limit is changed on the form; the others stay. */
async function limitTrain(seat: Seat, locale: ScreenLocale, departureId: string): Promise<void> {
  const words = SLOT_WORDS[locale]
  const { page } = seat
  await page.goto(`/departures/${departureId}`)
  await page.getByRole('link', { name: words.change }).click()
  assert.equal(await page.getByLabel(words.mass).inputValue(), '45000')
  await page.getByLabel(words.dangerous).fill('1')
  await seat.inspect(`${locale}-train-limits`)
  await inspectOnPhone(seat, `${locale}-train-limits`)
  await page.getByRole('button', { name: words.save }).click()
  await page.waitForURL(`**/departures/${departureId}`)
  const train = await stage.office.operator.party.call(trainApi.getDeparture, {
    params: { departureId },
  })
  assert.deepEqual([train.dangerousPlaces, train.grossKgMax, train.reeferPlugs], [1, 45_000, 2])
}

/** From the search to the booking, by the way that the row of the train offers. */
async function book(
  seat: Seat,
  locale: ScreenLocale,
  { trainNumber, way }: { readonly trainNumber: string; readonly way: RegExp },
): Promise<string> {
  const { page } = seat
  const words = WORDS[locale]
  const row = await findTrain(page, words, trainNumber)
  await row.getByRole('link', { name: way }).click()
  await fillBooking(page, words, SAID)
  if (way === words.wait) {
    await page.getByLabel(words.joinList).click()
    await page.getByRole('radio').first().waitFor()
    await seat.inspect(`${locale}-booking-waits`)
    await assertNotTooWide(page)
  }
  return sendBooking(page, words)
}

async function inspectWaitingList(seat: Seat, locale: ScreenLocale, departureId: string) {
  await seat.page.goto(`/departures/${departureId}`)
  const list = seat.page.getByRole('heading', { name: SLOT_WORDS[locale].list })
  await list.waitFor()
  await seat.inspect(`${locale}-waiting-list`)
  await inspectOnPhone(seat, `${locale}-waiting-list`, list)
}

async function openBoard(seat: Seat, locale: ScreenLocale, departureId: string) {
  const words = SLOT_WORDS[locale]
  await seat.page.goto(`/departures/${departureId}`)
  const board = seat.page.getByRole('region', { name: words.board })
  await board.getByText(words.load, { exact: true }).first().waitFor()
  await board.getByText(words.place, { exact: true }).waitFor()
  await board.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-board`)
  await inspectOnPhone(seat, `${locale}-board`, board)
  return board
}

/** In another tab of the same browser. */
async function cancelElsewhere({ context }: Seat, locale: ScreenLocale, bookingId: string) {
  const page: Page = await context.newPage()
  await page.goto(`/bookings/${bookingId}`)
  await cancelBooking(page, WORDS[locale])
  await page.close()
}
