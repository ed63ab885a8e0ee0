/**
 * An operator plans: lays out a timetable with an exception, reads it back from a file with wrong cells named and then mended, looks at
 * the calendar by the month and by the week, keeps slots of a train for somebody, and makes the train smaller. At a desk and on a telephone.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { shortenApi } from '#booking/shorten-contract.ts'
import { allotmentApi } from '#train/allotment-contract.ts'
import { trainApi } from '#train/contract.ts'
import { exceptionKindTexts } from '#train/timetable/timetable.ts'
import type { Seat } from './browser.ts'
import { inRun, choose, inspectOnPhone, signIn, type ScreenLocale } from './screens.ts'
import { openStage } from './stage.ts'

const DAY_MS = 86_400_000

/** As the screens write them. */
const PLAN_WORDS = {
  zh: {
    name: '名称',
    trainNumber: '车次',
    validFrom: '起始日',
    days: ['周一', '周四'],
    save: /保\s?存/,
    exceptions: '例外',
    from: '起始日',
    why: '说明',
    add: '增加例外',
    upload: '读入文件',
    apply: '确认导入',
    month: '月',
    week: '周',
    allot: '保留舱位',
    party: '单位',
    places: '舱位（TEU）',
    shorten: '缩编',
    capacity: '运能（TEU）',
    reason: '原因',
    confirm: '确认缩编',
  },
  en: {
    name: 'Name',
    trainNumber: 'Train number',
    validFrom: 'From',
    days: ['Mon', 'Thu'],
    save: 'Save',
    exceptions: 'Exceptions',
    from: 'From',
    why: 'Reason',
    add: 'Add an exception',
    upload: 'Read a file',
    apply: 'Apply',
    month: 'Month',
    week: 'Week',
    allot: 'Keep slots',
    party: 'Organisation',
    places: 'Places, TEU',
    shorten: 'Shorten',
    capacity: 'Capacity, TEU',
    reason: 'Reason',
    confirm: 'Shorten it',
  },
} as const

const stage = openStage()

for (const [locale, trainNumber] of [
  ['zh', 'X7401'],
  ['en', 'X7403'],
] as const)
  test(
    `timetable, exception, file, calendar, allotment, shorter train: in ${locale}`,
    inRun(locale),
    async () => {
      const seat = await signIn(stage.browser, stage.server, 'operator', locale)
      try {
        await layOut(seat, locale, trainNumber)
        await except(seat, locale)
        await readFile(seat, locale)
        await readLines(seat, locale)
        const { id, departsAt } = await firstTrain(trainNumber)
        await lookAtCalendar(seat, locale, { trainNumber, day: departsAt.slice(0, 10) })
        await keepSlots(seat, locale, id)
        await shorten(seat, locale, id)
      } finally {
        await seat.context.close()
      }
    },
  )

/** The first Monday at least so many days ahead. */
function mondayAfter(days: number): string {
  const at = new Date(Date.now() + days * DAY_MS)
  at.setUTCDate(at.getUTCDate() + ((8 - (at.getUTCDay() || 7)) % 7))
  return at.toISOString().slice(0, 10)
}
const FIRST_DAY = mondayAfter(14)

async function typeDay(page: Page, label: string, day: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true }).first()
  await field.fill(day)
  await field.press('Enter')
}

async function layOut({ page, ...seat }: Seat, locale: ScreenLocale, trainNumber: string) {
  const words = PLAN_WORDS[locale]
  const { call } = stage.office.operator.party
  const { items } = await call(trainApi.listServices, { query: { limit: '100' } })
  const line = items.find(({ destination }) => destination.startsWith('UZ'))!
  await page.goto(`/timetables/new?service=${line.id}`)
  await page.getByLabel(words.name, { exact: true }).fill(`Summer ${trainNumber}`)
  await page.getByLabel(words.trainNumber, { exact: true }).fill(trainNumber)
  await typeDay(page, words.validFrom, FIRST_DAY)
  for (const day of words.days) await page.getByLabel(day, { exact: true }).check()
  await seat.inspect(`${locale}-timetable-form`)
  await inspectOnPhone({ page, ...seat }, `${locale}-timetable-form`)
  await page.getByRole('button', { name: words.save }).click()
  await page.getByRole('heading', { level: 1, name: `Summer ${trainNumber}` }).waitFor()
  await page.getByText(FIRST_DAY).first().waitFor()
}

/** The second Monday, when the line is closed. */
async function except(seat: Seat, locale: ScreenLocale): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  const day = mondayAfter(21)
  await typeDay(page, words.from, day)
  await page.getByLabel(words.why, { exact: true }).fill('Works on the line')
  await page.getByRole('button', { name: words.add }).click()
  const panel = page.getByRole('region', { name: words.exceptions })
  await panel.getByText(day).waitFor()
  await panel.getByText(exceptionKindTexts.does_not_run[locale]).first().waitFor()
  await seat.inspect(`${locale}-timetable`)
  await inspectOnPhone(seat, `${locale}-timetable`)
}

/** As it was downloaded, but for one cell; then with another name of a train, as it may be read. */
async function readFile(seat: Seat, locale: ScreenLocale): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  await page.goto('/timetables')
  const csv = await (await page.request.get('/api/timetables/file.csv')).text()
  assert.match(csv, /09:00/)
  const choose = (text: string) =>
    page
      .getByLabel(words.upload)
      .last()
      .setInputFiles({
        name: 'timetables.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(text),
      })
  await choose(csv.replace('09:00', '25:70'))
  const faults = page.getByRole('alert')
  await faults
    .getByText(/^[A-Z]\d+$/)
    .first()
    .waitFor()
  await seat.inspect(`${locale}-timetable-file-faults`)
  await inspectOnPhone(seat, `${locale}-timetable-file-faults`, faults)
  await choose(csv.replaceAll('09:00', '09:30'))
  await page.getByRole('button', { name: words.apply }).waitFor()
  await seat.inspect(`${locale}-timetable-file`)
  await page.getByRole('button', { name: words.apply }).click()
  await page.getByRole('button', { name: words.apply }).waitFor({ state: 'detached' })
  await page.getByText('09:30').first().waitFor()
}

/** The lines of the operator: one wrong cell named, then one of them slower. */
async function readLines(seat: Seat, locale: ScreenLocale): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  await page.goto('/services')
  const csv = await (await page.request.get('/api/services/file.csv')).text()
  const take = (text: string) =>
    page
      .getByLabel(words.upload)
      .last()
      .setInputFiles({ name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  const planned = /1[5-7]d \d\d:00/
  await take(csv.replace(planned, 'the 15th'))
  const faults = page.getByRole('alert')
  await faults
    .getByText(/^[A-Z]\d+$/)
    .first()
    .waitFor()
  await seat.inspect(`${locale}-lines-file-faults`)
  await inspectOnPhone(seat, `${locale}-lines-file-faults`, faults)
  const slower = locale === 'zh' ? '17d 06:00' : '17d 12:00'
  await take(csv.replace(planned, slower))
  await page.getByRole('button', { name: words.apply }).waitFor()
  await seat.inspect(`${locale}-lines-file`)
  await page.getByRole('button', { name: words.apply }).click()
  await page.getByRole('button', { name: words.apply }).waitFor({ state: 'detached' })
  const after = await (await page.request.get('/api/services/file.csv')).text()
  assert.ok(after.includes(slower))
}

async function firstTrain(trainNumber: string) {
  const { items } = await stage.office.operator.party.call(trainApi.listDepartures, {
    query: { limit: '100' },
  })
  const train = items.find((one) => one.trainNumber === trainNumber)
  assert.ok(train, `${trainNumber} is laid out`)
  assert.equal(train.departsAt.slice(11, 16), '09:30', 'as the file had it')
  return train
}

async function lookAtCalendar(
  seat: Seat,
  locale: ScreenLocale,
  { trainNumber, day }: { readonly trainNumber: string; readonly day: string },
): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  for (const view of ['month', 'week'] as const) {
    await page.goto(`/calendar?view=${view}&day=${day}`)
    await page.getByText(words[view], { exact: true }).first().waitFor()
    await page.getByText(trainNumber).first().waitFor()
    await seat.inspect(`${locale}-calendar-${view}`)
    await inspectOnPhone(seat, `${locale}-calendar-${view}`)
  }
}

async function keepSlots(seat: Seat, locale: ScreenLocale, departureId: string): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  await page.goto(`/departures/${departureId}`)
  const panel = page.getByRole('region').filter({ has: page.getByRole('heading', { level: 2 }) })
  await page.getByRole('button', { name: words.allot }).click()
  await choose(page.getByLabel(words.party, { exact: true }), locale === 'zh' ? '泉锐' : 'Quanrui')
  await page.getByLabel(words.places, { exact: true }).fill('20')
  await panel.last().scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-allot`)
  await page.getByRole('button', { name: words.allot }).click()
  const query = { params: { departureId } }
  await page
    .getByText(/0\D+20 TEU/)
    .first()
    .waitFor()
  const { items } = await stage.office.operator.party.call(allotmentApi.listAllotments, query)
  assert.deepEqual(
    items.map(({ amount }) => amount.teu),
    [20],
  )
  await seat.inspect(`${locale}-allotted`)
  await inspectOnPhone(seat, `${locale}-allotted`, page.getByText(/0\D+20 TEU/).first())
}

async function shorten(seat: Seat, locale: ScreenLocale, departureId: string): Promise<void> {
  const { page } = seat
  const words = PLAN_WORDS[locale]
  await page.getByRole('link', { name: words.shorten }).click()
  await page.getByLabel(words.capacity).fill('60')
  await page.getByLabel(words.reason, { exact: true }).fill('Fewer wagons')
  await seat.inspect(`${locale}-shorten`)
  await inspectOnPhone(seat, `${locale}-shorten`)
  await page.getByRole('button', { name: words.confirm }).click()
  await page.waitForURL(`**/departures/${departureId}`)
  const { call } = stage.office.operator.party
  const train = await call(trainApi.getDeparture, { params: { departureId } })
  assert.deepEqual([train.capacityTeu, train.allotted.teu], [60, 20], 'what is kept stays kept')
  const { excess } = await call(shortenApi.shortening, { params: { departureId } })
  assert.equal(excess.teu, 0)
}
