/** Figures over HTTP, and as Excel and CSV: the same sums, the finest that stand on the screen. */
import type { Http } from '#platform/http.ts'
import { serve } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { FIGURE_READERS, figuresApi, FiguresAsked, figuresProblem } from '#figures/contract.ts'
import { figureSheets } from '#figures/figure-file.ts'
import { readFor, toFigures } from '#figures/reading.ts'

export function figuresRoutes(http: Http): void {
  serve(http, figuresApi.figures, async ({ tx, query, actor, now }) =>
    toFigures(await readFor(tx, { actor, now }, query)),
  )

  serveTable(
    http,
    {
      path: '/api/figures',
      summary:
        'Figures by week and line, asked for as on the screen (from, until, corridor, service)',
      access: FIGURE_READERS,
    },
    async ({ query, actor, locale, database, now }) => {
      const asked = FiguresAsked.safeParse(query)
      if (!asked.success) throw figuresProblem('figures.unclear')
      const read = await database.question((tx) => readFor(tx, { actor, now }, asked.data))
      const { from, until } = read.period
      return { name: `figures-${from}-${until}`, sheets: figureSheets(read, locale) }
    },
  )
}
