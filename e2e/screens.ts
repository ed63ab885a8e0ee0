/** What a person does at the screens, found by role and label as they would; one set of words a language. */
import assert from 'node:assert/strict'
import type { Browser, Locator, Page } from 'playwright-core'
import type { ContainerStep } from '#booking/contract.ts'
import { STEPS } from '#booking/step.ts'
import { eventTexts, stepTexts } from '#booking/words.ts'
import { emailOf, type DemoPartyKey } from '../tools/demo/parties.ts'
import { takeSeat, type Seat } from './browser.ts'
import type { ServerUnderTest } from './server.ts'

export type ScreenLocale = 'zh' | 'en'

/**
 * How a journey that is the same in both languages is run: in Chinese always, in English with `JOURNEYS=all`, which takes ten
 * minutes more. Every screen's words are compared with their translations by the types, and its looks by the walk.
 */
export const inRun = (locale: ScreenLocale) => ({
  skip: locale !== 'zh' && process.env['JOURNEYS'] !== 'all' && 'with JOURNEYS=all',
})

/** The first screen that anyone sees. */
const SIGN_IN_WORDS = {
  zh: { email: '邮箱', password: '密码', signIn: '登录' },
  en: { email: 'E-mail', password: 'Password', signIn: 'Sign in' },
  ru: { email: 'Электронная почта', password: 'Пароль', signIn: 'Войти' },
} as const

/** As the screens write them: a journey that finds nothing under these words has found a change of words. */
export const WORDS = {
  zh: {
    destination: '到站',
    book: /^订舱：/,
    wait: /^候补：/,
    joinList: '舱位不足时加入候补',
    waitsFirst: /候补第 1 位/,
    confirmed: '已确认',
    cancelBooking: '取消订舱',
    slots: /余 \d+ \/ 共 \d+ TEU/,
    goods: { zh: '品名（中文）', en: '品名（英文）', ru: '品名（俄文）' },
    hs: 'HS 编码（6–10 位）',
    packages: '件数',
    mass: '毛重（千克）',
    value: '货值',
    name: '名称',
    country: '国家',
    uzbekistan: '乌兹别克斯坦',
    address: '地址',
    broker: '报关行',
    brokerName: '通达',
    confirmBooking: '确认订舱',
    actions: '办理',
    history: '全程记录',
    number: '箱号',
    seal: '封号',
    tracker: '定位终端',
    gross: '过磅毛重（含箱重）',
    doorSeal: '箱门封号',
    declaration: '报关单号（18 位）',
    reason: '扣留原因',
    wagon: '车号',
    gauge: '换装后轨距（毫米）',
    newWagon: '新车号',
    depart: '发车',
    passport: '集装箱通行证',
    label: '打印标签（PDF）',
    allCheckOut: (count: number) => `${count} 条声明全部通过核验`,
    notProven: '未能证明的内容',
    downloadEvidence: '下载证据文件',
    place: '最后位置',
    map: '集装箱最后所在城市与铁路线路示意图',
    milestones: '作业记录',
    notReleased: '放行',
  },
  en: {
    destination: 'Destination',
    book: /^Book/,
    wait: /^Wait for slots/,
    joinList: 'If there are too few slots, join the waiting list',
    waitsFirst: /Number 1 on the waiting list/,
    confirmed: 'Confirmed',
    cancelBooking: 'Cancel the booking',
    slots: /\d+ of \d+ TEU free/,
    goods: { zh: 'Goods, in Chinese', en: 'Goods, in English', ru: 'Goods, in Russian' },
    hs: 'HS code (6–10 digits)',
    packages: 'Packages',
    mass: 'Gross mass, kg',
    value: 'Value',
    name: 'Name',
    country: 'Country',
    uzbekistan: 'Uzbekistan',
    address: 'Address',
    broker: 'Customs broker',
    brokerName: 'Tongda',
    confirmBooking: 'Book',
    actions: 'Actions',
    history: 'History',
    number: 'Container number',
    seal: 'Seal number',
    tracker: 'Tracker',
    gross: 'Weighed gross, box included',
    doorSeal: 'Seal on the doors',
    declaration: 'Declaration number (18 digits)',
    reason: 'Why it is held',
    wagon: 'Wagon number',
    gauge: 'Gauge of the new wagons, mm',
    newWagon: 'New wagon',
    depart: 'Depart',
    passport: 'Container passport',
    label: 'Label (PDF)',
    allCheckOut: (count: number) => `All ${count} statements check out`,
    notProven: 'What is not proven',
    downloadEvidence: 'Download evidence',
    place: 'Last place',
    map: 'Map of the railway line and the city where the container was last',
    milestones: 'Milestones',
    notReleased: 'released',
  },
} as const

export type Words = (typeof WORDS)[ScreenLocale]

/** One member of a party, signed in through the sign-in page. */
export async function signIn(
  browser: Browser,
  server: ServerUnderTest,
  who: DemoPartyKey | 'platform',
  locale: keyof typeof SIGN_IN_WORDS,
): Promise<Seat> {
  const words = SIGN_IN_WORDS[locale]
  const seat = await takeSeat(browser, { url: server.url, locale })
  const { page } = seat
  page.setDefaultTimeout(20_000)
  await page.goto('/')
  await page.getByLabel(words.email).fill(emailOf(who))
  await page.getByLabel(words.password, { exact: true }).fill(server.password())
  await page.getByRole('button', { name: words.signIn, exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  return seat
}

/**
 * Picks from a drop-down by typing into it where it can be searched, else by scrolling to it, until the field says what was picked: on a slow
 * machine what comes meanwhile moves the list from under the pointer.
 */
export async function choose(field: Locator, option: string, typed?: string): Promise<void> {
  const select = field.locator(
    'xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]',
  )
  const list = field.page().locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  const isChosen = () =>
    select
      .filter({ hasText: option })
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      )
  for (let attempt = 1; attempt <= 3; attempt++) {
    if ((await field.getAttribute('aria-expanded')) !== 'true') await field.click()
    if (typed !== undefined) await field.fill(typed)
    await list.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
    if (await isChosen()) return
  }
  throw new Error(`“${option}” was not chosen`)
}

const PHONE = { width: 390, height: 844 }

/** The same screen as wide as a telephone; `at`: what must be in sight. */
export async function inspectOnPhone(seat: Seat, name: string, at?: Locator): Promise<void> {
  const desktop = seat.page.viewportSize()!
  await seat.page.setViewportSize(PHONE)
  await at?.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView())
  await seat.inspect(`${name}-phone`)
  await assertNotTooWide(seat.page)
  await seat.page.setViewportSize(desktop)
}

export async function assertNotTooWide(page: Page): Promise<void> {
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  assert.equal(wide, false, 'nothing is wider than the screen')
}

/** The row of a train among those that the search finds to Tashkent. */
export async function findTrain(page: Page, words: Words, trainNumber: string): Promise<Locator> {
  await page.goto('/departures')
  await choose(page.getByLabel(words.destination), 'UZ', '塔什干')
  return page.getByRole('row').filter({ hasText: trainNumber })
}

/** Sends the form of a booking, and is on its page. */
export async function sendBooking(page: Page, words: Words): Promise<string> {
  await page.getByRole('button', { name: words.confirmBooking, exact: true }).click()
  await page.waitForURL(/\/bookings\/bkg_/)
  return new URL(page.url()).pathname.split('/').at(-1)!
}

/** From the booking's own page, until it offers no cancelling any more. */
export async function cancelBooking(page: Page, words: Words): Promise<void> {
  const name = words.cancelBooking
  await page.getByRole('button', { name, exact: true }).click()
  await page.locator('.ant-popconfirm .ant-btn-primary').click()
  const offered = page.getByRole('main').getByRole('button', { name, exact: true })
  await offered.waitFor({ state: 'detached' })
}

/** The form of a booking to Uzbekistan, all but the button. */
export async function fillBooking(
  page: Page,
  words: Words,
  said: { readonly goods: string; readonly consignee: string; readonly address: string },
): Promise<void> {
  await page.getByLabel(words.goods.zh).fill(said.goods)
  await page.getByLabel(words.goods.en).fill('CNC engraving machines')
  await page.getByLabel(words.goods.ru).fill('Станки гравировальные с ЧПУ')
  await page.getByLabel(words.hs).fill('84659900')
  await page.getByLabel(words.packages, { exact: true }).fill('12')
  await page.getByLabel(words.mass).fill('17400')
  await page.getByLabel(words.value, { exact: true }).fill('168000')
  await page.getByLabel(words.name, { exact: true }).fill(said.consignee)
  await choose(page.getByLabel(words.country), words.uzbekistan, words.uzbekistan)
  await page.getByLabel(words.address).fill(said.address)
  await choose(page.getByLabel(words.broker), words.brokerName)
}

/** The form of a step on a container's own page, opened if it is not. */
export async function openStep(
  page: Page,
  locale: ScreenLocale,
  step: ContainerStep,
): Promise<Locator> {
  const panel = page.getByRole('region', { name: WORDS[locale].actions })
  const header = panel.getByRole('button', {
    name: stepTexts[step][locale],
    exact: true,
    expanded: false,
  })
  const form = panel.locator(`form[id^="${step}-"]`)
  await panel.waitFor()
  await header.or(form).first().waitFor()
  if (await header.isVisible()) await header.click()
  await form.waitFor()
  return form
}

/** Takes a step on the container's own page and waits until its history says so. */
export async function takeStep(
  page: Page,
  locale: ScreenLocale,
  step: ContainerStep,
  fill: (form: Locator) => Promise<void> = async () => undefined,
): Promise<void> {
  const form = await openStep(page, locale, step)
  const before = await countEvents(page, locale, step)
  await fill(form)
  await form.getByRole('button', { name: stepTexts[step][locale], exact: true }).click()
  await page.waitForFunction(
    ([title, count]) => {
      const titles = document.querySelectorAll(
        '.timeline-done .timeline-title, .timeline-now .timeline-title, .timeline-bad .timeline-title',
      )
      return [...titles].filter((one) => one.textContent === title).length > Number(count)
    },
    [eventTexts[STEPS[step].event][locale], before] as const,
  )
}

function countEvents(page: Page, locale: ScreenLocale, step: ContainerStep): Promise<number> {
  return page
    .locator('.timeline-done, .timeline-now, .timeline-bad')
    .filter({ has: page.getByText(eventTexts[STEPS[step].event][locale], { exact: true }) })
    .count()
}

/** The step stands greyed out with its reason beside it. */
export async function assertRefused(
  page: Page,
  locale: ScreenLocale,
  step: ContainerStep,
  reason: string | RegExp,
): Promise<void> {
  const name = stepTexts[step][locale]
  const panel = page.getByRole('region', { name: WORDS[locale].actions })
  const refused = panel
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
    .filter({ hasText: reason })
  await refused.first().waitFor()
  assert.equal(await panel.getByRole('button', { name, exact: true }).count(), 0)
}

declare const document: {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>
}
