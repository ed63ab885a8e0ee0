/** Departures as Excel and CSV to take away: as the list is filtered, or all of an operator's own that are to come. */
import { say } from '#kernel/locale.ts'
import { z } from 'zod'
import type { Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { wholeList } from '#platform/spreadsheet.ts'
import { DepartureFilter } from '#train/contract.ts'
import { departureRows } from '#train/departure/departure-file.ts'
import { pageDepartures } from '#train/departure/departure-lists.ts'

const SHEET = { zh: '班次', en: 'Departures', ru: 'Отправления' } as const
/** As many as are read back. */
const ROWS_MAX = 1_500

export function departureFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/departures/file',
      summary:
        'Departures with cut-offs and free slots, filtered as the list is (own: of your lines), as an operator’s are read back',
      access: 'member',
      query: DepartureFilter.extend({ own: z.stringbool().optional() }),
    },
    async ({ tx, query: { own, ...filter }, actor, locale, now }) => {
      const operatorId = own ? actor.organisationId : undefined
      const page = await pageDepartures(tx, { ...filter, operatorId, limit: ROWS_MAX }, now)
      const trains = wholeList(page, ROWS_MAX)
      const lines = [...new Map(trains.map(({ service }) => [service.id, service])).values()]
      const rows = departureRows(trains, lines, locale)
      return { name: 'departures', sheets: [{ name: say(SHEET, locale), rows }] }
    },
  )
}
