/** Tables as files to keep: Excel and CSV, made from the same rows. */
import { z } from 'zod'
import type { Access } from '#kernel/endpoint.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { parseRequest } from '#platform/http-problems.ts'
import { serveRaw, type Http, type RawReply } from '#platform/http.ts'
import {
  CSV_TYPE,
  writeCsv,
  writeWorkbook,
  XLSX_TYPE,
  type SheetWritten,
} from '#platform/spreadsheet.ts'

const NOTHING = z.object({})

interface TableRoute<P extends z.ZodType, Q extends z.ZodType> {
  readonly path: `/api/${string}`
  readonly summary: string
  readonly access: Exclude<Access, 'public'>
  readonly params?: P
  readonly query?: Q
}

interface Table {
  /** Of the file, without what says its kind. */
  readonly name: string
  readonly sheets: readonly SheetWritten[]
}

/**
 * The same table as a workbook and as CSV, at two addresses. It is made by somebody who only reads; a request that is not as the
 * schemas say is refused as everywhere.
 */
export function serveTable<
  P extends z.ZodType = typeof NOTHING,
  Q extends z.ZodType = typeof NOTHING,
>(
  http: Http,
  { path, summary, access, params, query }: TableRoute<P, Q>,
  make: (asked: {
    readonly tx: Tx
    readonly params: z.output<P>
    readonly query: z.output<Q>
    readonly actor: Actor
    readonly locale: Actor['locale']
    readonly now: Date
  }) => Promise<Table>,
): void {
  const schemas = { params: params ?? NOTHING, query: query ?? NOTHING, body: z.unknown() }
  const serveAs = (
    kind: { readonly ending: string; readonly as: string; readonly type: string },
    write: (sheets: Table['sheets']) => RawReply['body'] | Promise<RawReply['body']>,
  ): void =>
    serveRaw(
      http,
      {
        method: 'GET',
        path: `${path}.${kind.ending}`,
        summary: `${summary}, as ${kind.as}`,
        access,
        produces: kind.type,
      },
      async ({ database, actor, locale, now, ...request }) => {
        const asked = parseRequest(schemas, request, locale) as {
          params: z.output<P>
          query: z.output<Q>
        }
        const { name, sheets } = await database.question((tx) =>
          make({ ...asked, tx, actor: actor!, locale, now }),
        )
        return {
          type: kind.type,
          body: await write(sheets),
          headers: { 'content-disposition': `attachment; filename="${name}.${kind.ending}"` },
        }
      },
    )
  serveAs({ ending: 'xlsx', as: 'an Excel workbook', type: XLSX_TYPE }, writeWorkbook)
  serveAs({ ending: 'csv', as: 'CSV', type: CSV_TYPE }, ([first]) => writeCsv(first!.rows))
}
