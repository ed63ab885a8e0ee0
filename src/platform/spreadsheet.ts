/**
 * Excel and CSV files: the only file that knows the libraries, which are loaded when the first file comes or goes. What comes in is bounded before it is believed: bytes, what they
 * unpack to, rows and columns. What goes out cannot be taken for a formula.
 */
import { inflateRawSync } from 'node:zlib'
import type { Page } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import {
  cellName,
  SHEET_BYTES_MAX,
  SHEET_COLUMNS_MAX,
  SHEET_ROWS_MAX,
  type Grid,
} from '#kernel/spreadsheet.ts'
import { decodeText } from '#platform/text-encoding.ts'

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const CSV_TYPE = 'text/csv; charset=utf-8'

const UNPACKED_BYTES_MAX = 16 * 1024 * 1024
const PARTS_MAX = 200

export const spreadsheetProblem = problems({
  'sheet.unreadable': {
    kind: 'invalid',
    zh: '无法读取此文件，请上传 Excel（.xlsx）或 CSV 文件；旧版 .xls 请另存为 .xlsx',
    en: 'This file cannot be read: send an Excel workbook (.xlsx) or a CSV file; save an old .xls as .xlsx',
    ru: 'Файл не читается: отправьте книгу Excel (.xlsx) или CSV; старый .xls сохраните как .xlsx',
  },
  'sheet.list_too_long': {
    kind: 'conflict',
    zh: '结果超过 {rowsMax} 行，请先缩小筛选范围',
    en: 'There are more than {rowsMax} rows: narrow the filter first',
    ru: 'Строк больше {rowsMax}: сначала сузьте фильтр',
  },
  'sheet.too_large': {
    kind: 'invalid',
    zh: '表格过大：最多 {rowsMax} 行、{columnsMax} 列、{kilobytesMax} KB',
    en: 'The sheet is too large: at most {rowsMax} rows, {columnsMax} columns and {kilobytesMax} kB',
    ru: 'Таблица слишком велика: не более {rowsMax} строк, {columnsMax} столбцов и {kilobytesMax} КБ',
  },
})

/** All of a list that goes into one file; none of it where it is longer than that. */
export function wholeList<Item>(page: Page<Item>, rowsMax: number): readonly Item[] {
  if (page.next !== null) throw spreadsheetProblem('sheet.list_too_long', { rowsMax })
  return page.items
}

const tooLarge = () =>
  spreadsheetProblem('sheet.too_large', {
    rowsMax: SHEET_ROWS_MAX,
    columnsMax: SHEET_COLUMNS_MAX,
    kilobytesMax: SHEET_BYTES_MAX / 1024,
  })
const unreadable = () => spreadsheetProblem('sheet.unreadable')

/** The first sheet of a workbook, or a CSV file, as text. Refuses what is too large, or neither. */
export async function readSpreadsheet(bytes: Uint8Array): Promise<Grid> {
  if (bytes.length > SHEET_BYTES_MAX) throw tooLarge()
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b
  const grid = isArchive ? await readWorkbook(bytes) : parseCsv(decode(bytes))
  if (grid.length > SHEET_ROWS_MAX + 1) throw tooLarge()
  if (grid.some((row) => row.length > SHEET_COLUMNS_MAX)) throw tooLarge()
  return grid
}

async function readWorkbook(bytes: Uint8Array): Promise<Grid> {
  checkArchive(bytes)
  const { readSheet } = await import('read-excel-file/universal')
  const rows = await readSheet(Uint8Array.from(bytes).buffer).catch(() => {
    throw unreadable()
  })
  return rows.map((row) => row.map(textOf))
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? dateText(cell) : String(cell as string | number | boolean)
}

const MINUTE_MS = 60_000
/** Excel counts days from here; what lies before its second day is a time of day that was typed alone. */
const FIRST_DAY_MS = Date.UTC(1900, 0, 2)

/** A day, a time of day, or both, as the cell shows it: `2026-05-01`, `08:30`, `2026-05-01 08:30`. Fractions of a day are never exact. */
function dateText(cell: Date): string {
  const ms = Math.round(cell.getTime() / MINUTE_MS) * MINUTE_MS
  const [day = '', clock = ''] = new Date(ms).toISOString().slice(0, 16).split('T')
  if (ms < FIRST_DAY_MS) return clock
  return clock === '00:00' ? day : `${day} ${clock}`
}

/**
 * Unpacks every part once within a budget, so that a bomb is known before the library meets it, and looks at the cells' names:
 * one cell at XFD1048576 would make a table of seventeen thousand million.
 */
function checkArchive(bytes: Uint8Array): void {
  let left = UNPACKED_BYTES_MAX
  for (const { name, packed, method } of partsOf(bytes)) {
    const part = unpack(packed, method, left)
    left -= part.length
    if (/^xl\/worksheets\/.*\.xml$/.test(name)) checkCells(part)
    if (/<!(DOCTYPE|ENTITY)/i.test(part.toString('latin1', 0, 4_096))) throw unreadable()
  }
}

function unpack(packed: Uint8Array, method: number, left: number): Buffer {
  if (method === 0) {
    if (packed.length > left) throw tooLarge()
    return Buffer.from(packed)
  }
  if (method !== 8) throw unreadable()
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge()
      : unreadable()
  }
}

function checkCells(part: Buffer): void {
  for (const [, letters = '', row] of part.toString('latin1').matchAll(/\br="([A-Z]+)(\d+)"/g)) {
    let column = 0
    for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
    if (column > SHEET_COLUMNS_MAX || Number(row) > SHEET_ROWS_MAX + 1) throw tooLarge()
  }
}

interface Part {
  readonly name: string
  readonly method: number
  readonly packed: Uint8Array
}

/** The parts named by the archive's own directory (APPNOTE 4.3.12), which is what the library goes by too. */
function partsOf(bytes: Uint8Array): Part[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > view.length) throw unreadable()
  const count = view.readUInt16LE(end + 10)
  if (count > PARTS_MAX) throw tooLarge()
  const parts: Part[] = []
  try {
    let at = view.readUInt32LE(end + 16)
    for (let n = 0; n < count; n += 1) {
      if (view.readUInt32LE(at) !== 0x02014b50) throw unreadable()
      const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((o) =>
        view.readUInt16LE(at + o),
      )
      const local = view.readUInt32LE(at + 42)
      const start = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28)
      parts.push({
        name: view.toString('utf8', at + 46, at + 46 + nameBytes!),
        method: view.readUInt16LE(at + 10),
        packed: view.subarray(start, start + view.readUInt32LE(at + 20)),
      })
      at += 46 + nameBytes! + extraBytes! + commentBytes!
    }
  } catch {
    throw unreadable()
  }
  return parts
}

function decode(bytes: Uint8Array): string {
  const text = decodeText(bytes)
  // A picture or an old .xls is text in no language.
  if (text === undefined || text.includes('\0')) throw unreadable()
  return text
}

const LINES_LOOKED_AT = 10

/** RFC 4180, with the semicolons and tabs that Excel writes in countries whose decimals have a comma. */
function parseCsv(text: string): string[][] {
  // A list may begin with a title that has no separator in it.
  const head = text.split('\n', LINES_LOOKED_AT).join('\n')
  const separator =
    [';', '\t'].find((mark) => head.split(mark).length > head.split(',').length) ?? ','
  const rows: string[][] = []
  let row: string[] = []
  const field = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`,
    'gy',
  )
  for (let at = 0; at < text.length || row.length > 0; at = field.lastIndex) {
    field.lastIndex = at
    const match = field.exec(text)
    if (match === null) throw unreadable()
    row.push(unquoted(match[1]?.replaceAll('""', '"') ?? match[2] ?? ''))
    if (match[3] === separator) continue
    rows.push(row)
    row = []
    if (rows.length > SHEET_ROWS_MAX + 1) throw tooLarge()
  }
  return rows
}

/** What `csvField` put before it is no part of the text. */
function unquoted(field: string): string {
  return /^'[=+\-@\t\r]/.test(field) ? field.slice(1) : field
}

export type Cell = string | number | null

/** What whoever fills in a column is told, and the list that it may be chosen from. */
export interface ColumnGuide {
  readonly column: number
  readonly title: string
  readonly prompt: string
  /** Below the heading of a column of another sheet of the same workbook. */
  readonly list?: { readonly sheet: string; readonly column: number; readonly count: number }
}

export interface SheetWritten {
  readonly name: string
  /** The first row is the headings. */
  readonly rows: readonly (readonly Cell[])[]
  readonly guides?: readonly ColumnGuide[]
}

export async function writeWorkbook(sheets: readonly SheetWritten[]): Promise<Uint8Array> {
  const insert = (_: unknown, { sheetIndex }: { readonly sheetIndex: number }) =>
    guidesXml(sheets[sheetIndex]?.guides ?? [])
  const guided = { files: { transform: { 'xl/worksheets/sheet{id}.xml': { insert } } } }
  const { default: writeExcelFile } = await import('write-excel-file/node')
  return writeExcelFile(
    sheets.map(({ name, rows }) => ({
      sheet: sheetName(name),
      data: rows.map((row, index) =>
        row.map((value) => {
          if (value === null) return null
          if (index === 0) return { value: String(value), fontWeight: 'bold' as const }
          return typeof value === 'number' ? { value } : { value, type: String }
        }),
      ),
      columns: widthsOf(rows),
      stickyRowsCount: 1,
    })),
    { features: [guided] },
  ).toBuffer()
}

/** Excel's own limits on the name of a sheet. */
function sheetName(name: string): string {
  return name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31)
}

const PROMPT_MAX = 255
const TITLE_MAX = 32

/**
 * `dataValidations` of ECMA-376 part 1, 18.3.1.33: a hint on each cell and a list to choose from. Other words are let in, because
 * they are read in any of the three languages, and checked when the sheet is.
 */
function guidesXml(guides: readonly ColumnGuide[]): string | undefined {
  if (guides.length === 0) return undefined
  const each = guides.map(({ column, title, prompt, list }) => {
    const cells = `${cellName(column, 2)}:${cellName(column, SHEET_ROWS_MAX + 1)}`
    const said = `promptTitle="${xml(title.slice(0, TITLE_MAX))}" prompt="${xml(prompt.slice(0, PROMPT_MAX))}"`
    const head = `allowBlank="1" showInputMessage="1" ${said} sqref="${cells}"`
    if (list === undefined || list.count === 0) return `<dataValidation ${head}/>`
    const letters = cellName(list.column, 1).replace(/\d+$/, '')
    const range = `'${sheetName(list.sheet)}'!$${letters}$2:$${letters}$${list.count + 1}`
    return `<dataValidation type="list" ${head}><formula1>${xml(range)}</formula1></dataValidation>`
  })
  return `<dataValidations count="${each.length}">${each.join('')}</dataValidations>`
}

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function xml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => XML[sign]!)
}

function widthsOf(rows: readonly (readonly Cell[])[]): { width: number }[] {
  return (rows[0] ?? []).map((_, index) => {
    const longest = Math.max(...rows.slice(0, 100).map((row) => String(row[index] ?? '').length))
    return { width: Math.min(60, longest + 4) }
  })
}

/** With the mark that tells Excel it is UTF-8. A text that a program might run as a formula is quoted with an apostrophe. */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((row) => row.map(csvField).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function csvField(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
