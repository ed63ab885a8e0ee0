/** Lines and departures over HTTP. */
import { serve, type Http } from '#platform/http.ts'
import { trainApi, trainProblem } from '#train/contract.ts'
import { allotmentRoutes } from '#train/account/allotments.ts'
import { consolidationRoutes } from '#train/consolidations.ts'
import { departureFiles } from '#train/departure/departure-files.ts'
import { departureFileApi } from '#train/departure-file-contract.ts'
import { readDepartureFile } from '#train/departure/departure-import.ts'
import { changeDeparture, schedule } from '#train/departure/departure-keeping.ts'
import { getDeparture, lockScheduled } from '#train/departures.ts'
import { pageDepartures } from '#train/departure/departure-lists.ts'
import { standingRoutes } from '#train/account/standing-allotments.ts'
import { lineRoutes } from '#train/line/line-routes.ts'
import { calendarRoutes } from '#train/timetable/calendar.ts'
import { timetableRoutes } from '#train/timetable/timetable-routes.ts'
import { embargoRoutes } from '#train/embargo/embargo-routes.ts'

/** How far ahead trains are laid out from timetables, where nobody has said. */
const DAYS_AHEAD = 90

export function trainRoutes(http: Http, { daysAhead } = { daysAhead: DAYS_AHEAD }): void {
  lineRoutes(http)
  departureCommands(http)
  embargoRoutes(http)
  allotmentRoutes(http)
  standingRoutes(http)
  consolidationRoutes(http)
  timetableRoutes(http, daysAhead)
  calendarRoutes(http, daysAhead)
  departureFiles(http)
  serve(http, departureFileApi.readFile, ({ tx, body, ...reading }) =>
    readDepartureFile(tx, reading, body),
  )

  serve(http, trainApi.listDepartures, ({ tx, query, now }) => pageDepartures(tx, query, now))

  serve(http, trainApi.getDeparture, ({ tx, params, now }) =>
    getDeparture(tx, params.departureId, now),
  )
}

function departureCommands(http: Http): void {
  serve(http, trainApi.createDeparture, async ({ tx, body, actor, now, ids }) => {
    const [departure] = await schedule(tx, { actor, now, ids }, body, 1)
    return departure!
  })

  serve(http, trainApi.scheduleWeekly, async ({ tx, body, actor, now, ids }) => {
    const { weeks, ...first } = body
    return { items: await schedule(tx, { actor, now, ids }, first, weeks) }
  })

  serve(http, trainApi.changeDeparture, async ({ tx, params, body, actor, now }) => {
    const departure = await lockScheduled(tx, params.departureId, now)
    if (departure.service.operatorId !== actor.organisationId)
      throw trainProblem('train.not_your_service')
    return changeDeparture(tx, departure, body, now)
  })
}
