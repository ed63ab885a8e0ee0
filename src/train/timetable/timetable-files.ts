/** Timetables as Excel and CSV to take away: those of a line, or all of an operator's. */
import { z } from 'zod'
import { say } from '#kernel/locale.ts'
import type { Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { ServiceId } from '#train/contract.ts'
import { listServicesOf } from '#train/store.ts'
import { timetableRows } from '#train/timetable/timetable-file.ts'
import { listTimetables, readTimetables } from '#train/timetable/timetable-store.ts'

const SHEET = { zh: '开行方案', en: 'Timetables', ru: 'Графики' } as const

export function timetableFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/timetables/file',
      summary:
        'Your timetables with their exceptions (of one line: service), as they are read back',
      access: ['operator'],
      query: z.object({ service: ServiceId.optional() }),
    },
    async ({ tx, query: { service }, actor, locale }) => {
      const lines = await listServicesOf(tx, actor.organisationId)
      const chosen = lines.filter(({ id }) => id === (service ?? id))
      const ids = await listTimetables(tx, { services: chosen.map(({ id }) => id) })
      const rows = timetableRows(await readTimetables(tx, ids), lines, locale)
      return { name: 'timetables', sheets: [{ name: say(SHEET, locale), rows }] }
    },
  )
}
