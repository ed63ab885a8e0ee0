/** Amendments over HTTP. */
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import {
  amendBooking,
  decideAmendment,
  getAmendment,
  withdrawAmendment,
} from '#booking/amending/amending.ts'
import { amendmentApi } from '#booking/amendment-contract.ts'
import { bookingProblem } from '#booking/booking.ts'
import { askedOf, judgeFor } from '#booking/cargo/judging.ts'
import { viewOf } from '#booking/slots/slot-routes.ts'
import { findBookingFor } from '#booking/store.ts'

export function amendmentRoutes(http: Http): void {
  serve(http, amendmentApi.amend, async ({ tx, params, body, ...asking }) => {
    await amendBooking(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, amendmentApi.withdraw, async ({ tx, params, ...asking }) => {
    await withdrawAmendment(tx, asking, params.bookingId)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, amendmentApi.decide, async ({ tx, params, body, ...asking }) => {
    await decideAmendment(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, amendmentApi.get, async ({ tx, params, actor, now }) => {
    const booking = await findBookingFor(tx, actor.organisationId, params.bookingId)
    if (booking === undefined) throw bookingProblem('booking.absent')
    const { amendment, askedAt } = await getAmendment(tx, booking.id)
    const { service } = await getDeparture(tx, booking.departureId, now)
    const { timeZone } = getStation(service.origin)
    const after = await getDeparture(tx, amendment.departureId, now)
    const findings = (await judgeFor(tx, after))(askedOf(amendment))
    return { amendment, findings, askedAt: timestampIn(askedAt.getTime(), timeZone) }
  })
}
