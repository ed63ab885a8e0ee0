/**
 * A container that goes on by ship after its train: the exporter arranges it on the container's screen, and everyone reads one journey,
 * to its own end: the parties with the ship's name, the public page without it, lists with when the train is expected.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { eventTexts } from '#booking/words.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import { openBrowser, takeSeat } from './browser.ts'
import { eventually, openDesk, type Desk } from './desk.ts'
import { assertNotTooWide, choose, inspectOnPhone, signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

let server: ServerUnderTest
let browser: Browser
let desk: Desk
let id: string

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  desk = openDesk(server)
  id = await eventually('a container under way is expected', async () => {
    const { items } = await desk.read<{ items: { id: string; expected: object | null }[] }>(
      'exporter',
      '/api/containers?stage=departed&limit=100',
    )
    return items.find((item) => item.expected !== null)?.id
  })
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('the exporter arranges a ship after the train, and says when it has not the name of a port', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto(`/containers/${id}`)
  await page.getByRole('button', { name: '添加前后程运输' }).click()
  const form = page.getByRole('dialog')
  await choose(form.getByLabel('运输方式'), '海运')
  await form.getByLabel('承运人').fill('波罗的海航运')
  await form.getByLabel('船名').fill('MV Aurora')
  await form.getByLabel('起点').fill('PLGDN')
  await form.getByLabel('终点').fill('SEUME')
  await form.getByText('尚未导入 UN/LOCODE 地点表').first().waitFor()
  await form.getByLabel('地名').fill('于默奥')
  await typeMoment(page, '计划出发', '2027-05-01 08:00')
  await typeMoment(page, '计划到达', '2027-05-04 08:00')
  await seat.inspect('zh-carriage-form')
  await inspectOnPhone(seat, 'zh-carriage-form')
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'hidden' })
  const journey = page.getByRole('region', { name: '全程运输' })
  await journey.getByText('格但斯克港').first().waitFor()
  await journey.getByText('全程最终到达').waitFor()
  await journey.getByText('MV Aurora').waitFor()
  await journey.getByText('可衔接').waitFor()
  const history = page.getByRole('region', { name: '全程记录' })
  await history.getByText(eventTexts.carriage_planned.zh).waitFor()
  await history.getByText('海运 · 格但斯克港 → 于默奥').waitFor()
  await journey.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView())
  await seat.inspect('zh-journey-legs')
  await inspectOnPhone(seat, 'zh-journey-legs', journey)
  await seat.context.close()

  const english = await signIn(browser, server, 'operator', 'en')
  english.page.setDefaultTimeout(60_000)
  await english.page.goto(`/containers/${id}`)
  const told = english.page.getByRole('region', { name: 'Journey' })
  await told.getByText('Gdańsk port').first().waitFor()
  assert.equal(await told.getByRole('button', { name: 'Update' }).count(), 0, 'not the operator’s')
  await told.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView())
  await english.inspect('en-journey-legs')
  await english.context.close()
})

const PAGE = {
  zh: { legs: '运输区段', expected: /预计到站/, end: /预计最终到达 于默奥/, verified: '已核验' },
  en: {
    legs: 'Legs',
    expected: /Expected at/,
    end: /Expected at the end, in 于默奥/,
    verified: 'checked',
  },
  ru: {
    legs: 'Участки пути',
    expected: /Ожидается/,
    end: /Конечное прибытие/,
    verified: 'проверены',
  },
} as const

for (const locale of ['zh', 'en', 'ru'] as const)
  test(`the public page tells the way to whoever has the code, and nothing of the trade, ${locale}`, async () => {
    const words = PAGE[locale]
    const { code } = await desk.read<{ code: string }>('exporter', `/api/containers/${id}/passport`)
    const seat = await takeSeat(browser, { url: server.url, locale })
    const { page } = seat
    page.setDefaultTimeout(60_000)
    await page.goto(`/c/${code}`)
    await page.getByRole('heading', { name: words.legs }).waitFor()
    await page.getByText(words.expected).first().waitFor()
    await page.getByText(words.end).waitFor()
    const leg = page.locator('.entry-carriage_planned')
    await leg.getByText(transportModeTexts.sea[locale]).waitFor()
    await eventually('the leg is signed, in the ledger, and verified here', async () => {
      const mark = await leg.locator('.entry-mark').innerText()
      if (mark.includes(words.verified)) return true
      await page.reload()
      await leg.waitFor()
      await page.waitForTimeout(500)
      return undefined
    })
    const text = await page.locator('main').innerText()
    assert.doesNotMatch(text, /Aurora|波罗的海/)
    await seat.inspect(`${locale}-passport-way`)
    await inspectOnPhone(seat, `${locale}-passport-way`, page.locator('.way'))
    await seat.context.close()
  })

const LINK = {
  zh: { after: '班列之后', end: '全程最终到达' },
  en: { after: 'After the train', end: 'At the end of the journey' },
  ru: { after: 'После поезда', end: 'Конец всего пути' },
} as const

for (const locale of ['zh', 'en', 'ru'] as const)
  test(`a link shows the ship to whoever has it, and not whose it is, ${locale}`, async () => {
    const target = { kind: 'container', containerId: id }
    const { body } = await desk.ask('exporter', '/api/share-links', { target, days: 1 })
    const seat = await takeSeat(browser, { url: server.url, locale })
    const { page } = seat
    page.setDefaultTimeout(60_000)
    await page.goto(`/s/${String(body['token'])}`)
    await page
      .getByRole('region', { name: LINK[locale].after })
      .getByText('于默奥')
      .first()
      .waitFor()
    await page.getByText(LINK[locale].end).waitFor()
    assert.doesNotMatch(await page.locator('main').innerText(), /Aurora|波罗的海/)
    await seat.inspect(`${locale}-link-legs`)
    await inspectOnPhone(seat, `${locale}-link-legs`)
    await seat.context.close()
  })

for (const locale of ['zh', 'en'] as const)
  test(`lists say when each container is expected, ${locale}`, async () => {
    const seat = await signIn(browser, server, 'exporter', locale)
    const { page } = seat
    page.setDefaultTimeout(60_000)
    await page.goto('/containers?show=all')
    const row = page
      .getByRole('row')
      .filter({ hasText: locale === 'zh' ? '九成不晚于' : '90 % by' })
    await row.first().waitFor()
    await assertNotTooWide(page)
    await seat.inspect(`${locale}-containers-expected`)
    await inspectOnPhone(seat, `${locale}-containers-expected`)
    const { bookingId } = await desk.read<{ bookingId: string }>(
      'exporter',
      `/api/containers/${id}`,
    )
    await page.goto(`/bookings/${bookingId}`)
    await row.first().waitFor()
    await row.first().evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView())
    await seat.inspect(`${locale}-booking-expected`)
    await seat.context.close()
  })

async function typeMoment(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel(label)
  await field.fill(text)
  await field.press('Enter')
}
