/**
 * Slots held while a booking is typed: held with nothing but boxes and mass, counted down, open in two windows at once, given back,
 * run out, confirmed in one window while the other looks on.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { bookingApi } from '#booking/contract.ts'
import { trainApi } from '#train/contract.ts'
import type { Seat } from './browser.ts'
import { inRun, fillBooking, inspectOnPhone, signIn, WORDS, type ScreenLocale } from './screens.ts'
import { SAID, openStage } from './stage.ts'
import { scheduleTrain } from './trains.ts'

const MASS_KG = '17400'

/** As the screens write them. */
const BASKET_WORDS = {
  zh: {
    hold: '先预留 15 分钟',
    giveBack: '退回舱位',
    expired: '预留已到期，舱位已释放',
    again: '用已填内容重新订舱',
    elsewhere: '该预留已在别处办理',
    confirmed: '已确认',
  },
  en: {
    hold: 'Hold the slots for 15 minutes',
    giveBack: 'Give the slots back',
    expired: 'The time is over: the slots are free again',
    again: 'Book anew with what was typed',
    elsewhere: 'This basket was dealt with elsewhere',
    confirmed: 'Confirmed',
  },
} as const

const stage = openStage()

for (const [locale, trainNumber] of [
  ['zh', 'X7101'],
  ['en', 'X7103'],
] as const)
  test(`hold, give back, run out, confirm: in ${locale}`, inRun(locale), async () => {
    const departureId = await scheduleTrain(stage.office, { trainNumber, capacityTeu: 4 })
    const seat = await signIn(stage.browser, stage.server, 'exporter', locale)
    try {
      await giveBack(seat, locale, departureId)
      await confirmInOneOfTwo(seat, locale, departureId)
      await runOut(seat, locale, departureId)
    } finally {
      await seat.context.close()
    }
  })

const freeTeu = async (departureId: string): Promise<number> => {
  const params = { departureId }
  return (await stage.office.exporter.party.call(trainApi.getDeparture, { params })).freeTeu
}

/** With nothing but boxes and mass typed, which is still there when the rest is asked for. */
async function holdSlots(page: Page, locale: ScreenLocale): Promise<string> {
  const mass = page.getByLabel(WORDS[locale].mass)
  if ((await mass.inputValue()) === '') await mass.fill(MASS_KG)
  await page.getByRole('button', { name: BASKET_WORDS[locale].hold }).click()
  await page.waitForURL(/confirm=bkg_/)
  await page.getByRole('timer').waitFor()
  assert.match((await page.getByRole('timer').textContent())!, /^1[45]:\d\d$/)
  assert.equal(await mass.inputValue(), MASS_KG)
  return new URL(page.url()).searchParams.get('confirm')!
}

async function giveBack(seat: Seat, locale: ScreenLocale, departureId: string): Promise<void> {
  const { page } = seat
  const words = BASKET_WORDS[locale]
  await page.goto(`/bookings/new?departure=${departureId}`)
  await page.getByLabel(WORDS[locale].mass).waitFor()
  await seat.inspect(`${locale}-before-hold`)
  await holdSlots(page, locale)
  await seat.inspect(`${locale}-held`)
  await inspectOnPhone(seat, `${locale}-held`)
  assert.equal(await freeTeu(departureId), 2)
  await page.getByRole('button', { name: words.giveBack }).click()
  await page.locator('.ant-popconfirm .ant-btn-primary').click()
  await page.waitForURL(`**/departures/${departureId}`)
  assert.equal(await freeTeu(departureId), 4)
}

/** By the clock of these windows, which goes on by itself afterwards; what was typed goes on in a new form. */
async function runOut(seat: Seat, locale: ScreenLocale, departureId: string): Promise<void> {
  const { page } = seat
  const words = BASKET_WORDS[locale]
  await page.clock.install()
  await page.goto(`/bookings/new?departure=${departureId}`)
  const bookingId = await holdSlots(page, locale)
  await page.clock.fastForward('15:01')
  await page.getByText(words.expired).waitFor()
  const confirm = page.getByRole('button', { name: WORDS[locale].confirmBooking, exact: true })
  assert.equal(await confirm.isDisabled(), true)
  await seat.inspect(`${locale}-hold-expired`)
  await stage.office.exporter.party.call(bookingApi.cancel, { params: { bookingId } } as never)
  await page.getByRole('button', { name: words.again }).click()
  await page.waitForURL(new RegExp(`new\\?departure=${departureId}$`))
  assert.equal(await page.getByLabel(WORDS[locale].mass).inputValue(), MASS_KG)
}

async function confirmInOneOfTwo(seat: Seat, locale: ScreenLocale, departureId: string) {
  const page = await seat.context.newPage()
  await page.goto(`/bookings/new?departure=${departureId}`)
  const bookingId = await holdSlots(page, locale)
  const other = await seat.context.newPage()
  await other.goto(page.url())
  await other.getByRole('timer').waitFor()
  await fillBooking(page, WORDS[locale], SAID)
  await page.getByRole('button', { name: WORDS[locale].confirmBooking, exact: true }).click()
  await page.waitForURL(`**/bookings/${bookingId}`)
  await page.getByRole('heading', { level: 1 }).getByText(BASKET_WORDS[locale].confirmed).waitFor()
  await other.getByText(BASKET_WORDS[locale].elsewhere).waitFor()
  const confirm = other.getByRole('button', { name: WORDS[locale].confirmBooking, exact: true })
  assert.equal(await confirm.isDisabled(), true)
  const params = { bookingId }
  const { state } = await stage.office.exporter.party.call(bookingApi.getBooking, { params })
  assert.equal(state, 'confirmed')
}
