/** A headless Chromium: the system's, else installed once; pages that report every accessibility fault and script error. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const CANDIDATES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const PICTURES = 'artefacts/screens'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium() ?? installChromium()
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  })
}

function findChromium(): string | undefined {
  return CANDIDATES.find((path) => path !== '' && existsSync(path))
}

/** Debian's package when we may install one, else Playwright's own download. */
function installChromium(): string | undefined {
  const quiet = { stdio: 'ignore' } as const
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update'], quiet)
    const packages = ['chromium', 'fonts-noto-cjk']
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
    return findChromium()
  }
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js')
  execFileSync(process.execPath, [cli, 'install', 'chromium-headless-shell'], quiet)
  return undefined
}

export interface Seat {
  readonly page: Page
  readonly context: BrowserContext
  /** Fails when the page has an accessibility fault, and keeps a picture of it. */
  inspect(name: string): Promise<void>
}

/** One person at one screen; every script error on it fails the journey at the next inspection. */
export async function takeSeat(
  browser: Browser,
  options: { readonly url: string; readonly locale?: 'zh' | 'en' | 'ru'; readonly phone?: boolean },
): Promise<Seat> {
  const locale = options.locale ?? 'zh'
  const context = await browser.newContext({
    baseURL: options.url,
    locale: locale === 'zh' ? 'zh-CN' : locale,
    timezoneId: 'Asia/Shanghai',
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1360, height: 900 },
  })
  await context.addInitScript(`localStorage.setItem('locale', '${locale}')`)
  await context.addCookies([{ name: 'locale', value: locale, url: options.url }])
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  return {
    page,
    context,
    async inspect(name) {
      // What still loads has neither its headings nor its names.
      await page.locator('.ant-skeleton-active').first().waitFor({ state: 'detached' })
      await page.waitForTimeout(400)
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: `${PICTURES}/${name}.png` })
      assert.deepEqual(errors, [], `${name}: script errors`)
      assert.deepEqual(await accessibilityFaults(page), [], `${name}: accessibility`)
    },
  }
}

async function accessibilityFaults(page: Page): Promise<string[]> {
  // Run in an isolated way: the page's own policy forbids injected script tags.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: AxeLike }).axe
    // Ant Design keeps the list of a drop-down that was open, unnamed and outside every landmark, until it has faded out.
    const scope = { exclude: [['.ant-select-dropdown']] }
    const { violations } = await axe.run(scope, { resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    )
  })
}

interface AxeLike {
  run(
    root: unknown,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}
