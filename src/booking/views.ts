/** Bookings and containers as one party may read them: rows joined with trains and names, cut to what its kind may see. */
import type { Actor, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { zoneAt } from '#kernel/place-code.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { listOrganisations } from '#identity'
import { listCharged } from '#price'
import { getDepartures, getTrainsInBrief, type TrainInBrief } from '#train'
import type { SpaceAmount } from '#train/consolidation-contract.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { decideCancel, isClosed } from '#booking/booking.ts'
import type {
  BookingId,
  BookingItem,
  BookingLine,
  BookingView,
  CargoLine,
  ContainerView,
  FindingView,
  Party,
  StepRecord,
} from '#booking/contract.ts'
import {
  readContainersOfBookings,
  readSteps,
  type ContainerRow,
  type StepRow,
} from '#booking/container-store.ts'
import {
  absentOf,
  containerViews,
  expectedOf,
  journeyOf,
  toContainer,
} from '#booking/container-views.ts'
import { boxesOfLcl, consignmentOf, lclStanding, loadLcl } from '#booking/lcl/consignment-views.ts'
import { readConsignments } from '#booking/lcl/lcl-store.ts'
import { sameFinding } from '#booking/cargo/cargo-rule.ts'
import { readWaivers, type Waiver } from '#booking/cargo/finding-store.ts'
import { readCargo, readLines } from '#booking/line-store.ts'
import type { WaitingPlace } from '#booking/state-contract.ts'
import { commandsOpenTo } from '#booking/states.ts'
import { listLateCancellable } from '#booking/pricing.ts'
import {
  findBookingFor,
  readBookingParties,
  type Booking,
  type ListedBooking,
} from '#booking/store.ts'
import { cargoFor, restrictedFor, sees } from '#booking/visibility.ts'
import { readPlacesOf, type WaitingRow } from '#booking/slots/waiting-store.ts'

export async function bookingItems(
  tx: Tx,
  actor: Actor,
  bookings: readonly ListedBooking[],
): Promise<BookingItem[]> {
  const kind = actor.organisationKind
  const lines = await readLines(
    tx,
    bookings.map((booking) => booking.id),
  )
  const trains = await getTrainsInBrief(
    tx,
    bookings.map((booking) => booking.departureId),
  )
  const parties = await namesOf(
    tx,
    bookings.map((booking) => booking.exporterId),
  )
  const lots = await lotsOf(tx, bookings)
  return bookings.map((booking) =>
    toItem(kind, booking, {
      train: trains.get(booking.departureId)!,
      lines: lines.get(booking.id) ?? [],
      exporter: parties.get(booking.exporterId),
      lot: lots.get(booking.id),
    }),
  )
}

/** Of those that are LCL. */
function lotsOf(tx: Tx, bookings: readonly ListedBooking[]) {
  const lcl = bookings.filter(({ load }) => load === 'LCL')
  return readConsignments(
    tx,
    lcl.map(({ id }) => id),
  )
}

function toItem(
  kind: OrganisationKind,
  booking: ListedBooking,
  {
    train,
    lines,
    exporter,
    lot,
  }: {
    readonly train: TrainInBrief
    readonly lines: BookingLine[]
    readonly exporter: Party | undefined
    readonly lot: SpaceAmount | undefined
  },
): BookingItem {
  const { timeZone } = getStation(train.service.origin)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  return {
    id: booking.id,
    number: booking.number,
    reference: sees(kind, 'reference') ? booking.reference : null,
    state: booking.state,
    journey: journeyOf(train),
    load: booking.load,
    consolidationId: booking.consolidationId,
    lines,
    containers: booking.boxes,
    teu: booking.teu,
    lot: lot ? { volumeDm3: lot.volumeDm3, grossKg: lot.grossKg, packages: lot.packages } : null,
    heldUntil: booking.heldUntil && at(booking.heldUntil),
    exporter: sees(kind, 'exporter') ? (exporter ?? null) : null,
    createdAt: at(booking.createdAt),
  }
}

export async function bookingView(
  tx: Tx,
  actor: Actor,
  booking: Booking,
  now: Date,
): Promise<BookingView> {
  const [view] = await bookingViews(tx, [{ actor, booking }], now)
  return view!
}

export interface Reading {
  readonly actor: Actor
  readonly booking: Booking
}

/** Several bookings, each as its own reader may see it, in as many questions as one takes. */
export async function bookingViews(
  tx: Tx,
  readings: readonly Reading[],
  now: Date,
): Promise<BookingView[]> {
  const bookings = readings.map(({ booking }) => booking)
  const ids = bookings.map(({ id }) => id)
  const lcl = await loadLcl(tx, bookings)
  const rows = new Map(await readContainersOfBookings(tx, ids))
  for (const booking of bookings)
    if (booking.load === 'LCL') rows.set(booking.id, boxesOfLcl(booking, lcl))
  const boxes = [...rows.values()].flat()
  const trains = await getDepartures(
    tx,
    [...bookings, ...boxes].map((row) => row.departureId),
    now,
  )
  const isLate = ({ departureId }: ContainerRow) =>
    now.getTime() >= epochMs(trains.get(departureId)!.gateInCutoffAt)
  const loaded = {
    lcl,
    rows,
    trains,
    lines: await readLines(tx, ids),
    cargo: await readCargo(tx, ids),
    parties: await partiesOf(tx, ids),
    places: await readPlacesOf(tx, ids),
    late: await listLateCancellable(tx, ids),
    expected: await expectedOf(tx, boxes),
    absent: await absentOf(tx, boxes.filter(isLate)),
    waivers: await waiversOf(tx, bookings),
    charged: new Set<string>(await listCharged(tx, ids)),
    now,
  }
  return readings.map((reading) => toView(reading, loaded))
}

interface Loaded {
  readonly lcl: Awaited<ReturnType<typeof loadLcl>>
  readonly expected: Awaited<ReturnType<typeof expectedOf>>
  readonly absent: Awaited<ReturnType<typeof absentOf>>
  readonly rows: ReadonlyMap<BookingId, ContainerRow[]>
  readonly trains: ReadonlyMap<DepartureId, Departure>
  readonly lines: ReadonlyMap<BookingId, BookingLine[]>
  readonly cargo: ReadonlyMap<BookingId, CargoLine[]>
  readonly parties: ReadonlyMap<BookingId, Party[]>
  readonly places: Awaited<ReturnType<typeof readPlacesOf>>
  readonly late: ReadonlySet<string>
  readonly waivers: ReadonlyMap<BookingId, readonly NamedWaiver[]>
  readonly charged: ReadonlySet<string>
  readonly now: Date
}

type NamedWaiver = Waiver & { readonly by: Party }

/** Only what has findings was ever waived. */
async function waiversOf(
  tx: Tx,
  bookings: readonly Booking[],
): Promise<ReadonlyMap<BookingId, readonly NamedWaiver[]>> {
  const found = bookings.filter(({ findings }) => findings.length > 0)
  const waivers = await readWaivers(
    tx,
    found.map(({ id }) => id),
  )
  if (waivers.size === 0) return new Map()
  const all = [...waivers.values()].flat()
  const parties = await namesOf(tx, [...new Set(all.map((one) => one.organisationId))])
  return new Map(
    [...waivers].map(([id, some]) => [
      id,
      some.map((one) => ({ ...one, by: parties.get(one.organisationId)! })),
    ]),
  )
}

function toView({ actor, booking }: Reading, loaded: Loaded): BookingView {
  const { trains, now } = loaded
  const containers = loaded.rows.get(booking.id) ?? []
  const parties = loaded.parties.get(booking.id) ?? []
  const own = [booking.departureId, ...containers.map((row) => row.departureId)]
  const departure = trains.get(booking.departureId)!
  const lcl = lclStanding(booking, loaded.lcl, departure, now)
  const refusal = decideCancel({
    state: booking.state,
    cutoffPassed:
      !loaded.late.has(booking.id) &&
      (lcl?.closed ?? own.some((id) => isClosed(trains.get(id)!, now.getTime()))),
    containers,
    lcl,
  })
  const row = loaded.lcl.rows.get(booking.id)
  const space = row && loaded.lcl.spaces.get(booking.consolidationId!)
  const kind = actor.organisationKind
  const { timeZone } = getStation(trains.get(booking.departureId)!.service.origin)
  const place = loaded.places.get(booking.id)
  const isOwn = booking.exporterId === actor.organisationId
  return {
    ...toItem(kind, booking, {
      train: departure,
      lines: loaded.lines.get(booking.id) ?? [],
      exporter: parties.find((party) => party.id === booking.exporterId),
      lot: row,
    }),
    consignment:
      row && space ? consignmentOf({ booking, row, space, departure, actor, now }) : null,
    ...commercialFor(kind, booking, loaded.cargo.get(booking.id) ?? []),
    parties,
    brokerId: isOwn ? booking.brokerId : null,
    containers: containers.map((row) => toContainer(row, loaded, kind)),
    cancellable: isOwn && refusal === undefined,
    commandsOpen: commandsOpenTo(booking.state, kind),
    waiting: place ? toPlace(place, timeZone) : null,
    decidedReason: booking.decidedReason,
    charged: (isOwn || kind === 'operator') && loaded.charged.has(booking.id),
    findings: sees(kind, 'findings')
      ? findingsOf(booking, loaded.waivers.get(booking.id) ?? [], timeZone)
      : [],
  }
}

function findingsOf(
  { findings, departureId }: Booking,
  waivers: readonly NamedWaiver[],
  timeZone: string,
): FindingView[] {
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  return findings.map((finding) => {
    const waiver = waivers.find(
      (one) => one.departureId === departureId && sameFinding(one.finding, finding),
    )
    return {
      ...finding,
      foundAt: at(new Date(finding.foundAt)),
      waived: waiver ? { by: waiver.by, at: at(waiver.at), reason: waiver.reason } : null,
    }
  })
}

/** A place as its reader sees it, its times by the clock of the train's origin. */
export function toPlace(
  place: WaitingRow & { readonly position: number },
  timeZone: string,
): WaitingPlace {
  const { inParts, promotion, boxesPlaced, boxesOffered, offeredUntil, position } = place
  return {
    inParts,
    promotion,
    place: place.place,
    position,
    boxesPlaced,
    boxesOffered,
    offeredUntil: offeredUntil && timestampIn(offeredUntil.getTime(), timeZone),
  }
}

export async function containerView(
  tx: Tx,
  actor: Actor,
  row: ContainerRow,
): Promise<ContainerView> {
  const booking = (await findBookingFor(tx, actor.organisationId, row.bookingId))!
  const [container] = await containerViews(tx, actor, [row])
  const steps = await readSteps(tx, row.id)
  const speakers = await namesOf(
    tx,
    steps.map((step) => step.organisationId),
  )
  const parties = (await partiesOf(tx, [booking.id])).get(booking.id) ?? []
  const cargo = (await readCargo(tx, [booking.id])).get(booking.id) ?? []
  return {
    ...container!,
    ...commercialFor(actor.organisationKind, booking, cargo),
    exporter: parties.find((party) => party.id === booking.exporterId) ?? null,
    parties,
    history: steps.map((step) =>
      recordFor(actor, step, {
        organisation: speakers.get(step.organisationId)!,
        isShared: row.isShared === true,
      }),
    ),
  }
}

function recordFor(
  actor: Actor,
  step: StepRow,
  { organisation, isShared }: { readonly organisation: Party; readonly isShared: boolean },
): StepRecord {
  const own = step.organisationId === actor.organisationId
  return {
    sequence: step.sequence,
    step: step.step,
    event: step.event,
    at: step.public.at,
    recordedAt: timestampIn(step.recordedAt.getTime(), zoneAt(step.place)),
    place: step.place,
    organisation,
    memberId: own ? step.memberId : null,
    public: step.public,
    restricted: restrictedFor(actor.organisationKind, step.restricted, { own, isShared }),
  }
}

function commercialFor(kind: OrganisationKind, booking: Booking, cargo: readonly CargoLine[]) {
  return {
    consignee: sees(kind, 'consignee') ? booking.consignee : null,
    incoterm: sees(kind, 'incoterm') ? booking.incoterm : null,
    remarks: sees(kind, 'remarks') ? booking.remarks : null,
    cargo: cargoFor(kind, cargo),
  }
}

async function partiesOf(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, Party[]>> {
  const rows = await readBookingParties(tx, ids)
  const named = new Set([...rows.values()].flatMap((parties) => parties.map(({ id }) => id)))
  const parties = await namesOf(tx, [...named])
  return new Map([...rows].map(([id, some]) => [id, some.map((row) => parties.get(row.id)!)]))
}

async function namesOf(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, Party>> {
  const organisations = await listOrganisations(tx, ids)
  return new Map(organisations.map(({ id, kind, names }) => [id, { id, kind, names }]))
}
