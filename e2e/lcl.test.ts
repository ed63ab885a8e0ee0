/**
 * LCL at the screens: the operator offers a container of its train, two shippers fill it, a third is refused and told so, and each
 * of them sees its own cargo in the shared container and nobody else's.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { bookingApi } from '#booking/contract.ts'
import { lclApi } from '#booking/lcl-contract.ts'
import { consolidationApi } from '#train/consolidation-contract.ts'
import { trainApi } from '#train/contract.ts'
import { timesBefore } from '#train/train.ts'
import type { Seat } from './browser.ts'
import { choose, inRun, inspectOnPhone, signIn, WORDS, type ScreenLocale } from './screens.ts'
import { openStage } from './stage.ts'

const DAY_MS = 86_400_000

/** As the screens write them. */
const LCL_WORDS = {
  zh: {
    ...{ open: '开设集拼箱', volumeForSale: '可装体积', massForSale: '可装毛重' },
    ...{ agent: '到站拆箱代理', country: '国家', address: '地址', broker: '集拼箱报关行' },
    ...{ opened: '集拼箱已开设', book: '拼箱订舱', volume: '体积', consignment: '拼箱货物' },
    ...{ panel: '拼箱（LCL）', full: '集拼箱余量不足', minimum: '补足最低收费', list: '装箱清单' },
    ...{ germany: '德国', onlyLcl: '仅看拼箱', receive: '货物进仓' },
    ...{ hold: '先预留', confirm: '确认订舱' },
  },
  en: {
    ...{
      open: 'Open a consolidation',
      volumeForSale: 'Volume for sale',
      massForSale: 'Mass for sale',
    },
    ...{ agent: 'Deconsolidation agent', country: 'Country', address: 'Address' },
    broker: 'Broker of the container',
    ...{
      opened: 'Consolidation opened',
      book: 'Book LCL',
      volume: 'Volume',
      list: 'Stuffing list',
    },
    consignment: 'Consignment',
    ...{ panel: 'LCL consolidations', full: 'Too little is free in this consolidation' },
    ...{ minimum: 'Up to the minimum charge', germany: 'Germany', onlyLcl: 'With LCL only' },
    receive: 'Receive the cargo',
  },
} as const

const stage = openStage()

for (const [locale, trainNumber] of [
  ['zh', 'X8951'],
  ['en', 'X8953'],
] as const)
  test(`two fill a container, a third is refused, in ${locale}`, inRun(locale), async () => {
    const departureId = await scheduleToDuisburg(trainNumber)
    await open(departureId, locale)
    const first = await signIn(stage.browser, stage.server, 'exporter', locale)
    const second = await signIn(stage.browser, stage.server, 'exporter2', locale)
    try {
      await findByLcl(first.page, locale, trainNumber)
      const mine = await consign(first, locale, { departureId, volume: '6.5', mass: '2400' })
      await first.inspect(`${locale}-lcl-booking`)
      await inspectOnPhone(first, `${locale}-lcl-booking`)
      const theirs = await consign(second, locale, { departureId, volume: '3', mass: '900' })
      await refused(first.page, locale, departureId)
      await first.inspect(`${locale}-lcl-refused`)
      if (locale === 'zh') await waits(first, departureId)
      await seesOnlyItsOwn(first.page, { mine, theirs })
      await seesOnlyItsOwn(second.page, { mine: theirs, theirs: mine })
      await receive(locale, departureId)
    } finally {
      await first.context.close()
      await second.context.close()
    }
  })

/** On the demo's line to Duisburg, in twenty days. */
async function scheduleToDuisburg(trainNumber: string): Promise<string> {
  const { call } = stage.office.operator.party
  const { items } = await call(trainApi.listServices, { query: { limit: '100' } })
  const { id: serviceId } = items.find(({ destination }) => destination.includes('DUISBURG'))!
  const body = { ...timesBefore(Date.now() + 20 * DAY_MS), trainNumber, capacityTeu: 8, serviceId }
  return (await call(trainApi.createDeparture, { body })).id
}

async function open(departureId: string, locale: ScreenLocale): Promise<void> {
  const words = LCL_WORDS[locale]
  const seat = await signIn(stage.browser, stage.server, 'operator', locale)
  const { page } = seat
  await page.goto(`/departures/${departureId}`)
  await page.getByRole('button', { name: words.open }).click()
  await page.getByLabel(words.volumeForSale).fill('10')
  await page.getByLabel(words.massForSale).fill('8000')
  await choose(page.getByLabel(words.broker), WORDS[locale].brokerName)
  await page.getByLabel(words.agent).fill('Sammelgut Duisburg GmbH')
  await choose(page.getByLabel(words.country), words.germany, words.germany)
  await page.getByLabel(words.address).fill('Gaterweg 201, 47229 Duisburg')
  await seat.inspect(`${locale}-lcl-open`)
  await page.getByRole('button', { name: words.open }).last().click()
  await page.getByText(words.opened).waitFor()
  await page.getByRole('link', { name: words.list }).waitFor()
  await seat.inspect(`${locale}-lcl-operator`)
  await seat.context.close()
}

async function findByLcl(page: Page, locale: ScreenLocale, trainNumber: string): Promise<void> {
  await page.goto('/departures')
  // It is checked once the address says so.
  await page.getByLabel(LCL_WORDS[locale].onlyLcl).click()
  await page
    .getByRole('row')
    .filter({ hasText: trainNumber })
    .getByText(/LCL|拼箱/)
    .waitFor()
}

interface Lot {
  readonly departureId: string
  readonly volume: string
  readonly mass: string
}

async function fill(page: Page, locale: ScreenLocale, lot: Lot): Promise<void> {
  const [words, lcl] = [WORDS[locale], LCL_WORDS[locale]]
  await page.goto(`/departures/${lot.departureId}`)
  await page.getByRole('region', { name: lcl.panel }).getByRole('link', { name: lcl.book }).click()
  await page.getByLabel(words.goods.zh).fill('轴流风机')
  await page.getByLabel(words.goods.en).fill('Axial fans')
  await page.getByLabel(words.goods.ru).fill('Осевые вентиляторы')
  await page.getByLabel(words.hs).fill('84145990')
  await page.getByLabel(words.packages, { exact: true }).fill('12')
  await page.getByLabel(words.mass).fill(lot.mass)
  await page.getByLabel(lcl.volume).fill(lot.volume)
  await page.getByLabel(words.value, { exact: true }).fill('6000')
  await page.getByLabel(words.name, { exact: true }).fill('Muster Handels GmbH')
  await choose(page.getByLabel(words.country), lcl.germany, lcl.germany)
  await page.getByLabel(words.address).fill('Hafenstraße 1, 47119 Duisburg')
  await choose(page.getByLabel(words.broker), words.brokerName)
  await page.getByText('W/M').first().waitFor()
}

/** The id of the booking, on whose page the shipper is then. In Chinese its space is held first, and what was typed stays. */
async function consign(seat: Seat, locale: ScreenLocale, lot: Lot): Promise<string> {
  const { page } = seat
  const words = LCL_WORDS[locale]
  await fill(page, locale, lot)
  if (locale === 'zh') {
    await page.getByRole('button', { name: LCL_WORDS.zh.hold }).click()
    await page.getByRole('timer').waitFor()
    await page.getByText('W/M').first().waitFor()
    if (lot.volume === '6.5') await seat.inspect('zh-lcl-held')
    if (lot.volume === '6.5') await inspectOnPhone(seat, 'zh-lcl-held')
    await page.getByRole('button', { name: LCL_WORDS.zh.confirm }).click()
  } else await page.getByRole('button', { name: words.book }).click()
  await page.waitForURL(/\/bookings\/bkg_/)
  await page.getByRole('region', { name: LCL_WORDS[locale].consignment }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1)!
}

/** A cubic metre is asked and half of one is left; nothing is kept of it. */
async function refused(page: Page, locale: ScreenLocale, departureId: string): Promise<void> {
  const words = LCL_WORDS[locale]
  await fill(page, locale, { departureId, volume: '0.9', mass: '300' })
  // Less than the minimum costs the minimum, and says so before anything is sent.
  await page.getByText(words.minimum).waitFor()
  await page.getByRole('button', { name: words.book }).click()
  await page.getByText(words.full).first().waitFor()
}

/** Asked to wait instead, it has its place, on the booking and on the train's list; and leaves it again. */
async function waits(seat: Seat, departureId: string): Promise<void> {
  const { page } = seat
  await page.getByLabel('空间不足时加入本班次的拼箱候补').check()
  await page.getByRole('button', { name: LCL_WORDS.zh.book }).click()
  await page.waitForURL(/\/bookings\/bkg_/)
  await page.getByText('候补第 1 位').waitFor()
  await seat.inspect('zh-lcl-waits')
  const booking = page.url()
  await page.goto(`/departures/${departureId}`)
  await page.getByRole('list', { name: '拼箱候补名单' }).getByText('候补号 1').waitFor()
  await seat.inspect('zh-lcl-waiting-list')
  await inspectOnPhone(seat, 'zh-lcl-waiting-list')
  await page.goto(booking)
  await page.getByRole('button', { name: '取消订舱' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '取消订舱' }).click()
  await page.getByText('订舱已取消').waitFor()
}

async function seesOnlyItsOwn(
  page: Page,
  { mine, theirs }: { readonly mine: string; readonly theirs: string },
): Promise<void> {
  const answer = await page.request.get(`/api/bookings/${theirs}`)
  assert.equal(answer.status(), 404)
  const own = await (await page.request.get(`/api/bookings/${mine}`)).json()
  const box = await page.request.get(`/api/containers/${own.containers[0].id}`)
  const text = await box.text()
  assert.ok(text.includes(mine) && !text.includes(theirs))
  await page.goto(`/containers/${own.containers[0].id}`)
  await page
    .getByText(/风机|fans/)
    .first()
    .waitFor()
}

/** The warehouse has both on its list, and takes one in. */
async function receive(locale: ScreenLocale, departureId: string): Promise<void> {
  const { operator } = stage.office
  const params = { departureId }
  const { items } = await operator.party.call(consolidationApi.listConsolidations, { params })
  const seen = await operator.party.call(lclApi.getConsolidation, {
    params: { consolidationId: items[0]!.id },
  })
  assert.equal(seen.consignments.length, 2)
  const seat = await signIn(stage.browser, stage.server, 'warehouse', locale)
  await seat.page.goto(`/bookings/${seen.bookingId!}`)
  const buttons = seat.page.getByRole('button', { name: LCL_WORDS[locale].receive })
  await buttons.nth(1).waitFor()
  await seat.inspect(`${locale}-lcl-stuffing-list`)
  await inspectOnPhone(seat, `${locale}-lcl-stuffing-list`)
  await buttons.first().click()
  await buttons.nth(1).waitFor({ state: 'detached' })
  const bookings = await operator.party.call(bookingApi.listBookings, {
    query: { load: 'LCL', state: 'confirmed', departure: departureId as never },
  })
  assert.equal(bookings.items.length, 2)
  await seat.context.close()
}
