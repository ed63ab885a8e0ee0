/**
 * The six-digit subheadings of the Harmonized System, once somebody has loaded them: until then only the heading is checked,
 * by the kernel's `HsCode`. The only file that touches `hs_code`.
 */
import { hsSubheading, type HsCode } from '#kernel/hs-code.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { bookingProblem } from '#booking/booking.ts'

export interface HsRow {
  readonly code: string
  readonly description: string
}

const SUBHEADING_DIGITS = 6
const ROWS_A_STATEMENT = 2_000
const NEAREST_MAX = 6

/** Replaces the whole table: a subheading that the new edition dropped must not stay. Gives the number loaded. */
export async function importHsCodes(tx: Tx, rows: readonly HsRow[]): Promise<number> {
  const known = rows.filter((row) => /^\d{6}$/.test(row.code))
  await tx.deleteFrom('hs_code').execute()
  for (let start = 0; start < known.length; start += ROWS_A_STATEMENT) {
    await tx
      .insertInto('hs_code')
      .values(
        known
          .slice(start, start + ROWS_A_STATEMENT)
          .map(({ code, description }) => ({ code, description })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return known.length
}

/**
 * Reads the listing `section,hscode,description,parent,level` of the open `datasets/harmonized-system` project (RFC 4180:
 * a quoted field may hold commas, quotes and line ends). Throws on a text that is not one.
 */
export function parseHsCsv(text: string): HsRow[] {
  const [header, ...rows] = parseCsv(text.replace(/^\uFEFF/, ''))
  const codeAt = header?.indexOf('hscode') ?? -1
  const descriptionAt = header?.indexOf('description') ?? -1
  if (codeAt < 0 || descriptionAt < 0)
    throw new TypeError('not a harmonized-system listing: no columns hscode and description')
  return rows.flatMap((row) => {
    const code = row[codeAt] ?? ''
    return code.length === SUBHEADING_DIGITS
      ? [{ code, description: row[descriptionAt] ?? '' }]
      : []
  })
}

/** Every subheading must exist, when the list of them is here; the refusal names those that do under its heading. */
export async function findUnknownHsCodes(
  tx: Tx,
  codes: readonly HsCode[],
): Promise<(code: HsCode) => Problem | undefined> {
  if (codes.length === 0) return () => undefined
  const asked = [...new Set(codes.map(hsSubheading))]
  const found = await tx.selectFrom('hs_code').select('code').where('code', 'in', asked).execute()
  const known = new Set(found.map((row) => row.code))
  const unknown = asked.filter((code) => !known.has(code))
  if (unknown.length === 0 || !(await isLoaded(tx))) return () => undefined
  const problems = new Map<string, Problem>()
  for (const subheading of unknown) {
    const nearest = await nearestTo(tx, subheading)
    problems.set(subheading, bookingProblem('booking.hs_unknown', { subheading, nearest }))
  }
  return (code) => problems.get(hsSubheading(code))
}

async function isLoaded(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('hs_code').select('code').limit(1).executeTakeFirst()
  return row !== undefined
}

async function nearestTo(tx: Tx, subheading: string): Promise<string> {
  const near = await tx
    .selectFrom('hs_code')
    .select('code')
    .where('code', '>=', `${subheading.slice(0, 4)}00`)
    .where('code', '<=', `${subheading.slice(0, 4)}99`)
    .orderBy('code')
    .limit(NEAREST_MAX)
    .execute()
  return near.map((row) => row.code).join(', ')
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  // One field a match: quoted (with doubled quotes inside) or plain, and what ends it.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) throw new TypeError(`broken CSV in row ${rows.length + 1}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
