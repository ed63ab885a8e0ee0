/**
 * The whole chain, each party at its own screens, in Chinese and again in English: from a booking to an arrival on another
 * gauge, what customs stops, and a passport that anyone can check alone.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { wagonCheckDigit } from '#kernel/wagon-number.ts'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { stageTexts } from '#booking/words.ts'
import type { DemoPartyKey } from '../tools/demo/parties.ts'
import { openBrowser, type Seat } from './browser.ts'
import { openDesk, type Desk } from './desk.ts'
import { checkEvidence, checkLabel, checkPublicPage, SECRETS } from './passport-journey.ts'
import {
  assertRefused,
  choose,
  signIn,
  takeStep,
  WORDS,
  type ScreenLocale,
  type Words,
} from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const TRAIN = 'X8083'

interface Shipment {
  readonly locale: ScreenLocale
  readonly departureId: string
  readonly containerNumber: string
  readonly sealNumber: string
  readonly declarationNumber: string
  readonly terminalId: string
  readonly oldWagon: string
  readonly newWagon: string
  containerId: string
}

let server: ServerUnderTest
let browser: Browser
let desk: Desk

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  desk = await openDesk(server)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

for (const locale of ['zh', 'en'] as const)
  describe(`the chain in ${locale}`, { timeout: 400_000 }, () => {
    const words = WORDS[locale]
    let shipment: Shipment

    before(async () => {
      shipment = await planShipment(locale)
    })

    /** A party comes, does its part on the container's page, and leaves. */
    const atContainer = (who: DemoPartyKey, work: (page: Page, seat: Seat) => Promise<void>) =>
      asParty(locale, who, async (seat) => {
        await seat.page.goto(`/containers/${shipment.containerId}`)
        await work(seat.page, seat)
      })

    test('the exporter finds a departure and books a container', () =>
      asParty(locale, 'exporter', async (seat) => {
        shipment.containerId = await book(seat, words, shipment)
        await seat.inspect(`${locale}-booking`)
      }))

    test('the operator gives it a box, a seal and a tracker, and cannot load it yet', () =>
      atContainer('operator', async (page, seat) => {
        await takeStep(page, locale, 'assign', async (form) => {
          await form.getByLabel(words.number).fill(shipment.containerNumber)
          await form.getByLabel(words.seal).fill(shipment.sealNumber)
        })
        await takeStep(page, locale, 'bind_tracker', (form) =>
          choose(form.getByLabel(words.tracker), shipment.terminalId, shipment.terminalId),
        )
        await assertRefused(page, locale, 'load', stageTexts.sealed[locale])
        await assertLoadRefused(shipment, 'step.wrong_stage', /sealed/)
        await seat.inspect(`${locale}-container-operator`)
      }))

    test('the warehouse receives, stuffs, weighs and seals it', () =>
      atContainer('warehouse', async (page, seat) => {
        await takeStep(page, locale, 'receive')
        await takeStep(page, locale, 'stuff')
        await takeStep(page, locale, 'weigh', (form) => form.getByLabel(words.gross).fill('21300'))
        await takeStep(page, locale, 'seal', (form) =>
          form.getByLabel(words.doorSeal).fill(shipment.sealNumber),
        )
        await seat.inspect(`${locale}-container-warehouse`)
      }))

    test('the broker declares it', () =>
      atContainer('broker', (page) =>
        takeStep(page, locale, 'declare', (form) =>
          form.getByLabel(words.declaration).fill(shipment.declarationNumber),
        ),
      ))

    test('customs holds it, which keeps it off the train, then releases it', async () => {
      await atContainer('customs', async (page, seat) => {
        await takeStep(page, locale, 'hold', (form) =>
          form.getByLabel(words.reason).fill(SECRETS.reason),
        )
        await seat.inspect(`${locale}-container-customs`)
      })
      await atContainer('operator', (page) =>
        assertRefused(page, locale, 'load', words.notReleased),
      )
      await assertLoadRefused(shipment, 'step.wrong_customs_status', /held/)
      await atContainer('customs', (page) => takeStep(page, locale, 'release'))
    })

    test('the operator loads it, but the train stays while customs has taken its word back', async () => {
      await atContainer('operator', (page) =>
        takeStep(page, locale, 'load', (form) =>
          form.getByLabel(words.wagon).fill(shipment.oldWagon),
        ),
      )
      await atContainer('customs', (page) =>
        takeStep(page, locale, 'hold', (form) =>
          form.getByLabel(words.reason).fill(SECRETS.reason),
        ),
      )
      await asParty(locale, 'operator', async (seat) => {
        const dialog = await askToDepart(seat.page, words, shipment)
        await dialog.getByRole('alert').filter({ hasText: shipment.containerNumber }).waitFor()
        await seat.inspect(`${locale}-departure-refused`)
      })
      await atContainer('customs', (page) => takeStep(page, locale, 'release'))
      await asParty(locale, 'operator', async (seat) => {
        const dialog = await askToDepart(seat.page, words, shipment)
        await dialog.waitFor({ state: 'hidden' })
      })
      assert.equal(await stageOf(shipment), 'departed')
    })

    test('the railway takes it over the border and to its end', () =>
      atContainer('rail', async (page, seat) => {
        await takeStep(page, locale, 'border_arrive', (form) =>
          choose(form.getByLabel(/地点|Where/), 'CN', '霍尔果斯'),
        )
        await takeStep(page, locale, 'transship', async (form) => {
          await choose(form.getByLabel(words.gauge), '1520')
          await form.getByLabel(words.newWagon).fill(shipment.newWagon)
        })
        await takeStep(page, locale, 'arrive')
        assert.equal(await stageOf(shipment), 'arrived')
        await seat.inspect(`${locale}-container-arrived`)
      }))

    test('the operator prints the label', () =>
      atContainer('operator', (page) => checkLabel(page, words, shipment)))

    test('anyone with the code sees the milestones and checks them, and no trade secret', async () => {
      await checkPublicPage(browser, server, desk, shipment)
    })

    test('the evidence is accepted offline, and refused with any byte changed', async (t) => {
      await checkEvidence(browser, server, desk, shipment, (line) => t.diagnostic(line))
    })
  })

async function asParty(
  locale: ScreenLocale,
  who: DemoPartyKey,
  work: (seat: Seat) => Promise<void>,
): Promise<void> {
  const seat = await signIn(browser, server, who, locale)
  try {
    await work(seat)
  } catch (error) {
    await seat.page.screenshot({ path: `artefacts/screens/failed-${locale}-${who}.png` })
    throw error
  } finally {
    await seat.context.close()
  }
}

/** The last train of the line for each language, so that nothing else is loaded on it, and numbers of its own. */
async function planShipment(locale: ScreenLocale): Promise<Shipment> {
  const { items } = await desk.read<{ items: { id: string; trainNumber: string }[] }>(
    'exporter',
    '/api/departures?bookable=true&limit=100',
  )
  const trains = items.filter(({ trainNumber }) => trainNumber === TRAIN)
  const serial = locale === 'zh' ? '654321' : '654322'
  const terminalId = `E2E${serial}`
  const phone = `13800${serial}`
  const registered = await desk.ask('operator', '/api/trackers', {
    ...{ phone, terminalId, maker: 'LBSIM', model: 'SIM-1' },
  })
  assert.equal(registered.status, 200, JSON.stringify(registered.body))
  const unchecked = { container: `LBEU${serial}`, wagon: `9${serial}` }
  return {
    locale,
    departureId: trains.at(locale === 'zh' ? -1 : -2)!.id,
    containerNumber: `${unchecked.container}${containerCheckDigit(unchecked.container)}`,
    sealNumber: `CN${serial}`,
    declarationNumber: `430120260777${serial}`,
    terminalId,
    oldWagon: `5${serial}`,
    newWagon: `${unchecked.wagon}${wagonCheckDigit(unchecked.wagon)}`,
    containerId: '',
  }
}

async function book({ page, inspect }: Seat, words: Words, shipment: Shipment): Promise<string> {
  await page.goto('/departures')
  await choose(page.getByLabel(words.destination), 'UZ', '塔什干')
  const row = page.getByRole('row').filter({ hasText: TRAIN }).last()
  await row.getByText(words.slots).waitFor()
  await inspect(`${shipment.locale}-departures`)
  await page.goto(`/bookings/new?departure=${shipment.departureId}`)
  await page.getByLabel(words.goods.zh).fill(SECRETS.goods)
  await page.getByLabel(words.goods.en).fill('CNC engraving machines')
  await page.getByLabel(words.goods.ru).fill('Станки гравировальные с ЧПУ')
  await page.getByLabel(words.hs).fill('84659900')
  await page.getByLabel(words.packages, { exact: true }).fill('12')
  await page.getByLabel(words.mass).fill('17400')
  await page.getByLabel(words.value).fill('168000')
  await page.getByLabel(words.name, { exact: true }).fill(SECRETS.consignee)
  await choose(page.getByLabel(words.country), words.china, words.china)
  await page.getByLabel(words.address).fill(SECRETS.address)
  await choose(page.getByLabel(words.broker), 'demo', undefined).catch(() =>
    choose(page.getByLabel(words.broker), '演示'),
  )
  await inspect(`${shipment.locale}-booking-form`)
  await page.getByRole('button', { name: words.confirmBooking, exact: true }).click()
  await page.waitForURL(/\/bookings\/bkg_/)
  const link = page.locator('a[href^="/containers/ctr_"]').first()
  const href = await link.getAttribute('href')
  return href!.split('/').at(-1)!
}

/** What the screen greys out, the server refuses too, in the reader's words. */
async function assertLoadRefused(shipment: Shipment, code: string, detail: RegExp): Promise<void> {
  const { containerId, departureId, oldWagon } = shipment
  const { status, body } = await desk.ask('operator', `/api/departures/${departureId}/load`, {
    place: 'CN-DONGJIA',
    loads: [{ containerId, wagonNumber: oldWagon }],
  })
  assert.equal(status, 409)
  assert.equal(body['code'], code)
  assert.match(String(body['detail']), detail)
}

async function askToDepart(page: Page, words: Words, { departureId }: Shipment) {
  await page.goto(`/departures/${departureId}`)
  await page.getByRole('button', { name: words.depart, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: words.depart, exact: true }).click()
  return dialog
}

async function stageOf({ containerId }: Shipment): Promise<string> {
  const { stage } = await desk.read<{ stage: string }>('exporter', `/api/containers/${containerId}`)
  return stage
}
