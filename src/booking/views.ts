/** Bookings and containers as one party may read them: rows joined with trains and names, cut to what its kind may see. */
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { listOrganisations } from '#identity'
import { getDepartures } from '#train'
import type { Departure } from '#train/contract.ts'
import { decideCancel, isClosed } from '#booking/booking.ts'
import type {
  BookingItem,
  BookingView,
  Container,
  ContainerView,
  Journey,
  Party,
  StepRecord,
} from '#booking/contract.ts'
import {
  readContainersOfBooking,
  readSteps,
  type ContainerRow,
  type StepRow,
} from '#booking/container-store.ts'
import { stepsOpenTo } from '#booking/step.ts'
import {
  findBookingFor,
  readBookingParties,
  readCargo,
  readLines,
  type Booking,
} from '#booking/store.ts'
import { cargoFor, restrictedFor, sees } from '#booking/visibility.ts'

export async function containerViews(
  tx: Tx,
  actor: Actor,
  rows: readonly ContainerRow[],
  now: Date,
): Promise<Container[]> {
  const departures = await getDepartures(
    tx,
    rows.map((row) => row.departureId),
    now,
  )
  return rows.map((row) => ({
    id: row.id,
    bookingId: row.bookingId,
    bookingNumber: row.bookingNumber,
    journey: journeyOf(departures.get(row.departureId)!),
    equipmentType: row.equipmentType,
    containerNumber: row.containerNumber,
    sealNumber: row.sealNumber,
    wagonNumber: row.wagonNumber,
    stage: row.stage,
    customs: row.customs,
    place: row.place,
    lastStepAt: timestampIn(row.lastStepAt.getTime(), getStation(row.place).timeZone),
    sequence: row.sequence,
    stepsOpen: stepsOpenTo(row, actor.organisationKind),
  }))
}

export async function bookingItems(
  tx: Tx,
  actor: Actor,
  bookings: readonly Booking[],
  now: Date,
): Promise<BookingItem[]> {
  const kind = actor.organisationKind
  const lines = await readLines(
    tx,
    bookings.map((booking) => booking.id),
  )
  const departures = await getDepartures(
    tx,
    bookings.map((booking) => booking.departureId),
    now,
  )
  const parties = await namesOf(
    tx,
    bookings.map((booking) => booking.exporterId),
  )
  return bookings.map((booking) => ({
    id: booking.id,
    number: booking.number,
    reference: sees(kind, 'reference') ? booking.reference : null,
    state: booking.state,
    journey: journeyOf(departures.get(booking.departureId)!),
    lines: lines.get(booking.id) ?? [],
    containers: booking.boxes,
    teu: booking.teu,
    exporter: sees(kind, 'exporter') ? (parties.get(booking.exporterId) ?? null) : null,
    createdAt: timestampIn(booking.createdAt.getTime(), 'Asia/Shanghai'),
  }))
}

export async function bookingView(
  tx: Tx,
  actor: Actor,
  booking: Booking,
  now: Date,
): Promise<BookingView> {
  const [item] = await bookingItems(tx, actor, [booking], now)
  const rows = await readContainersOfBooking(tx, booking.id)
  const trains = await getDepartures(
    tx,
    rows.map((row) => row.departureId),
    now,
  )
  const refusal = decideCancel({
    cancelled: booking.state === 'cancelled',
    cutoffPassed: trains.values().some((train) => isClosed(train, now.getTime())),
    containers: rows,
  })
  return {
    ...item!,
    ...(await commercialFor(tx, actor, booking)),
    parties: await partiesOf(tx, booking),
    containers: await containerViews(tx, actor, rows, now),
    cancellable: booking.exporterId === actor.organisationId && refusal === undefined,
  }
}

export async function containerView(
  tx: Tx,
  actor: Actor,
  row: ContainerRow,
  now: Date,
): Promise<ContainerView> {
  const booking = (await findBookingFor(tx, actor.organisationId, row.bookingId))!
  const [container] = await containerViews(tx, actor, [row], now)
  const steps = await readSteps(tx, row.id)
  const speakers = await namesOf(
    tx,
    steps.map((step) => step.organisationId),
  )
  const parties = await partiesOf(tx, booking)
  return {
    ...container!,
    ...(await commercialFor(tx, actor, booking)),
    exporter: parties.find((party) => party.id === booking.exporterId) ?? null,
    parties,
    history: steps.map((step) => recordFor(actor, step, speakers.get(step.organisationId)!)),
  }
}

function recordFor(actor: Actor, step: StepRow, organisation: Party): StepRecord {
  const own = step.organisationId === actor.organisationId
  const { timeZone } = getStation(step.place)
  return {
    sequence: step.sequence,
    step: step.step,
    event: step.event,
    at: step.public.at,
    recordedAt: timestampIn(step.recordedAt.getTime(), timeZone),
    place: step.place,
    organisation,
    memberId: own ? step.memberId : null,
    public: step.public,
    restricted: restrictedFor(actor.organisationKind, step.restricted, own),
  }
}

async function commercialFor(tx: Tx, { organisationKind: kind }: Actor, booking: Booking) {
  return {
    consignee: sees(kind, 'consignee') ? booking.consignee : null,
    incoterm: sees(kind, 'incoterm') ? booking.incoterm : null,
    remarks: sees(kind, 'remarks') ? booking.remarks : null,
    cargo: cargoFor(kind, await readCargo(tx, booking.id)),
  }
}

async function partiesOf(tx: Tx, booking: Booking): Promise<Party[]> {
  const rows = await readBookingParties(tx, booking.id)
  const parties = await namesOf(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => parties.get(row.id)!)
}

async function namesOf(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, Party>> {
  const organisations = await listOrganisations(tx, ids)
  return new Map(organisations.map(({ id, kind, names }) => [id, { id, kind, names }]))
}

export function journeyOf(departure: Departure): Journey {
  return {
    departureId: departure.id,
    trainNumber: departure.trainNumber,
    departsAt: departure.departsAt,
    state: departure.state,
    origin: departure.service.origin,
    destination: departure.service.destination,
  }
}
