/**
 * The newcomer's walk: a party signs in and goes through every screen it can reach by links, one of each kind, in its languages and at
 * the widths of a desk and of a phone. On none may anything be wider than the window, untranslated, refused, broken or inaccessible.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DEMO_PARTIES, type DemoPartyKey } from '../tools/demo/parties.ts'
import { openBrowser } from './browser.ts'
import { signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const DESK = { width: 1360, height: 900 }
const PHONE = { width: 390, height: 844 }
/** The exporter, who sees most, in its own language; with WALK=all everyone in every one, which takes half an hour. */
const LOCALES = ['zh', 'en', 'ru'] as const
type ScreenLocale = (typeof LOCALES)[number]
/** What people said in their own words stands as they said it, in any language. */
const OWN_WORDS = [
  ...DEMO_PARTIES.map(({ person }) => person),
  '平台管理员',
  '齐鲁号公开运价',
  '每周一班',
  '旺季加开',
  '唛头与装箱单不符，待核对',
]
const PARTIES: readonly (DemoPartyKey | 'platform')[] = [
  ...DEMO_PARTIES.map(({ key }) => key),
  'platform',
]

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

const all = process.env['WALK'] === 'all'
for (const party of all ? PARTIES : (['exporter'] as const))
  for (const locale of all ? LOCALES : (['zh'] as const))
    test(`${party} walks through every screen in ${locale}`, () => walk(party, locale))

async function walk(party: (typeof PARTIES)[number], locale: ScreenLocale): Promise<void> {
  const seat = await signIn(browser, server, party, locale)
  const { page } = seat
  const faults: string[] = []
  let screen = '/'
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${screen}: ${response.status()} ${response.url()}`)
  })
  page.on('console', (said) => {
    if (said.type() === 'error') faults.push(`${screen}: ${said.text()}`)
  })
  const [seen, ahead] = [new Set(['/']), ['/']]
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    screen = next
    await page.setViewportSize(DESK)
    await page.goto(next)
    await settle(page).catch((fault: unknown) => {
      throw new Error(`${next} does not come to rest`, { cause: fault })
    })
    faults.push(...(await lookAt(page, `${next}, desk`, locale)))
    await seat.inspect(`walk-${locale}-${party}-${nameOf(next)}`).catch((fault: unknown) => {
      faults.push(`${next}: ${String(fault)}`)
    })
    for (const address of await linksOf(page)) {
      if (seen.has(kindOf(address))) continue
      seen.add(kindOf(address))
      ahead.push(address)
    }
    await page.setViewportSize(PHONE)
    await comeToRest(page)
    faults.push(...(await lookAt(page, `${next}, phone`, locale)))
    await page.screenshot({
      path: `artefacts/screens/walk-${locale}-${party}-${nameOf(next)}-phone.png`,
    })
  }
  await seat.context.close()
  assert.ok(seen.size >= 8, `${party} reached ${[...seen].join(' ')}`)
  assert.deepEqual(faults, [], `${party}, ${locale}`)
}

/** Until nothing is asked any more and no skeleton stands. Streams never end, so “network idle” would not do. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(
    () => document.querySelector('.ant-skeleton-active, .ant-spin-spinning') === null,
  )
  await comeToRest(page)
}

/** Until the page was drawn twice and nothing fades or slides any more but what does so for ever. */
async function comeToRest(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      new Promise<boolean>((told) => {
        const isOver = ({ playState, effect }: Moving) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Infinity
        requestAnimationFrame(() =>
          requestAnimationFrame(() => told(document.getAnimations().every(isOver))),
        )
      }),
  )
}

async function lookAt(page: Page, where: string, locale: ScreenLocale): Promise<string[]> {
  const wider = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth ? `${scrollWidth} px of ${clientWidth}` : undefined
  })
  const foreign = await page.evaluate(foreignTexts, { locale, said: OWN_WORDS })
  return [
    ...(wider === undefined ? [] : [`${where}: wider than the window, ${wider}`]),
    ...foreign.map((text) => `${where}: untranslated “${text}”`),
  ]
}

/** Texts in another language's script, unless marked as being in it (`lang`), and texts whose braces were not filled in. */
function foreignTexts({ locale, said }: { locale: string; said: string[] }): string[] {
  const foreign = {
    zh: /[\u0400-\u04ff]/,
    en: /[\u0400-\u04ff\u4e00-\u9fff]/,
    ru: /[\u4e00-\u9fff]/,
  }
  const script = foreign[locale as keyof typeof foreign]
  const walker = document.createTreeWalker(document.body, 4)
  const found = new Set<string>()
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = said.reduce(
      (rest, words) => rest.replaceAll(words, ''),
      node.textContent?.trim() ?? '',
    )
    const holder = node.parentElement
    if (holder === null || !holder.checkVisibility() || text === '') continue
    const marked = holder.closest('[lang]')
    if (marked !== null && marked !== document.documentElement) continue
    if (script.test(text) || /^[^/].*\{[a-z]\w*\}/i.test(text)) found.add(text.slice(0, 60))
  }
  return [...found]
}

/** The app's own screens that a link leads to. */
async function linksOf(page: Page): Promise<string[]> {
  const all = await page
    .locator('a[href^="/"]:not([download])')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  return all.filter((href) => !/^\/(api|c|ledger)\/|^\/openapi/.test(href))
}

/** One of each kind: ids and what a query says are left out. */
function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://any')
  return [pathname.replace(/[a-z]{3}_[0-9a-z]+/g, ':id'), ...searchParams.keys()].join(' ')
}

const nameOf = (address: string): string =>
  kindOf(address).replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'

declare const document: {
  readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number }
  readonly body: unknown
  querySelector(selector: string): object | null
  getAnimations(): readonly Moving[]
  createTreeWalker(root: unknown, what: number): { nextNode(): TextNode | null }
}
declare function requestAnimationFrame(then: () => void): void
interface Moving {
  readonly playState: string
  readonly effect: { getComputedTiming(): { readonly endTime?: unknown } } | null
}
interface TextNode {
  readonly textContent: string | null
  readonly parentElement: { closest(selector: string): unknown; checkVisibility(): boolean } | null
}
