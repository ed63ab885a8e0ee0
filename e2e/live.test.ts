/**
 * A tracker on the real port and the exporter at the map: what is acknowledged is kept, and the map moves by itself, also when the
 * server is killed in between.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { fromHex } from '#gateway/protocols/jt808/bytes.ts'
import { encodeAuthenticate } from '#gateway/protocols/jt808/encode.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import type { Body } from '#gateway/protocols/jt808/messages.ts'
import { createSplitter } from '#gateway/protocols/jt808/splitter.ts'
import { Tracker } from '#gateway/tracker.ts'
import { containerNumberSpaced, ContainerNumber } from '#kernel/container-number.ts'
import { trackingApi } from '#tracking/contract.ts'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { bindTracker, bookContainer, registerTracker, type Booked } from './booked.ts'
import { openBrowser, type Seat } from './browser.ts'
import { eventually } from './desk.ts'
import { reportBy } from './reporting.ts'
import { signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

/** The frame that the trade's forums show for a location near Jinan, with its own length and checksum. */
const SAMPLE =
  '7E0200001C013306139197080400000000000C000302315C4406F57BD40020000000C6230501000034BE7E'
const SAMPLE_PHONE = '13306139197'
const JINAN = { lat: 36.789316, lon: 116.751316 }
const LANZHOU = { lat: 36.06, lon: 103.83 }
const KHORGOS = { lat: 44.2, lon: 80.41 }

const words = { list: '集装箱列表', live: '实时更新', lost: '连接中断，正在重连' }

let server: ServerUnderTest
let browser: Browser
let office: Office
let box: Booked
let tracker: Tracker
let seat: Seat
const { report, appear, acknowledged } = reportBy(() => tracker)

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  office = await openOffice(sendOver(server.url), server.password())
  box = await bookContainer(office, '700001')
})
after(async () => {
  tracker?.close()
  await browser?.close()
  await server?.remove()
})

test('the sample frame near Jinan is acknowledged, and the tracker is shown to have reported', async () => {
  const { secret } = await registerTracker(office, { phone: SAMPLE_PHONE, terminalId: 'JINAN01' })
  const from = { version: '2013', phone: SAMPLE_PHONE, serial: 1 } as const
  const answers = await exchange(
    [encodeAuthenticate(from, { authCode: secret }), fromHex(SAMPLE)!],
    2,
  )
  const ok = { kind: 'answer', result: 0 } as const
  assert.deepEqual(answers, [
    { ...ok, answersSerial: 1, answersId: 0x0102 },
    { ...ok, answersSerial: 0x0804, answersId: 0x0200 },
  ])
  const operator = await signIn(browser, server, 'operator', 'zh')
  await operator.page.goto('/trackers')
  const row = operator.page.getByRole('row').filter({ hasText: SAMPLE_PHONE })
  await row.getByText('2023-05-01 00:00').waitFor()
  await operator.inspect('zh-trackers')
  await operator.context.close()
})

test('the container moves on the exporter’s map, which is never loaded again', async () => {
  const device = { phone: '13800700001', terminalId: 'LIVE700001' }
  const { trackerId, secret } = await registerTracker(office, device)
  await bindTracker(office, trackerId, box)
  tracker = new Tracker({
    ...device,
    host: '127.0.0.1',
    port: server.trackerPort,
    edition: '2019',
    authCode: secret,
    retryMsMax: 1_000,
  })
  seat = await signIn(browser, server, 'exporter', 'zh')
  const { page } = seat
  page.setDefaultTimeout(60_000)
  await page.goto(`/map?container=${box.containerId}`)
  await page.getByRole('status').filter({ hasText: words.live }).waitFor()
  await page.evaluate('globalThis.isStillHere = true')

  await report(JINAN)
  await sees(page, '济南')
  const before = await plateLeft(page)
  await appear(LANZHOU)
  await sees(page, '兰州')
  // West on a map that is not framed anew is to the left.
  await eventually('the plate moved', async () => (await plateLeft(page)) < before)
  await seat.inspect('zh-map-live')
})

test('killed in between, the server has every acknowledged fix, and the map goes on by itself', async () => {
  const { page } = seat
  await server.kill()
  await page.getByRole('status').filter({ hasText: words.lost }).waitFor()
  // The tracker keeps what nobody acknowledges, and sends it when the server is back.
  const kept = [1, 2, 3].map((step) => report({ lat: 40 + step / 100, lon: 90 }))
  await server.restart()
  await Promise.all(kept)
  await page.getByRole('status').filter({ hasText: words.live }).waitFor()
  await appear(KHORGOS)
  await sees(page, '霍尔果斯')
  assert.equal(await page.evaluate('globalThis.isStillHere'), true, 'the page was never reloaded')
  await seat.inspect('zh-map-after-kill')

  const again = await openOffice(sendOver(server.url), server.password())
  const { points, pointsRecorded } = await again.exporter.party.call(trackingApi.track, {
    params: { containerId: box.containerId },
  })
  const ordered = (list: readonly number[]) => list.toSorted((a, b) => a - b)
  assert.equal(pointsRecorded, acknowledged.length)
  assert.deepEqual(ordered(points.map(({ latitude }) => latitude)), ordered(acknowledged))
})

test('the operator asks the tracker for its place, sees its answer, and looks at a frame that was not taken', async () => {
  const operator = await signIn(browser, server, 'operator', 'zh')
  const { page } = operator
  page.setDefaultTimeout(60_000)
  await page.goto('/trackers')
  const row = page.getByRole('row').filter({ hasText: '13800700001' })
  await row.getByRole('button', { name: '指令' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: '下发' }).click()
  await drawer.getByText('成功').waitFor()
  await drawer.getByText('终端应答内容').click()
  await drawer.getByText('latitude').waitFor()
  await operator.inspect('zh-tracker-commands')
  await page.setViewportSize({ width: 390, height: 844 })
  await operator.inspect('zh-tracker-commands-phone')
  await page.setViewportSize({ width: 1360, height: 900 })
  await page.keyboard.press('Escape')

  // Its last byte, the checksum, is wrong.
  const socket = connect(server.trackerPort, '127.0.0.1')
  const damaged = fromHex(SAMPLE)!
  damaged[damaged.length - 2]! ^= 1
  socket.write(damaged)
  const frame = page.getByRole('row').filter({ hasText: '校验码错误' })
  await frame.getByText('查看报文').click()
  await frame.getByText('messageId').waitFor()
  await operator.inspect('zh-quarantine')
  socket.destroy()
  await operator.context.close()
})

async function sees(page: Page, city: string): Promise<void> {
  const number = containerNumberSpaced(ContainerNumber.parse(box.containerNumber))
  await page
    .getByRole('list', { name: words.list })
    .getByRole('button')
    .filter({ hasText: number })
    .filter({ hasText: new RegExp(`${city}.*(站|公里)`) })
    .waitFor()
}

/** Where the plate with the container's number stands on the map. */
async function plateLeft(page: Page): Promise<number> {
  const plate = page.locator('.map-plate').filter({ hasText: box.containerNumber })
  await plate.waitFor()
  return (await plate.boundingBox())!.x
}

/** Sends the frames on one connection and hears so many answers. */
async function exchange(frames: readonly Uint8Array[], count: number): Promise<readonly Body[]> {
  const socket = connect(server.trackerPort, '127.0.0.1')
  const splitter = createSplitter()
  const heard: Body[] = []
  try {
    await once(socket, 'connect')
    socket.write(Buffer.concat(frames))
    while (heard.length < count) {
      const [chunk] = (await once(socket, 'data')) as [Buffer]
      for (const { bytes } of splitter.push(chunk)) {
        const message = decodeFrame(bytes)
        if (!('error' in message)) heard.push(message.body)
      }
    }
    return heard
  } finally {
    socket.destroy()
  }
}
