// Spreadsheets there and back, and everything that pretends to be one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import writeExcelFile from 'write-excel-file/node'
import { readSpreadsheet, writeCsv, writeWorkbook } from '#platform/spreadsheet.ts'

const ROWS = [
  ['箱型', 'Price', 'Примечание'],
  ['45G1', 12_500.5, 'a, "b"; c'],
  ['22G1', 0, null],
] as const
const AS_TEXT = [
  ['箱型', 'Price', 'Примечание'],
  ['45G1', '12500.5', 'a, "b"; c'],
  ['22G1', '0', ''],
]
const code = async (bytes: Uint8Array): Promise<unknown> => {
  try {
    return await readSpreadsheet(bytes)
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const utf8 = (text: string) => new TextEncoder().encode(text)

test('a workbook comes back as it was written', async () => {
  assert.deepEqual(
    await readSpreadsheet(await writeWorkbook([{ name: 'a/b', rows: ROWS }])),
    AS_TEXT,
  )
})

test('so does a CSV file, also with semicolons or tabs and as other programs end lines', async () => {
  assert.deepEqual(await readSpreadsheet(utf8(writeCsv(ROWS))), AS_TEXT)
  assert.deepEqual(await readSpreadsheet(utf8('a;b\n1,5;"2""\n3"')), [
    ['a', 'b'],
    ['1,5', '2"\n3'],
  ])
  assert.deepEqual(await readSpreadsheet(utf8('a\tb\r\n1\t')), [
    ['a', 'b'],
    ['1', ''],
  ])
})

test('what a program might run is written as text', () => {
  assert.match(writeCsv([['=1+1', '+7', '-', '@x']]), /'=1\+1,'\+7,'-,'@x/)
})

test('and comes back without the mark that kept it from being run', async () => {
  const rows = [['=1+1', '+86 10', '-5', '@x', "it's"]]
  assert.deepEqual(await readSpreadsheet(utf8(writeCsv(rows))), rows)
})

test('a day, a time of day and a moment come as their cells show them', async () => {
  const at = (text: string) => ({ value: new Date(`${text}Z`), type: Date, format: 'yyyy-mm-dd' })
  const book = await writeExcelFile([
    [
      at('2026-05-01T00:00:00'),
      at('2026-05-01T08:30:00'),
      // Excel keeps fractions of a day: half past eight is 0.354166…, a hair less or more.
      { value: 0.354166666666667, type: Number, format: 'hh:mm' },
      at('2026-05-01T17:59:59.997'),
    ],
  ]).toBuffer()
  assert.deepEqual(await readSpreadsheet(book), [
    ['2026-05-01', '2026-05-01 08:30', '08:30', '2026-05-01 18:00'],
  ])
})

test('neither bytes, rows nor columns may be too many', async () => {
  assert.equal(await code(new Uint8Array(600_000)), 'sheet.too_large')
  assert.equal(await code(utf8('a\n'.repeat(2_002))), 'sheet.too_large')
  assert.equal(await code(utf8(','.repeat(60))), 'sheet.too_large')
  const far = archive('xl/worksheets/sheet1.xml', utf8('<c r="XFD1048576"/>'))
  assert.equal(await code(far), 'sheet.too_large')
})

test('a small archive that unpacks to a large one is not unpacked', async () => {
  const bomb = archive('xl/worksheets/sheet1.xml', new Uint8Array(64 * 1024 * 1024), 10)
  assert.ok(bomb.length < 500_000)
  assert.equal(await code(bomb), 'sheet.too_large')
})

test('what is no sheet is refused, not tried', async () => {
  for (const bytes of [
    utf8('PK nothing'),
    Uint8Array.of(0x50, 0x4b, 0x05, 0x06),
    Uint8Array.of(0xff, 0xfe, 0x00),
    utf8('"open'),
    archive('xl/workbook.xml', utf8('<!DOCTYPE x [<!ENTITY a "b">]><x/>')),
    archive('hello.txt', utf8('hello')),
  ])
    assert.equal(await code(bytes), 'sheet.unreadable')
  const whole = await writeWorkbook([{ name: 'x', rows: ROWS }])
  for (let at = 4; at < whole.length; at += 97)
    assert.ok(
      ['sheet.unreadable', 'sheet.too_large'].includes(String(await code(whole.subarray(0, at)))),
      `cut at ${at}`,
    )
})

/** An archive with one part, which may say that it is smaller than it is. */
function archive(name: string, content: Uint8Array, said = content.length): Uint8Array {
  const packed = deflateRawSync(content)
  const fields = (at: number) => {
    const head = Buffer.alloc(at)
    head.writeUInt16LE(8, at === 30 ? 8 : 10)
    head.writeUInt32LE(packed.length, at === 30 ? 18 : 20)
    head.writeUInt32LE(said, at === 30 ? 22 : 24)
    head.writeUInt16LE(name.length, at === 30 ? 26 : 28)
    head.writeUInt32LE(at === 30 ? 0x04034b50 : 0x02014b50, 0)
    return Buffer.concat([head, Buffer.from(name)])
  }
  const local = Buffer.concat([fields(30), packed])
  const directory = fields(46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}
