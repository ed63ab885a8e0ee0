/**
 * A crowd of boxes as a map can show it: those that would cover each other are one mark with their number. Reckoned anew for what is in
 * sight, so that a hundred thousand boxes that move cost one pass over two columns of numbers and no index. Pure.
 */

/** Boxes as columns of numbers: on the map's square (Web Mercator), 0 to 1 from the north-west; NaN where nobody knows. */
export interface Crowd {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  /** 0 is not shown. */
  readonly wanted: Uint8Array
  /** How it is coloured, the worst highest. */
  readonly tone: Uint8Array
}

/** What is in sight, on the same square, and how many pixels the square is wide. */
export interface Sight {
  readonly west: number
  readonly north: number
  readonly east: number
  readonly south: number
  readonly worldPx: number
}

/** Marks as columns: where, of how many boxes, coloured how; of one box, which, of several, where they begin and end. */
export interface Marks {
  readonly lon: Float64Array
  readonly lat: Float64Array
  readonly count: Uint32Array
  readonly tone: Uint8Array
  /** The row of its first box. */
  readonly row: Uint32Array
  /** Four for each: west, south, east, north, degrees. */
  readonly bounds: Float64Array
}

/** Boxes nearer to each other than this are drawn as one. */
const CELL_PX = 58
const MERGE_PX = 44
/** A mark is coloured as the worst of its boxes where so many are that bad. */
const TONE_SHARE = 0.1
const TONES = 4

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5
}

export function mercatorY(lat: number): number {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}

export const lonOf = (x: number): number => (x - 0.5) * 360

export function latOf(y: number): number {
  return (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90
}

interface Cell {
  readonly column: number
  readonly row: number
  count: number
  x: number
  y: number
  readonly tones: number[]
  first: number
  west: number
  east: number
  north: number
  south: number
  taken: boolean
}

export function gather(crowd: Crowd, sight: Sight): Marks {
  const cells = fillCells(crowd, sight)
  mergeNeighbours(cells, sight.worldPx)
  const left = [...cells.values()].filter(({ taken }) => !taken)
  return {
    lon: Float64Array.from(left, ({ x, count }) => lonOf(x / count)),
    lat: Float64Array.from(left, ({ y, count }) => latOf(y / count)),
    count: Uint32Array.from(left, ({ count }) => count),
    tone: Uint8Array.from(left, toneOf),
    row: Uint32Array.from(left, ({ first }) => first),
    bounds: Float64Array.from(
      left.flatMap(({ west, south, east, north }) => [
        lonOf(west),
        latOf(south),
        lonOf(east),
        latOf(north),
      ]),
    ),
  }
}

/** The rows of the boxes within these bounds (degrees), as many as asked for. */
export function rowsWithin(
  { count, x, y, wanted }: Crowd,
  [west, south, east, north]: readonly number[],
  limit: number,
): number[] {
  const [left, right] = [mercatorX(west!) - 1e-12, mercatorX(east!) + 1e-12]
  const [top, bottom] = [mercatorY(north!) - 1e-12, mercatorY(south!) + 1e-12]
  const rows: number[] = []
  for (let row = 0; row < count && rows.length < limit; row += 1)
    if (
      wanted[row] === 1 &&
      x[row]! >= left &&
      x[row]! <= right &&
      y[row]! >= top &&
      y[row]! <= bottom
    )
      rows.push(row)
  return rows
}

/** Cells stand still on the map, not on the screen: what is gathered does not change while the map is moved. */
function fillCells({ count, x, y, wanted, tone }: Crowd, sight: Sight): Map<number, Cell> {
  const { west, north, east, south, worldPx } = sight
  const perWorld = worldPx / CELL_PX
  const left = Math.floor(west * perWorld)
  const top = Math.floor(north * perWorld)
  const across = Math.floor(east * perWorld) - left + 1
  const cells = new Map<number, Cell>()
  for (let row = 0; row < count; row += 1) {
    if (wanted[row] === 0) continue
    const [boxX, boxY] = [x[row]!, y[row]!]
    // False for NaN, too.
    if (!(boxX >= west && boxX <= east && boxY >= north && boxY <= south)) continue
    const column = Math.floor(boxX * perWorld) - left
    const line = Math.floor(boxY * perWorld) - top
    const at = line * across + column
    const cell = cells.get(at)
    if (cell === undefined) {
      const made = beginCell({ column, row: line }, { boxX, boxY, first: row })
      made.tones[tone[row]!]! += 1
      cells.set(at, made)
      continue
    }
    cell.count += 1
    cell.x += boxX
    cell.y += boxY
    cell.tones[tone[row]!]! += 1
    if (boxX < cell.west) cell.west = boxX
    if (boxX > cell.east) cell.east = boxX
    if (boxY < cell.north) cell.north = boxY
    if (boxY > cell.south) cell.south = boxY
  }
  return cells
}

function beginCell(
  place: { readonly column: number; readonly row: number },
  { boxX, boxY, first }: { readonly boxX: number; readonly boxY: number; readonly first: number },
): Cell {
  return {
    ...place,
    count: 1,
    x: boxX,
    y: boxY,
    tones: new Array<number>(TONES).fill(0),
    first,
    west: boxX,
    east: boxX,
    north: boxY,
    south: boxY,
    taken: false,
  }
}

/** A heap on the edge of two cells is one heap: the larger takes in the smaller where they would cover each other. */
function mergeNeighbours(cells: ReadonlyMap<number, Cell>, worldPx: number): void {
  const byPlace = new Map([...cells.values()].map((cell) => [`${cell.column} ${cell.row}`, cell]))
  const near = MERGE_PX / worldPx
  const largestFirst = [...cells.values()].toSorted((one, other) => other.count - one.count)
  for (const cell of largestFirst) {
    if (cell.taken) continue
    for (let column = cell.column - 1; column <= cell.column + 1; column += 1)
      for (let row = cell.row - 1; row <= cell.row + 1; row += 1) {
        const other = byPlace.get(`${column} ${row}`)
        if (other === undefined || other === cell || other.taken) continue
        const across = cell.x / cell.count - other.x / other.count
        const down = cell.y / cell.count - other.y / other.count
        if (Math.hypot(across, down) < near) takeIn(cell, other)
      }
  }
}

function takeIn(cell: Cell, other: Cell): void {
  other.taken = true
  cell.count += other.count
  cell.x += other.x
  cell.y += other.y
  for (const [tone, count] of other.tones.entries()) cell.tones[tone]! += count
  cell.west = Math.min(cell.west, other.west)
  cell.east = Math.max(cell.east, other.east)
  cell.north = Math.min(cell.north, other.north)
  cell.south = Math.max(cell.south, other.south)
}

function toneOf({ tones, count }: Cell): number {
  let asBad = 0
  for (let tone = TONES - 1; tone > 0; tone -= 1) {
    asBad += tones[tone]!
    if (asBad >= count * TONE_SHARE) return tone
  }
  return 0
}
