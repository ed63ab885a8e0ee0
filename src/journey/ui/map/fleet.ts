/**
 * The fleet as the browser holds it: a hundred thousand containers in columns, so that a thousand moves are a thousand numbers
 * written. Filters, sorts and gathers them; knows no network and no screen. Lives in the worker.
 */
import { Stage } from '#booking/step-contract.ts'
import type {
  FleetChange,
  FleetMoves,
  FleetRow,
  FleetShipper,
  FleetTrain,
} from '#journey/fleet-contract.ts'
import { latenessOf } from '#kernel/lateness.ts'
import { PositionPrecision } from '#tracking/contract.ts'
import { gather, mercatorX, mercatorY, rowsWithin, type Crowd, type Sight } from '#web/map/crowd.ts'
import type { DrawnCrowd } from '#web/map/drawn.ts'
import { addColumn, type Columns, growColumns, makeColumns } from './columns.ts'
import type {
  FleetFacets,
  FleetFilter,
  FleetLine,
  FleetState,
  SortKey,
  TableAsked,
} from './fleet-line.ts'

const STAGES = Stage.options
const PRECISIONS = PositionPrecision.options
const MEASURED = PRECISIONS.indexOf('gps')
const TONES = { on_time: 0, unknown: 0, late: 1, yellow: 2, red: 3 } as const

export interface Fleet {
  /** A page of a new reading: what is in none of its pages is forgotten when it ends. */
  add(rows: Pick<FleetChange, 'trains' | 'shippers' | 'items'>): void
  /** The reading has come to its end. */
  end(): void
  change(change: FleetChange): void
  /** How many of them it knows. */
  move(moves: FleetMoves): number
  filter(filter: FleetFilter): void
  counts(): Omit<FleetState, 'line'>
  facets(): FleetFacets
  draw(sight: Sight): DrawnCrowd
  table(asked: TableAsked): { readonly lines: FleetLine[]; readonly total: number }
  /** Those within the bounds of a mark that cannot be spread any further. */
  within(bounds: readonly number[], limit: number): FleetLine[]
  line(id: string): FleetLine | undefined
}

interface State {
  columns: Columns
  count: number
  readonly ids: string[]
  readonly numbers: (string | null)[]
  readonly bookings: string[]
  readonly places: string[]
  readonly rowOf: Map<string, number>
  readonly trains: Facets<FleetTrain>
  readonly shippers: Facets<FleetShipper>
  filter: FleetFilter
  /** Of the reading under way: a row that it does not touch is old. */
  reading: number
}

interface Facets<Item> {
  readonly items: Item[]
  readonly byId: Map<string, number>
}

export function createFleet(): Fleet {
  const state: State = {
    columns: makeColumns(1_024),
    count: 0,
    ids: [],
    numbers: [],
    bookings: [],
    places: [],
    rowOf: new Map(),
    trains: { items: [], byId: new Map() },
    shippers: { items: [], byId: new Map() },
    filter: {},
    reading: 0,
  }
  return {
    add: (rows) => write(state, rows),
    end: () => forgetOld(state),
    change(change) {
      write(state, change)
      for (const id of change.gone) remove(state, id)
    },
    move: (moves) => moves.filter(([id, fix]) => moveOne(state, id, fix)).length,
    filter(filter) {
      state.filter = filter
      for (let row = 0; row < state.count; row += 1) judge(state, row)
    },
    counts: () => count(state),
    facets: () => facets(state),
    draw: (sight) => draw(state, sight),
    table: (asked) => table(state, asked),
    within: (bounds, limit) =>
      rowsWithin(crowdOf(state), bounds, limit).map((row) => lineOf(state, row)),
    line(id) {
      const row = state.rowOf.get(id)
      return row === undefined ? undefined : lineOf(state, row)
    },
  }
}

function write(state: State, { trains, shippers, items }: Parameters<Fleet['add']>[0]): void {
  const train = trains.map((one) => number(state.trains, one.departureId, one))
  const shipper = shippers.map((one) => number(state.shippers, one.id, one))
  for (const item of items) writeOne(state, item, train[item[3]]!, shipper[item[4]]!)
}

function number<Item>({ items, byId }: Facets<Item>, id: string, item: Item): number {
  const known = byId.get(id) ?? items.length
  byId.set(id, known)
  items[known] = item
  return known
}

function writeOne(state: State, item: FleetRow, train: number, shipper: number): void {
  const [id, containerNumber, booking, , , stage, held, place, stepAt, late, expected, fix] = item
  const row = state.rowOf.get(id) ?? append(state, id)
  const { columns } = state
  state.numbers[row] = containerNumber
  state.bookings[row] = booking
  state.places[row] = place
  columns.train[row] = train
  columns.shipper[row] = shipper
  columns.stage[row] = STAGES.indexOf(stage)
  columns.held[row] = Number(held)
  columns.stepAt[row] = stepAt
  columns.late[row] = late ?? NaN
  columns.expected[row] = expected ?? NaN
  columns.tone[row] = TONES[latenessOf(late)]
  columns.reading[row] = state.reading
  // A row may be older than a move that came before it.
  if (fix !== null) moveOne(state, id, fix)
  judge(state, row)
}

function append(state: State, id: string): number {
  const row = state.count
  if (row === state.columns.x.length) state.columns = growColumns(state.columns)
  addColumn(state.columns, row)
  state.ids[row] = id
  state.rowOf.set(id, row)
  state.count += 1
  return row
}

function moveOne(state: State, id: string, fix: NonNullable<FleetRow[11]>): boolean {
  const row = state.rowOf.get(id)
  const [lat, lon, at, heard, speed, precision] = fix
  // A container does not move back.
  if (row === undefined || state.columns.at[row]! > at) return false
  const { x, y, at: times, heard: hearings, speed: speeds } = state.columns
  x[row] = mercatorX(lon)
  y[row] = mercatorY(lat)
  state.columns.lat[row] = lat
  state.columns.lon[row] = lon
  times[row] = at
  hearings[row] = heard
  speeds[row] = speed
  state.columns.precision[row] = PRECISIONS.indexOf(precision)
  return true
}

/** The last row takes the place of the one that goes. */
function remove(state: State, id: string): void {
  const row = state.rowOf.get(id)
  if (row === undefined) return
  const last = state.count - 1
  const moved = state.ids[last]!
  for (const column of Object.values(state.columns)) column[row] = column[last]!
  for (const list of [state.ids, state.bookings, state.places]) {
    list[row] = list[last]!
    list.length = last
  }
  state.numbers[row] = state.numbers[last]!
  state.numbers.length = last
  state.rowOf.set(moved, row)
  state.rowOf.delete(id)
  state.count = last
}

function forgetOld(state: State): void {
  const old = state.ids.filter((_, row) => state.columns.reading[row] !== state.reading)
  for (const id of old) remove(state, id)
  state.reading = (state.reading + 1) % 250
}

function judge(state: State, row: number): void {
  const { columns, filter, trains, shippers } = state
  const { train, shipper, stage, late, q } = filter
  const isWanted =
    (train === undefined || columns.train[row] === trains.byId.get(train)) &&
    (shipper === undefined || columns.shipper[row] === shippers.byId.get(shipper)) &&
    (stage === undefined || columns.stage[row] === STAGES.indexOf(stage)) &&
    (late === undefined || latenessOf(lateOf(columns, row)) === late) &&
    (q === undefined || begins(state.numbers[row], q) || begins(state.bookings[row], q))
  columns.wanted[row] = Number(isWanted)
}

const begins = (text: string | null | undefined, q: string): boolean => text?.startsWith(q) ?? false

function lateOf({ late }: Columns, row: number): number | null {
  const minutes = late[row]!
  return Number.isNaN(minutes) ? null : minutes
}

function count({ columns, count: all }: State): ReturnType<Fleet['counts']> {
  let [positioned, shown] = [0, 0]
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let row = 0; row < all; row += 1) {
    const hasPlace = columns.at[row]! > 0
    if (hasPlace) positioned += 1
    if (columns.wanted[row] !== 1) continue
    shown += 1
    if (!hasPlace) continue
    const [lat, lon] = [columns.lat[row]!, columns.lon[row]!]
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const extent = west > east ? null : [down(west), down(south), up(east), up(north)]
  return { all, positioned, shown, extent }
}

/** To a whole tenth of a degree outwards: that a train goes on is no other frame for the map. */
const down = (degrees: number): number => Math.floor(degrees * 10) / 10
const up = (degrees: number): number => Math.ceil(degrees * 10) / 10

/** Those that some container has: trains by their departure, shippers by how many. */
function facets({ columns, count: all, trains, shippers }: State): FleetFacets {
  const tally = (column: Uint32Array, items: readonly unknown[]) => {
    const counts = new Array<number>(items.length).fill(0)
    for (let row = 0; row < all; row += 1) counts[column[row]!]! += 1
    return counts
  }
  const byTrain = tally(columns.train, trains.items)
  const byShipper = tally(columns.shipper, shippers.items)
  return {
    trains: trains.items
      .map((train, at) => ({ ...train, count: byTrain[at]! }))
      .filter((train) => train.count > 0)
      .toSorted((one, other) => other.departsAt.localeCompare(one.departsAt)),
    shippers: shippers.items
      .map((shipper, at) => ({ ...shipper, count: byShipper[at]! }))
      .filter((shipper) => shipper.count > 0)
      .toSorted((one, other) => other.count - one.count),
  }
}

const crowdOf = ({ columns, count: all }: State): Crowd => ({
  count: all,
  x: columns.x,
  y: columns.y,
  wanted: columns.wanted,
  tone: columns.tone,
})

function draw(state: State, sight: Sight): DrawnCrowd {
  const marks = gather(crowdOf(state), sight)
  const ids = Array.from(marks.row, (row, at) => (marks.count[at] === 1 ? state.ids[row]! : ''))
  const heardAt = Float64Array.from(marks.row, (row) => state.columns.at[row]! * 1000)
  const listed = Uint8Array.from(marks.row, (row) =>
    Number(state.columns.precision[row] !== MEASURED),
  )
  const { lon, lat, tone, bounds, count } = marks
  return { lon, lat, tone, bounds, count, ids, heardAt, listed }
}

/** Where values are equal, and at the end where there is none, by number. */
function table(state: State, { sort, descending, from, limit }: TableAsked) {
  const rows: number[] = []
  for (let row = 0; row < state.count; row += 1) if (state.columns.wanted[row] === 1) rows.push(row)
  const valueOf = valueReader(state, sort)
  const turn = descending ? -1 : 1
  rows.sort((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)]
    if (a === b) return compare(nameOf(state, one), nameOf(state, other))
    if (a === null) return 1
    if (b === null) return -1
    return turn * compare(a, b)
  })
  return {
    lines: rows.slice(from, from + limit).map((row) => lineOf(state, row)),
    total: rows.length,
  }
}

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : 1)

const nameOf = (state: State, row: number): string => state.numbers[row] ?? state.bookings[row]!

function valueReader(state: State, sort: SortKey): (row: number) => string | number | null {
  const { columns, trains, shippers } = state
  const orNull = (value: number): number | null =>
    Number.isNaN(value) || value === 0 ? null : value
  switch (sort) {
    case 'number':
      return (row) => nameOf(state, row)
    case 'train': {
      const names = trains.items.map(({ departsAt, trainNumber }) => `${departsAt} ${trainNumber}`)
      return (row) => names[columns.train[row]!]!
    }
    case 'shipper': {
      const names = shippers.items.map(({ names: { zh } }) => zh)
      return (row) => names[columns.shipper[row]!]!
    }
    case 'stage':
      return (row) => columns.stage[row]!
    case 'late':
      return (row) => lateOf(columns, row)
    case 'expected':
      return (row) => orNull(columns.expected[row]!)
    case 'heard':
      return (row) => orNull(columns.at[row]!)
  }
}

function lineOf(state: State, row: number): FleetLine {
  const { columns } = state
  const at = columns.at[row]!
  const expected = columns.expected[row]!
  return {
    id: state.ids[row]!,
    containerNumber: state.numbers[row]!,
    bookingNumber: state.bookings[row]!,
    train: state.trains.items[columns.train[row]!]!,
    shipper: state.shippers.items[columns.shipper[row]!]!,
    stage: STAGES[columns.stage[row]!]!,
    held: columns.held[row] === 1,
    place: state.places[row]!,
    stepAtMs: columns.stepAt[row]! * 1000,
    lateMinutes: lateOf(columns, row),
    expectedMs: Number.isNaN(expected) ? null : expected * 1000,
    fix:
      at === 0
        ? null
        : {
            lat: columns.lat[row]!,
            lon: columns.lon[row]!,
            atMs: at * 1000,
            heardMs: columns.heard[row]! * 1000,
            speedKmh: columns.speed[row]!,
            precision: PRECISIONS[columns.precision[row]!]!,
          },
  }
}
