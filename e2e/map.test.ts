/**
 * The map as its readers use it: a tracker's fix moves a container on it, filters, the same as a table by keyboard, a way played again, a
 * link for people without an account, what a list told; with tiles of an own server under it, which learns no more than it must.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { stageTexts } from '#booking/words.ts'
import { Tracker } from '#gateway/tracker.ts'
import { ContainerNumber, containerNumberSpaced } from '#kernel/container-number.ts'
import { getStation } from '#kernel/station.ts'
import { fleetApi, type FleetPage } from '#journey/fleet-contract.ts'
import { latenessOf, latenessTexts } from '#kernel/lateness.ts'
import { passportApi } from '#passport/contract.ts'
import { listApi } from '#tracking/list-contract.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { bindTracker, bookContainer, registerTracker, type Booked } from './booked.ts'
import { openBrowser, takeSeat } from './browser.ts'
import { eventually } from './desk.ts'
import { reportBy } from './reporting.ts'
import { choose, inspectOnPhone, signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'
import { startTiles, type TileServer } from './tile-server.ts'

const JINAN = { lat: 36.789316, lon: 116.751316 }
const LANZHOU = { lat: 36.06, lon: 103.83 }
const URUMQI = { lat: 43.87, lon: 87.35 }
/** What is drawn is drawn by then; nothing but the picture depends on it. */
const DRAWN_MS = 3_000
const LYING = { width: 844, height: 390 }
const STANDING = { width: 390, height: 844 }
const WHOSE_TILES = 'Squares of this journey’s own server'

let tiles: TileServer
let server: ServerUnderTest
let browser: Browser
let office: Office
let box: Booked
let tracker: Tracker
const { report, appear, lastSecond } = reportBy(() => tracker)

before(async () => {
  tiles = await startTiles()
  server = await startServer({
    MAP_TILES: `${tiles.origin}/{z}/{x}/{y}.png`,
    MAP_TILES_ATTRIBUTION: WHOSE_TILES,
    MAP_TILES_DATUM: 'gcj02',
  })
  browser = await openBrowser()
  office = await openOffice(sendOver(server.url), server.password())
  box = await bookContainer(office, '710001')
  const device = { phone: '13800710001', terminalId: 'MAP710001' }
  const { trackerId, secret } = await registerTracker(office, device)
  await bindTracker(office, trackerId, box)
  tracker = new Tracker({
    ...device,
    host: '127.0.0.1',
    port: server.trackerPort,
    edition: '2019',
    authCode: secret,
  })
})
after(async () => {
  tracker?.close()
  await browser?.close()
  await server?.remove()
  await tiles?.close()
})

const spaced = () => containerNumberSpaced(ContainerNumber.parse(box.containerNumber))
const cardOf = (page: Page, list: string) =>
  page.getByRole('list', { name: list }).getByRole('button').filter({ hasText: spaced() })
const isLive = (page: Page, words: string) =>
  page.getByRole('status').filter({ hasText: words }).waitFor()

test('a fix moves the container on the exporter’s map; tiles are asked of their host alone, which is not told the page', async () => {
  const seat = await signIn(browser, server, 'exporter', 'en')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  const hosts = new Set<string>()
  page.on('request', (asked) => hosts.add(new URL(asked.url()).host))
  const opened = await page.goto(`/map?container=${box.containerId}`)
  const policy = opened!.headers()['content-security-policy']!
  assert.match(policy, new RegExp(`connect-src 'self' ${tiles.origin};`))
  await isLive(page, 'Live')
  await page.evaluate('globalThis.isStillHere = true')
  await report(JINAN)
  await cardOf(page, 'Containers').filter({ hasText: /Jinan/ }).waitFor()
  const before = await plateLeft(page)
  await appear(LANZHOU)
  await cardOf(page, 'Containers')
    .filter({ hasText: /Lanzhou/ })
    .waitFor()
  // West on a map that is not framed anew is to the left.
  await eventually('the plate moved', async () => (await plateLeft(page)) < before)
  assert.equal(await page.evaluate('globalThis.isStillHere'), true, 'the page was never reloaded')

  await page.getByText(WHOSE_TILES).waitFor()
  await eventually('tiles', async () => tiles.asked.length > 0)
  await seat.inspect('en-map-tiles')
  for (const { path, referer } of tiles.asked) {
    assert.match(path, /^\/\d+\/\d+\/\d+\.png$/)
    assert.equal(referer, `${server.url}/`)
  }
  assert.deepEqual(
    [...hosts].toSorted(),
    [new URL(tiles.origin).host, new URL(server.url).host].toSorted(),
  )
  await seat.context.close()
})

test('the public page of a code asks for no tiles', async () => {
  const { code } = await eventually('its passport', () =>
    office.operator.party
      .call(passportApi.getContainerPassport, { params: { containerId: box.containerId } })
      .catch(() => undefined),
  )
  const { page, context } = await takeSeat(browser, { url: server.url })
  const asked = tiles.asked.length
  await page.goto(`/c/${code}`)
  // Fetched when its place comes into sight.
  await page.locator('.place-map').scrollIntoViewIfNeeded()
  await page.locator('.map-canvas .maplibregl-canvas').waitFor()
  await page.waitForTimeout(1_000)
  assert.equal(tiles.asked.length, asked)
  await context.close()
})

test('filters by train, shipper, stage, delay and number say the same as the interface, and stand in the address', async () => {
  const seat = await signIn(browser, server, 'operator', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto('/map')
  await isLive(page, '实时更新')
  const all = await fleet({})
  const [first] = all.items
  const train = all.trains[first![3]]!
  const shipper = all.shippers[first![4]]!
  const late = all.items.map((row) => latenessOf(row[9])).find((one) => one === 'yellow')
  assert.ok(late, 'a train of the demo is days behind its plan')

  await choose(page.getByLabel('全部车次'), train.trainNumber, train.trainNumber)
  await agrees(page, { train: train.departureId })
  await page.getByRole('button', { name: '清除筛选' }).click()
  await choose(page.getByLabel('全部货主'), shipper.names.zh, shipper.names.zh)
  await agrees(page, { shipper: shipper.id })
  await choose(page.getByLabel('全部进度'), stageTexts.departed.zh)
  await agrees(page, { shipper: shipper.id, stage: 'departed' })
  await seat.inspect('zh-map-filtered')
  await page.getByRole('button', { name: '清除筛选' }).click()
  await choose(page.getByLabel('准点与晚点'), latenessTexts[late].zh)
  await agrees(page, { late })
  await page.reload()
  await agrees(page, { late })
  await page.getByRole('button', { name: '清除筛选' }).click()
  const search = page.getByLabel('箱号或订舱号')
  await search.fill(box.containerNumber.slice(0, 8).toLowerCase())
  await search.press('Enter')
  await agrees(page, { q: box.containerNumber.slice(0, 8) })
  await seat.context.close()
})

test('the table says the same as the map’s list, by keyboard alone', async () => {
  const seat = await signIn(browser, server, 'exporter', 'en')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto('/map')
  await isLive(page, 'Live')
  const listed = await numbersIn(page.getByRole('list', { name: 'Containers' }).getByRole('button'))
  await page.getByRole('radio', { name: 'Map' }).focus()
  await page.keyboard.press('ArrowRight')
  const table = page.getByRole('table')
  await table.waitFor()
  const rows = table.getByRole('button')
  assert.deepEqual((await numbersIn(rows)).toSorted(), listed.toSorted())
  const head = table.getByRole('columnheader', { name: 'Container' })
  await head.focus()
  await page.keyboard.press('Enter')
  await eventually('sorted', async () => (await head.getAttribute('aria-sort')) === 'ascending')
  const sorted = await numbersIn(rows)
  assert.deepEqual(sorted, sorted.toSorted())
  await rows.filter({ hasText: spaced() }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: box.containerNumber }).waitFor()
  assert.match(page.url(), /view=table/)
  await seat.inspect('en-map-table')
  await inspectOnPhone(seat, 'en-map-table')
  await seat.context.close()
})

test('a way is played again by its slider, by keyboard, and left for now', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto(`/map?container=${box.containerId}`)
  await isLive(page, '实时更新')
  const replay = page.getByRole('region', { name: '轨迹回放' })
  const slider = replay.getByRole('slider', { name: '回放时间' })
  await slider.focus()
  await page.keyboard.press('Home')
  const said = () => slider.getAttribute('aria-valuetext')
  await eventually('at the beginning', async () => /济南/.test((await said()) ?? ''))
  const before = await said()
  await replay.getByRole('button', { name: '播放' }).click()
  await eventually('it runs to the end', async () => (await said()) !== before)
  await seat.inspect('zh-map-replay')
  await replay.getByRole('button', { name: '回到当前' }).click()
  await replay.getByText('当前', { exact: true }).waitFor()
  await seat.context.close()
})

test('a phone that is turned keeps the chosen container on the map, whether or not the map was moved', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.setViewportSize(LYING)
  await appear(LANZHOU)
  await page.goto(`/map?container=${box.containerId}`)
  await isLive(page, '实时更新')
  await eventually('on the map', async () => (await fromMiddle(page)).isWithin)
  await page.setViewportSize(STANDING)
  await eventually('framed anew', async () => (await fromMiddle(page)).isWithin)
  // The key was beside the map; on a narrow one it would lie over half of it.
  await page.locator('.map-key:not([open])').waitFor()
  await seat.inspect('zh-map-standing-phone')
  await page.setViewportSize(LYING)
  // Where it would be over the edge of a map half as wide.
  await page.locator('.maplibregl-canvas').focus()
  await eventually('moved aside', async () => {
    const { across, width } = await fromMiddle(page)
    if (across > 0.3 * width) return true
    await page.keyboard.press('ArrowLeft')
    await page.waitForTimeout(500)
    return false
  })
  await page.setViewportSize(STANDING)
  await eventually('brought back', async () => (await fromMiddle(page)).isWithin)
  await seat.context.close()
})

test('a link is opened without an account, moves, and ends when it is revoked', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto(`/containers/${box.containerId}`)
  const links = page.getByRole('region', { name: '分享链接' })
  await links.getByRole('button', { name: '生成链接' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '生成链接' }).click()
  const address = await page.getByRole('textbox', { name: '链接地址' }).inputValue()
  await page.getByRole('dialog').getByRole('button').last().click()

  const guest = await takeSeat(browser, { url: server.url })
  guest.page.setDefaultTimeout(60_000)
  await guest.page.goto(address)
  await isLive(guest.page, '实时更新')
  await guest.page.getByRole('heading', { name: spaced() }).first().waitFor()
  await appear(URUMQI)
  await guest.page
    .getByRole('region', { name: box.containerNumber })
    .filter({ hasText: '乌鲁木齐' })
    .waitFor()
  await guest.page.waitForTimeout(DRAWN_MS)
  await guest.inspect('zh-map-link')
  await inspectOnPhone(guest, 'zh-map-link')

  await links.getByRole('button', { name: '撤销' }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: '撤销' }).click()
  const over = { name: '链接已失效' }
  await guest.page.getByRole('heading', over).waitFor()
  await guest.page.reload()
  await guest.page.getByRole('heading', over).waitFor()
  const token = new URL(address).pathname.split('/').at(-1)!
  assert.equal((await fetch(`${server.url}/api/shared/${token}`)).status, 404)
  assert.equal((await fetch(`${server.url}/api/shared/${token}/stream`)).status, 404)
  await guest.context.close()
  await seat.context.close()
})

test('what an agent’s list told is drawn hollow and said to be from a list', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto(`/map?container=${box.containerId}`)
  await isLive(page, '实时更新')
  const at = new Date((lastSecond() + 60) * 1_000).toISOString().slice(0, 16).replace('T', ' ')
  const csv = `container,time,place\n${box.containerNumber},${at},${getStation('KZ-ALMATY').name.en}\n`
  const mapping = { headingRow: 1, columns: { container: 0, time: 1, place: 2 } }
  const taken = await office.operator.party.call(listApi.take, {
    body: {
      file: { name: 'list.csv', base64: Buffer.from(csv).toString('base64') },
      mapping: { ...mapping, zone: 'UTC', dayFirst: false },
    },
  })
  assert.equal(taken.kept, 1)
  const card = cardOf(page, '集装箱列表').filter({ hasText: /阿拉木图.*据清单，精确到车站/ })
  await card.waitFor()
  await page
    .getByRole('region', { name: box.containerNumber })
    .filter({ hasText: '据清单，精确到车站' })
    .waitFor()
  await page.reload()
  await card.waitFor()
  await page.getByText('据清单，非定位').waitFor()
  await page.waitForTimeout(DRAWN_MS)
  await seat.inspect('zh-map-listed')
  await seat.page.goto('/map')
  await card.waitFor()
  await page.waitForTimeout(DRAWN_MS)
  await seat.inspect('zh-map-listed-crowd')
  await inspectOnPhone(seat, 'zh-map-listed-crowd')
  await seat.context.close()
})

const fleet = (query: Readonly<Record<string, string>>): Promise<FleetPage> =>
  office.operator.party.call(fleetApi.fleet, { query: { limit: '1000', ...query } })

/** The demo's trains go on meanwhile: asked until both say the same. */
async function agrees(page: Page, query: Readonly<Record<string, string>>): Promise<void> {
  const status = page.getByRole('status').filter({ hasText: '筛选出' })
  await eventually(`as many as ${JSON.stringify(query)}`, async () => {
    const shown = /筛选出 (\d+) 个/.exec((await status.textContent()) ?? '')?.[1]
    return Number(shown) === (await fleet(query)).items.length
  })
  const stood = new URL(page.url()).searchParams
  for (const [name, value] of Object.entries(query))
    assert.equal(stood.get(name)?.toUpperCase(), value.toUpperCase())
}

async function numbersIn(buttons: Locator): Promise<string[]> {
  await buttons.first().waitFor()
  const texts = await buttons.allTextContents()
  return texts.flatMap((text) => /[A-Z]{4}\s?\d{6}\s?\d/.exec(text)?.[0] ?? [])
}

/** Where the plate with the container's number stands on the map. */
/** How far the chosen container's plate is from the middle of the map. */
const fromMiddle = (page: Page) =>
  page.evaluate<{ across: number; width: number; isWithin: boolean }>(`(() => {
    const plate = document.querySelector('.map-plate')?.getBoundingClientRect()
    const map = document.querySelector('.map-canvas').getBoundingClientRect()
    if (plate === undefined) return { across: NaN, width: map.width, isWithin: false }
    const across = plate.left + plate.width / 2 - map.left - map.width / 2
    const isWithin = Math.abs(across) < map.width / 2 && plate.top > map.top && plate.bottom < map.bottom
    return { across, width: map.width, isWithin }
  })()`)

async function plateLeft(page: Page): Promise<number> {
  const plate = page.locator('.map-plate').filter({ hasText: box.containerNumber })
  await plate.waitFor()
  return (await plate.boundingBox())!.x
}
