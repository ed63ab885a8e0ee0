/**
 * The whole chain, each party at its own screens, in Chinese and in English: from a booking to an arrival on another gauge,
 * what customs stops, and a passport that anyone can check alone.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test, type TestContext } from 'node:test'
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
  fillBooking,
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
  desk = openDesk(server)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

for (const locale of ['zh', 'en'] as const satisfies readonly ScreenLocale[])
  describe(`the chain in ${locale}`, { timeout: 400_000 }, () => {
    const words = WORDS[locale]
    let shipment: Shipment
    let broken = false

    /** A link of the chain; when one has broken, those after it are not tried. */
    const link = (name: string, work: (t: TestContext) => Promise<void>): void => {
      void test(name, async (t) => {
        if (broken) return t.skip('an earlier link broke')
        broken = true
        await work(t)
        broken = false
      })
    }

    before(async () => {
      shipment = await planShipment(locale)
    })
    after(leaveSeats)

    /** A party does its part on the container's page. */
    const atContainer = (who: DemoPartyKey, work: (page: Page, seat: Seat) => Promise<void>) =>
      asParty(locale, who, async (seat) => {
        await seat.page.goto(`/containers/${shipment.containerId}`)
        await work(seat.page, seat)
      })

    link('the exporter finds a departure and books a container', () =>
      asParty(locale, 'exporter', async (seat) => {
        shipment.containerId = await book(seat, words, shipment)
        await seat.inspect(`${locale}-booking`)
      }),
    )

    link('the operator gives it a box, a seal and a tracker, and cannot load it yet', () =>
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
      }),
    )

    link('the warehouse receives, stuffs, weighs and seals it', () =>
      atContainer('warehouse', async (page, seat) => {
        await takeStep(page, locale, 'receive')
        await takeStep(page, locale, 'stuff')
        await takeStep(page, locale, 'weigh', (form) => form.getByLabel(words.gross).fill('21300'))
        await takeStep(page, locale, 'seal', (form) =>
          form.getByLabel(words.doorSeal).fill(shipment.sealNumber),
        )
        await seat.inspect(`${locale}-container-warehouse`)
      }),
    )

    link('the broker declares it', () =>
      atContainer('broker', (page) =>
        takeStep(page, locale, 'declare', (form) =>
          form.getByLabel(words.declaration).fill(shipment.declarationNumber),
        ),
      ),
    )

    link('customs holds it, which keeps it off the train, then releases it', async () => {
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

    link(
      'the operator loads it, but the train stays while customs has taken its word back',
      async () => {
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
      },
    )

    link('the railway takes it over the border and to its end', () =>
      atContainer('rail', async (page, seat) => {
        await takeStep(page, locale, 'border_arrive', (form) =>
          choose(form.getByLabel(/地点|Where/), 'CN', '霍尔果斯'),
        )
        await takeStep(page, locale, 'transship', async (form) => {
          await choose(form.getByLabel(words.gauge), '1520')
          await form.getByRole('textbox', { name: words.newWagon }).fill(shipment.newWagon)
        })
        await takeStep(page, locale, 'arrive')
        assert.equal(await stageOf(shipment), 'arrived')
        await seat.inspect(`${locale}-container-arrived`)
      }),
    )

    link('the operator prints the label', () =>
      atContainer('operator', (page) => checkLabel(page, words, shipment)),
    )

    link(
      'anyone with the code sees the milestones and checks them, and no trade secret',
      async () => {
        await checkPublicPage(browser, server, desk, shipment)
      },
    )

    link('the evidence is accepted offline, and refused with any byte changed', async (t) => {
      await checkEvidence(browser, server, desk, shipment, (line) => t.diagnostic(line))
    })
  })

const seats = new Map<string, Promise<Seat>>()

/** Each person signs in once and stays at the same screen. */
async function asParty(
  locale: ScreenLocale,
  who: DemoPartyKey,
  work: (seat: Seat) => Promise<void>,
): Promise<void> {
  const key = `${who}-${locale}`
  const seated = seats.get(key) ?? signIn(browser, server, who, locale)
  seats.set(key, seated)
  const seat = await seated
  try {
    await work(seat)
  } catch (error) {
    await seat.page.screenshot({ path: `artefacts/screens/failed-${key}.png` })
    throw error
  }
}

async function leaveSeats(): Promise<void> {
  for (const seated of seats.values()) await (await seated).context.close()
  seats.clear()
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

async function book(seat: Seat, words: Words, shipment: Shipment): Promise<string> {
  const { page } = seat
  await page.goto('/departures')
  await choose(page.getByLabel(words.destination), 'UZ', '塔什干')
  const row = page.getByRole('row').filter({ hasText: TRAIN }).last()
  await row.getByText(words.slots).waitFor()
  await seat.inspect(`${shipment.locale}-departures`)
  await page.goto(`/bookings/new?departure=${shipment.departureId}`)
  await fillBooking(page, words, SECRETS)
  await seat.inspect(`${shipment.locale}-booking-form`)
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
  await dialog.locator('.sheet-list').first().waitFor()
  const known = dialog.getByRole('checkbox')
  if (await known.count()) await known.check()
  await dialog.getByRole('button', { name: words.depart, exact: true }).click()
  return dialog
}

async function stageOf({ containerId }: Shipment): Promise<string> {
  const { stage } = await desk.read<{ stage: string }>('exporter', `/api/containers/${containerId}`)
  return stage
}
