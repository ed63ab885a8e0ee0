/**
 * “Check the route” on a container's page: a tracker's fixes of two hours are entered into the ledger, and the exporter's browser finds the
 * route on the map to be the one entered. Then whoever runs the database changes a fix, deletes one, adds one: each time the check names
 * the hour, and where the server hands out the proof it made before, the browser itself names the point. In Chinese and in English.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { Tracker } from '#gateway/tracker.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice } from '../tools/demo/office.ts'
import { bindTracker, bookContainer, registerTracker, type Booked } from './booked.ts'
import { openBrowser, type Seat } from './browser.ts'
import { eventually, openDesk } from './desk.ts'
import { fixAt } from './reporting.ts'
import { inspectOnPhone, signIn, type ScreenLocale } from './screens.ts'
import { openServed, type Served } from './served.ts'
import type { ServerUnderTest } from './server.ts'

const HOUR_MS = 3_600_000
/** An hour is closed half an hour after it ended: of two that lie three and two hours back both are. */
const FIRST_HOUR_MS = Math.floor(Date.now() / HOUR_MS - 3) * HOUR_MS
const MINUTES = [5, 20, 35, 50, 65, 80, 95, 110]
const momentOf = (minutes: number): Date => new Date(FIRST_HOUR_MS + minutes * 60_000)

let served: Served
let server: ServerUnderTest
let browser: Browser
let database: pg.Client
let box: Booked
let trackerNumber: number
/** The proof as the server made it while nothing was altered. */
let proof: string

before(async () => {
  served = await openServed(1)
  server = served.servers[0]!
  browser = await openBrowser()
  database = new pg.Client({ connectionString: served.databaseUrl })
  await database.connect()
  const office = await openOffice(sendOver(server.url), server.password())
  box = await bookContainer(office, '700081')
  const device = { phone: '13800700081', terminalId: 'DEV700081' }
  const { trackerId, secret } = await registerTracker(office, device)
  await bindTracker(office, trackerId, box)
  // It was put on the box this morning.
  await database.query(
    `update tracker_binding set bound_at = bound_at - interval '1 day' where tracker_id = $1`,
    [trackerId],
  )
  const { rows } = await database.query<{ number: number }>(
    'select number from tracker where id = $1',
    [trackerId],
  )
  trackerNumber = rows[0]!.number
  await report({ ...device, authCode: secret })
  proof = await untilEntered()
  await database.query(
    `create temp table kept as select * from position where tracker = ${trackerNumber}`,
  )
})
after(async () => {
  await database?.end()
  await browser?.close()
  await served?.remove()
})

async function report(device: {
  readonly phone: string
  readonly terminalId: string
  readonly authCode: string
}): Promise<void> {
  const { trackerPort: port } = server
  const tracker = new Tracker({ ...device, host: '127.0.0.1', port, edition: '2019' })
  for (const minutes of MINUTES)
    await tracker.send(
      fixAt({ lat: 36.789, lon: 116.751 - minutes / 100 }, momentOf(minutes).getTime()),
    )
  tracker.close()
}

async function untilEntered(): Promise<string> {
  const desk = openDesk(server)
  return eventually(
    'both hours are entered',
    async () => {
      const path = `/api/containers/${box.containerId}/track/proof`
      const { status, body } = await desk.ask('exporter', path)
      return status === 200 && (body['hours'] as unknown[]).length === 2 && JSON.stringify(body)
    },
    150_000,
  )
}

const WORDS = {
  zh: {
    check: /核对轨迹|重新核对/,
    holds: '轨迹与账本一致',
    hours: '2 个小时、8 个定位，与入账时的摘要相符',
    points: '地图上的 8 个点，时间和位置均与这些定位相同',
    untold: '未能证明',
    altered: (hour: string) => `以下小时的轨迹点与写入账本时不同：${hour}。`,
    differs: '地图上的轨迹与账本不一致',
    differing: '地图上有 1 个点不在入账的定位中',
    missing: '有 1 个入账的定位没有显示在地图上',
  },
  en: {
    check: /Check the route|Check again/,
    holds: 'The route is the one in the ledger',
    hours: ': 2, with fixes: 8, each hour as its digest was entered',
    points: 'Points on the map that are among these fixes, by time and place: 8',
    untold: 'Not proven',
    altered: (hour: string) => `The fixes of these hours are not as they were entered: ${hour}.`,
    differs: 'The route on the map is not the one in the ledger',
    differing: 'Points on the map that were not entered: 1',
    missing: 'Fixes entered that the map does not show: 1',
  },
} as const

type Told = 'differing' | 'missing'

/** What whoever runs the database does to one fix, and what a browser with the old proof finds. */
const ALTERED: readonly {
  readonly name: string
  /** Of the fix that is altered, or beside which one is put. */
  readonly minutes: number
  readonly sql: string
  readonly told: readonly Told[]
  /** Of the point that is told first, where it is another. */
  readonly toldMinutes?: number
}[] = [
  {
    name: 'changed',
    minutes: 80,
    sql: 'update position set latitude_e7 = latitude_e7 + 20000 where tracker = $1 and device_time = $2',
    told: ['differing', 'missing'],
  },
  {
    name: 'deleted',
    minutes: 35,
    sql: 'delete from position where tracker = $1 and device_time = $2',
    told: ['missing'],
  },
  {
    name: 'added',
    minutes: 95,
    sql: `insert into position select (jsonb_populate_record(one, jsonb_build_object(
        'device_time', device_time + interval '1 minute', 'serial', serial + 1000))).*
      from position one where tracker = $1 and device_time = $2`,
    told: ['differing'],
    toldMinutes: 96,
  },
]

/** As the check writes an hour, which is one of UTC. */
function hourOf(minutes: number): string {
  const iso = momentOf(minutes).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 13)}:00 UTC`
}

const clockInShanghai = (minutes: number): string =>
  new Date(momentOf(minutes).getTime() + 8 * HOUR_MS).toISOString().slice(11, 16)

async function restore(): Promise<void> {
  await database.query(`delete from position where tracker = ${trackerNumber}`)
  await database.query('insert into position select * from kept')
}

for (const locale of ['zh', 'en'] as const)
  test(`the route is the one entered, and is not once the database was altered, ${locale}`, async (t) => {
    t.after(restore)
    const seat = await signIn(browser, server, 'exporter', locale)
    seat.page.setDefaultTimeout(60_000)
    await seat.page.goto(`/containers/${box.containerId}`)
    await findGreen(seat, locale)
    await seat.inspect(`${locale}-route-check`)
    await inspectOnPhone(seat, `${locale}-route-check`, answerOf(seat.page))
    for (const altered of ALTERED) {
      await t.test(altered.name, () => findRed(seat, locale, altered))
      await restore()
    }
    // As it was: what is told is told of what stands there now.
    await findGreen(seat, locale)
    await seat.context.close()
  })

const answerOf = (page: Page) =>
  page.getByRole('region', { name: /轨迹与账本|Route and ledger/ }).locator('.ant-alert')

async function ask(page: Page, locale: ScreenLocale): Promise<void> {
  const check = page.getByRole('button', { name: WORDS[locale].check })
  await check.click()
  await check.and(page.locator(':not(.ant-btn-loading)')).waitFor()
}

async function findGreen({ page }: Seat, locale: ScreenLocale): Promise<void> {
  const words = WORDS[locale]
  await ask(page, locale)
  const answer = answerOf(page)
  await answer.filter({ hasText: words.holds }).waitFor()
  const said = await answer.innerText()
  for (const part of [words.hours, words.points, words.untold]) assert.ok(said.includes(part), said)
  await answer.scrollIntoViewIfNeeded()
}

async function findRed(
  seat: Seat,
  locale: ScreenLocale,
  { name, minutes, sql, told, toldMinutes = minutes }: (typeof ALTERED)[number],
): Promise<void> {
  const { page } = seat
  const words = WORDS[locale]
  const { rowCount } = await database.query(sql, [trackerNumber, momentOf(minutes)])
  assert.equal(rowCount, 1)

  // The server itself finds that it can no longer prove that hour, and says which.
  await ask(page, locale)
  const answer = answerOf(page)
  await answer.filter({ hasText: words.altered(hourOf(minutes)) }).waitFor()
  await answer.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-route-${name}`)

  // One that would hide it hands out the proof it had: the browser finds the point that is not as it was entered.
  const handOut = '**/track/proof'
  await page.route(handOut, (route) =>
    route.fulfill({ contentType: 'application/json', body: proof }),
  )
  await ask(page, locale)
  await answer.filter({ hasText: words.differs }).waitFor()
  const said = await answer.innerText()
  for (const kind of ['differing', 'missing'] as const)
    assert.equal(said.includes(words[kind]), told.includes(kind), said)
  assert.ok(said.includes(clockInShanghai(toldMinutes)), said)
  await answer.scrollIntoViewIfNeeded()
  await seat.inspect(`${locale}-route-${name}-hidden`)
  if (name === 'changed') await inspectOnPhone(seat, `${locale}-route-${name}-hidden`, answer)
  await page.unroute(handOut)
}
