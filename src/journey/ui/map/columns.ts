/** The columns of the fleet: one number of each for every container. */
export interface Columns {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** Seconds since 1970; 0 until a position has come. */
  readonly at: Float64Array
  readonly heard: Float64Array
  readonly speed: Float64Array
  /** Index into `PositionPrecision`. */
  readonly precision: Uint8Array
  readonly stepAt: Float64Array
  /** Minutes; NaN without an estimate. */
  readonly late: Float64Array
  readonly expected: Float64Array
  readonly train: Uint32Array
  readonly shipper: Uint32Array
  readonly stage: Uint8Array
  readonly held: Uint8Array
  readonly tone: Uint8Array
  readonly wanted: Uint8Array
  /** The reading of all pages that wrote it last. */
  readonly reading: Uint8Array
}

export function makeColumns(rows: number): Columns {
  const numbers = () => new Float64Array(rows)
  const bytes = () => new Uint8Array(rows)
  return {
    x: numbers(),
    y: numbers(),
    lat: numbers(),
    lon: numbers(),
    at: numbers(),
    heard: numbers(),
    speed: numbers(),
    precision: bytes(),
    stepAt: numbers(),
    late: numbers(),
    expected: numbers(),
    train: new Uint32Array(rows),
    shipper: new Uint32Array(rows),
    stage: bytes(),
    held: bytes(),
    tone: bytes(),
    wanted: bytes(),
    reading: bytes(),
  }
}

/** Twice as long, with all that is in them. */
export function growColumns(columns: Columns): Columns {
  const larger = makeColumns(columns.x.length * 2)
  for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(columns[name])
  return larger
}

/** A new row begins without a place. */
export function addColumn(columns: Columns, row: number): void {
  columns.x[row] = NaN
  columns.y[row] = NaN
  columns.at[row] = 0
}
