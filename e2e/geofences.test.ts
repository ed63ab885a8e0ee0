/** Areas of stations at the screen: typed by keyboard, drawn with the mouse, kept with all that was drawn before. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { eventually } from './desk.ts'
import { inspectOnPhone, signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

/** What is drawn is drawn by then; nothing but the picture depends on it. */
const DRAWN_MS = 3_000

let server: ServerUnderTest
let browser: Browser

before(async () => {
  server = await startServer()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const khorgos = (page: Page) =>
  page.getByRole('list', { name: '车站列表' }).getByRole('button').filter({ hasText: '霍尔果斯' })

test('an operator draws an area by keyboard and mouse, and takes up what was drawn before', async () => {
  const seat = await signIn(browser, server, 'operator', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.getByRole('link', { name: '电子围栏' }).click()
  await page.getByLabel('查找车站').fill('Khorgos')
  await khorgos(page).filter({ hasText: '默认' }).focus()
  await page.keyboard.press('Enter')
  const form = page.getByRole('region', { name: '霍尔果斯' })
  await form.getByLabel('半径（公里）').fill('6')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: '保存围栏' }).focus()
  await page.keyboard.press('Enter')
  await khorgos(page)
    .filter({ hasText: /本单位绘制.*圆形 · 半径 6 公里/ })
    .waitFor()
  await page.waitForTimeout(DRAWN_MS)
  await seat.inspect('zh-geofences-circle')

  await form.getByRole('radio', { name: '圆形' }).focus()
  await page.keyboard.press('ArrowRight')
  const points = form.getByRole('spinbutton', { name: /纬度/ })
  await eventually('eight corners', async () => (await points.count()) === 8)
  // A press on the map, away from every corner and area, puts one there.
  const chart = (await page.locator('.map-canvas').boundingBox())!
  await page.waitForTimeout(DRAWN_MS)
  await page.mouse.click(chart.x + chart.width * 0.93, chart.y + chart.height * 0.5)
  await eventually('nine corners', async () => (await points.count()) === 9)
  const before = await points.allTextContents()
  const handle = (await page.locator('.map-handle').first().boundingBox())!
  await page.mouse.move(handle.x + 7, handle.y + 7)
  await page.mouse.down()
  await page.mouse.move(handle.x + 7, handle.y - 40, { steps: 5 })
  await page.mouse.up()
  assert.equal((await points.allTextContents()).length, before.length)
  await form.getByRole('button', { name: '保存围栏' }).click()
  await khorgos(page)
    .filter({ hasText: /多边形 · 9 个点/ })
    .waitFor()
  const versions = form.getByRole('region', { name: '历次绘制' })
  await versions.getByText('第 2 版').waitFor()
  await page.waitForTimeout(DRAWN_MS)
  await seat.inspect('zh-geofences-polygon')
  await inspectOnPhone(seat, 'zh-geofences-polygon')

  await versions.getByRole('button', { name: '采用此版' }).click()
  await form.getByRole('button', { name: '保存围栏' }).click()
  await versions.getByText('第 3 版').waitFor()
  await khorgos(page)
    .filter({ hasText: /圆形 · 半径 6 公里/ })
    .waitFor()
  await seat.context.close()
})

test('what is too far away is refused with its reason; the platform draws for all', async () => {
  const seat = await signIn(browser, server, 'platform', 'en')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto('/geofences?station=KZ-ALTYNKOL')
  const form = page.getByRole('region', { name: 'Altynkol' })
  await form.getByRole('radio', { name: 'Circle' }).focus()
  await page.keyboard.press('ArrowLeft')
  await form.getByLabel('Width to either side, km').waitFor()
  await page.waitForTimeout(DRAWN_MS)
  await seat.inspect('en-geofences-corridor')
  await form.getByLabel('Point 1 · Latitude').fill('60')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: 'Save the area' }).click()
  await form.getByText(/reaches [\d,]+ km from Altynkol/).waitFor()
  await form.getByRole('button', { name: 'Discard changes' }).click()
  await form.getByLabel('Radius, km').waitFor()
  await seat.context.close()
})
