/** A list against what the platform knows: whose containers, what was taught, what stood in a list before; shown, or taken. */
import { createHash } from 'node:crypto'
import { findContainersByNumber } from '#booking'
import { say as inWords } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import { CELL_FAULTS_MAX, cellName, type Grid, type SheetFile } from '#kernel/spreadsheet.ts'
import { stationKey, suggestStations } from '#kernel/station-names.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { say } from '#platform/outbox.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { columnsOf, lackingOf, proposeMapping, shapeOf, shapesOf } from '#tracking/list-columns.ts'
import {
  ALIASES_MAX,
  listProblem,
  listTaken,
  listTexts,
  PositionListId,
  ROWS_SHOWN_MAX,
  type ListMapping,
  type ListRead,
  type ListTaken,
  type RowFault,
  type TaughtStation,
} from '#tracking/list-contract.ts'
import { readList, type SaidPosition } from '#tracking/list-reading.ts'
import {
  findKnown,
  findMapping,
  insertList,
  insertPositions,
  keepAlias,
  keepMapping,
  keyOf,
  listAliases,
  moveByList,
  readBeginnings,
  type PlacedPosition,
} from '#tracking/list-store.ts'

interface Asking {
  readonly actor: Actor
  readonly now: Date
  readonly locale: 'zh' | 'en' | 'ru'
  readonly ids: Ids
}

interface AskedList {
  readonly file: SheetFile
  readonly stations: readonly TaughtStation[]
  readonly mapping?: ListMapping | undefined
}

export async function readAskedList(tx: Tx, asking: Asking, asked: AskedList): Promise<ListRead> {
  const bytes = Buffer.from(asked.file.base64, 'base64')
  const grid = await readSpreadsheet(bytes)
  const { mapping, mappingFrom } = await mappingFor(tx, asking, grid, asked.mapping)
  const lacking = lackingOf(mapping)
  const told = {
    sha256: digestOf(bytes).toString('hex'),
    mapping,
    mappingFrom,
    lacking,
    columns: columnsOf(grid, mapping.headingRow),
  }
  if (lacking.length > 0)
    return { ...told, rows: [], unknownStations: [], kept: 0, known: 0, refused: 0, faults: [] }
  const placed = await placeRows(tx, asking, grid, { ...asked, mapping })
  const { positions, faults, known, unknown } = placed
  return {
    ...told,
    rows: positions.slice(0, ROWS_SHOWN_MAX).map((position) => ({
      row: position.row,
      containerId: position.containerId,
      containerNumber: position.number,
      at: position.at.toISOString(),
      station: position.station,
      latitude: position.latitude,
      longitude: position.longitude,
      precision: position.precision,
      status: position.status,
      wagon: position.wagon,
      remarks: position.remarks,
      known: known.has(key(position)),
    })),
    unknownStations: [...unknown].slice(0, ALIASES_MAX).map(([typed, rows]) => ({
      typed,
      rows,
      suggestions: suggestStations(typed),
    })),
    ...outcomeOf(placed),
    faults: faults.slice(0, CELL_FAULTS_MAX),
  }
}

export async function takeAskedList(
  tx: Tx,
  asking: Asking,
  asked: AskedList & { readonly mapping: ListMapping },
): Promise<ListTaken> {
  const { actor, now, ids } = asking
  const { organisationId, memberId } = actor
  if (lackingOf(asked.mapping).length > 0) throw listProblem('tracking.list_mapping_lacks')
  const bytes = Buffer.from(asked.file.base64, 'base64')
  const grid = await readSpreadsheet(bytes)
  const shape = digestOf(shapeOf(grid, asked.mapping.headingRow))
  await keepMapping(tx, { organisationId, shape, mapping: asked.mapping, now })
  await teach(tx, asking, asked.stations)
  const placed = await placeRows(tx, asking, grid, asked)
  const fresh = freshOf(placed)
  const outcome = outcomeOf(placed)
  const list = {
    id: PositionListId.parse(ids('lst')),
    organisationId,
    memberId,
    fileName: asked.file.name,
    sha256: digestOf(bytes),
    importedAt: now,
    ...outcome,
  }
  if (fresh.length > 0) {
    await insertList(tx, list)
    await insertPositions(tx, list, fresh)
    await moveByList(tx, list.id)
    const containerIds = [...new Set(fresh.map(({ containerId }) => containerId))]
    await say(tx, listTaken, { listId: list.id, containerIds })
  }
  const { id, fileName } = list
  const sha256 = list.sha256.toString('hex')
  return {
    list:
      fresh.length === 0
        ? null
        : { id, fileName, sha256, importedAt: now.toISOString(), ...outcome },
    ...outcome,
    faults: placed.faults.slice(0, CELL_FAULTS_MAX),
  }
}

const digestOf = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

async function mappingFor(
  tx: Tx,
  { actor }: Asking,
  grid: Grid,
  given: ListMapping | undefined,
): Promise<Pick<ListRead, 'mapping' | 'mappingFrom'>> {
  if (given !== undefined) return { mapping: given, mappingFrom: 'given' }
  const shapes = shapesOf(grid).map(({ shape }) => digestOf(shape))
  const remembered = await findMapping(tx, actor.organisationId, shapes)
  return remembered === undefined
    ? { mapping: proposeMapping(grid), mappingFrom: 'headings' }
    : { mapping: remembered, mappingFrom: 'remembered' }
}

async function teach(
  tx: Tx,
  { actor, now }: Asking,
  stations: readonly TaughtStation[],
): Promise<void> {
  if (stations.length === 0) return
  for (const { typed, station } of stations)
    await keepAlias(tx, actor.organisationId, { key: stationKey(typed), typed, station, now })
  const all = await listAliases(tx, actor.organisationId)
  if (all.length > ALIASES_KEPT_MAX)
    throw listProblem('tracking.aliases_too_many', { most: ALIASES_KEPT_MAX })
}

const ALIASES_KEPT_MAX = 2_000

interface Placed {
  readonly positions: readonly PlacedPosition[]
  readonly faults: readonly RowFault[]
  readonly known: ReadonlySet<string>
  readonly unknown: ReadonlyMap<string, number>
}

const key = ({ containerId, at, latitude, longitude }: PlacedPosition): string =>
  keyOf(containerId, at, latitude, longitude)

async function placeRows(
  tx: Tx,
  asking: Asking,
  grid: Grid,
  asked: AskedList & { readonly mapping: ListMapping },
): Promise<Placed> {
  const { actor, now, locale } = asking
  const aliases = [...(await listAliases(tx, actor.organisationId)), ...asked.stations]
  const taught = new Map(aliases.map(({ typed, station }) => [stationKey(typed), station]))
  const { mapping } = asked
  const { positions, faults, unknown } = readList(grid, { mapping, taught, now, locale })
  const numbers = [...new Set(positions.map(({ number }) => number))]
  const mine = await findContainersByNumber(tx, actor.organisationId, numbers)
  const beginnings = await readBeginnings(tx, [...mine.values()])
  const found: PlacedPosition[] = []
  const absent: RowFault[] = []
  for (const position of positions) {
    const containerId = mine.get(position.number)
    const since = containerId && beginnings.get(containerId)
    if (containerId === undefined) absent.push(refuse(asking, grid, mapping, position))
    else if (since !== undefined && position.at < since)
      absent.push(refuse(asking, grid, mapping, position, since))
    else found.push({ ...position, containerId })
  }
  return {
    positions: found,
    faults: [...faults, ...absent].toSorted((one, other) => one.row - other.row),
    known: await findKnown(tx, actor.organisationId, found),
    unknown,
  }
}

/** `since`: it is theirs, and its journey began later. */
function refuse(
  { locale }: Asking,
  grid: Grid,
  { columns, headingRow }: ListMapping,
  { row, number }: SaidPosition,
  since?: Date,
): RowFault {
  const code = since === undefined ? 'list.container_absent' : 'list.before_journey'
  const column = columns.container ?? 0
  const facts = { number, since: since?.toISOString().slice(0, 16).replace('T', ' ') ?? '' }
  return {
    row,
    cell: cellName(column, row),
    column: headingRow === 0 ? '' : (grid[headingRow - 1]?.[column] ?? '').trim().slice(0, 60),
    code,
    detail: inWords(listTexts[code], locale, facts),
  }
}

/** Each once, and none that is known. */
function freshOf({ positions, known }: Placed): PlacedPosition[] {
  const seen = new Set(known)
  return positions.filter((position) => {
    const isNew = !seen.has(key(position))
    seen.add(key(position))
    return isNew
  })
}

function outcomeOf(placed: Placed) {
  const kept = freshOf(placed).length
  return {
    kept,
    known: placed.positions.length - kept,
    refused: new Set(placed.faults.map(({ row }) => row)).size,
  }
}
