/** Evidence in strangers' hands: the page that verifies itself from disk without a network, and the page that verifies any file without sending it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import type { Browser, Page, Request } from 'playwright-core'
import { warehouseApi } from '#warehouse/contract.ts'
import type { ContainerPassport } from '#passport/contract.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice } from '../tools/demo/office.ts'
import { DEMO_PARTIES } from '../tools/demo/parties.ts'
import { AT_ORIGIN, bookContainer } from './booked.ts'
import { openBrowser, takeSeat, type Seat } from './browser.ts'
import { landbridge } from './command.ts'
import { eventually, openDesk } from './desk.ts'
import { evidenceOfPage, verifyEvidence as verifySecond } from './second-verifier/evidence.ts'
import { verifyMirror } from './second-verifier/mirror.ts'
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

test('a verifier that shares no code with ours accepts the file and the published ledger; a mirror shows that the file is whole', async () => {
  const text = readFileSync(json, 'utf8')
  const { vkey, statements } = verifySecond(text)
  assert.equal(evidenceOfPage(readFileSync(html, 'utf8')), text)
  const copy = join(folder, 'mirror')
  const ledger = `${server.url}/ledger`
  assert.equal((await landbridge(['ledger', 'mirror', ledger, copy, '--vkey', vkey])).code, 0)
  assert.ok(verifyMirror(copy, vkey).size >= statements.length)
  const held = await landbridge(['ledger', 'verify', json, '--mirror', copy, '--lang', 'en'])
  assert.equal(held.code, 0, held.text)
  assert.match(held.text, /Each number stands once/)
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

const WAREHOUSE = DEMO_PARTIES.find(({ key }) => key === 'warehouse')!

/** What the page says of a paper that is in the ledger, and of one that a later paper took the place of. */
const DOCUMENT_WORDS = {
  zh: {
    known: '已找到：这份文件登记在账本中',
    place: /第 \d+ 位（共 \d+ 条记录）/,
    superseded: /是：同一单位在第 6 条声明中登记了同类的新文件/,
    current: /否：平台没有同一单位更新的同类文件/,
  },
  en: {
    known: 'Found: the file is recorded in the ledger',
    place: /entry \d+ of \d+/,
    superseded: /yes: the same party has since recorded another of its kind, with statement 6/,
    current: /no: the platform knows of no later one of its kind/,
  },
  ru: {
    known: 'Найдено: файл зарегистрирован в журнале',
    place: /запись \d+ из \d+/,
    superseded: /да: та же сторона позднее зарегистрировала документ того же вида, заявление № 6/,
    current: /нет: платформе не известен более новый документ того же вида/,
  },
} as const

test('a PDF that went with a step is known: who issued it, where it stands, what took its place', async () => {
  const [first, second] = await fileReceipts('700002')
  for (const locale of ['zh', 'en', 'ru'] as const) {
    const words = DOCUMENT_WORDS[locale]
    const seat = await takeSeat(browser, { url: server.url, locale })
    const { page } = seat
    const asked: string[] = []
    await page.goto('/verify')
    page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`))

    await give(page, first.path)
    await page.getByRole('heading', { name: words.known }).waitFor()
    await page.getByText(WAREHOUSE.names[locale]).first().waitFor()
    await page.getByText(words.place).waitFor()
    await page.getByText(words.superseded).waitFor()
    await seat.inspect(`${locale}-verify-superseded`)

    await give(page, second.path)
    await page.getByText(words.current).waitFor()
    await seat.inspect(`${locale}-verify-document`)
    for (const { sha256 } of [first, second])
      assert.ok(!asked.some((request) => request.includes(sha256)), 'a digest is told to nobody')
    await seat.context.close()
  }
})

interface Paper {
  readonly path: string
  readonly sha256: string
}

/** The warehouse receives a container with one receipt and seals it with a better one. */
async function fileReceipts(serial: string): Promise<readonly [Paper, Paper]> {
  const office = await openOffice(sendOver(server.url), server.password())
  const { containerId, sealNumber } = await bookContainer(office, serial)
  const { call } = office.warehouse.party
  const params = { containerId }
  const [first, second] = [makePaper('receipt-1.pdf'), makePaper('receipt-2.pdf')]
  await call(warehouseApi.receive, { params, body: { ...AT_ORIGIN, documents: [first.said] } })
  await call(warehouseApi.stuff, { params, body: AT_ORIGIN })
  await call(warehouseApi.weigh, { params, body: { ...AT_ORIGIN, grossMassKg: 21_300 } })
  await call(warehouseApi.seal, {
    params,
    body: { ...AT_ORIGIN, sealNumber, documents: [second.said] },
  })
  const desk = openDesk(server)
  await eventually('both receipts are in the ledger', async () => {
    const path = `/api/containers/${containerId}/passport`
    const passport = await desk.read<ContainerPassport>('exporter', path).catch(() => undefined)
    return passport?.statements.length === 6 && passport.statements.every((one) => one.published)
  })
  return [first, second]
}

function makePaper(name: string) {
  const bytes = Buffer.from(`%PDF-1.7 a receipt of the warehouse: ${name}`)
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { path, sha256, said: { kind: 'receipt', name, sha256, bytes: bytes.length } as const }
}

const give = (page: Page, file: string) =>
  page.locator('input[type=file]').first().setInputFiles(file)
