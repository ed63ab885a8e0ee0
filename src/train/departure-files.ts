/** Departures as Excel and CSV to take away: as the list is filtered, or all of an operator's own that are to come. */
import { httpProblem } from '#kernel/http-problem.ts'
import { say } from '#kernel/locale.ts'
import { z } from 'zod'
import type { Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { DepartureFilter } from '#train/contract.ts'
import { departureRows } from '#train/departure-file.ts'
import { pageDepartures } from '#train/departure-lists.ts'

const SHEET = { zh: '班次', en: 'Departures', ru: 'Отправления' } as const
/** As many as are read back. */
const ROWS_MAX = 1_500

const Asked = DepartureFilter.extend({ own: z.stringbool().optional() })

export function departureFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/departures/file',
      summary:
        'Departures with cut-offs and free slots, filtered as the list is (own: of your lines), as an operator’s are read back',
      access: 'member',
    },
    async ({ query, actor, locale, database, now }) => {
      const asked = Asked.safeParse(query)
      if (!asked.success) throw httpProblem('http.no_route')
      const { own, ...filter } = asked.data
      const page = await database.transact((tx) =>
        pageDepartures(tx, { ...filter, limit: ROWS_MAX }, now),
      )
      const trains = page.items.filter(
        ({ service }) => !own || service.operatorId === actor.organisationId,
      )
      const lines = [...new Map(trains.map(({ service }) => [service.id, service])).values()]
      const rows = departureRows(trains, lines, locale)
      return { name: 'departures', sheets: [{ name: say(SHEET, locale), rows }] }
    },
  )
}
