import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#platform/testing/database.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { createQuarantine } from '#tracking/gateway-store.ts'
import { listQuarantined } from '#tracking/quarantine-store.ts'

const database = await testDatabase()
after(() => database.drop())
const fixture = await trackedFixture(database)
const { operator, exporter } = fixture.parties

test('an operator reads the quarantined frames of its trackers, the platform all, page by page', async () => {
  const { phone } = await fixture.addTracker()
  const quarantine = createQuarantine(database)
  const frame = { receivedAt: '2026-03-02T12:00:00.000Z', remoteAddress: '192.0.2.1', hex: '7e7e' }
  const decoded = { messageId: '0x0200', checksumOk: false }
  await quarantine({ ...frame, phone, decoded }, 'checksum_wrong')
  await quarantine({ ...frame, phone: '19999999999' }, 'not_authenticated')
  await quarantine(frame, 'frame_too_long')
  const list = (id: typeof operator.organisationId | null, cursor?: string) =>
    database.transact((tx) => listQuarantined(tx, id, { limit: 2, cursor }))
  assert.deepEqual(await list(operator.organisationId), {
    items: [
      {
        receivedAt: frame.receivedAt,
        reason: 'checksum_wrong',
        phone,
        remoteAddress: '192.0.2.1',
        frameHex: '7E7E',
        decoded,
      },
    ],
    next: null,
  })
  assert.deepEqual((await list(exporter.organisationId)).items, [])
  const first = await list(null)
  assert.deepEqual(
    first.items.map((each) => each.reason),
    ['frame_too_long', 'not_authenticated'],
  )
  const second = await list(null, first.next!)
  assert.deepEqual(
    second.items.map((each) => each.reason),
    ['checksum_wrong'],
  )
})
