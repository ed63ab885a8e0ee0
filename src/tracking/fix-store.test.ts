// What a tracker's fixes become as they come in: once each, whatever was known; wild ones marked, and the good ones after them not.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#platform/testing/database.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import type { ReportedFix } from '#tracking/fix-rows.ts'
import { createFixStore } from '#tracking/fix-store.ts'

const database = await testDatabase()
after(() => database.drop())
const fixture = await trackedFixture(database)
const START_MS = Date.parse('2026-03-02T00:00:00Z')

/** Minutes since the start, and how far along the line, in thousandths of a degree. */
function fixAt(deviceId: string, minute: number, along = minute): ReportedFix {
  const time = new Date(START_MS + minute * 60_000).toISOString()
  return {
    deviceId,
    serial: minute,
    deviceTime: time,
    receivedAt: new Date(START_MS + 20 * 3_600_000).toISOString(),
    latitude: 36.75,
    longitude: 100 + along / 1000,
    altitudeM: 30,
    speedKmh: 60.25,
    headingDeg: 270,
    alarm: 0,
    status: 3,
    items: [],
    frame: Buffer.from('7E02', 'hex'),
    valid: true,
  }
}

async function kept(deviceId: string): Promise<string> {
  const { rows } = await database.pool.query<{ serial: number; quality: string }>(
    'select serial, quality from position join tracker on number = tracker where id = $1 order by device_time',
    [deviceId],
  )
  return rows.map(({ serial, quality }) => `${serial}${quality === 'good' ? '' : '!'}`).join(' ')
}

const WAYS = `
  a wild fix is marked, and the good ones after it are not      | 0 1 2~9000 3 4          | 0 1 2! 3 4
  three in a row that agree are believed, and the two before    | 0 1 2~9000 3~9001 4~9002 5~9003 | 0 1 2 3 4 5
  three that do not agree are not                               | 0 1 2~9000 3~90 4~20000 5 | 0 1 2! 3 4! 5
  a first fix that was wild gives way                           | 0~9000 1 2 3 4          | 0 1 2 3 4
  two hours of silence are time enough for a long way           | 0 121~4000              | 0 121
  a late fix stands between its neighbours                      | 0 10 5                  | 0 5 10
  a late fix that fits neither side is marked                   | 0 10 5~9000 6           | 0 5! 6 10
  the same again is the same                                    | 0 1 1 0 2 2             | 0 1 2
`

for (const [name, way, expected] of WAYS.trim()
  .split('\n')
  .map((line) => line.split('|').map((part) => part.trim()) as [string, string, string]))
  test(name, async () => {
    for (const together of [true, false]) {
      const { id } = await fixture.addTracker()
      const fixes = way.split(' ').map((each) => {
        const [minute, along = minute] = each.split('~').map(Number) as [number, number?]
        return fixAt(id, minute, along)
      })
      const store = createFixStore(database)
      if (together) await store.commit(fixes)
      // A store that knows nothing, as after each restart, must come to the same.
      else for (const fix of fixes) await createFixStore(database).commit([fix])
      assert.equal(await kept(id), expected, together ? 'in one batch' : 'one by one')
    }
  })

test('two stores that each think a fix is new keep it once', async () => {
  const { id } = await fixture.addTracker()
  const [one, other] = [createFixStore(database), createFixStore(database)]
  await one.commit([fixAt(id, 0)])
  await other.commit([fixAt(id, 0)])
  const batch = [1, 2, 3].map((minute) => fixAt(id, minute))
  await Promise.all([one.commit(batch), other.commit(batch.toReversed())])
  await one.commit([fixAt(id, 4)])
  await other.commit([fixAt(id, 4), fixAt(id, 5)])
  assert.equal(await kept(id), '0 1 2 3 4 5')
})

test('a batch that fails leaves nothing behind, in the table or in memory', async () => {
  const { id } = await fixture.addTracker()
  const store = createFixStore(database)
  await store.commit([fixAt(id, 0)])
  const impossible = { ...fixAt(id, 2), serial: 2 ** 40 }
  await assert.rejects(store.commit([fixAt(id, 1), impossible]))
  assert.equal(await kept(id), '0')
  await store.commit([fixAt(id, 1), fixAt(id, 2)])
  assert.equal(await kept(id), '0 1 2')
})

test('only what is unusual is kept beyond the columns: items where there are any, the frame where one could not be read', async () => {
  const { id } = await fixture.addTracker()
  const items = [{ id: '0x30', name: 'signalStrength', value: 21 }]
  const strange = [...items, { id: '0xE7', hex: 'FF"\\' }]
  await createFixStore(database).commit([
    fixAt(id, 0),
    { ...fixAt(id, 1), items },
    { ...fixAt(id, 2), items: strange, alarm: 4_294_967_295 },
  ])
  const { rows } = await database.pool.query<{
    items: unknown
    frame: Buffer | null
    alarm: number
  }>(
    'select items, frame, alarm, speed_tenths_kmh from position join tracker on number = tracker where id = $1 order by serial',
    [id],
  )
  assert.deepEqual(rows, [
    { items: null, frame: null, alarm: 0, speed_tenths_kmh: 603 },
    { items, frame: null, alarm: 0, speed_tenths_kmh: 603 },
    { items: strange, frame: Buffer.from([0x7e, 2]), alarm: 4_294_967_295, speed_tenths_kmh: 603 },
  ])
})

test('an hour is entered once as open, and again by what comes later', async () => {
  const { id } = await fixture.addTracker()
  const store = createFixStore(database)
  const open = async () => {
    const { rows } = await database.pool.query<{ hour: Date }>(
      'select hour from position_hour_open join tracker on number = tracker where id = $1 order by hour',
      [id],
    )
    return rows.map(({ hour }) => (hour.getTime() - START_MS) / 3_600_000)
  }
  await store.commit([0, 10, 59, 60, 130].map((minute) => fixAt(id, minute)))
  assert.deepEqual(await open(), [0, 1, 2])
  await database.pool.query('delete from position_hour_open')
  await store.commit([fixAt(id, 30)])
  assert.deepEqual(await open(), [0])
})
