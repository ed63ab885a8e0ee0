// A booking kept as a template and made again where not all of it fits; and boxes that did not come, rolled over by one click.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { timestampIn } from '#kernel/time.ts'
import { sendOver } from '../tools/demo/client.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import { openOffice } from '../tools/demo/office.ts'
import { openBrowser } from './browser.ts'
import { inRun, inspectOnPhone, signIn } from './screens.ts'
import { startServer } from './server.ts'
import { scheduleTrain } from './trains.ts'

const server = await startServer()
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await server.remove()
})
const office = await openOffice(sendOver(server.url), server.password())

async function book(departureId: string, count: number): Promise<BookingView> {
  return office.exporter.party.call(bookingApi.book, {
    body: {
      departureId: departureId as never,
      brokerId: office.broker.organisationId as never,
      incoterm: 'DAP',
      consignee: { name: 'Chirchik Tools', country: 'UZ', address: 'Tashkent' },
      lines: [{ equipmentType: '45G1', count }],
      cargo: [{ ...ENGRAVERS, grossMassKg: 9_000 * count }],
    },
  })
}

const WORDS = {
  zh: {
    save: '存为模板',
    name: '模板名称',
    kept: /已存为模板/,
    fill: '用模板填写',
    misfits: '以下内容不适合该班次',
    rollAll: /^全部改配至/,
    moved: '已改配',
    notice: /截箱时有 1 箱未进站/,
  },
  en: {
    save: 'Keep as a template',
    name: 'Name of the template',
    kept: /Kept as/,
    fill: 'Fill in from a template',
    misfits: 'This does not fit the train',
    rollAll: /^Roll all over to/,
    moved: 'Rolled over',
    notice: /had not come when the gate closed/,
  },
} as const

for (const [index, locale] of (['zh', 'en'] as const).entries()) {
  const words = WORDS[locale]
  const numbered = (serial: number) => `A${100 * (index + 1) + serial}`

  test(
    `a template is kept, used, and says what does not fit: ${locale}`,
    inRun(locale),
    async () => {
      const train = await scheduleTrain(office, { trainNumber: numbered(1), capacityTeu: 20 })
      const small = await scheduleTrain(office, { trainNumber: numbered(2), capacityTeu: 2 })
      const booking = await book(train, 2)
      const seat = await signIn(browser, server, 'exporter', locale)
      const { page } = seat
      await page.goto(`/bookings/${booking.id}`)
      await page.getByRole('button', { name: words.save }).click()
      const name = `Tashkent ${locale}`
      await page.getByLabel(words.name).fill(name)
      await page.getByRole('dialog').getByRole('button', { name: words.save }).click()
      await page.getByText(words.kept).waitFor()
      await page.goto(`/bookings/new?departure=${small}`)
      await page.getByLabel(words.fill).click()
      await page.getByTitle(name).click()
      await page.getByText(words.misfits).waitFor()
      assert.match(page.url(), /template=tpl_/)
      await seat.inspect(`${locale}-template`)
      await inspectOnPhone(seat, `${locale}-template`)
      await seat.context.close()
    },
  )

  test(
    `no-shows stand on the board and roll over by one click: ${locale}`,
    inRun(locale),
    async () => {
      // Booked in the last moment, and the gate closes a second after that.
      const soon = (seconds: number) => timestampIn(Date.now() + seconds * 1_000, 'Asia/Shanghai')
      const hours = 3_600
      const from = await scheduleTrain(office, {
        ...{ trainNumber: numbered(3), capacityTeu: 20 },
        ...{ bookingCutoffAt: soon(20), documentsCutoffAt: soon(21), gateInCutoffAt: soon(21) },
        ...{ releaseCutoffAt: soon(hours), loadingStartsAt: soon(hours) },
        departsAt: soon(2 * hours),
      })
      // The next of the line may be one of the demo's.
      await scheduleTrain(office, { trainNumber: numbered(4), capacityTeu: 20 })
      const bookings = [await book(from, 1), await book(from, 2)]
      const seat = await signIn(browser, server, 'operator', locale)
      const { page } = seat
      await page.goto(`/departures/${from}`)
      const all = page.getByRole('button', { name: words.rollAll })
      await all.waitFor({ timeout: 60_000 })
      await all.scrollIntoViewIfNeeded()
      await seat.inspect(`${locale}-no-shows`)
      await inspectOnPhone(seat, `${locale}-no-shows`, all)
      const shipper = await signIn(browser, server, 'exporter', locale)
      await shipper.page.goto(`/bookings/${bookings[0]!.id}`)
      await shipper.page.getByText(words.notice).waitFor()
      await shipper.inspect(`${locale}-no-show-notice`)
      await inspectOnPhone(shipper, `${locale}-no-show-notice`)
      await all.click()
      await page.getByText(words.moved).waitFor()
      await all.waitFor({ state: 'detached' })
      for (const { id } of bookings) {
        const params = { bookingId: id }
        const { journey } = await office.exporter.party.call(bookingApi.getBooking, { params })
        assert.notEqual(journey.departureId, from)
      }
      await seat.context.close()
      await shipper.context.close()
    },
  )
}
