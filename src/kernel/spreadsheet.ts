/**
 * Tables that people keep in Excel: what a file may hold, and how its rows become values, each wrong cell named as Excel names it.
 *
 * A column is found by its heading in any of the three languages, in any order. A cell is held to the same schema as the field
 * of a form, so the sentence is the same too.
 */
import { z } from 'zod'
import { say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'
import { line } from '#kernel/line.ts'
import { nameKey } from '#kernel/station.ts'
import { valueTexts } from '#kernel/value-texts.ts'

export const SHEET_BYTES_MAX = 512 * 1024
export const SHEET_ROWS_MAX = 2_000
export const SHEET_COLUMNS_MAX = 60
/** Of these a person mends a few and asks again; the rest are counted. */
export const CELL_FAULTS_MAX = 200

/** An .xlsx or .csv file as it stands on a clerk's desk, in base64. */
export const SheetFile = z.object({
  name: line(200),
  base64: z
    .base64()
    .max(Math.ceil(SHEET_BYTES_MAX / 3) * 4)
    .meta({
      description: `Excel workbook (.xlsx) or CSV (UTF-8, GB18030 or windows-1251), at most ${SHEET_BYTES_MAX} bytes`,
    }),
})
export type SheetFile = z.infer<typeof SheetFile>

/** One wrong cell. */
export const CellFault = z.object({
  cell: z.string().meta({ description: 'As Excel names it', examples: ['C7'] }),
  column: z.string().meta({ description: 'The heading of its column' }),
  code: z.string(),
  detail: z.string().meta({ description: 'In your language' }),
})
export type CellFault = z.infer<typeof CellFault>

/** What every reading of a file tells of its wrong cells. */
export const cellFaults = { faults: z.array(CellFault), faultCount: z.int() }

export const toldFaults = (faults: readonly CellFault[]) => ({
  faults: faults.slice(0, CELL_FAULTS_MAX),
  faultCount: faults.length,
})

/** A file to be looked at first, then the same again to be done: all of it or none. */
export const SheetToApply = z.object({
  file: SheetFile,
  apply: z.boolean().meta({ description: 'False: only say what it would do' }),
})
export type SheetToApply = z.infer<typeof SheetToApply>

/** Cells as text, row by row; empty ones are empty texts. */
export type Grid = readonly (readonly string[])[]

export interface Column<Value> {
  readonly heading: Text
  readonly optional?: boolean
  readonly parse: (cell: string) => CellValue<Value>
}

type CellValue<Value> =
  | { readonly value: Value }
  | { readonly code: string; readonly text: Text; readonly facts?: TextFacts }

type Columns = Readonly<Record<string, Column<unknown>>>
export type RowOf<C extends Columns> = {
  readonly [Key in keyof C]: C[Key] extends Column<infer Value> ? Value : never
}

export interface TableRead<C extends Columns> {
  readonly rows: readonly { readonly number: number; readonly value: RowOf<C> }[]
  readonly faults: readonly CellFault[]
  /** The fault of a cell found later, by a rule over the whole row. */
  readonly faultAt: (row: number, key: keyof C & string, code: string, detail: string) => CellFault
}

export const spreadsheetTexts = {
  'sheet.column_missing': {
    zh: '缺少列“{heading}”',
    en: 'The column “{heading}” is missing',
    ru: 'Нет столбца «{heading}»',
  },
  'sheet.cell_empty': {
    zh: '此单元格不能为空',
    en: 'This cell must not be empty',
    ru: 'Ячейка не может быть пустой',
  },
  'sheet.not_amount': {
    zh: '金额应如 12500 或 12500.50（最多 {digits} 位小数），现为“{typed}”',
    en: 'An amount is written like 12500 or 12500.50 (at most {digits} decimals), not “{typed}”',
    ru: 'Сумма записывается как 12500 или 12500.50 (не более {digits} знаков после точки), а не «{typed}»',
  },
  'sheet.not_a_count': {
    zh: '应为 {min} 至 {max} 的整数，现为“{typed}”',
    en: 'A whole number from {min} to {max} is needed, not “{typed}”',
    ru: 'Нужно целое число от {min} до {max}, а не «{typed}»',
  },
  'sheet.not_a_choice': {
    zh: '“{typed}”不在可选值之中：{choices}',
    en: '“{typed}” is none of: {choices}',
    ru: '«{typed}» не из списка: {choices}',
  },
  'sheet.too_many': {
    zh: '一个单元格最多 {max} 个值，现为 {count} 个',
    en: 'One cell holds at most {max} values, not {count}',
    ru: 'В ячейке не более {max} значений, а не {count}',
  },
  'sheet.rows_absent': {
    zh: '表中没有数据行',
    en: 'The sheet has no rows',
    ru: 'В таблице нет строк',
  },
} as const satisfies Record<string, Text>
type SheetCode = keyof typeof spreadsheetTexts

const refused = (code: SheetCode, facts: TextFacts = {}) => ({
  code,
  text: spreadsheetTexts[code],
  facts,
})

/** Any value of the kernel, from its text. */
export function valueColumn<Schema extends z.ZodType>(
  heading: Text,
  schema: Schema,
  options: { readonly optional?: boolean } = {},
): Column<z.output<Schema>> {
  return {
    heading,
    ...options,
    parse(cell) {
      const parsed = schema.safeParse(cell)
      if (parsed.success) return { value: parsed.data }
      const issue = parsed.error.issues[0]
      const facts = issue !== undefined && 'params' in issue ? (issue.params as TextFacts) : {}
      const code = String(facts['code'] ?? 'value.invalid')
      const message = issue?.message ?? ''
      const text = valueTexts[code] ?? { zh: message, en: message, ru: message }
      return { code, text, facts }
    },
  }
}

/** Major units as people write them, read digit by digit into minor ones: no fraction is ever held. */
export function amountColumn(heading: Text, digits: number): Column<number> {
  return {
    heading,
    parse(cell) {
      const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(cell.replaceAll(/[\s,]/g, ''))
      const fraction = (match?.[2] ?? '').replace(/0+$/, '')
      if (match === null || fraction.length > digits)
        return refused('sheet.not_amount', { digits, typed: cell.slice(0, 40) })
      return { value: Number(`${match[1]}${fraction.padEnd(digits, '0')}`) }
    },
  }
}

/** A whole number, also with the spaces and commas that people put between its digits. */
export function countColumn(
  heading: Text,
  { min, max, optional = false }: { min: number; max: number; optional?: boolean },
): Column<number> {
  return {
    heading,
    optional,
    parse(cell) {
      const digits = cell.replaceAll(/[\s,'’]/g, '').replace(/\.0+$/, '')
      const value = Number(digits)
      return /^\d{1,12}$/.test(digits) && value >= min && value <= max
        ? { value }
        : refused('sheet.not_a_count', { min, max, typed: cell.slice(0, 40) })
    },
  }
}

/** One of a closed list, by its code or its word in any language. */
export function choiceColumn<Choice extends string>(
  heading: Text,
  choices: Readonly<Record<Choice, Text>>,
): Column<Choice> {
  const entries = Object.entries<Text>(choices) as [Choice, Text][]
  return {
    heading,
    parse(cell) {
      const typed = nameKey(cell)
      const found = entries.find(([code, { zh, en, ru }]) =>
        [code, zh, en, ru].some((word) => nameKey(word) === typed),
      )
      if (found) return { value: found[0] }
      const facts = { typed: cell.slice(0, 40), choices: entries.map(([code]) => code).join(', ') }
      return refused('sheet.not_a_choice', facts)
    },
  }
}

/** Several in one cell, each as the other column reads it; between them spaces where `spaced`, commas, semicolons or line ends. */
export function listColumn<Value>(
  { heading, parse }: Column<Value>,
  { max, spaced = false }: { readonly max: number; readonly spaced?: boolean },
): Column<Value[]> {
  return {
    heading,
    optional: true,
    parse(cell) {
      const words = cell.split(spaced ? /[\s,;，；、]+/ : /[,;，；、\n]+/)
      const typed = [...new Set(words.map((word) => word.trim()))].filter((word) => word !== '')
      if (typed.length > max) return refused('sheet.too_many', { max, count: typed.length })
      const values: Value[] = []
      for (const word of typed) {
        const read = parse(word)
        if (!('value' in read)) return read
        values.push(read.value)
      }
      return { value: values }
    },
  }
}

/** Reads a table below its headings. Rows with a fault are left out; empty rows are passed over. */
export function readTable<C extends Columns>(grid: Grid, columns: C, locale: Locale): TableRead<C> {
  const [head = [], ...body] = grid
  const place = new Map(
    Object.entries(columns).map(([key, { heading }]) => [key, findHeading(head, heading)]),
  )
  const faultAt = (row: number, key: string, code: string, detail: string): CellFault => ({
    cell: cellName(place.get(key) ?? 0, row),
    column: say(columns[key]!.heading, locale),
    code,
    detail,
  })
  const faults: CellFault[] = []
  for (const [key, { heading, optional }] of Object.entries(columns)) {
    if (optional || place.get(key) !== -1) continue
    const detail = say(spreadsheetTexts['sheet.column_missing'], locale, {
      heading: heading[locale],
    })
    faults.push({ cell: '1', column: heading[locale], code: 'sheet.column_missing', detail })
  }
  const rows: { number: number; value: RowOf<C> }[] = []
  if (faults.length > 0) return { rows, faults, faultAt }
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const number = index + 2
    const value: Record<string, unknown> = {}
    const before = faults.length
    for (const [key, column] of Object.entries(columns)) {
      const cell = (cells[place.get(key)!] ?? '').trim()
      if (cell === '' && column.optional) continue
      const read = cell === '' ? refused('sheet.cell_empty') : column.parse(cell)
      if ('value' in read) value[key] = read.value
      else faults.push(faultAt(number, key, read.code, say(read.text, locale, read.facts)))
    }
    if (faults.length === before) rows.push({ number, value: value as RowOf<C> })
  }
  if (rows.length === 0 && faults.length === 0) {
    const detail = say(spreadsheetTexts['sheet.rows_absent'], locale)
    faults.push({ cell: 'A2', column: '', code: 'sheet.rows_absent', detail })
  }
  return { rows, faults, faultAt }
}

function findHeading(head: readonly string[], { zh, en, ru }: Text): number {
  const wanted = new Set([zh, en, ru].map(nameKey))
  return head.findIndex((cell) => wanted.has(nameKey(cell)))
}

/** `C7` for the third column of the seventh row. */
export function cellName(columnIndex: number, row: number): string {
  let letters = ''
  for (let rest = columnIndex + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}
