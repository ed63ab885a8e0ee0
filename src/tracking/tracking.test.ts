import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decideRegistration,
  findBindRefusal,
  findRepeated,
  fixQuality,
  nearPlace,
} from '#tracking/tracking.ts'

const FIXES = `
  valid  latitude  longitude  ahead_s  quality
  yes    36.789    116.751    0        good
  yes    36.789    116.751    -864000  good
  yes    36.789    116.751    600      good
  yes    36.789    116.751    601      clock_ahead
  yes    0         116.751    0        good
  yes    36.789    0          0        good
  yes    0         0          0        null_island
  no     36.789    116.751    0        no_fix
  no     0         0          0        no_fix
  yes    0         0          601      null_island
`

test('which fixes may be shown', () => {
  for (const row of FIXES.trim().split('\n').slice(1)) {
    const [valid, latitude, longitude, ahead, quality] = row.trim().split(/\s+/)
    const fix = { valid: valid === 'yes', latitude: Number(latitude), longitude: Number(longitude) }
    const judged = fixQuality(fix, Number(ahead) * 1000)
    assert.equal(judged, quality, row)
  }
})

const BINDINGS = `
  tracker_bound  container_bound  free_since  at     said
  no             no               -           10:00  -
  no             no               10:00       10:00  -
  no             no               10:01       10:00  bound_then
  yes            no               -           10:00  tracker_bound
  yes            yes              -           10:00  tracker_bound
  no             yes              10:01       10:00  container_bound
`

test('when a tracker may be bound', () => {
  const time = (text: string | undefined) => new Date(`2026-03-02T${text}:00Z`)
  for (const row of BINDINGS.trim().split('\n').slice(1)) {
    const [tracker, container, since, at, said] = row.trim().split(/\s+/)
    const refused = findBindRefusal({
      at: time(at),
      trackerIsBound: tracker === 'yes',
      containerIsBound: container === 'yes',
      trackerFreeSince: since === '-' ? null : time(since),
    })
    assert.equal(refused?.refusal.replace('tracking.', '') ?? '-', said, row)
  }
})

test('a list that names a container twice is refused with its name', () => {
  assert.equal(findRepeated(['ctr_1', 'ctr_2']), null)
  assert.deepEqual(findRepeated(['ctr_1', 'ctr_2', 'ctr_1'])?.facts, { containerId: 'ctr_1' })
})

test('a position is told by the station nearest to it', () => {
  const near = nearPlace({ lat: 36.789316, lon: 116.751316 })
  assert.equal(near.station, 'CN-DONGJIA')
  assert.ok(near.km > 40 && near.km < 50, String(near.km))
})

// Trackers as phone/terminal, with + where a device has registered as it before.
const REGISTRATIONS = `
  known           asks   result
  -               1/A    4
  1/A             1/A    0
  1/A+            1/A    0
  1/A             1/B    4
  1/A+            1/B    1
  1/A             2/A    2
  1/A+            2/A    3
  1/A,2/A+        3/A    3
  1/A,2/B         1/B    4
  1/A+,2/B+       1/B    1
  1/A,2/A         2/A    0
`

test('what a terminal that registers is answered', () => {
  for (const row of REGISTRATIONS.trim().split('\n').slice(1)) {
    const [known, asks, result] = row.trim().split(/\s+/)
    const [phone, terminalId] = asks!.split('/')
    const trackers = known === '-' ? [] : known!.split(',')
    const similar = trackers.map((text) => ({
      id: text,
      phone: text.split('/')[0]!,
      terminalId: text.split('/')[1]!.replace('+', ''),
      hasRegistered: text.endsWith('+'),
    }))
    const decided = decideRegistration({ phone: phone!, terminalId: terminalId! }, similar)
    assert.equal(decided.result, Number(result), row)
    assert.equal(decided.trackerId?.replace('+', ''), result === '0' ? asks : undefined, row)
  }
})
