/** Booking over HTTP: load, decide, save, say, in one transaction each. */
import { equipmentCategory } from '#kernel/container-number.ts'
import { serve, type Http } from '#platform/http.ts'
import { serveTogether } from '#platform/serve-together.ts'
import { getDeparture, holdTrain } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { amendmentRoutes } from '#booking/amending/amendment-routes.ts'
import { bookTogether } from '#booking/book.ts'
import { bookingProblem } from '#booking/booking.ts'
import { cancelBooking } from '#booking/cancel.ts'
import { bulkRoutes } from '#booking/bulk/bulk-routes.ts'
import { bookingApi } from '#booking/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import { cancelTrain, rollOver } from '#booking/departure/roll-over.ts'
import { pageContainers } from '#booking/container-listing-store.ts'
import { findContainerFor } from '#booking/container-store.ts'
import { lclRoutes } from '#booking/lcl/lcl-routes.ts'
import { listFiles } from '#booking/list-files.ts'
import { restrictionRoutes } from '#booking/cargo/restriction-routes.ts'
import { shortenApi } from '#booking/shorten-contract.ts'
import { previewShortening, shortenTrain } from '#booking/departure/shorten.ts'
import { slotRoutes, viewOf, viewsOfMade } from '#booking/slots/slot-routes.ts'
import { statesDueTo } from '#booking/step.ts'
import { takeStep } from '#booking/steps.ts'
import { templateRoutes } from '#booking/template/template-routes.ts'
import { pageBookings } from '#booking/listing-store.ts'
import { findBookingFor } from '#booking/store.ts'
import {
  checkOwn,
  departTrain,
  departureSheet,
  loadTrain,
  unloadTrain,
} from '#booking/departure/train-steps.ts'
import { containerViews } from '#booking/container-views.ts'
import { bookingItems, bookingView, containerView } from '#booking/views.ts'

export function bookingRoutes(http: Http): void {
  bookingCommands(http)
  slotRoutes(http)
  amendmentRoutes(http)
  lclRoutes(http)
  restrictionRoutes(http)
  bulkRoutes(http)
  templateRoutes(http)
  bookingQueries(http)
  listFiles(http)
  assigning(http)
  trainCommands(http)
}

function bookingCommands(http: Http): void {
  serveTogether(
    http,
    bookingApi.book,
    {
      lane: ({ body }) => body.departureId,
      hold: (tx, departureId) => holdTrain(tx, departureId as DepartureId),
    },
    async ({ tx, now, ids }, asked) => {
      const outcomes = await bookTogether(tx, { now, ids }, asked)
      return viewsOfMade(tx, asked, outcomes, now)
    },
  )

  serve(http, bookingApi.cancel, async ({ tx, params, ...asking }) => {
    await cancelBooking(tx, asking, params.bookingId)
    return viewOf(tx, asking, params.bookingId)
  })
}

function bookingQueries(http: Http): void {
  serve(http, bookingApi.listBookings, async ({ tx, query, actor }) => {
    const page = await pageBookings(tx, actor.organisationId, query)
    return { ...page, items: await bookingItems(tx, actor, page.items) }
  })

  serve(http, bookingApi.getBooking, async ({ tx, params, actor, now }) => {
    const booking = await findBookingFor(tx, actor.organisationId, params.bookingId)
    if (booking === undefined) throw bookingProblem('booking.absent')
    return bookingView(tx, actor, booking, now)
  })

  serve(http, bookingApi.listContainers, async ({ tx, query, actor }) => {
    const { todo, ...filter } = query
    const states = todo ? statesDueTo(actor.organisationKind) : undefined
    const page = await pageContainers(tx, actor.organisationId, { ...filter, states })
    return { ...page, items: await containerViews(tx, actor, page.items) }
  })

  serve(http, bookingApi.getContainer, async ({ tx, params, actor }) => {
    const row = await findContainerFor(tx, actor.organisationId, params.containerId)
    if (row === undefined) throw bookingProblem('booking.container_absent')
    return containerView(tx, actor, row)
  })
}

function assigning(http: Http): void {
  serve(http, bookingApi.assign, ({ tx, params, body, ...given }) => {
    const { containerNumber, sealNumber } = body
    if (equipmentCategory(containerNumber) !== 'freight_container')
      throw bookingProblem('booking.not_a_freight_container', { containerNumber })
    return takeStep(tx, {
      ...given,
      ...params,
      at: body.at,
      place: body.place,
      step: 'assign',
      change: { containerNumber, sealNumber },
      said: { restricted: { sealNumber } },
    })
  })
}

function trainCommands(http: Http): void {
  serve(http, departureApi.departureSheet, async ({ tx, params, actor, now }) => {
    checkOwn(await getDeparture(tx, params.departureId, now), actor)
    const { going, staying } = await departureSheet(tx, params.departureId)
    return {
      going: await containerViews(tx, actor, going),
      staying: await containerViews(tx, actor, staying),
    }
  })

  serve(http, departureApi.load, async ({ tx, params, body, ...given }) => ({
    items: await loadTrain(tx, { ...given, ...params, ...body }, body.loads),
  }))

  serve(http, departureApi.unload, async ({ tx, params, body, ...given }) => ({
    items: await unloadTrain(tx, { ...given, ...params, ...body }, body.containerIds),
  }))

  serve(http, departureApi.depart, ({ tx, params, body, ...given }) =>
    departTrain(tx, { ...given, ...params, ...body }, body.leaveBehind ?? []),
  )

  serve(http, departureApi.rollOver, async ({ tx, params, body, ...given }) => ({
    items: await rollOver(tx, { ...given, ...params, ...body }, body.containerIds),
  }))

  serve(http, shortenApi.shortening, ({ tx, params, query, ...given }) =>
    previewShortening(tx, { ...given, ...params }, query),
  )

  serve(http, shortenApi.shorten, ({ tx, params, body, ...given }) =>
    shortenTrain(tx, { ...given, ...params, ...body }, body),
  )

  serve(http, departureApi.cancelDeparture, ({ tx, params, body, ...given }) =>
    cancelTrain(tx, { ...given, ...params, ...body }),
  )
}
