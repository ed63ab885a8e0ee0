/** Containers come into being: rows, those entitled, the first step of their history, what is said of it; of any bookings at once. */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Actor } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { listOrganisations } from '#identity'
import type { Organisation } from '#identity/contract.ts'
import { getService } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import type { Box } from '#booking/booking.ts'
import type { CargoLine, ContainerId } from '#booking/contract.ts'
import { insertContainers, type ContainerRow } from '#booking/container-store.ts'
import { recordSteps, type Recording } from '#booking/steps.ts'
import { insertBookingParties, type Booking, type PartyOf } from '#booking/store.ts'

export interface Making {
  readonly booking: Booking
  /** Who booked; a shipper that waited its turn booked when it joined. */
  readonly actor: Actor
  readonly boxes: readonly Box[]
  readonly cargo: readonly CargoLine[]
}

interface Given {
  readonly departure: Departure
  readonly now: Date
  readonly ids: Ids
}

export async function makeContainers(
  tx: Tx,
  { departure, now, ids }: Given,
  makings: readonly Making[],
): Promise<void> {
  if (makings.length === 0) return
  const service = await getService(tx, departure.serviceId)
  const named = makings.flatMap(({ booking }) => [booking.exporterId, booking.brokerId!])
  const organisations = new Map(
    (await listOrganisations(tx, [...new Set(named)])).map((one) => [one.id, one]),
  )
  const made = makings.flatMap((making) => {
    const parties = partiesOf(making, service)
    const recording = recordingOf(making, { departure, now, organisations })
    return making.boxes.map((box) => ({ making, parties, recording, row: rowOf(making, box) }))
  })
  await insertBookingParties(
    tx,
    made.flatMap(({ making, parties }) =>
      parties.map((party) => ({ ...party, bookingId: making.booking.id })),
    ),
  )
  await insertContainers(tx, made)
  await recordSteps(tx, made)

  function rowOf({ booking }: Making, box: Box): ContainerRow {
    return {
      id: ids('ctr') as ContainerId,
      bookingId: booking.id,
      bookingNumber: booking.number,
      departureId: departure.id,
      equipmentType: box.equipmentType,
      grossKg: box.grossKg,
      dangerous: box.dangerous,
      containerNumber: null,
      sealNumber: null,
      wagonNumber: null,
      stage: 'booked',
      customs: 'none',
      held: false,
      place: departure.service.origin,
      lastStepAt: new Date(Math.floor(now.getTime() / 1000) * 1000),
      sequence: 1,
    }
  }
}

/** Who is entitled to the booking and its containers: the exporter, the line's parties, and those the exporter names. */
export function partiesOf(
  {
    actor,
    booking,
  }: Pick<Making, 'booking'> & {
    readonly actor: Pick<Actor, 'organisationId' | 'organisationKind'>
  },
  service: Service,
): PartyOf[] {
  const { warehouseIds, customsIds, railIds } = service.parties
  const ofKind = (kind: PartyOf['kind']) => (id: OrganisationId) => ({ id, kind })
  const consignee = booking.consignee?.organisationId
  // An operator that books its own train's container stands there once.
  const isOwn = actor.organisationId === service.operatorId
  return [
    ...(isOwn ? [] : [{ id: actor.organisationId, kind: actor.organisationKind }]),
    { id: service.operatorId, kind: 'operator' },
    ...warehouseIds.map(ofKind('warehouse')),
    ...customsIds.map(ofKind('customs')),
    ...railIds.map(ofKind('rail')),
    { id: booking.brokerId!, kind: 'broker' },
    ...(consignee ? [{ id: consignee, kind: 'consignee' } as const] : []),
  ]
}

function recordingOf(
  { actor, booking, cargo }: Making,
  {
    departure,
    now,
    organisations,
  }: Omit<Given, 'ids'> & { readonly organisations: ReadonlyMap<OrganisationId, Organisation> },
): Recording {
  const place = departure.service.origin
  const { consignee, incoterm, remarks, reference } = booking
  const organisation = organisations.get(booking.exporterId)!
  const restricted = {
    exporter: organisation.names,
    broker: organisations.get(booking.brokerId!)!.names,
    consignee,
    cargo,
    incoterm,
    ...(remarks !== null && { remarks }),
    ...(reference !== null && { reference }),
  }
  return {
    actor,
    step: 'book',
    event: 'booked',
    at: timestampIn(now.getTime(), getStation(place).timeZone),
    place,
    said: { restricted },
    now,
    departure,
    organisation,
  }
}
