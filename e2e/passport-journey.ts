/** The part of the chain that belongs to anyone: the label on the door, the public page on a phone, the evidence file. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { eventTexts } from '#booking/words.ts'
import { Problem } from '#kernel/problem.ts'
import { verifyEvidence } from '#passport/verify.ts'
import { takeSeat } from './browser.ts'
import { eventually, type Desk } from './desk.ts'
import { WORDS, type ScreenLocale, type Words } from './screens.ts'
import type { ServerUnderTest } from './server.ts'
import { seededRandom } from './seeded-random.ts'

const CHANGES = 200
/** Through the command line, which takes half a second each. */
const CHANGES_BY_COMMAND = 4
const LABEL_POINTS = (100 / 25.4) * 72

/** What a competitor would like to read. */
export const SECRETS = {
  goods: '数控雕刻机秘密型号',
  consignee: 'Secret Consignee Trading',
  address: '77 Hidden Street',
  reason: '单证不符待查',
} as const

interface Shipment {
  readonly locale: ScreenLocale
  readonly containerId: string
  readonly containerNumber: string
  readonly sealNumber: string
  readonly declarationNumber: string
}

/** Every step of the chain, in its order. */
const EVENTS = [
  'booked',
  'assigned',
  'tracker_bound',
  'received',
  'stuffed',
  'weighed',
  'sealed',
  'declared',
  'held',
  'released',
  'loaded',
  'held',
  'released',
  'departed',
  'border_arrived',
  'transshipped',
  'arrived',
] as const

export async function checkLabel(page: Page, words: Words, shipment: Shipment): Promise<void> {
  const panel = page.getByRole('region', { name: words.passport })
  const href = await panel.getByRole('link', { name: words.label }).getAttribute('href')
  const reply = await page.request.get(href!)
  assert.equal(reply.status(), 200)
  assert.equal(reply.headers()['content-type'], 'application/pdf')
  assert.match(reply.headers()['content-disposition']!, new RegExp(shipment.containerNumber))
  const pdf = (await reply.body()).toString('latin1')
  assert.match(pdf, /^%PDF-1\./)
  const box = /\/MediaBox\s*\[\s*([\d.\s-]+)\]/.exec(pdf)
  const [left, bottom, right, top] = box![1]!.trim().split(/\s+/).map(Number)
  assert.ok(Math.abs(right! - left! - LABEL_POINTS) < 0.5, `width ${right! - left!} pt`)
  assert.ok(Math.abs(top! - bottom! - LABEL_POINTS) < 0.5, `height ${top! - bottom!} pt`)
}

interface Code {
  readonly code: string
  readonly statements: { readonly published: boolean }[]
}

async function codeOf(desk: Desk, { containerId }: Shipment): Promise<string> {
  const { code } = await eventually('all statements are published', async () => {
    const passport = await desk.read<Code>('exporter', `/api/containers/${containerId}/passport`)
    const { statements } = passport
    return statements.length === EVENTS.length && statements.every(({ published }) => published)
      ? passport
      : undefined
  })
  return code
}

export async function checkPublicPage(
  browser: Browser,
  server: ServerUnderTest,
  desk: Desk,
  shipment: Shipment,
): Promise<void> {
  const { locale } = shipment
  const words = WORDS[locale]
  const code = await codeOf(desk, shipment)
  const seat = await takeSeat(browser, { url: server.url, locale, phone: true })
  const { page } = seat
  try {
    await page.goto(`/c/${code}`)
    await page.getByText(words.allCheckOut(EVENTS.length)).waitFor()
    await page.getByText(words.notProven).waitFor()
    await page.getByRole('heading', { level: 1 }).getByLabel(shipment.containerNumber).waitFor()
    const milestones = page.getByRole('region', { name: words.milestones })
    for (const event of new Set(EVENTS))
      await milestones.getByText(eventTexts[event][locale], { exact: true }).first().waitFor()
    // The map is fetched when its place comes into sight, which in a language of longer words is further down.
    await page.getByRole('heading', { name: words.place }).scrollIntoViewIfNeeded()
    await page.getByRole('region', { name: words.map }).waitFor()
    await seat.inspect(`${locale}-passport`)
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    assert.equal(wide, false, 'nothing is wider than the phone')
    await assertNoSecrets(server, code, await page.locator('body').innerText(), shipment)
  } catch (error) {
    await page.screenshot({ path: `artefacts/screens/failed-${locale}-passport.png` })
    throw error
  } finally {
    await seat.context.close()
  }
}

/** Neither on the page nor in anything that a stranger can fetch with the code. */
async function assertNoSecrets(
  server: ServerUnderTest,
  code: string,
  shown: string,
  shipment: Shipment,
): Promise<void> {
  const fetchText = async (path: string) => (await fetch(`${server.url}${path}`)).text()
  const sources = {
    page: shown,
    html: await fetchText(`/c/${code}`),
    json: await fetchText(`/api/passports/${code}`),
    evidence: await fetchText(`/api/passports/${code}/evidence`),
  }
  const secrets = [
    ...Object.values(SECRETS),
    shipment.sealNumber,
    shipment.declarationNumber,
    '84659900',
    '168000',
    '17400',
    '21300',
    'Quanrui',
    '泉锐',
  ]
  for (const [where, text] of Object.entries(sources))
    for (const secret of secrets)
      assert.ok(!text.includes(secret), `${secret} stands in the ${where}`)
}

export async function checkEvidence(
  browser: Browser,
  server: ServerUnderTest,
  desk: Desk,
  shipment: Shipment,
  say: (line: string) => void,
): Promise<void> {
  const { locale } = shipment
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-evidence-'))
  const file = join(folder, 'evidence.landbridge.json')
  const seat = await takeSeat(browser, { url: server.url, locale, phone: true })
  try {
    await seat.page.goto(`/c/${await codeOf(desk, shipment)}`)
    const downloading = seat.page.waitForEvent('download')
    await seat.page.getByRole('link', { name: WORDS[locale].downloadEvidence }).click()
    await (await downloading).saveAs(file)
    const bytes = readFileSync(file)
    const said = verifyByCommand(file)
    assert.equal(said.status, 0, said.text)
    assert.equal(verifyEvidence(bytes).statements.length, EVENTS.length)
    await refuseChanges(bytes, file, say)
  } finally {
    await seat.context.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function refuseChanges(
  bytes: Buffer,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  say(`SEED=${seed}: ${CHANGES} changes of one byte`)
  const random = seededRandom(seed)
  for (let change = 0; change < CHANGES; change += 1) {
    const changed = Buffer.from(bytes)
    const at = Math.floor(random() * bytes.length)
    changed[at] = (bytes[at]! + 1 + Math.floor(random() * 255)) % 256
    const what = `byte ${at}: ${bytes[at]} → ${changed[at]} (SEED=${seed})`
    assert.throws(() => verifyEvidence(changed), Problem, what)
    if (change >= CHANGES_BY_COMMAND) continue
    writeFileSync(file, changed)
    const said = verifyByCommand(file)
    assert.equal(said.status, 1, `${what}: ${said.text}`)
    assert.ok(said.text.trim().length > 0, 'it says what does not match')
  }
}

/** In an empty folder and without a network setting: the file is all it has. */
function verifyByCommand(file: string): { status: number; text: string } {
  const args = [join(process.cwd(), 'src/cli.ts'), 'ledger', 'verify', file]
  try {
    const text = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' })
    return { status: 0, text }
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    return { status, text: stdout + stderr }
  }
}
