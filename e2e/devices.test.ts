/**
 * How positions come in where people look at them: a JT/T 808 tracker and `mosquitto_pub` move two containers on the exporter's map, and
 * an agent's Excel list is imported at the screen, its bad rows told by line, in Chinese and in English.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { Tracker } from '#gateway/tracker.ts'
import { containerNumberSpaced, ContainerNumber } from '#kernel/container-number.ts'
import { writeWorkbook, XLSX_TYPE } from '#platform/spreadsheet.ts'
import { mosquittoClients, runMosquitto } from '#platform/testing/mosquitto.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { bindTracker, bookContainer, registerTracker, type Booked } from './booked.ts'
import { openBrowser } from './browser.ts'
import { fixAt } from './reporting.ts'
import { inspectOnPhone, signIn } from './screens.ts'
import { freePort, startServer, type ServerUnderTest } from './server.ts'

interface Point {
  readonly latitude: number
  readonly longitude: number
}
const JINAN: Point = { latitude: 36.789316, longitude: 116.751316 }
const LANZHOU: Point = { latitude: 36.06, longitude: 103.83 }

let mqttPort: number
let server: ServerUnderTest
let browser: Browser
let office: Office
/** One with a JT/T 808 tracker, one with MQTT, two that only lists tell of. */
let boxes: readonly [Booked, Booked, Booked, Booked]

before(async () => {
  mqttPort = await freePort()
  server = await startServer({ MQTT_PLAIN_PORT: String(mqttPort) })
  browser = await openBrowser()
  office = await openOffice(sendOver(server.url), server.password())
  const book = (serial: string) => bookContainer(office, serial)
  boxes = [await book('700011'), await book('700012'), await book('700013'), await book('700014')]
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('a JT/T 808 tracker and mosquitto_pub move two containers on the exporter’s map', async (t) => {
  const programs = mosquittoClients()
  if (programs === undefined) return t.skip('no mosquitto_pub here, and nobody may install it')
  const [byRadio, byMqtt] = boxes
  const device = { phone: '13800700011', terminalId: 'DEV700011' }
  const radio = await registerTracker(office, device)
  await bindTracker(office, radio.trackerId, byRadio)
  const phone = '13800700012'
  const mqtt = await registerTracker(office, { phone, terminalId: 'DEV700012' })
  await bindTracker(office, mqtt.trackerId, byMqtt)
  const tracker = new Tracker({
    ...device,
    host: '127.0.0.1',
    port: server.trackerPort,
    edition: '2019',
    authCode: radio.secret,
  })
  t.after(() => tracker.close())

  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto('/map')
  await page.getByRole('status').filter({ hasText: '实时更新' }).waitFor()

  for (const place of [JINAN, LANZHOU]) {
    // Nothing on rails is in Lanzhou so soon: the third that says so is believed.
    for (const step of [0, 1, 2]) {
      const fix = { ...place, latitude: place.latitude + step / 1_000, atMs: await nextSecond() }
      await tracker.send(fixAt({ lat: fix.latitude, lon: fix.longitude }, fix.atMs))
      assert.deepEqual(await publish(programs, { phone, secret: mqtt.secret, fix }), {
        code: 0,
        said: '',
      })
    }
    const city = place === JINAN ? '济南' : '兰州'
    for (const box of [byRadio, byMqtt]) await itemOf(page, box, city).waitFor()
  }
  await seat.inspect('zh-map-devices')

  const operator = await signIn(browser, server, 'operator', 'en')
  await operator.page.goto('/trackers')
  const row = operator.page.getByRole('row').filter({ hasText: phone })
  await row.getByText('MQTT').waitFor()
  await operator.page.getByText(`127.0.0.1:${mqttPort}`).waitFor()
  const connect = operator.page.getByRole('heading', { name: 'How a device connects' })
  await connect.scrollIntoViewIfNeeded()
  await operator.inspect('en-device-connects')
  await inspectOnPhone(operator, 'en-device-connects', connect)
  await operator.context.close()
  await seat.context.close()
})

const SCREENS = {
  zh: {
    head: ['序号', '箱号', '动态时间', '当前车站', '状态', '备注'],
    station: '阿拉山口站',
    dirty: 'Dostik',
    city: '阿拉山口',
    ready: '新位置 2 条，已有 0 条，无法导入 3 行',
    row: (row: number) => `第 ${row} 行`,
    reasons: ['找不到车站“Dostik”', '不在贵单位的集装箱之中', '校验'],
    means: '“Dostik”（1 行）是',
    suggested: '多斯特克?',
    mended: '新位置 3 条，已有 0 条，无法导入 2 行',
    take: '导入 3 条位置',
    taken: '已导入 3 条位置',
    faults: '2 行无法导入',
  },
  en: {
    head: ['No', 'Container', 'Date', 'Station', 'Status', 'Remarks'],
    station: 'Dostyk',
    dirty: 'Horgas',
    city: '多斯特克',
    ready: '2 new positions, 0 known already, 3 rows that cannot be taken',
    row: (row: number) => `Row ${row}`,
    reasons: ['No station is called “Horgas”', 'is none of your containers', 'check'],
    means: '“Horgas” (1 row) is',
    suggested: 'Khorgos?',
    mended: '3 new positions, 0 known already, 2 rows that cannot be taken',
    take: 'Take 3 positions',
    taken: '3 positions taken',
    faults: '2 rows cannot be taken',
  },
} as const

for (const locale of ['zh', 'en'] as const)
  test(`an agent’s list with three bad rows, ${locale}`, async () => {
    const words = SCREENS[locale]
    const operator = await signIn(browser, server, 'operator', locale)
    const { page } = operator
    await page.goto('/position-lists')
    const rows = await rowsOf(words.head, words.station, words.dirty)
    const buffer = Buffer.from(await writeWorkbook([{ name: 'list', rows }]))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: `agent-${locale}.xlsx`, mimeType: XLSX_TYPE, buffer })
    await page.getByText(words.ready).waitFor()
    const told = page.getByRole('alert')
    for (const [index, reason] of words.reasons.entries())
      await told
        .getByRole('listitem')
        .filter({ hasText: words.row(4 + index) })
        .filter({ hasText: reason })
        .waitFor()
    await operator.inspect(`${locale}-position-list-faults`)
    await inspectOnPhone(operator, `${locale}-position-list-faults`, told)

    // A name that fits no station is taught where it stands; what is wrong in the file stays outside.
    const meant = page.getByRole('listitem').filter({ hasText: words.means })
    await meant.getByRole('button', { name: words.suggested }).click()
    // The list before it is told of in the same words below.
    await page.getByText(words.mended).first().waitFor()
    await page.getByRole('button', { name: words.take }).click()
    await page.getByText(words.taken).first().waitFor()
    await page
      .getByRole('row')
      .filter({ hasText: `agent-${locale}.xlsx` })
      .waitFor()
    await page.locator('.list-faults').waitFor()
    await page.getByText(words.faults).first().waitFor()
    await operator.inspect(`${locale}-position-list-taken`)
    await inspectOnPhone(operator, `${locale}-position-list-taken`)
    await operator.context.close()

    const exporter = await signIn(browser, server, 'exporter', 'zh')
    await exporter.page.goto('/map')
    await itemOf(exporter.page, boxes[2], words.city).waitFor()
    await exporter.context.close()
  })

/** Two good rows, then in lines 4 to 6 a name no station has, somebody else's box and a number with a slip; a third good one hangs on the name. */
async function rowsOf(
  head: readonly string[],
  station: string,
  dirty: string,
): Promise<(readonly string[])[]> {
  const at = `${new Date(await nextSecond()).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const [, , third, fourth] = boxes
  const slip = `${third.containerNumber.slice(0, 10)}${(Number(third.containerNumber.at(-1)) + 1) % 10}`
  return [
    head,
    ['1', third.containerNumber, at, station, '', ''],
    ['2', fourth.containerNumber.toLowerCase(), at, station, '', ''],
    ['3', fourth.containerNumber, at, dirty, '', ''],
    ['4', 'CSQU3054383', at, station, '', ''],
    ['5', slip, at, station, '', ''],
  ]
}

/** As whoever sets up a device tries it; docs/mqtt.md. */
const publish = (
  programs: string,
  sent: {
    readonly phone: string
    readonly secret: string
    readonly fix: Point & { readonly atMs: number }
  },
) =>
  runMosquitto(`${programs}/mosquitto_pub`, [
    ...['-h', '127.0.0.1', '-p', String(mqttPort), '-u', sent.phone, '-P', sent.secret],
    ...['-q', '1', '-t', `landbridge/${sent.phone}/fixes`, '-m'],
    JSON.stringify({
      time: sent.fix.atMs,
      latitude: sent.fix.latitude,
      longitude: sent.fix.longitude,
      batteryPercent: 81,
    }),
  ])

let lastMs = 0
/** A whole second of its own, not before now: a device's clock shows no less, and nothing may seem older than its binding. */
async function nextSecond(): Promise<number> {
  lastMs = Math.max(lastMs + 1_000, Math.ceil(Date.now() / 1_000) * 1_000)
  if (lastMs > Date.now()) await sleep(lastMs - Date.now())
  return lastMs
}

const itemOf = (page: Page, { containerNumber }: Booked, city: string): Locator =>
  page
    .getByRole('list', { name: '集装箱列表' })
    .getByRole('button')
    .filter({ hasText: containerNumberSpaced(ContainerNumber.parse(containerNumber)) })
    .filter({ hasText: new RegExp(`${city}.*(站|公里)`) })
