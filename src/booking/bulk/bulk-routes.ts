/** Booking by spreadsheet over HTTP, and the sheet to fill in. */
import { serve, serveRaw, type Http } from '#platform/http.ts'
import { writeWorkbook, XLSX_TYPE } from '#platform/spreadsheet.ts'
import { listOrganisationsOfKind } from '#identity'
import { bookBulk, readBulk } from '#booking/bulk/bulk-book.ts'
import { bulkApi } from '#booking/bulk-contract.ts'
import { bulkTemplate } from '#booking/bulk/bulk-template.ts'

export function bulkRoutes(http: Http): void {
  serve(http, bulkApi.read, ({ tx, body, actor, now, locale }) =>
    readBulk(tx, { actor, now, locale }, body),
  )

  serve(http, bulkApi.book, ({ tx, body, actor, now, ids, locale }) =>
    bookBulk(tx, { actor, now, ids, locale }, body),
  )

  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/bookings/bulk/template.xlsx',
      summary: 'A sheet of containers to fill in, with hints and lists, as an Excel workbook',
      access: ['exporter', 'forwarder'],
      produces: XLSX_TYPE,
    },
    async ({ locale, database }) => {
      const brokers = await database.transact((tx) => listOrganisationsOfKind(tx, 'broker'))
      return {
        type: XLSX_TYPE,
        body: await writeWorkbook(
          bulkTemplate(
            locale,
            brokers.map(({ names }) => names[locale]),
          ),
        ),
        headers: { 'content-disposition': 'attachment; filename="bookings.xlsx"' },
      }
    },
  )
}
