/** Evidence in strangers' hands: the page that verifies itself from disk without a network, and the page that verifies any file without sending it. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import type { Browser, Page, Request } from 'playwright-core'
import type { ContainerPassport } from '#passport/contract.ts'
import { openBrowser, takeSeat, type Seat } from './browser.ts'
import { eventually, openDesk } from './desk.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'landbridge-evidence-'))
const json = join(folder, 'evidence.landbridge.json')
const html = join(folder, 'evidence.html')

let server: ServerUnderTest
let browser: Browser

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  const desk = openDesk(server)
  const { items } = await desk.read<{ items: { id: string; stage: string }[] }>(
    'exporter',
    '/api/containers?limit=100',
  )
  const travelled = items.find(({ stage }) => stage === 'departed' || stage === 'arrived')
  assert.ok(travelled, 'the demo has a container that left')
  const { code } = await eventually('all that the demo said is published', async () => {
    const path = `/api/containers/${travelled.id}/passport`
    const passport = await desk.read<ContainerPassport>('exporter', path).catch(() => undefined)
    return passport?.statements.every(({ published }) => published) ? passport : undefined
  })
  const evidence = `${server.url}/api/passports/${code}/evidence`
  writeFileSync(json, Buffer.from(await (await fetch(evidence)).arrayBuffer()))
  writeFileSync(html, Buffer.from(await (await fetch(`${evidence}?as=html`)).arrayBuffer()))
})

after(async () => {
  await browser?.close()
  await server?.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** The file with one byte of what it says changed: still the same length, no longer what was signed. */
function changed(file: string): string {
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('"event":"booked"')
  assert.ok(at > 0)
  const path = file.replace('evidence.', 'changed.')
  writeFileSync(path, `${text.slice(0, at)}"event":"bookee"${text.slice(at + 16)}`)
  return path
}

async function readOffline(file: string, locale: 'zh' | 'en' | 'ru'): Promise<Seat> {
  const seat = await takeSeat(browser, { url: server.url, locale, phone: true })
  await seat.context.setOffline(true)
  await seat.page.goto(pathToFileURL(file).href)
  return seat
}

test('evidence opened from disk with the network off verifies itself, asks nobody, and fits a phone', async () => {
  for (const [locale, verdict] of [
    ['zh', /文件前后一致/],
    ['en', /agrees with itself/],
    ['ru', /внутренне согласован/],
  ] as const) {
    const seat = await readOffline(html, locale)
    const asked: string[] = []
    seat.page.on('request', (request) => asked.push(request.url()))
    await seat.page.getByRole('heading', { name: verdict }).waitFor()
    await seat.inspect(`${locale}-evidence-page`)
    const wide = await seat.page.evaluate('document.documentElement.scrollWidth > innerWidth')
    assert.equal(wide, false, 'nothing is wider than the phone')
    assert.deepEqual(asked, [])
    await seat.context.close()
  }
})

test('the same page with one byte changed refuses itself and says why', async () => {
  const seat = await readOffline(changed(html), 'en')
  await seat.page.getByText(/^Statement 1 is not what its party signed/).waitFor()
  await seat.context.close()
})

test('any file is verified without a byte of it being sent', async () => {
  const seat = await takeSeat(browser, { url: server.url, locale: 'en' })
  const { page } = seat
  const asked: Request[] = []
  await page.goto('/verify')
  page.on('request', (request) => asked.push(request))
  await seat.inspect('en-verify')

  await give(page, json)
  await page.getByRole('heading', { name: /agrees with itself/ }).waitFor()
  await page.getByText('There is no further statement: the file is up to date.').waitFor()
  await seat.inspect('en-verify-evidence')

  await give(page, changed(json))
  await page.getByText(/^Statement 1 is not what its party signed/).waitFor()

  const unknown = join(folder, 'contract.pdf')
  writeFileSync(unknown, '%PDF-1.7 of somebody else')
  await give(page, unknown)
  await page.getByRole('heading', { name: 'This platform has no record of the file' }).waitFor()
  await seat.inspect('en-verify-unknown')

  for (const request of asked) {
    assert.equal(request.method(), 'GET', request.url())
    const { pathname } = new URL(request.url())
    // The page's own files; the code of the container, or a few digits of a digest: nothing that tells which file it is.
    assert.match(
      pathname,
      /^\/(mark\.svg|assets\/.+|api\/(documents\/[0-9a-f]{1,8}|passports\/.+))$/,
    )
  }
  await seat.context.close()
})

const give = (page: Page, file: string) =>
  page.locator('input[type=file]').first().setInputFiles(file)
