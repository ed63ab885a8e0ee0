/**
 * Going through long lists: a train found in three clicks with slots that are counted live; a filter kept and shown again; many rows
 * decided, moved, labelled and exported at once, each with what became of it; all of it from the keyboard.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { bookingApi } from '#booking/contract.ts'
import { PAINT } from '#booking/fixtures.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import { containerNumber, sealNumber } from '../tools/demo/office.ts'
import type { Seat } from './browser.ts'
import { choose, inspectOnPhone, signIn } from './screens.ts'
import { openStage } from './stage.ts'
import { scheduleTrain } from './trains.ts'

const stage = openStage()

/** Dangerous ones wait for the operator. */
async function book(departureId: string, dangerous = false) {
  const body = {
    departureId,
    brokerId: stage.office.broker.organisationId,
    incoterm: 'DAP',
    consignee: { name: 'List Ltd', country: 'UZ', address: 'Tashkent' },
    lines: [{ equipmentType: '45G1', count: 1, ...(dangerous && { dangerous }) }],
    cargo: [{ ...ENGRAVERS, ...(dangerous && { dangerous: PAINT }) }],
  }
  return stage.office.exporter.party.call(bookingApi.book, { body: body as never })
}

const scheduled = (trainNumber: string, capacityTeu = 40) =>
  scheduleTrain(stage.office, { trainNumber, capacityTeu, dangerousPlaces: 8 })

test('a train is found in three clicks, and its free slots are counted while one looks', async () => {
  const departureId = await scheduled('X7301', 12)
  const seat = await signIn(stage.browser, stage.server, 'exporter', 'en')
  const { page } = seat
  await page.getByRole('heading', { level: 1, name: 'Departures' }).waitFor()
  // One, two: where to. The third is the train's own button, and the form is there.
  await choose(page.getByLabel('Destination'), 'Chukursay', 'Chukursay')
  const row = page.getByRole('row').filter({ hasText: 'X7301' })
  await row.getByText('12 of 12 TEU free').waitFor()
  await book(departureId)
  await row.getByText('10 of 12 TEU free').waitFor()
  await seat.inspect('en-departures')
  await row.getByRole('link', { name: /^Book/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Book containers' }).waitFor()
  await seat.context.close()
})

test('a filter is kept by its name and is the default from then on', async () => {
  await book(await scheduled('X7303'), true)
  const seat = await signIn(stage.browser, stage.server, 'operator', 'zh')
  const { page } = seat
  await page.goto('/bookings')
  await choose(page.getByLabel('全部状态'), '待班列公司确认')
  await page.waitForURL(/state=received/)
  await page.getByRole('button', { name: '保存筛选…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('待我确认')
  await dialog.getByLabel('打开列表时默认使用').check()
  await seat.inspect('zh-keep-filter')
  await dialog.getByRole('button', { name: /^保\s?存$/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.goto('/bookings')
  await page.waitForURL(/state=received/)
  await page.getByText('待我确认 ★').waitFor()
  await seat.inspect('zh-kept-filter')
  await inspectOnPhone(seat, 'zh-kept-filter')
  // Whoever asks for something else in the address gets that.
  await page.goto('/bookings?state=confirmed')
  await page.getByRole('link', { name: /^LB/ }).first().waitFor()
  assert.equal(new URL(page.url()).search, '?state=confirmed')
  await seat.context.close()
})

test('requests are accepted together, and what became of each is said', async () => {
  const departureId = await scheduled('X7305')
  const asked = [await book(departureId, true), await book(departureId, true)]
  const gone = await book(departureId, true)
  const seat = await signIn(stage.browser, stage.server, 'operator', 'zh')
  const { page } = seat
  await page.goto('/bookings?state=received')
  for (const { number } of [...asked, gone]) await select(page, number)
  await page.getByText('已选 3 票').waitFor()
  await page.getByRole('button', { name: '接受请求' }).click()
  const dialog = page.getByRole('dialog')
  // Its shipper gives it up while the clerk still reads.
  await stage.office.exporter.party.call(bookingApi.cancel, {
    params: { bookingId: gone.id },
  } as never)
  await dialog.getByRole('button', { name: '接受请求' }).click()
  await dialog.getByText('已办 2 · 未办 1 · 共 3').waitFor()
  const refused = dialog.getByRole('listitem').filter({ hasText: gone.number })
  await refused.getByText('未办').waitFor()
  await seat.inspect('zh-batch-accepted')
  assert.equal(await refused.isVisible(), true, 'it stays until it is read')
  await inspectOnPhone(seat, 'zh-batch-accepted')
  for (const { id } of asked) assert.equal((await read(id)).state, 'confirmed')
  assert.equal((await read(gone.id)).state, 'cancelled')
  await seat.context.close()
})

test('bookings roll over together; boxes are labelled and exported together', async () => {
  const [from, to] = [await scheduled('X7307'), await scheduled('X7309')]
  const moved = [await book(from), await book(from)]
  const seat = await signIn(stage.browser, stage.server, 'operator', 'en')
  const { page } = seat
  await page.goto('/bookings?state=confirmed')
  for (const { number } of moved) await select(page, number)
  await page.getByRole('button', { name: 'Roll over' }).click()
  const dialog = page.getByRole('dialog')
  await choose(dialog.getByLabel('To which train'), 'X7309')
  await dialog.getByLabel('Reason').fill('Line closed for works')
  await seat.inspect('en-batch-roll-over')
  await dialog.getByRole('button', { name: 'Roll over' }).click()
  await dialog.getByText('2 done · 0 refused · 2 in all').waitFor()
  await seat.inspect('en-batch-rolled-over')
  for (const { id } of moved) assert.equal((await read(id)).journey.departureId, to)
  await labelAndExport(seat, moved)
  await seat.context.close()
})

type Booked = Awaited<ReturnType<typeof book>>

async function labelAndExport(seat: Seat, booked: readonly Booked[]): Promise<void> {
  const { page } = seat
  const [numbered, bare] = [booked[0]!.containers[0]!, booked[1]!.containers[0]!]
  const body = { containerNumber: containerNumber(), sealNumber: sealNumber(), place: 'CN-DONGJIA' }
  await stage.office.operator.party.call(bookingApi.assign, {
    params: { containerId: numbered.id },
    body: body as never,
  })
  await page.goto('/containers?show=all')
  await select(page, numbered.bookingNumber)
  await select(page, bare.bookingNumber)
  await page.getByText('1 has no number and no label yet').waitFor()
  await seat.inspect('en-batch-containers')
  const file = await page.getByRole('link', { name: 'Open the label (PDF)' }).getAttribute('href')
  const pdf = await page.request.get(file!)
  assert.equal(pdf.headers()['content-type'], 'application/pdf')
  const sheet = await page.getByRole('link', { name: 'Export to Excel' }).getAttribute('href')
  assert.equal((await page.request.get(sheet!)).status(), 200)
}

test('from the keyboard: search, rows, detail, selection, another screen', async () => {
  const departureId = await scheduled('X7311')
  const booked = await book(departureId)
  const seat = await signIn(stage.browser, stage.server, 'exporter', 'zh')
  const { page } = seat
  await page.goto('/bookings')
  await page.getByRole('link', { name: booked.number }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type(booked.number)
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`q=${booked.number}`))
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.getByText('已选 1 票').waitFor()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: booked.number })
  await drawer.getByText('List Ltd').waitFor()
  await seat.inspect('zh-booking-drawer')
  await inspectOnPhone(seat, 'zh-booking-drawer')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: '键盘快捷键' })
  await help.getByText('到搜索框').waitFor()
  await page.waitForTimeout(1_000)
  await seat.inspect('zh-keys')
  assert.equal(await help.isVisible(), true)
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.waitForURL(/\/departures$/)
  await page.getByRole('heading', { level: 1, name: '班列班期' }).waitFor()
  await page
    .getByRole('link', { name: /^订舱：/ })
    .first()
    .waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('截止时间').first().waitFor()
  await seat.inspect('zh-departure-drawer')
  await seat.context.close()
})

async function select(page: Page, name: string): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: name }).first()
  await row.getByRole('checkbox').check()
}

const read = (bookingId: string) =>
  stage.office.operator.party.call(bookingApi.getBooking, { params: { bookingId } })
