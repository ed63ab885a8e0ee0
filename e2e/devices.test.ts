/**
 * A tracker, a `mosquitto_pub` and an agent's Excel list move three containers on the map, each shown as what it is; three bad rows of the
 * list are told with their reasons.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { Tracker } from '#gateway/tracker.ts'
import { containerNumberSpaced, ContainerNumber } from '#kernel/container-number.ts'
import { timestampIn } from '#kernel/time.ts'
import { writeWorkbook } from '#platform/spreadsheet.ts'
import { mosquittoClients, runMosquitto } from '#platform/testing/mosquitto.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { bindTracker, bookContainer, registerTracker, type Booked } from './booked.ts'
import { openBrowser } from './browser.ts'
import { signIn } from './screens.ts'
import { freePort, startServer, type ServerUnderTest } from './server.ts'

let server: ServerUnderTest
let browser: Browser
let office: Office
let folder: string
let mqttPort: number
const boxes: Booked[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landbridge-lists-'))
  mqttPort = await freePort()
  server = await startServer({ MQTT_PLAIN_PORT: String(mqttPort) })
  browser = await openBrowser()
  office = await openOffice(sendOver(server.url), server.password())
  for (const serial of ['810001', '810002', '810003'])
    boxes.push(await bookContainer(office, serial))
})
after(async () => {
  await browser?.close()
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
})

const sees = (page: Page, { containerNumber }: Booked, what: RegExp) =>
  page
    .getByRole('button')
    .filter({ hasText: containerNumberSpaced(ContainerNumber.parse(containerNumber)) })
    .filter({ hasText: what })
    .first()
    .waitFor()

test('a tracker and a mosquitto_pub move two containers on the map', async (t) => {
  const programs = mosquittoClients()
  if (programs === undefined) return t.skip('no mosquitto_pub here, and nobody may install it')
  const exporter = await signIn(browser, server, 'exporter', 'zh')
  const { page } = exporter
  page.setDefaultTimeout(60_000)
  await page.goto('/map')

  const old = { phone: '13800810001', terminalId: 'OLD810001' }
  const first = await registerTracker(office, old)
  await bindTracker(office, first.trackerId, boxes[0]!)
  const tracker = new Tracker({
    ...old,
    host: '127.0.0.1',
    port: server.trackerPort,
    edition: '2019',
    authCode: first.secret,
  })
  const second = Math.ceil(Date.now() / 1_000) + 1
  await tracker.send({
    ...{ time: timestampIn(second * 1_000, 'Asia/Shanghai'), latitude: 36.06, longitude: 103.83 },
    ...{ altitudeM: 30, speedKmh: 80, headingDeg: 280, alarm: 0, status: 0b11, items: [] },
  })
  tracker.close()
  await sees(page, boxes[0]!, /兰州/)

  const phone = '13800810002'
  const { trackerId, secret } = await registerTracker(office, { phone, terminalId: 'NEW810002' })
  await bindTracker(office, trackerId, boxes[1]!)
  const fix = { time: second, latitude: 44.2, longitude: 80.41, batteryPercent: 81 }
  const sent = await runMosquitto(`${programs}/mosquitto_pub`, [
    ...['-h', '127.0.0.1', '-p', String(mqttPort), '-u', phone, '-P', secret, '-q', '1'],
    ...['-t', `landbridge/${phone}/fixes`, '-m', JSON.stringify(fix)],
  ])
  assert.deepEqual(sent, { code: 0, said: '' })
  await sees(page, boxes[1]!, /霍尔果斯/)
  await exporter.inspect('zh-map-mqtt')
  await exporter.context.close()

  const operator = await signIn(browser, server, 'operator', 'zh')
  await operator.page.goto('/trackers')
  await operator.page.getByRole('row').filter({ hasText: phone }).getByText('MQTT').waitFor()
  await operator.inspect('zh-trackers-mqtt')
  await operator.context.close()
})

test('an agent’s Excel list with three bad rows is reported, and the good ones move a container on the map', async () => {
  const [, , box] = boxes
  const now = timestampIn(Date.now() - 60_000, 'Asia/Shanghai')
    .slice(0, 16)
    .replace('T', ' ')
  const bytes = await writeWorkbook([
    {
      name: '动态',
      rows: [
        ['每日动态'],
        ['序号', '箱号', '动态时间', '当前车站', '状态', '备注'],
        ['1', box!.containerNumber, `${now} 北京时间`, '阿拉山口站', '已过境', '等待换装'],
        ['2', 'TBJU1234560', `${now} 北京时间`, '霍尔果斯', '', ''],
        ['3', box!.containerNumber, '昨天', '霍尔果斯', '', ''],
        ['4', box!.containerNumber, `${now} 北京时间`, 'Dostik', '', ''],
      ],
    },
  ])
  const path = join(folder, '动态.xlsx')
  await writeFile(path, bytes)
  const operator = await signIn(browser, server, 'operator', 'zh')
  const { page } = operator
  page.setDefaultTimeout(60_000)
  await page.goto('/position-lists')
  await page.locator('input[type=file]').setInputFiles(path)
  const alert = page.getByRole('alert').filter({ hasText: '3 行无法导入' })
  await alert.getByText('第 4 行').waitFor()
  await alert.getByText('第 5 行').waitFor()
  await alert.getByText('第 6 行').waitFor()
  await operator.inspect('zh-position-list')
  await page.setViewportSize({ width: 390, height: 844 })
  await operator.inspect('zh-position-list-phone')
  await page.setViewportSize({ width: 1360, height: 900 })
  await page.getByRole('button', { name: '导入 1 条位置' }).click()
  await page.getByRole('row').filter({ hasText: '动态.xlsx' }).waitFor()
  await page.goto('/map')
  await sees(page, box!, /阿拉山口.*清单/)
  await operator.inspect('zh-map-list')
  await operator.context.close()
})
