/** An operator's own lines as Excel and CSV to take away, as they are read back. */
import { say } from '#kernel/locale.ts'
import type { Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { listOrganisations } from '#identity'
import { lineRows } from '#train/line/line-file.ts'
import { listServiceIds, readWithParties } from '#train/store.ts'

const SHEET = { zh: '线路', en: 'Lines', ru: 'Маршруты' } as const

export function lineFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/services/file',
      summary: 'Your lines with stops and parties, a row for each stop, as they are read back',
      access: ['operator'],
    },
    async ({ tx, actor, locale }) => {
      const lines = await readWithParties(tx, await listServiceIds(tx, actor.organisationId))
      const named = lines.flatMap(({ parties }) => Object.values(parties).flat())
      const rows = lineRows(lines, await listOrganisations(tx, named), locale)
      return { name: 'lines', sheets: [{ name: say(SHEET, locale), rows }] }
    },
  )
}
