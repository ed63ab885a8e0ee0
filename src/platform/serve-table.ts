/** Tables as files to keep: Excel and CSV, made from the same rows. */
import type { Access } from '#kernel/endpoint.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { serveRaw, type Http, type RawReply } from '#platform/http.ts'
import {
  CSV_TYPE,
  writeCsv,
  writeWorkbook,
  XLSX_TYPE,
  type SheetWritten,
} from '#platform/spreadsheet.ts'

/** The same table as a workbook and as CSV, at two addresses. */
export function serveTable(
  http: Http,
  route: {
    readonly path: `/api/${string}`
    readonly summary: string
    readonly access: Exclude<Access, 'public'>
  },
  make: (asked: {
    readonly params: Readonly<Record<string, string>>
    readonly query: Readonly<Record<string, string>>
    readonly actor: Actor
    readonly locale: Actor['locale']
    readonly database: Database
    readonly now: Date
  }) => Promise<{ readonly name: string; readonly sheets: readonly SheetWritten[] }>,
): void {
  const reply = (name: string, type: string, body: string | Uint8Array): RawReply => ({
    type,
    body,
    headers: { 'content-disposition': `attachment; filename="${name}"` },
  })
  const { summary, access } = route
  serveRaw(
    http,
    {
      method: 'GET',
      path: `${route.path}.xlsx`,
      summary: `${summary}, as an Excel workbook`,
      access,
      produces: XLSX_TYPE,
    },
    async ({ actor, ...asked }) => {
      const { name, sheets } = await make({ ...asked, actor: actor! })
      return reply(`${name}.xlsx`, XLSX_TYPE, await writeWorkbook(sheets))
    },
  )
  serveRaw(
    http,
    {
      method: 'GET',
      path: `${route.path}.csv`,
      summary: `${summary}, as CSV`,
      access,
      produces: CSV_TYPE,
    },
    async ({ actor, ...asked }) => {
      const { name, sheets } = await make({ ...asked, actor: actor! })
      return reply(`${name}.csv`, CSV_TYPE, writeCsv(sheets[0]!.rows))
    },
  )
}
