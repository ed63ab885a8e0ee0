import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FleetChange, FleetRow } from '#journey/fleet-contract.ts'
import { createFleet } from '#journey/ui/map/fleet.ts'

const WORLD = { west: 0, north: 0, east: 1, south: 1, worldPx: 512 * 2 ** 11 }
const TRAINS = ['dep_a', 'dep_b'].map((departureId, at) => ({
  departureId,
  trainNumber: `X80${at}`,
  departsAt: `2026-03-0${at + 1}T00:00:00Z`,
  origin: 'CN-DONGJIA',
  destination: 'UZ-CHUKURSAY',
}))
const SHIPPERS = ['org_a', 'org_b'].map((id) => ({ id, names: { zh: id, en: id, ru: id } }))

interface Box {
  readonly train?: number
  readonly shipper?: number
  readonly stage?: FleetRow[5]
  readonly late?: number | null
  readonly fix?: readonly [lat: number, lon: number, at: number] | null
  readonly number?: string | null
}

function rowOf(id: string, box: Box = {}): FleetRow {
  const { train = 0, shipper = 0, stage = 'departed', late = 0, fix = null, number = id } = box
  const booking = `LB${id}`
  const heard = fix && ([...fix, fix[2], 60, 'gps'] as FleetRow[11])
  return [
    ...([id, number, booking, train, shipper, stage, false, 'CN-DONGJIA', 100] as const),
    ...[late, late === null ? null : 1_000 + late, heard],
  ] as unknown as FleetRow
}
const changeOf = (items: FleetRow[], gone: string[] = []) =>
  ({ trains: TRAINS, shippers: SHIPPERS, items, gone }) as unknown as FleetChange
const everything = { sort: 'number', descending: false, from: 0, limit: 1_000 } as const
const idsOf = (fleet: ReturnType<typeof createFleet>, asked: object = {}) =>
  fleet.table({ ...everything, ...asked }).lines.map(({ id }) => id)

test('filters say what is drawn and what is listed alike', () => {
  const fleet = createFleet()
  const here = [44, 80, 10] as const
  fleet.add(
    changeOf([
      rowOf('A1', { fix: here, late: 10_000 }),
      rowOf('A2', { fix: here, train: 1, stage: 'at_border' }),
      rowOf('B1', { fix: here, shipper: 1, late: null }),
      rowOf('B2', { shipper: 1, number: null }),
    ]),
  )
  fleet.end()
  const drawn = () => fleet.draw(WORLD).count.reduce((sum, one) => sum + one, 0)
  const cases: [object, string[], number][] = [
    [{}, ['A1', 'A2', 'B1', 'B2'], 3],
    [{ train: 'dep_b' }, ['A2'], 1],
    [{ train: 'dep_z' }, [], 0],
    [{ shipper: 'org_b' }, ['B1', 'B2'], 1],
    [{ stage: 'at_border' }, ['A2'], 1],
    [{ late: 'red' }, ['A1'], 1],
    [{ late: 'unknown' }, ['B1'], 1],
    [{ q: 'A' }, ['A1', 'A2'], 2],
    [{ q: 'LBB2' }, ['B2'], 0],
    [{ shipper: 'org_a', late: 'on_time' }, ['A2'], 1],
  ]
  for (const [filter, ids, marks] of cases) {
    fleet.filter(filter)
    assert.deepEqual(idsOf(fleet), ids, JSON.stringify(filter))
    assert.equal(drawn(), marks, JSON.stringify(filter))
    assert.equal(fleet.counts().shown, ids.length)
  }
  assert.deepEqual(
    fleet.facets().trains.map(({ departureId, count }) => [departureId, count]),
    [
      ['dep_b', 1],
      ['dep_a', 3],
    ],
  )
})

test('a filter holds for what comes later', () => {
  const fleet = createFleet()
  fleet.filter({ stage: 'arrived' })
  fleet.add(changeOf([rowOf('A')]))
  assert.deepEqual(idsOf(fleet), [])
  fleet.change(changeOf([rowOf('A', { stage: 'arrived' })]))
  assert.deepEqual(idsOf(fleet), ['A'])
})

test('sorted by any column, without a value last either way', () => {
  const fleet = createFleet()
  fleet.add(
    changeOf([
      rowOf('A', { late: 5, train: 1, fix: [1, 1, 30] }),
      rowOf('B', { late: null }),
      rowOf('C', { late: -5, fix: [1, 1, 20] }),
    ]),
  )
  assert.deepEqual(idsOf(fleet, { sort: 'late' }), ['C', 'A', 'B'])
  assert.deepEqual(idsOf(fleet, { sort: 'late', descending: true }), ['A', 'C', 'B'])
  assert.deepEqual(idsOf(fleet, { sort: 'train', descending: true }), ['A', 'B', 'C'])
  assert.deepEqual(idsOf(fleet, { sort: 'heard', descending: true }), ['A', 'C', 'B'])
  assert.deepEqual(idsOf(fleet, { sort: 'expected' }), ['C', 'A', 'B'])
  assert.deepEqual(idsOf(fleet, { sort: 'number', from: 1, limit: 1 }), ['B'])
})

test('a move counts once, never back in time, and not for a stranger', () => {
  const fleet = createFleet()
  fleet.add(changeOf([rowOf('A', { fix: [44, 80, 100] })]))
  const move = (id: string, at: number, lat: number) =>
    fleet.move([[id, [lat, 80, at, at, 50, 'gps']]] as never)
  assert.equal(move('A', 101, 45), 1)
  assert.equal(move('A', 90, 46), 0)
  assert.equal(move('Z', 200, 46), 0)
  assert.equal(fleet.line('A')?.fix?.lat, 45)
  // A row written before the move does not undo it.
  fleet.change(changeOf([rowOf('A', { fix: [44, 80, 100], stage: 'at_border' })]))
  assert.equal(fleet.line('A')?.fix?.lat, 45)
  assert.equal(fleet.line('A')?.stage, 'at_border')
})

test('a place from a list is drawn and told as one, until a tracker measures again', () => {
  const fleet = createFleet()
  fleet.add(changeOf([rowOf('A', { fix: [44, 80, 100] }), rowOf('B', { fix: [50, 20, 100] })]))
  const move = (at: number, precision: string) =>
    fleet.move([['A', [45, 82, at, at, 0, precision]]] as never)
  const shown = () => {
    const { ids, listed } = fleet.draw(WORLD)
    return [listed[ids.indexOf('A')], listed[ids.indexOf('B')], fleet.line('A')?.fix?.precision]
  }
  assert.deepEqual(shown(), [0, 0, 'gps'])
  move(110, 'station')
  assert.deepEqual(shown(), [1, 0, 'station'])
  move(120, 'coordinates')
  assert.deepEqual(shown(), [1, 0, 'coordinates'])
  // It stays what it is when rows are moved about in the columns.
  fleet.change(changeOf([], ['B']))
  assert.equal(fleet.line('A')?.fix?.precision, 'coordinates')
  move(130, 'gps')
  assert.equal(fleet.line('A')?.fix?.precision, 'gps')
})

test('a new reading forgets what is in none of its pages', () => {
  const fleet = createFleet()
  fleet.add(changeOf([rowOf('A'), rowOf('B'), rowOf('C')]))
  fleet.end()
  fleet.add(changeOf([rowOf('C')]))
  fleet.add(changeOf([rowOf('D')]))
  fleet.end()
  assert.deepEqual(idsOf(fleet), ['C', 'D'])
})

test('after any changes it holds what a plain map of rows would hold', () => {
  const id = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H')
  const step = fc.oneof(
    fc.record({ put: id, lat: fc.integer({ min: -60, max: 60 }), at: fc.nat(50) }),
    fc.record({ gone: id }),
    fc.record({ moved: id, lat: fc.integer({ min: -60, max: 60 }), at: fc.nat(50) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const fleet = createFleet()
      const plain = new Map<string, { lat: number; at: number }>()
      const write = (key: string, lat: number, at: number) => {
        if ((plain.get(key)?.at ?? 0) <= at) plain.set(key, { lat, at })
      }
      for (const one of steps) {
        if ('put' in one) {
          fleet.change(changeOf([rowOf(one.put, { fix: [one.lat, 80, one.at + 1] })]))
          write(one.put, one.lat, one.at + 1)
        } else if ('gone' in one) {
          fleet.change(changeOf([], [one.gone]))
          plain.delete(one.gone)
        } else {
          fleet.move([[one.moved, [one.lat, 80, one.at + 1, 0, 0, 'gps']]] as never)
          if (plain.has(one.moved)) write(one.moved, one.lat, one.at + 1)
        }
      }
      assert.deepEqual(idsOf(fleet), [...plain.keys()].toSorted())
      for (const [key, { lat }] of plain) assert.equal(fleet.line(key)?.fix?.lat, lat)
    }),
  )
})
