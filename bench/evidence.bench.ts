/**
 * A passport of sixty statements, spread over a ledger of ten million entries: how large its evidence file is, and how long Chromium
 * checks it, on a page just opened and on one that has checked before. A page just opened is one in a window that is there already:
 * a new window is a web page of Chromium's own, which it starts and draws on the same processors, at the very time of the check. What
 * that does to it is the figure `…_in_new_window`.
 */
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, type Rolldown } from 'vite'
import type { Browser, CDPSession } from 'playwright-core'
import { writeEvidence } from '#passport/evidence.ts'
import {
  sampleEvidence,
  SAMPLE_STEPS,
  spreadEvidence,
  type SampleStep,
} from '#passport/fixtures.ts'
import { openBrowser } from '../e2e/browser.ts'
import { chunkHead } from '../vite.config.ts'
import type { Bench } from './main.ts'
import { mainThreadOf } from './processor-time.ts'

/** The check as the pages that show a verdict run it, and how they get ready for it. */
const CHECK = resolve('bench/check-of-page.js')
const CHECK_TEXT = `export { judge } from '/src/passport/ui/verdict/use-verdict.ts'
export { getReady } from '/src/passport/ui/verdict/get-ready.ts'`.replaceAll(
  "'/",
  `'${resolve('.')}/`,
)
const FILE_KB_ASKED = 100
const CHECK_MS_ASKED = 50
const LEDGER_SIZE = 10_000_000
/** After it was released the container goes on and off the train so often. */
const RELOADED = 25
const COLD_RUNS = 7
const WARM_RUNS = 30

export const bench: Bench = async (report) => {
  const text = writeSixty()
  const n = 60
  const kB = Math.round(Buffer.byteLength(text) / 100) / 10
  report({ name: 'evidence_file', value: kB, unit: 'kB', limit: FILE_KB_ASKED, n })
  const script = await bundle()
  const browser = await openBrowser()
  try {
    const cold: Timed[] = []
    const ready: Timed[] = []
    const crowded: Timed[] = []
    const warm: Timed[] = []
    const once = { text, isReady: false, times: 1, isNewWindow: false }
    for (let run = 0; run < COLD_RUNS; run += 1) {
      ready.push(...(await checkOnNewPage(browser, script, { ...once, isReady: true })))
      const times = 1 + WARM_RUNS
      const [unready, ...later] = await checkOnNewPage(browser, script, { ...once, times })
      cold.push(unready!)
      warm.push(...later)
      crowded.push(...(await checkOnNewPage(browser, script, { ...once, isNewWindow: true })))
    }
    const figure = (name: string, times: readonly number[], limit: number) =>
      report({ name, value: median(times), unit: 'ms', limit, n: times.length })
    const checks = warm.map(({ ms }) => ms)
    for (const [name, firsts] of [
      ['evidence_check_first', ready],
      ['evidence_check_first_unready', cold],
    ] as const) {
      const all = (what: 'ms' | 'threadMs' | 'waitedMs' | 'bareMs') =>
        firsts.map((one) => one[what])
      figure(name, all('ms'), CHECK_MS_ASKED)
      figure(`${name}_main_thread`, all('threadMs'), CHECK_MS_ASKED)
      figure(`${name}_waited`, all('waitedMs'), CHECK_MS_ASKED)
      figure(`${name}_of_bare`, all('ms'), median(all('bareMs')))
    }
    const inNewWindow = crowded.map(({ ms }) => ms)
    figure('evidence_check_first_in_new_window', inNewWindow, CHECK_MS_ASKED)
    figure('evidence_check_again', checks, CHECK_MS_ASKED)
    figure('evidence_check_of_bare', checks, median(warm.map(({ bareMs }) => bareMs)))
  } finally {
    await browser.close()
  }
}

/** With its restricted parts, and each entry as far from the next as can be, which makes the proof longest. */
function writeSixty(): string {
  const [booked, assigned, ...more] = SAMPLE_STEPS
  const toRelease = [booked!, assigned!, ...more.slice(0, 6)]
  const [loaded, departed] = more.slice(6) as [SampleStep, SampleStep]
  const steps = [
    ...toRelease,
    ...Array.from({ length: RELOADED }, () => [loaded, { ...loaded, event: 'unloaded' }]).flat(),
    loaded,
    departed,
  ]
  const evidence = sampleEvidence(
    steps.map((step, at) => ({
      ...step,
      said: { at: momentOf(at), recordedAt: momentOf(at) },
    })),
  )
  const places = evidence.keys.length + evidence.statements.length
  const apart = Math.floor(LEDGER_SIZE / places)
  const spread = spreadEvidence(
    evidence,
    LEDGER_SIZE,
    Array.from({ length: places }, (_, at) => at * apart),
  )
  return writeEvidence(spread)
}

const momentOf = (at: number): string =>
  new Date(Date.UTC(2026, 2, 2) + at * 7_200_000).toISOString()

/** As the pages' own scripts are: of one chunk, with its head. */
async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'check-of-page',
        resolveId: (id) => (id === CHECK ? id : undefined),
        load: (id) => (id === CHECK ? CHECK_TEXT : undefined),
      },
    ],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2024',
      lib: { entry: CHECK, formats: ['es'] },
      rolldownOptions: { external: ['react'] },
    },
  })) as Rolldown.RolldownOutput[]
  const chunks = built.flatMap(({ output }) => output).filter((file) => file.type === 'chunk')
  if (chunks.length !== 1) throw new Error(`${chunks.length} chunks`)
  const [{ code, moduleIds }] = chunks as [Rolldown.OutputChunk]
  return chunkHead({ moduleIds }) + code
}

/** What draws the verdict is not the check: its hooks are never called here. */
const PAGE = `<!doctype html><title>bench</title>
<script type="importmap">{"imports":{"react":"/react.js"}}</script>
<script type="module">import { getReady, judge } from '/check.js'; Object.assign(globalThis, { getReady, judge })</script>`

interface Checks {
  readonly text: string
  /** Whether the page got ready before, as it does while somebody chooses a file or the server is being asked; else it had no time to. */
  readonly isReady: boolean
  /** Whether Chromium's own window is still being started. */
  readonly isNewWindow: boolean
  readonly times: number
}

/** On an address that counts as secure, so that the browser's own cryptography is there. */
async function checkOnNewPage(
  browser: Browser,
  script: string,
  { text, isReady, isNewWindow, times: count }: Checks,
): Promise<Timed[]> {
  const context = await browser.newContext()
  const page = await context.newPage()
  for (const [path, contentType, body] of [
    ['', 'text/html', PAGE],
    ['check.js', 'text/javascript', script],
    ['react.js', 'text/javascript', 'export const useState = 0, useEffect = 0'],
  ] as const)
    await page.route(`http://localhost/${path}`, (route) => route.fulfill({ contentType, body }))
  const chromium = await browser.newBrowserCDPSession()
  if (!isNewWindow) await untilStill(chromium)
  await page.goto('http://localhost/')
  await page.waitForFunction('globalThis.judge !== undefined')
  await page.evaluate(`globalThis.bytes = new TextEncoder().encode(${JSON.stringify(text)})`)
  if (isReady) await page.evaluate('getReady()')
  const client = await context.newCDPSession(page)
  await client.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taskMs = async (): Promise<number> => {
    const { metrics } = await client.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  }
  const times: Timed[] = []
  for (let at = 0; at < count; at += 1) {
    const waitedBefore = await waitedOf(chromium)
    const before = await taskMs()
    const { ms, state } = await page.evaluate<Pick<Timed, 'ms' | 'state'>>(ONCE)
    const threadMs = (await taskMs()) - before
    const waitedMs = waitedSince(waitedBefore)
    if (state !== 'verified') throw new Error(`the evidence is ${state}`)
    times.push({ ms, threadMs, waitedMs, state, bareMs: await page.evaluate<number>(BARE) })
  }
  await context.close()
  return times
}

const STILL_MS = 300
const STILL_TRIES = 40
/** What Chromium's clock of a process can tell. */
const TICK_S = 0.01

/** Until Chromium does nothing any more. */
async function untilStill(chromium: CDPSession): Promise<void> {
  let before = -1
  for (let attempt = 0; attempt < STILL_TRIES; attempt += 1) {
    const { processInfo } = await chromium.send('SystemInfo.getProcessInfo')
    const seconds = processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    if (before >= 0 && seconds - before <= TICK_S) return
    before = seconds
    await sleep(STILL_MS)
  }
}

type Waits = ReadonlyMap<number, ReturnType<typeof mainThreadOf>>

/** Of each page's process, Chromium's own among them. */
async function waitedOf(chromium: CDPSession): Promise<Waits> {
  const { processInfo } = await chromium.send('SystemInfo.getProcessInfo')
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  return new Map(pages.map(({ id }) => [id, mainThreadOf(id)]))
}

/** How long the page has waited whose main thread did most: the one that checked. */
function waitedSince(before: Waits): number {
  const spent = [...before].map(([pid, { ranMs, waitedMs }]) => {
    const now = mainThreadOf(pid)
    return { ranMs: now.ranMs - ranMs, waitedMs: now.waitedMs - waitedMs }
  })
  return spent.reduce((most, one) => (one.ranMs > most.ranMs ? one : most)).waitedMs
}

interface Timed {
  readonly ms: number
  /** Processor time of the page's main thread meanwhile, which other programs touch less. */
  readonly threadMs: number
  /** How long it was ready to go on and had no processor, which others had: those of this very browser, or other programs. */
  readonly waitedMs: number
  /** As many signatures as the file has, by the browser itself and nothing else: what the machine allows at this moment. */
  readonly bareMs: number
  readonly state: string
}

const ONCE = `(async () => {
  const began = performance.now()
  const { state } = await judge(bytes)
  return { ms: performance.now() - began, state }
})()`

const BARE = `(async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const message = bytes.subarray(0, 300)
  const signature = await crypto.subtle.sign('Ed25519', privateKey, message)
  const began = performance.now()
  await Promise.all(Array.from({ length: 66 }, () => crypto.subtle.verify('Ed25519', publicKey, signature, message)))
  return performance.now() - began
})()`

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Math.round(sorted[Math.floor(sorted.length / 2)]! * 10) / 10
}
