/** Booking containers, and cancelling: each one transaction that takes or gives back slots with everything else. */
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import { getStation } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { getOrganisation, listOrganisations } from '#identity'
import type { Organisation } from '#identity/contract.ts'
import {
  bookingCutoffText,
  getDeparture,
  getDepartures,
  getService,
  releaseSlots,
  reserveSlots,
} from '#train'
import type { Departure, Service } from '#train/contract.ts'
import {
  bookingNumber,
  bookingProblem,
  boxesOf,
  decideCancel,
  isClosed,
  payloadExcess,
  teuOf,
  teuOfBoxes,
} from '#booking/booking.ts'
import { BOXES_MAX, type BookingId, type ContainerId, type NewBooking } from '#booking/contract.ts'
import {
  insertContainers,
  readContainersOfBooking,
  type ContainerRow,
} from '#booking/container-store.ts'
import { checkHsCodes } from '#booking/hs-codes.ts'
import { recordSteps, takeSteps } from '#booking/steps.ts'
import {
  findNumberByReference,
  insertBooking,
  insertBookingParties,
  lockOwnBooking,
  markCancelled,
  type PartyOf,
} from '#booking/store.ts'

interface Asking {
  readonly actor: Actor
  readonly now: Date
}

export async function book(
  tx: Tx,
  { actor, now, ids }: Asking & { readonly ids: Ids },
  asked: NewBooking,
): Promise<BookingId> {
  const boxes = boxesOf(asked.lines)
  if (boxes.length > BOXES_MAX)
    throw bookingProblem('booking.too_many_boxes', { boxes: boxes.length, boxesMax: BOXES_MAX })
  const excess = payloadExcess(asked.lines, asked.cargo)
  if (excess) throw bookingProblem('booking.payload_exceeded', { ...excess })
  const named = await checkNamed(tx, asked)
  await checkHsCodes(
    tx,
    asked.cargo.map((line) => line.hsCode),
  )
  const departure = await getDeparture(tx, asked.departureId, now)
  const service = await getService(tx, departure.serviceId)
  const id = ids('bkg') as BookingId
  const teu = teuOf(asked.lines)
  await insert(tx, { id, actor, now, teu, boxes: boxes.length, asked })
  const parties = partiesOf(actor, service, named)
  await insertBookingParties(tx, id, parties)
  const rows = boxes.map((equipmentType): ContainerRow => ({
    id: ids('ctr') as ContainerId,
    bookingId: id,
    bookingNumber: bookingNumber(id),
    departureId: departure.id,
    equipmentType,
    containerNumber: null,
    sealNumber: null,
    wagonNumber: null,
    stage: 'booked',
    customs: 'none',
    place: departure.service.origin,
    lastStepAt: new Date(Math.floor(now.getTime() / 1000) * 1000),
    sequence: 1,
  }))
  await insertContainers(tx, rows, parties)
  await sayBooked(tx, { actor, now, asked, departure, broker: named.broker }, rows)
  // Last, so that the train's row is held for the shortest time: many book at once.
  await reserveSlots(tx, departure.id, teu, now)
  return id
}

async function insert(
  tx: Tx,
  making: {
    readonly id: BookingId
    readonly actor: Actor
    readonly now: Date
    readonly teu: number
    readonly boxes: number
    readonly asked: NewBooking
  },
): Promise<void> {
  const { actor, asked, ...rest } = making
  const { organisationId: exporterId, memberId: createdBy } = actor
  const number = bookingNumber(making.id)
  if (await insertBooking(tx, { ...rest, number, exporterId, createdBy, asked })) return
  const reference = asked.reference ?? ''
  const taken = await findNumberByReference(tx, exporterId, reference)
  throw bookingProblem('booking.reference_taken', { reference, number: taken ?? '' })
}

interface Named {
  readonly broker: Organisation
  readonly consignee: Organisation | undefined
}

async function checkNamed(tx: Tx, { brokerId, consignee }: NewBooking): Promise<Named> {
  const { organisationId } = consignee
  const found = await listOrganisations(tx, [brokerId, ...(organisationId ? [organisationId] : [])])
  const broker = found.find(({ id, kind }) => id === brokerId && kind === 'broker')
  if (broker === undefined)
    throw bookingProblem('booking.broker_unsuitable', { organisationId: brokerId })
  const buyer = found.find(({ id, kind }) => id === organisationId && kind === 'consignee')
  if (organisationId && buyer === undefined)
    throw bookingProblem('booking.consignee_unsuitable', { organisationId })
  return { broker, consignee: buyer }
}

/** Who is entitled to the booking and its containers: the exporter, the line's parties, and those the exporter names. */
function partiesOf(actor: Actor, service: Service, named: Named): PartyOf[] {
  const { warehouseIds, customsIds, railIds } = service.parties
  const ofKind = (kind: PartyOf['kind']) => (id: OrganisationId) => ({ id, kind })
  return [
    { id: actor.organisationId, kind: actor.organisationKind },
    { id: service.operatorId, kind: 'operator' },
    ...warehouseIds.map(ofKind('warehouse')),
    ...customsIds.map(ofKind('customs')),
    ...railIds.map(ofKind('rail')),
    { id: named.broker.id, kind: 'broker' },
    ...(named.consignee ? [{ id: named.consignee.id, kind: 'consignee' } as const] : []),
  ]
}

async function sayBooked(
  tx: Tx,
  said: {
    readonly actor: Actor
    readonly now: Date
    readonly asked: NewBooking
    readonly departure: Departure
    readonly broker: Organisation
  },
  rows: readonly ContainerRow[],
): Promise<void> {
  const { actor, now, asked, departure, broker } = said
  const organisation = await getOrganisation(tx, actor.organisationId)
  const place = departure.service.origin
  const { consignee, cargo, incoterm, remarks, reference } = asked
  const restricted = {
    exporter: organisation.names,
    broker: broker.names,
    consignee,
    cargo,
    incoterm,
    ...(remarks !== undefined && { remarks }),
    ...(reference !== undefined && { reference }),
  }
  await recordSteps(
    tx,
    {
      actor,
      step: 'book',
      event: 'booked',
      at: timestampIn(now.getTime(), getStation(place).timeZone),
      place,
      said: { restricted },
      now,
      departure,
      organisation,
    },
    rows,
  )
}

/** The exporter's own booking, before the cut-off and while nothing was received: its containers go, its slots come back. */
export async function cancelBooking(tx: Tx, { actor, now }: Asking, id: BookingId): Promise<void> {
  const booking = await lockOwnBooking(tx, actor.organisationId, id)
  if (booking === undefined) throw bookingProblem('booking.absent')
  const containers = await readContainersOfBooking(tx, id)
  const trains = await getDepartures(
    tx,
    [booking.departureId, ...containers.map((container) => container.departureId)],
    now,
  )
  const departure = trains.get(booking.departureId)!
  const refusal = decideCancel({
    cancelled: booking.state === 'cancelled',
    cutoffPassed: trains.values().some((train) => isClosed(train, now.getTime())),
    containers,
  })
  if (refusal) throw bookingProblem(refusal, { bookingCutoffAt: bookingCutoffText(departure) })
  const cancelled = await takeSteps(
    tx,
    { actor, now, step: 'cancel', place: departure.service.origin },
    containers.map((container) => ({ containerId: container.id })),
  )
  await markCancelled(tx, id, now)
  // Some may have been rolled over: each gives back its slots on the train it is on by now.
  const byTrain = Map.groupBy(cancelled, ({ journey }) => journey.departureId)
  for (const [train, boxes] of [...byTrain].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    await releaseSlots(tx, train, teuOfBoxes(boxes))
}
