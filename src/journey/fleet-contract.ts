/**
 * The fleet: every container of mine that is under way or soon will be, in rows small enough for a hundred thousand at once, and what
 * changes in them as it changes. What the map and its table show.
 */
import { z } from 'zod'
import { ContainerId, Stage } from '#booking/contract.ts'
import { query } from '#kernel/endpoint.ts'
import { Lateness } from '#kernel/lateness.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { StationCode } from '#kernel/station.ts'
import { PositionPrecision } from '#tracking/contract.ts'
import { DepartureId } from '#train/contract.ts'

export const FLEET_PAGE_MAX = 10_000

const seconds = (description: string) =>
  z.int().meta({ description: `${description}, s since 1970` })

/**
 * Where a container was last: latitude, longitude (WGS 84), when it was there, when we heard of it, how fast it was (km/h), and how all
 * this is known: a tracker measures, a list names a station or says coordinates, and no speed.
 */
export const FleetFix = z.tuple([
  z.number(),
  z.number(),
  seconds('Device time'),
  seconds('Receipt time'),
  z.number(),
  PositionPrecision,
])
export type FleetFix = z.infer<typeof FleetFix>

/** A row is written without names of fields, in this order. */
export const FleetRow = z.tuple([
  ContainerId,
  z.string().nullable().meta({ description: 'Container number' }),
  z.string().meta({ description: 'Booking number' }),
  z.int().min(0).meta({ description: 'Index into `trains`' }),
  z.int().min(0).meta({ description: 'Index into `shippers`' }),
  Stage,
  z.boolean().meta({ description: 'Held on its way' }),
  StationCode.meta({ description: 'Place of its last step' }),
  seconds('Time of its last step'),
  z
    .int()
    .nullable()
    .meta({ description: 'Minutes behind the timetable; null without an estimate' }),
  seconds('Expected arrival').nullable(),
  FleetFix.nullable().meta({ description: 'Null until a tracker or a list has told of it' }),
])
export type FleetRow = z.infer<typeof FleetRow>

export const FleetTrain = z.object({
  departureId: DepartureId,
  trainNumber: z.string(),
  departsAt: z.iso.datetime(),
  origin: StationCode,
  destination: StationCode,
})
export type FleetTrain = z.infer<typeof FleetTrain>

export const FleetShipper = z.object({
  id: OrganisationId,
  names: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
})
export type FleetShipper = z.infer<typeof FleetShipper>

const rows = {
  trains: z.array(FleetTrain),
  shippers: z.array(FleetShipper).meta({ description: 'Who booked' }),
  items: z.array(FleetRow),
}

export const FleetPage = z.object({
  ...rows,
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end' }),
  mark: z.string().meta({
    description:
      'Of the first page: what has changed since then is told by the stream from this mark on',
  }),
})
export type FleetPage = z.infer<typeof FleetPage>

const numbers = z.array(z.number())
const known = z.array(z.number().nullable())

/** One value of each for every row, in the order of the rows. */
const columns = {
  id: z.array(z.string()),
  number: z.array(z.string().nullable()),
  booking: z.array(z.string()),
  train: numbers,
  shipper: numbers,
  stage: numbers,
  held: numbers,
  place: z.array(z.string()),
  step: numbers,
  late: known,
  expected: known,
  lat: known,
  lon: known,
  at: known,
  heard: known,
  speed: known,
  precision: known,
}
export type FleetColumnName = keyof typeof columns
export const FLEET_COLUMN_NAMES = Object.keys(columns) as FleetColumnName[]

/**
 * `GET /api/fleet/columns?cursor=…` answers a page of all rows of FleetPage by columns: stage, precision, train and shipper by their
 * numbers, `held` 1 or 0, `lat` and `lon` in hundred-thousandths of a degree; `lat` to `precision` null until a position has come.
 */
export const FLEET_COLUMNS_PATH = '/api/fleet/columns'
export const FLEET_COLUMNS_ROWS = 50_000

export const FleetColumns = z.object({
  trains: z.array(FleetTrain),
  shippers: z.array(FleetShipper),
  next: z.string().nullable(),
  mark: z.string(),
  columns: z.object(columns),
})
export type FleetColumns = z.infer<typeof FleetColumns>

/** The same as rows. */
export function rowsOfColumns({ columns }: FleetColumns): FleetRow[] {
  const { id, number, booking, train, shipper, stage, held, place, step, late, expected } = columns
  return id.map((containerId, at): FleetRow => [
    containerId as FleetRow[0],
    number[at]!,
    booking[at]!,
    train[at]!,
    shipper[at]!,
    Stage.options[stage[at]!]!,
    held[at] === 1,
    place[at] as FleetRow[7],
    step[at]!,
    late[at]!,
    expected[at]!,
    fixOfColumns(columns, at),
  ])
}

function fixOfColumns(columns: FleetColumns['columns'], at: number): FleetFix | null {
  const [lat, lon] = [columns.lat[at], columns.lon[at]]
  if (lat == null || lon == null) return null
  const { at: times, heard, speed, precision } = columns
  const how = PositionPrecision.options[precision[at]!]!
  return [lat / 1e5, lon / 1e5, times[at]!, heard[at]!, speed[at]!, how]
}

/** Rows anew, and those that are no longer shown. */
export const FleetChange = z.object({ ...rows, gone: z.array(ContainerId) })
export type FleetChange = z.infer<typeof FleetChange>

export const FleetMoves = z.array(z.tuple([ContainerId, FleetFix]))
export type FleetMoves = z.infer<typeof FleetMoves>

/**
 * `GET /api/fleet/stream?mark=…` (text/event-stream) tells what has changed since that mark: `moved` with FleetMoves, `changed` with a
 * FleetChange, and `reset` where that can no longer be told, or too much has changed: read the pages again.
 */
export const FLEET_STREAM_PATH = '/api/fleet/stream'

export const fleetFilter = {
  train: DepartureId.optional(),
  shipper: OrganisationId.optional(),
  stage: Stage.optional(),
  late: Lateness.optional(),
  held: z.enum(['true', 'false']).optional(),
  q: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ description: 'Beginning of a container or booking number' }),
}

export const fleetApi = {
  fleet: query({
    path: '/fleet',
    summary:
      'My containers that have not arrived, or lately: stage, train, shipper, delay and last position of each, newest booking first',
    access: 'member',
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(FLEET_PAGE_MAX).default(1_000),
      ...fleetFilter,
    }),
    reply: FleetPage,
  }),
}
