/**
 * Rows of a sheet become bookings: those of one reference are one, its boxes of a kind one line, its goods of a kind one cargo line.
 * What does not fit together is said at the cell. Pure: who is a broker and which train runs when is given.
 */
import { say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'
import { currencyMinorDigits, Money } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import {
  amountColumn,
  readTable,
  spreadsheetTexts,
  type CellFault,
  type Grid,
} from '#kernel/spreadsheet.ts'
import {
  BOOKING_COLUMNS,
  BULK_COLUMNS,
  NEEDED,
  type BookingColumn,
  type BulkColumn,
  type BulkRow,
} from '#booking/bulk/bulk-columns.ts'
import { BULK_BOOKINGS_MAX, BULK_BOXES_MAX } from '#booking/bulk-contract.ts'
import { BOXES_MAX, Oversize, OVERSIZE_SIDES } from '#booking/cargo-contract.ts'
import { NewBooking, type BookingLine, type CargoLine } from '#booking/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import type { DepartureId } from '#train/contract.ts'

export interface BulkFacts {
  /** By any of its names; undefined: no broker is called so. */
  readonly brokerNamed: (name: string) => OrganisationId | undefined
  /** Trains of that number on that day, by the calendar of the first stop. */
  readonly trainsOn: (trainNumber: string, day: string) => readonly DepartureId[]
  /** The train of rows that name none. */
  readonly departureId: DepartureId | undefined
}

/** A booking with the rows it is from, and where each of its lines first stood. */
export interface Assembled {
  readonly rows: readonly number[]
  readonly body: NewBooking & { readonly reference: string }
  readonly lineRows: readonly number[]
  readonly cargoRows: readonly number[]
}

export interface BulkSheet {
  readonly bookings: readonly Assembled[]
  readonly faults: CellFault[]
  readonly faultAt: (row: number, column: BulkColumn, code: string, text: Text) => CellFault
}

const texts = {
  'booking.bulk_differs': {
    zh: '与第 {row} 行（同一委托编号）不一致；请填相同内容或留空',
    en: 'This differs from row {row} of the same reference: make them alike, or leave this empty',
    ru: 'Отличается от строки {row} с тем же номером заказа: сделайте одинаковым или оставьте пустым',
  },
  'booking.bulk_no_broker': {
    zh: '没有名为“{name}”的报关行，请按平台上登记的名称填写',
    en: 'No customs broker is called “{name}”: write the name as it is registered here',
    ru: 'Нет таможенного брокера «{name}»: укажите название, как оно зарегистрировано',
  },
  'booking.bulk_no_train': {
    zh: '{day} 没有 {train} 次班列',
    en: 'No train {train} departs on {day}',
    ru: 'Поезда {train} на {day} нет',
  },
  'booking.bulk_trains_many': {
    zh: '{day} 有多趟 {train} 次班列，请在相应班次页面上传',
    en: 'Several trains {train} depart on {day}: send the sheet from the page of the one you mean',
    ru: 'На {day} несколько поездов {train}: отправьте таблицу со страницы нужного',
  },
  'booking.bulk_train_missing': {
    zh: '请填写车次和发车日期，或在某个班次的页面上传',
    en: 'Give the train number and its day, or send the sheet from the page of a train',
    ru: 'Укажите номер поезда и дату или отправьте таблицу со страницы поезда',
  },
  'booking.bulk_too_many_boxes': {
    zh: '同一委托编号最多 {boxesMax} 箱，现为 {boxes} 箱，请分成几个编号',
    en: 'One reference holds at most {boxesMax} boxes, not {boxes}: use several',
    ru: 'По одному номеру заказа не более {boxesMax} контейнеров, а не {boxes}: разделите',
  },
  'booking.bulk_too_many_lines': {
    zh: '同一委托编号的箱型或货物种类过多，请分成几个编号',
    en: 'One reference holds at most 12 kinds of boxes and 60 kinds of goods: use several',
    ru: 'По одному номеру заказа не более 12 видов контейнеров и 60 видов груза: разделите',
  },
  'booking.bulk_too_large': {
    zh: '一张表最多 {bookingsMax} 个委托编号、{boxesMax} 箱，请分表上传',
    en: 'One sheet holds at most {bookingsMax} references and {boxesMax} boxes: send several',
    ru: 'В таблице не более {bookingsMax} заказов и {boxesMax} контейнеров: отправьте несколько',
  },
} as const satisfies Record<string, Text>
type BulkCode = keyof typeof texts

interface NumberedRow {
  readonly number: number
  readonly value: BulkRow
}

export function assembleSheet(grid: Grid, facts: BulkFacts, locale: Locale): BulkSheet {
  const { rows, faults: cells, faultAt: at } = readTable(grid, BULK_COLUMNS, locale)
  const faults = [...cells]
  const faultAt: BulkSheet['faultAt'] = (row, column, code, text) =>
    at(row, column, code, text[locale])
  const found = (row: number, column: BulkColumn, code: BulkCode, said: TextFacts = {}) => {
    faults.push(at(row, column, code, say(texts[code], locale, said)))
  }
  const byReference = Map.groupBy(rows as readonly NumberedRow[], ({ value }) => value.reference)
  const bookings = [...byReference.values()].flatMap((some) => {
    const assembled = assemble(some, facts, { found, faults, faultAt })
    return assembled ? [assembled] : []
  })
  const boxes = bookings.reduce((count, { body }) => count + boxesIn(body.lines), 0)
  if (byReference.size > BULK_BOOKINGS_MAX || boxes > BULK_BOXES_MAX) {
    const limits = { bookingsMax: BULK_BOOKINGS_MAX, boxesMax: BULK_BOXES_MAX }
    found(rows[0]!.number, 'reference', 'booking.bulk_too_large', limits)
  }
  return { bookings, faults, faultAt }
}

interface Faulting {
  readonly found: (row: number, column: BulkColumn, code: BulkCode, said?: TextFacts) => void
  readonly faults: CellFault[]
  readonly faultAt: BulkSheet['faultAt']
}

/** Undefined when something of it is at fault, which was said. */
function assemble(
  rows: readonly NumberedRow[],
  facts: BulkFacts,
  faulting: Faulting,
): Assembled | undefined {
  const before = faulting.faults.length
  const whole = wholeOf(rows, faulting)
  const departureId = trainOf(whole, rows[0]!.number, facts, faulting)
  const brokerId = brokerOf(whole, facts, faulting)
  const cargoOfRows = rows.map((row) => cargoOf(row, faulting))
  if (faulting.faults.length > before || !departureId || !brokerId) return undefined
  const boxes = merge(
    rows.map((row) => ({ row: row.number, one: lineOf(row.value) })),
    addBoxes,
  )
  const cargo = merge(
    cargoOfRows.map((one, index) => ({ row: rows[index]!.number, one: one! })),
    addGoods,
  )
  const first = rows[0]!.number
  const count = boxesIn(boxes.map(({ one }) => one))
  if (count > BOXES_MAX) {
    const said = { boxes: count, boxesMax: BOXES_MAX }
    faulting.found(first, 'reference', 'booking.bulk_too_many_boxes', said)
    return undefined
  }
  const body = NewBooking.safeParse({
    departureId,
    brokerId,
    reference: rows[0]!.value.reference,
    consignee: {
      name: whole.consignee?.value,
      country: whole.country?.value,
      address: whole.address?.value,
      phone: whole.phone?.value,
      email: whole.email?.value,
    },
    incoterm: whole.incoterm?.value,
    remarks: whole.remarks?.value,
    lines: boxes.map(({ one }) => one),
    cargo: cargo.map(({ one }) => one),
  })
  // What each cell is was looked at before: what is left is how many there are.
  if (!body.success) faulting.found(first, 'reference', 'booking.bulk_too_many_lines')
  if (!body.success) return undefined
  return {
    rows: rows.map(({ number }) => number),
    body: body.data as Assembled['body'],
    lineRows: boxes.map(({ row }) => row),
    cargoRows: cargo.map(({ row }) => row),
  }
}

type Whole = {
  readonly [Key in BookingColumn]?: {
    readonly row: number
    readonly value: NonNullable<BulkRow[Key]>
  }
}

/** What is of the whole booking, from the first row that has it; another row may not say otherwise. */
function wholeOf(rows: readonly NumberedRow[], { found, faults, faultAt }: Faulting): Whole {
  const whole: Record<string, { row: number; value: unknown }> = {}
  for (const key of Object.keys(BOOKING_COLUMNS) as BookingColumn[])
    for (const { number, value } of rows) {
      const said = value[key]
      const known = whole[key]
      if (said === undefined) continue
      if (known === undefined) whole[key] = { row: number, value: said }
      else if (known.value !== said) found(number, key, 'booking.bulk_differs', { row: known.row })
    }
  for (const key of NEEDED)
    if (whole[key] === undefined)
      faults.push(
        faultAt(rows[0]!.number, key, 'sheet.cell_empty', spreadsheetTexts['sheet.cell_empty']),
      )
  return whole as Whole
}

function trainOf(
  { trainNumber, departsOn }: Whole,
  first: number,
  facts: BulkFacts,
  { found }: Faulting,
): DepartureId | undefined {
  if (trainNumber === undefined && departsOn === undefined && facts.departureId)
    return facts.departureId
  if (trainNumber === undefined || departsOn === undefined) {
    found(first, trainNumber ? 'departsOn' : 'trainNumber', 'booking.bulk_train_missing')
    return undefined
  }
  const trains = facts.trainsOn(trainNumber.value, departsOn.value)
  const said = { train: trainNumber.value, day: departsOn.value }
  if (trains.length === 0) found(trainNumber.row, 'trainNumber', 'booking.bulk_no_train', said)
  if (trains.length > 1) found(trainNumber.row, 'trainNumber', 'booking.bulk_trains_many', said)
  return trains.length === 1 ? trains[0] : undefined
}

function brokerOf(
  { broker }: Whole,
  { brokerNamed }: BulkFacts,
  { found }: Faulting,
): OrganisationId | undefined {
  if (broker === undefined) return undefined
  const id = brokerNamed(broker.value)
  if (id === undefined)
    found(broker.row, 'broker', 'booking.bulk_no_broker', { name: broker.value.slice(0, 60) })
  return id
}

function lineOf(row: BulkRow): BookingLine {
  const { equipmentType, count = 1, owner, temperatureC } = row
  const sides = OVERSIZE_SIDES.flatMap((side) => (row[side] ? [[side, row[side]] as const] : []))
  return {
    equipmentType,
    count,
    ...(owner && owner !== 'operator' && { owner }),
    ...(isDangerous(row) && { dangerous: true }),
    ...(sides.length > 0 && { oversize: Oversize.parse(Object.fromEntries(sides)) }),
    ...(temperatureC !== undefined && { temperatureC }),
  }
}

function isDangerous({ dangerous, unNumber }: BulkRow): boolean {
  return dangerous === 'yes' || unNumber !== undefined
}

function cargoOf({ number, value }: NumberedRow, faulting: Faulting): CargoLine | undefined {
  const { currency, packageKind, hsCode, packages, grossMassKg } = value
  const amount = amountColumn(BULK_COLUMNS.value.heading, currencyMinorDigits(currency)).parse(
    value.value,
  )
  if ('code' in amount) {
    const { code, text, facts = {} } = amount
    const told = {
      zh: say(text, 'zh', facts),
      en: say(text, 'en', facts),
      ru: say(text, 'ru', facts),
    }
    faulting.faults.push(faulting.faultAt(number, 'value', code, told))
    return undefined
  }
  const { unNumber, dangerousClass, packingGroup, papers = [] } = value
  if (unNumber !== undefined && dangerousClass === undefined) {
    const empty = spreadsheetTexts['sheet.cell_empty']
    faulting.faults.push(faulting.faultAt(number, 'dangerousClass', 'sheet.cell_empty', empty))
    return undefined
  }
  return {
    goodsName: { zh: value.goodsZh, en: value.goodsEn, ru: value.goodsRu },
    hsCode,
    packages,
    packageKind: packageKind as CargoLine['packageKind'],
    grossMassKg: grossMassKg as CargoLine['grossMassKg'],
    value: Money.parse({ amountMinor: amount.value, currency }),
    ...(unNumber !== undefined &&
      dangerousClass !== undefined && {
        dangerous: { unNumber, dangerousClass, ...(packingGroup && { packingGroup }), papers },
      }),
  }
}

interface Placed<One> {
  readonly row: number
  readonly one: One
}

/** Those that are the same but for what is counted are added up, and stand where the first of them stood. */
function merge<One>(
  all: readonly Placed<One>[],
  add: { readonly key: (one: One) => string; readonly plus: (one: One, other: One) => One },
): Placed<One>[] {
  const kinds = new Map<string, Placed<One>>()
  for (const { row, one } of all) {
    const key = add.key(one)
    const known = kinds.get(key)
    kinds.set(key, known ? { row: known.row, one: add.plus(known.one, one) } : { row, one })
  }
  return [...kinds.values()]
}

const addBoxes = {
  key: (line: BookingLine) => JSON.stringify({ ...line, count: 0 }),
  plus: (one: BookingLine, { count }: BookingLine) => ({ ...one, count: one.count + count }),
}

const addGoods = {
  key: (line: CargoLine) =>
    JSON.stringify({ ...line, packages: 0, grossMassKg: 0, value: line.value.currency }),
  plus: (one: CargoLine, other: CargoLine) => ({
    ...one,
    packages: one.packages + other.packages,
    grossMassKg: one.grossMassKg + other.grossMassKg,
    value: {
      ...one.value,
      amountMinor: (one.value.amountMinor + other.value.amountMinor) as Money['amountMinor'],
    },
  }),
}

function boxesIn(lines: readonly BookingLine[]): number {
  return lines.reduce((count, line) => count + line.count, 0)
}

/** The cell that a finding is about: the first row of its line, in the column that says it. */
export function cellOf(
  { rule, line, cargo }: Finding,
  { rows, lineRows, cargoRows }: Assembled,
): readonly [row: number, column: BulkColumn] {
  if (cargo !== null) return [cargoRows[cargo]!, CARGO_COLUMN[rule] ?? 'hsCode']
  if (line !== null) return [lineRows[line]!, LINE_COLUMN[rule] ?? 'equipmentType']
  return [rows[0]!, rule === 'payload' ? 'grossMassKg' : 'equipmentType']
}

const CARGO_COLUMN: Partial<Record<Finding['rule'], BulkColumn>> = {
  dangerous_unmarked: 'dangerous',
  dangerous_not_carried: 'unNumber',
  papers_needed: 'papers',
}
const LINE_COLUMN: Partial<Record<Finding['rule'], BulkColumn>> = {
  dangerous_unnamed: 'unNumber',
  temperature_box: 'temperatureC',
  reefer_temperature: 'temperatureC',
  box_mass: 'grossMassKg',
  lift_limit: 'grossMassKg',
  axle_load: 'grossMassKg',
  oversize_limit: 'heightCm',
}
