/** The demo runs itself: who starts landbridge and opens the map sees a train cross the border, in the order of a real journey, untouched. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { alertApi } from '#alert/contract.ts'
import type { AlertKind } from '#alert/rule-contract.ts'
import { alertKindTexts } from '#alert/words.ts'
import { bookingApi, type Container } from '#booking/contract.ts'
import { stageTexts } from '#booking/words.ts'
import { getStation } from '#kernel/station.ts'
import { trackingApi } from '#tracking/contract.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { openBrowser } from './browser.ts'
import { signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

/** The train that stands before Khorgos when the demo begins. */
const TRAIN = 'X8083'
const PATIENCE_MS = 300_000
const BORDER = getStation('CN-KHORGOS')
const BEYOND = getStation('KZ-ALTYNKOL')

let server: ServerUnderTest
let browser: Browser
let office: Office
let box: Container

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  office = await openOffice(sendOver(server.url), server.password())
  const { items } = await office.exporter.party.call(bookingApi.listContainers, {
    query: { limit: '100' },
  })
  const travelling = items.filter(
    ({ journey, stage }) =>
      journey.trainNumber === TRAIN && ['departed', 'at_border', 'transshipped'].includes(stage),
  )
  box = travelling[0]!
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('on a map that nobody touches a container comes to stand beyond the border', async () => {
  const seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  await page.goto(`/map?container=${box.id}`)
  await page
    .getByRole('button', { pressed: true })
    .filter({ hasText: stageTexts.transshipped.zh })
    .filter({ hasText: BEYOND.name.zh })
    .waitFor({ timeout: PATIENCE_MS })
  await page
    .getByRole('list', { name: '作业与定位记录' })
    .getByText('换装')
    .first()
    .waitFor({ timeout: PATIENCE_MS })
  await seat.inspect('zh-map-demo')
  await seat.context.close()
})

test('it got there in the order of a journey: reports up to the border, the border, new wagons, reports beyond', async () => {
  const params = { containerId: box.id }
  const { history } = await office.exporter.party.call(bookingApi.getContainer, { params })
  const inOrder = history.toSorted((one, other) => one.sequence - other.sequence)
  const after = inOrder.slice(inOrder.findIndex(({ event }) => event === 'departed'))
  assert.deepEqual(
    after.map(({ event, place }) => [event, place]),
    [
      ['departed', 'CN-DONGJIA'],
      ['border_arrived', BORDER.code],
      ['transshipped', BEYOND.code],
    ],
  )
  const [departed, arrived, transshipped] = after.map(({ at }) => Date.parse(at))
  assert.ok(departed! < arrived! && arrived! < transshipped!)

  const { points } = await office.exporter.party.call(trackingApi.track, { params })
  const times = points.map(({ deviceTime }) => Date.parse(deviceTime))
  assert.ok(
    times.every((ms, at) => at === 0 || times[at - 1]! < ms),
    'one report after the other',
  )
  const westward = (from: number, to: number) =>
    points.filter((_, at) => times[at]! >= from && times[at]! <= to).map((one) => one.longitude)
  const before = westward(departed!, arrived!)
  assert.ok(before.length > 0 && before.every((lon) => lon >= BORDER.lon - 0.1))
  const beyond = westward(transshipped!, Date.now())
  assert.ok(beyond.length > 0 && beyond.every((lon) => lon <= BEYOND.lon + 0.1))
})

test('what goes wrong on its trains is an alert by itself: a late train, a door before the border, a battery', async () => {
  const ofKind = async (kind: AlertKind, state: 'open' | 'closed') => {
    const query = { kind, state, limit: '50' }
    const { items } = await office.exporter2.party.call(alertApi.list, { query })
    const mine = await office.exporter.party.call(alertApi.list, { query })
    return [...items, ...mine.items]
  }
  const until = async (kind: AlertKind, state: 'open' | 'closed') => {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 1_000) {
      const found = await ofKind(kind, state)
      if (found.length > 0) return found
      await sleep(1_000)
    }
    throw new Error(`no ${kind} became ${state}`)
  }
  const late = await until('late', 'open')
  assert.deepEqual(
    late.map(({ train, severity }) => [train.number, severity]),
    [
      ['X8055', 'yellow'],
      ['X8055', 'yellow'],
    ],
  )
  assert.equal((await until('battery_low', 'open')).length, 1)
  const doors = await until('door_opened', 'closed')
  assert.deepEqual(
    doors.map(({ train, closedFor }) => [train.number, closedFor]),
    [[TRAIN, 'ended']],
  )
  const minutes = (Date.parse(doors[0]!.endedAt!) - Date.parse(doors[0]!.sinceAt)) / 60_000
  assert.ok(minutes >= 10 && minutes <= 60, `${minutes} minutes`)
  const seat = await signIn(browser, server, 'exporter', 'zh')
  await seat.page.goto('/alerts?state=all')
  await seat.page.getByText(alertKindTexts.door_opened.zh).first().waitFor()
  await seat.inspect('zh-alerts-demo')
  await seat.context.close()
})
