/**
 * The operator's own work at the screens, in Chinese: opens a line, schedules trains by the week, changes one, and takes one out of
 * the timetable; the exporter reads what became of the containers.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { eventTexts } from '#booking/words.ts'
import { openBrowser, type Seat } from './browser.ts'
import { openDesk, type Desk } from './desk.ts'
import { choose, signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const REASON = '口岸停限装'
const LINE = '济南—阿腾科里（试运行）'

interface Train {
  readonly id: string
  readonly departsAt: string
  readonly bookingCutoffAt: string
  readonly capacityTeu: number
}

let server: ServerUnderTest
let browser: Browser
let desk: Desk
let operator: Seat
let exporter: Seat

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  desk = openDesk(server)
  operator = await signIn(browser, server, 'operator', 'zh')
  exporter = await signIn(browser, server, 'exporter', 'zh')
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('a line is opened, its trains are scheduled, changed and cancelled', async () => {
  const { page } = operator
  const serviceId = await openLine(page)
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: '班列线路' }).waitFor()
  await page.getByRole('link', { name: LINE }).first().waitFor()
  const { items } = await desk.read<{ items: { names: { zh: string } }[] }>(
    'operator',
    '/api/services?limit=100',
  )
  const made = items.filter(({ names }) => names.zh === LINE)
  assert.equal(made.length, 1, 'pressed twice, opened once')
  const [first, second] = await scheduleTwo(page, serviceId)
  await changeTrain(page, first)
  const containerId = await bookOn(first)
  await cancelTrain(page, first, second)
  await readHistory(containerId)
  await cancelTrain(page, second)
  await readNotice(containerId)
})

async function openLine(page: Page): Promise<string> {
  await page.goto('/services')
  await page.getByRole('link', { name: '新建线路' }).click()
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByText('请选择车站').first().waitFor()
  await page.getByLabel('中文名称').fill(LINE)
  await page.getByLabel('英文名称').fill('Jinan – Altynkol (trial)')
  await page.getByLabel('俄文名称').fill('Цзинань — Алтынколь (пробный)')
  await choose(page.getByLabel('第 1 站', { exact: true }), 'CN', '董家镇')
  await choose(page.getByLabel('第 2 站', { exact: true }), 'KZ', 'Altynkol')
  await page.getByLabel('第 2 站：发车后天数').fill('5')
  await choose(page.getByLabel('第 2 站轨距'), '1520')
  await page.getByText('换轨 1435 → 1520 毫米').waitFor()
  await choose(page.getByLabel('仓库 / 场站', { exact: true }), '济南董家铁路场站')
  await choose(page.getByLabel('海关', { exact: true }), '泉城海关')
  await choose(page.getByLabel('铁路', { exact: true }), '口岸铁路换装站')
  await page.keyboard.press('Escape')
  await operator.inspect('zh-line-form')
  await page.getByRole('button', { name: /保\s?存/ }).dblclick()
  await page.waitForURL(/\/services\/svc_/)
  await page.getByRole('heading', { level: 1, name: LINE }).waitFor()
  await operator.inspect('zh-line')
  return new URL(page.url()).pathname.split('/').at(-1)!
}

async function scheduleTwo(page: Page, serviceId: string): Promise<[Train, Train]> {
  await page.goto(`/services/${serviceId}`)
  await page.getByRole('link', { name: '安排班次' }).click()
  await page.getByLabel('车次').fill('X9999')
  await page.getByLabel('连续周数').fill('2')
  await operator.inspect('zh-schedule')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.waitForURL(`**/services/${serviceId}`)
  await page.getByRole('link', { name: 'X9999 次' }).nth(1).waitFor()
  const { items } = await desk.read<{ items: Train[] }>(
    'operator',
    `/api/departures?service=${serviceId}`,
  )
  assert.equal(items.length, 2)
  return items as [Train, Train]
}

/** By keyboard: the departure is typed, and the cut-offs go with it. */
async function changeTrain(page: Page, train: Train): Promise<void> {
  await page.goto(`/departures/${train.id}`)
  await page.getByRole('link', { name: /修\s?改/ }).click()
  await page.getByLabel('运能（TEU）').fill('60')
  const departs = page.getByLabel('发车', { exact: true })
  const later = train.departsAt.slice(0, 10) + ' 23:45'
  await departs.fill(later)
  await departs.press('Enter')
  await operator.inspect('zh-train-change')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.waitForURL(`**/departures/${train.id}`)
  const changed = await desk.read<Train>('operator', `/api/departures/${train.id}`)
  assert.equal(changed.capacityTeu, 60)
  assert.equal(changed.departsAt.slice(11, 16), '23:45', 'by the clock of Jinan')
  const moved = (field: 'departsAt' | 'bookingCutoffAt') =>
    Date.parse(changed[field]) - Date.parse(train[field])
  assert.equal(moved('bookingCutoffAt'), moved('departsAt'))
}

async function bookOn(train: Train): Promise<string> {
  const brokers = await desk.read<{ items: { id: string }[] }>(
    'exporter',
    '/api/organisations?kind=broker',
  )
  const { status, body } = await desk.ask('exporter', '/api/bookings', {
    departureId: train.id,
    brokerId: brokers.items[0]!.id,
    incoterm: 'FCA',
    consignee: { name: 'Altyn Trade', country: 'KZ', address: 'Almaty' },
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargo: [
      {
        goodsName: { zh: '轮胎', en: 'Tyres', ru: 'Шины' },
        hsCode: '40111000',
        packages: 900,
        packageKind: '22',
        grossMassKg: 18_000,
        value: { amountMinor: 9_000_000, currency: 'USD' },
      },
    ],
  })
  assert.equal(status, 200, JSON.stringify(body))
  return (body['containers'] as { id: string }[])[0]!.id
}

async function cancelTrain(page: Page, train: Train, moveTo?: Train): Promise<void> {
  await page.goto(`/departures/${train.id}`)
  await page.getByRole('button', { name: '取消班次' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '取消班次' }).click()
  await dialog.getByText('请说明原因').waitFor()
  await dialog.getByLabel('原因').fill(REASON)
  if (moveTo) await choose(dialog.getByLabel('集装箱改配至'), moveTo.departsAt.slice(0, 10))
  await operator.inspect(`zh-train-cancel${moveTo ? '' : '-wait'}`)
  await dialog.getByRole('button', { name: '取消班次' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('该班次已取消').waitFor()
  await page.getByText(REASON).first().waitFor()
}

async function readHistory(containerId: string): Promise<void> {
  const { page } = exporter
  await page.goto(`/containers/${containerId}`)
  await page.getByText(eventTexts.rolled_over.zh, { exact: true }).first().waitFor()
  await page.getByText(`原因 ${REASON}`).waitFor()
  await exporter.inspect('zh-rolled-over')
}

async function readNotice(containerId: string): Promise<void> {
  const { page } = exporter
  await page.goto(`/containers/${containerId}`)
  await page.getByText('班次已取消，涉及 1 箱').waitFor()
  await page.getByText(`原因: ${REASON}`).waitFor()
  await exporter.inspect('zh-train-cancelled-exporter')
}
