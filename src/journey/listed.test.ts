// An agent's list gives milestones as a tracker does: marked as what they are, corrected with the list, linked with people's word.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { takeStep } from '#booking'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { getStation, StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { createMoves } from '#tracking/moves.ts'
import { trackingRoutes } from '#tracking'
import { journeyFollower, journeyRoutes } from '#journey'
import { defaultFence } from '#journey/fence/geofence.ts'
import { spotListed } from '#journey/listed.ts'
import type { Journey } from '#journey/way-contract.ts'

const station = (code: string) => StationCode.parse(code)
const WAY = [
  ['CN-DONGJIA'],
  ['CN-XIAN'],
  ['CN-KHORGOS'],
  ['KZ-ALTYNKOL', 'CN-KHORGOS'],
  ['UZ-CHUKURSAY'],
].map(([code, across]) => ({
  station: station(code!),
  fence: defaultFence(getStation(code!)),
  acrossFrom: across === undefined ? undefined : station(across),
}))

const LISTS: readonly (readonly [rows: string, seen: string])[] = [
  ['', ''],
  ['1 CN-XIAN, 2 CN-XIAN', 'arrived CN-XIAN 1'],
  ['0 CN-DONGJIA, 1 CN-XIAN', 'arrived CN-XIAN 1'],
  ['1 RU-VORSINO', ''],
  ['1 KZ-ALTYNKOL', 'arrived KZ-ALTYNKOL 1'],
  [
    '1 CN-KHORGOS, 3 KZ-ALTYNKOL',
    'arrived CN-KHORGOS 1, arrived KZ-ALTYNKOL 3, border_crossed KZ-ALTYNKOL 3',
  ],
]

test('a list tells of arrivals and borders on the line, and of no departure', () => {
  for (const [text, expected] of LISTS) {
    const rows = text.split(', ').flatMap((row) => {
      const [ms, code] = row.split(' ')
      return code === undefined ? [] : [{ ms: Number(ms), station: station(code) }]
    })
    const seen = spotListed(rows, WAY).map(({ kind, station: at, ms }) => `${kind} ${at} ${ms}`)
    assert.equal(seen.join(', '), expected, text)
  }
})

const HOUR = 3_600_000
const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
trackingRoutes(http)
journeyRoutes(http, { moves: createMoves(database) })
const parties = await organisationsFixture(database)
const box = await bookedContainer(database, { parties, until: 'depart', boxes: 1 })
const { containerId } = box
const { containerNumber, lastStepAt } = await box.read()
const departedMs = lastStepAt.getTime()
const followers = await startFollowers(database, [journeyFollower(clock)], (error) => {
  throw error as Error
})
after(async () => {
  await followers.stop()
  await database.drop()
})

const mapping = {
  ...{ headingRow: 0, zone: 'UTC', dayFirst: true },
  columns: { container: 0, time: 1, place: 2 },
}
async function list(...rows: readonly (readonly [hours: number, place: string])[]): Promise<void> {
  clock.advance(1)
  const lines = rows.map(([hours, place]) => {
    const at = new Date(departedMs + hours * HOUR).toISOString().slice(0, 16)
    return `${containerNumber},${at.replace('T', ' ')},${place}`
  })
  const file = { name: 'list.csv', base64: Buffer.from(lines.join('\n')).toString('base64') }
  const by = http.as(parties.operator.actor)
  const { status, body } = await by.post('/api/position-lists', { file, mapping })
  assert.equal(status, 200, JSON.stringify(body))
  await followers.settle()
}
const journey = async () =>
  (await http.as(parties.exporter.actor).get<Journey>(`/api/containers/${containerId}/journey`))
    .body
const seen = async () =>
  (await journey()).seen.map(
    ({ kind, station: at, source, at: when }) =>
      `${kind} ${at} ${source} ${Math.round((Date.parse(when) - departedMs) / HOUR)}`,
  )

test('a taken list makes milestones and the estimate; a corrected one takes them back', async () => {
  clock.advance(200 * 60)
  await list([30, 'Xi’an'], [121, 'Khorgos'])
  assert.deepEqual(await seen(), ['arrived CN-XIAN list 30', 'arrived CN-KHORGOS list 121'])
  const { eta, legs } = await journey()
  assert.equal(eta?.because, 'seen')
  assert.equal(legs[0]?.ends.seen, new Date(departedMs + 121 * HOUR).toISOString())
  await list([121, 'Urumqi'], [150, 'Altynkol'])
  assert.deepEqual(
    (await seen()).filter((one) => !/URUMQI/.test(one)),
    ['arrived CN-XIAN list 30', 'arrived KZ-ALTYNKOL list 150'],
  )
})

test('a person’s word is linked with the list’s, and neither overwrites the other', async () => {
  await list([122, 'Khorgos'])
  await database.transact((tx) =>
    takeStep(tx, {
      actor: parties.rail.actor,
      step: 'border_arrive',
      place: station('CN-KHORGOS'),
      now: clock(),
      at: timestampIn(departedMs + 120 * HOUR, 'Asia/Shanghai'),
      containerId,
    }),
  )
  await followers.settle()
  const arrival = (await journey()).seen.find(
    (one) => one.station === 'CN-KHORGOS' && one.kind === 'arrived',
  )
  assert.deepEqual([arrival?.source, arrival?.step?.differenceMinutes], ['list', -120])
})
