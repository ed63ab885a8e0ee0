/**
 * The map with a hundred thousand containers on it, in Chromium, from the real server by its real stream: what an update of a thousand of
 * them costs the page's main thread, and how long a tracker's fix takes from its socket to the reader's eyes.
 *
 * Main thread is all that the browser counts as tasks of that thread, whoever's: ours, React's, MapLibre's, layout and paint. Counted
 * over the seconds after an update, less the same seconds without one. `map_canvas` is the ceiling in the same browser: as many
 * circles and numbers as the map shows marks, drawn on a bare canvas as large.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { Tracker } from '#gateway/tracker.ts'
import { timestampIn } from '#kernel/time.ts'
import { openDatabase } from '#platform/database.ts'
import { createFixStore } from '#tracking/gateway-store.ts'
import { openBrowser } from '../e2e/browser.ts'
import { eventually } from '../e2e/desk.ts'
import { signIn } from '../e2e/screens.ts'
import { startServer, type ServerUnderTest } from '../e2e/server.ts'
import { databaseUrl } from './hundred-thousand.ts'
import type { Bench } from './main.ts'
import { CONTAINERS, fillWideFleet, type Reporter, type WideFleet } from './wide-fleet.ts'

const UPDATE_MS_MAX = 8
const FIX_MS_MAX = 1_000
const ROUNDS = Number(process.env['MAP_ROUNDS'] ?? 15)
/** Everything that an update sets off has come and gone: drawing, then lists. */
const WATCHED_MS = 4_000
const FIXES = 20
const MOVE_DEG = 0.01
const MINUTE_MS = 60_000

export const bench: Bench = async (report) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  const made = await startServer({ DATA_DIR: dataDir })
  const fleet = await fillWideFleet(databaseUrl(dataDir))
  await made.stop()
  // Without the demo's trains, which would move in the seconds of an update and in those without one.
  const server = await startServer({ DATA_DIR: dataDir, DEMO: 'off' })
  const browser = await openBrowser()
  try {
    const { page, shownMs } = await openMap(browser, server)
    const n = CONTAINERS
    report({ name: 'map_shown', value: round(shownMs / 1_000), unit: 's', limit: Infinity, n })
    const costs = await measureUpdates(page, server, fleet)
    const of = (field: keyof Cost) => round(median(costs.map((cost) => cost[field])))
    const ask = { unit: 'ms', limit: UPDATE_MS_MAX, n: costs.length }
    report({ name: 'map_update', value: of('cpuMs'), ...ask })
    report({ name: 'map_update_wall', value: of('wallMs'), ...ask })
    report({ name: 'map_update_script', value: of('scriptMs'), ...ask })
    report({ name: 'map_update_style_and_layout', value: of('layoutMs'), ...ask })
    const those = { unit: 'updates', limit: costs.length, n }
    const updatesWhere = (field: 'drawn' | 'listed') =>
      costs.filter((cost) => cost[field] > 0).length
    report({ name: 'map_update_drew', value: updatesWhere('drawn'), ...those })
    report({ name: 'map_update_listed', value: updatesWhere('listed'), ...those })
    const canvas = await measureCanvas(browser, await marksOf(page))
    report({ name: 'map_canvas', value: round(canvas), ...ask })
    const waits = await measureFixes(page, server, fleet)
    const fixes = { unit: 'ms', limit: FIX_MS_MAX, n: waits.length }
    report({ name: 'map_fix', value: round(median(waits)), ...fixes })
    report({ name: 'map_fix_worst', value: round(Math.max(...waits)), ...fixes })
  } finally {
    await browser.close()
    await server.remove()
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!

/** Listens in on what the fleet's worker tells the page. */
const OVERHEAR = `globalThis.drawn = { times: 0, marks: 0 }
globalThis.listed = 0
globalThis.Worker = class extends Worker {
  constructor(...made) {
    super(...made)
    this.addEventListener('message', ({ data }) => {
      if (data?.told?.table !== undefined) globalThis.listed += 1
      if (data?.kind !== 'drawn') return
      globalThis.drawn = { times: globalThis.drawn.times + 1, marks: data.drawn.ids.length }
    })
  }
}`

const marksOf = (page: Page) => page.evaluate<number>('globalThis.drawn.marks')
const listedTimes = (page: Page) => page.evaluate<number>('globalThis.listed')
const drawnTimes = (page: Page) => page.evaluate<number>('globalThis.drawn.times')

async function openMap(browser: Browser, server: ServerUnderTest) {
  const { page, context } = await signIn(browser, server, 'operator', 'zh')
  page.setDefaultTimeout(120_000)
  await context.addInitScript(OVERHEAR)
  const began = performance.now()
  await page.goto('/map')
  await page
    .getByRole('status')
    .filter({ hasText: /实时更新.*1\d{2}[ ,]?\d{3} 个/ })
    .waitFor()
  await page.locator('.map-canvas .maplibregl-canvas').waitFor()
  return { page, shownMs: performance.now() - began }
}

interface Cost {
  readonly cpuMs: number
  readonly wallMs: number
  readonly scriptMs: number
  readonly layoutMs: number
}

/** Of a whole corridor most moves are smaller than a point of the screen: marks that would look the same are not drawn. */
interface Update extends Cost {
  readonly drawn: number
  /** The list beside the map was told: an update that came too late for its window was not. */
  readonly listed: number
}

async function measureUpdates(
  page: Page,
  server: ServerUnderTest,
  { reporters }: WideFleet,
): Promise<Update[]> {
  const database = openDatabase(databaseUrl(server.dataDir))
  const fixes = createFixStore(database)
  const main = await watchMain(page)
  const costs: Update[] = []
  const startMs = Date.now() - (ROUNDS + 3) * MINUTE_MS
  try {
    // The first is for the compiler.
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const idle = await main.cost(() => sleep(WATCHED_MS))
      const before = [await drawnTimes(page), await listedTimes(page)] as const
      const busy = await main.cost(async () => {
        const over = sleep(WATCHED_MS)
        await fixes.commit(reporters.map((one) => fixOf(one, turn, startMs)))
        await over
      })
      if (turn === 0) continue
      const drawn = (await drawnTimes(page)) - before[0]
      const listed = (await listedTimes(page)) - before[1]
      costs.push({ ...less(busy, idle), drawn, listed })
    }
  } finally {
    await database.close()
  }
  return costs
}

const less = (one: Cost, other: Cost): Cost => ({
  cpuMs: one.cpuMs - other.cpuMs,
  wallMs: one.wallMs - other.wallMs,
  scriptMs: one.scriptMs - other.scriptMs,
  layoutMs: one.layoutMs - other.layoutMs,
})

function fixOf({ deviceId, lat, lon }: Reporter, turn: number, startMs: number) {
  const deviceTime = new Date(startMs + turn * MINUTE_MS).toISOString()
  return {
    ...{ deviceId, deviceTime, serial: turn },
    receivedAt: new Date().toISOString(),
    latitude: lat,
    longitude: lon + turn * MOVE_DEG,
    ...{ altitudeM: 100, speedKmh: 60, headingDeg: 90, alarm: 0, status: 3, items: [] },
    frame: new Uint8Array(0),
    valid: true,
  }
}

/** Two ears on the same thread: one counts by the wall, the other only while it ran. */
async function watchMain(page: Page) {
  const wall = await ear(page, 'timeTicks')
  const cpu = await ear(page, 'threadTicks')
  return {
    async cost(work: () => Promise<void>): Promise<Cost> {
      const before = [await read(wall), await read(cpu)] as const
      await work()
      const after = [await read(wall), await read(cpu)] as const
      const passed = (at: 0 | 1, ...names: string[]) =>
        names.reduce((sum, name) => sum + (after[at].get(name)! - before[at].get(name)!) * 1_000, 0)
      return {
        cpuMs: passed(1, 'TaskDuration'),
        wallMs: passed(0, 'TaskDuration'),
        scriptMs: passed(1, 'ScriptDuration'),
        layoutMs: passed(1, 'LayoutDuration', 'RecalcStyleDuration'),
      }
    },
  }
}

async function ear(page: Page, timeDomain: 'timeTicks' | 'threadTicks'): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain })
  return session
}

async function read(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}

/** A bare canvas, as large and with as many marks: for each a circle with its rim, and a number. */
async function measureCanvas(browser: Browser, marks: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } })
  await page.setContent('<canvas width="936" height="674"></canvas>')
  const main = await watchMain(page)
  const costs: number[] = []
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const { cpuMs } = await main.cost(async () => {
      await page.evaluate(`(${drawBare})(${marks})`)
      await sleep(300)
    })
    const idle = await main.cost(async () => {
      await page.evaluate('0')
      await sleep(300)
    })
    if (turn > 0) costs.push(cpuMs - idle.cpuMs)
  }
  await page.close()
  return median(costs)
}

const drawBare = `(marks) => new Promise((done) => requestAnimationFrame(() => {
  const canvas = document.querySelector('canvas')
  const pen = canvas.getContext('2d')
  pen.clearRect(0, 0, canvas.width, canvas.height)
  pen.font = '12px sans-serif'
  pen.textAlign = 'center'
  for (let mark = 0; mark < marks; mark += 1) {
    const [x, y] = [Math.random() * canvas.width, Math.random() * canvas.height]
    pen.beginPath()
    pen.arc(x, y, 13, 0, 7)
    pen.fillStyle = '#17708a'
    pen.fill()
    pen.strokeStyle = '#ffffff'
    pen.stroke()
    pen.fillStyle = '#ffffff'
    pen.fillText(String(mark), x, y)
  }
  done()
}))`

/** One tracker over TCP, its container looked at: from the write to the socket until its new speed stands in words. */
async function measureFixes(
  page: Page,
  server: ServerUnderTest,
  { reporters, password }: WideFleet,
): Promise<number[]> {
  const { containerId, phone, lat, lon } = reporters[0]!
  const tracker = new Tracker({
    ...{ host: '127.0.0.1', port: server.trackerPort, edition: '2013', phone },
    terminalId: 'MAP',
    authCode: password,
  })
  const waits: number[] = []
  try {
    await page.goto(`/map?container=${containerId}`)
    await page.locator('.map-selected').waitFor()
    await page.getByRole('status').filter({ hasText: '实时更新' }).waitFor()
    for (let turn = 0; turn < FIXES; turn += 1) {
      const speedKmh = 40 + turn
      const seen = page.evaluate<number>(
        `(${untilShown})(${JSON.stringify(`${speedKmh} 公里/时`)})`,
      )
      const sentMs = Date.now()
      await tracker.send({
        time: timestampIn(Math.floor(sentMs / 1_000) * 1_000, 'Asia/Shanghai'),
        latitude: lat,
        longitude: lon + (ROUNDS + 1) * MOVE_DEG,
        ...{ altitudeM: 100, speedKmh, headingDeg: 90, alarm: 0, status: 3, items: [] },
      })
      waits.push((await seen) - sentMs)
      await eventually('a second of its own', async () => Date.now() - sentMs > 1_100)
    }
  } finally {
    tracker.close()
  }
  return waits
}

const untilShown = `(words) => new Promise((done) => {
  const look = () => {
    if (!document.querySelector('.map-selected')?.textContent.includes(words)) return
    watching.disconnect()
    requestAnimationFrame(() => done(Date.now()))
  }
  const watching = new MutationObserver(look)
  watching.observe(document.body, { subtree: true, childList: true, characterData: true })
  look()
})`
