/**
 * The public passport page as a phone meets it: the compressed script it loads before and without the map, and the largest
 * contentful paint, and how long after the server's answer the verdict stands, in Chromium, with nothing cached. `LCP` is also measured of a page with nothing but a heading: the
 * browser's own share on this machine.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { bookingApi } from '#booking/contract.ts'
import { passportApi } from '#passport/contract.ts'
import { openBrowser } from '../e2e/browser.ts'
import { eventually } from '../e2e/desk.ts'
import { startServer, type ServerUnderTest } from '../e2e/server.ts'
import { openOffice } from '../tools/demo/office.ts'
import { sendOver } from '../tools/demo/client.ts'
import type { Bench } from './main.ts'

const SCRIPT_KB_MAX = 150
const LCP_S_MAX = 1.5
const VISITS = 7
/** Everything that paints late has painted. */
const WATCHED_MS = 4_000
const EMPTY_PAGE = 'data:text/html,<h1>landbridge</h1>'

interface Visit {
  readonly scriptKb: number
  readonly mapKb: number
  readonly lcpS: number
  /** From the end of the server's answer until the page shows that all of it is verified; NaN where it shows no verdict. */
  readonly verdictMs: number
}

export const bench: Bench = async (report) => {
  const server = await startServer()
  const browser = await openBrowser()
  try {
    const url = await passportPage(server)
    const visits: Visit[] = []
    const empty: Visit[] = []
    for (let visit = 0; visit < VISITS; visit += 1) {
      empty.push(await look(browser, EMPTY_PAGE))
      visits.push(await look(browser, url))
    }
    const of = (list: Visit[], field: keyof Visit) => median(list.map((visit) => visit[field]))
    const n = VISITS
    report({
      name: 'page_script',
      value: of(visits, 'scriptKb'),
      unit: 'kB',
      limit: SCRIPT_KB_MAX,
      n,
    })
    report({
      name: 'page_map_script_later',
      value: of(visits, 'mapKb'),
      unit: 'kB',
      limit: Infinity,
      n,
    })
    const fastest = Math.min(...visits.map(({ lcpS }) => lcpS))
    report({ name: 'page_lcp_fastest', value: fastest, unit: 's', limit: LCP_S_MAX, n })
    report({ name: 'page_lcp', value: of(visits, 'lcpS'), unit: 's', limit: LCP_S_MAX, n })
    report({
      name: 'page_verdict',
      value: of(visits, 'verdictMs'),
      unit: 'ms',
      limit: Infinity,
      n,
    })
    report({ name: 'page_lcp_of_empty', value: of(empty, 'lcpS'), unit: 's', limit: LCP_S_MAX, n })
  } finally {
    await browser.close()
    await server.remove()
  }
}

/** Of a container that is on its way, so that the page has all it can have. */
async function passportPage(server: ServerUnderTest): Promise<string> {
  const { operator } = await openOffice(sendOver(server.url), server.password())
  const { items } = await operator.party.call(bookingApi.listContainers, {
    query: { stage: 'departed' },
  })
  const params = { containerId: items[0]!.id }
  // A ledger that has just been started may still be writing down what the demo said.
  const { code } = await eventually('its passport', () =>
    operator.party.call(passportApi.getContainerPassport, { params }).catch(() => undefined),
  )
  return `${server.url}/c/${code}`
}

async function look(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const scripts = new Map<string, string>()
  let [script, map] = [0, 0]
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') scripts.set(requestId, response.url)
  })
  network.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const from = scripts.get(requestId)
    if (from === undefined) return
    if (/MapView|PlaceMap|maplibre/.test(from)) map += encodedDataLength
    else script += encodedDataLength
  })
  await page.addInitScript(WATCH_VERDICT)
  await page.goto(url)
  await sleep(WATCHED_MS)
  const lcpMs = await page.evaluate<number>(LARGEST_PAINT)
  const verdictMs = await page.evaluate<number>(VERDICT_SINCE_ANSWER)
  // The map is fetched where it comes into sight, and for whoever reads only the verdict never.
  const place = page.locator('.place-map')
  if ((await place.count()) > 0) {
    await place.scrollIntoViewIfNeeded()
    await sleep(WATCHED_MS)
  }
  await context.close()
  return { scriptKb: kb(script), mapKb: kb(map), lcpS: Math.round(lcpMs) / 1000, verdictMs }
}

const kb = (bytes: number): number => Math.round(bytes / 100) / 10

/** Runs in the page. */
const LARGEST_PAINT = `new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: 'largest-contentful-paint', buffered: true })
})`

/** Runs in the page, before it. */
const WATCH_VERDICT = `new MutationObserver((_, observer) => {
  if (document.querySelector('.verdict-verified') === null) return
  globalThis.verifiedAt = performance.now()
  observer.disconnect()
}).observe(document, { childList: true, subtree: true, attributes: true })`

const VERDICT_SINCE_ANSWER = `(() => {
  const answer = performance.getEntriesByType('resource').find(({ name }) => name.includes('/api/passports/'))
  return Math.round(globalThis.verifiedAt - answer?.responseEnd)
})()`

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
