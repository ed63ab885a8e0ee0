/** Figures over HTTP, and as Excel and CSV: the same sums, the finest that stand on the screen. */
import type { Http } from '#platform/http.ts'
import { serve } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { FIGURE_READERS, figuresApi, FiguresAsked } from '#figures/contract.ts'
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
      query: FiguresAsked,
    },
    async ({ tx, query, actor, locale, now }) => {
      const read = await readFor(tx, { actor, now }, query)
      const { from, until } = read.period
      return { name: `figures-${from}-${until}`, sheets: figureSheets(read, locale) }
    },
  )
}
