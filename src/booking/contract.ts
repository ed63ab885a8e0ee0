/**
 * What booking says to the outside: bookings, the containers they bring into being, the words of a container's state, and
 * the one event every later slice follows, `container.step_taken`. Which step leads where is in step.ts, who sees which
 * field in visibility.ts, the words for people in words.ts, the refusals in booking.ts; what is done to a whole train is in
 * departure-contract.ts, states, baskets and the waiting list are in state-contract.ts and slot-contract.ts.
 */
import { z } from 'zod'
import { Email, Phone } from '#kernel/contact.ts'
import { ContainerNumber } from '#kernel/container-number.ts'
import { Country } from '#kernel/country.ts'
import { command, query } from '#kernel/endpoint.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { Incoterm } from '#kernel/incoterm.ts'
import { line } from '#kernel/line.ts'
import { MemberId, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { PlaceCode } from '#kernel/place-code.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { QuoteId } from '#price/contract.ts'
import { BookingLine, CargoLine } from '#booking/cargo-contract.ts'
import { ExpectedArrival } from '#booking/expected-contract.ts'
import { Finding } from '#booking/finding-contract.ts'
import {
  ContainerId,
  ContainerState,
  ContainerStep,
  CustomsStatus,
  Stage,
  StepEvent,
} from '#booking/step-contract.ts'
import { Consignment, Load } from '#booking/load-contract.ts'
import { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import { DepartureId, DepartureState } from '#train/contract.ts'
import {
  BookingCommand,
  BookingState,
  WaitingPlace,
  WaitingTerms,
} from '#booking/state-contract.ts'

export { BOXES_MAX, BookingLine, CargoLine } from '#booking/cargo-contract.ts'
export {
  ContainerId,
  ContainerState,
  ContainerStep,
  CustomsStatus,
  Stage,
  StepEvent,
} from '#booking/step-contract.ts'

export const BookingId = idSchema<'BookingId'>('bkg')
export type BookingId = z.infer<typeof BookingId>

/** Fields of every step's command: when it happened (default: now) and at which station. */
export const stepFields = {
  at: Timestamp.optional().meta({
    description:
      'When it happened; default now. Not before the container’s last step, not in the future',
  }),
  place: StationCode,
}

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })

/** What anybody may know of a step. Wagon numbers and gauges stand in it too when the step has them. */
export const StepPublic = z.looseObject({
  event: StepEvent,
  at: Timestamp,
  place: z.object({ code: PlaceCode, city: Names }),
  trainNumber: z.string(),
  containerNumber: ContainerNumber.optional(),
  equipmentType: EquipmentType,
  /** Who said it; absent where the name would be a trade secret (exporter, forwarder, consignee). */
  party: z.object({ kind: OrganisationKind, names: Names }).optional(),
})
export type StepPublic = z.infer<typeof StepPublic>

/** What the entitled may know besides, by field; visibility.ts says which kind of party sees which. */
export const StepRestricted = z.record(z.string(), z.unknown())
export type StepRestricted = z.infer<typeof StepRestricted>

export const stepTaken = eventKind(
  'container.step_taken',
  z.object({
    containerId: ContainerId,
    bookingId: BookingId,
    departureId: DepartureId,
    step: z.enum(['book', ...ContainerStep.options]),
    event: StepEvent,
    at: Timestamp,
    recordedAt: Timestamp,
    place: PlaceCode,
    organisationId: OrganisationId,
    sequence: z.int().min(1).meta({ description: '1, 2, … within the container' }),
    public: StepPublic,
    restricted: StepRestricted,
  }),
)
export type StepTaken = z.infer<typeof stepTaken.payload>

export const Consignee = z.object({
  name: line(200),
  country: Country,
  address: line(300),
  phone: Phone.optional(),
  email: Email.optional(),
  organisationId: OrganisationId.optional().meta({
    description: 'When the consignee has an account',
  }),
})
export type Consignee = z.infer<typeof Consignee>

export const NewBooking = z.object({
  departureId: DepartureId,
  reference: line(60)
    .optional()
    .meta({ description: 'Your own order number (委托编号): a second booking with it is refused' }),
  brokerId: OrganisationId.meta({ description: 'The customs broker who will declare' }),
  consignee: Consignee,
  incoterm: Incoterm,
  lines: z.array(BookingLine).min(1).max(12),
  cargo: z.array(CargoLine).min(1).max(60),
  remarks: line(500).optional(),
  quoteId: QuoteId.optional().meta({
    description:
      'Your open quote for just these boxes on this train; left out: a price agreed elsewhere',
  }),
  ifFull: WaitingTerms.optional().meta({
    description: 'Join the waiting list when there are too few slots; left out: be refused',
  }),
})
export type NewBooking = z.infer<typeof NewBooking>

export const Party = z.object({ id: OrganisationId, kind: OrganisationKind, names: Names })
export type Party = z.infer<typeof Party>

/** The train as a booking's or container's reader needs it. */
export const Journey = z.object({
  departureId: DepartureId,
  trainNumber: z.string(),
  departsAt: Timestamp,
  state: DepartureState.meta({
    description: 'Departed, while the container has not: it was left behind',
  }),
  origin: StationCode,
  destination: StationCode,
})
export type Journey = z.infer<typeof Journey>

export const Container = z.object({
  id: ContainerId,
  bookingId: BookingId,
  bookingNumber: z.string(),
  journey: Journey,
  equipmentType: EquipmentType,
  containerNumber: ContainerNumber.nullable(),
  sealNumber: SealNumber.nullable().meta({
    description: 'The seal of record: as the operator assigned it, or as replaced on the way',
  }),
  wagonNumber: WagonNumber.nullable(),
  stage: Stage,
  customs: CustomsStatus,
  held: ContainerState.shape.held,
  noShow: z.boolean().meta({
    description: 'It had not come when the gate of this train closed, and has not come since',
  }),
  place: StationCode.meta({ description: 'Where its last step was' }),
  lastStepAt: Timestamp,
  sequence: z.int().meta({ description: 'How many steps it has had' }),
  expected: ExpectedArrival.nullable().meta({
    description:
      'When it is expected at the end of its line; null once there, or without an estimate',
  }),
  shared: z.boolean().meta({
    description: 'A consolidation’s, in which your LCL booking goes beside others’',
  }),
  stepsOpen: z.array(ContainerStep).meta({ description: 'What your kind may do to it now' }),
})
export type Container = z.infer<typeof Container>

export const StepRecord = z.object({
  sequence: z.int(),
  step: z.enum(['book', ...ContainerStep.options]),
  event: StepEvent,
  at: Timestamp,
  recordedAt: Timestamp,
  place: PlaceCode,
  organisation: Party,
  memberId: MemberId.nullable().meta({ description: 'For their own organisation only' }),
  public: StepPublic,
  restricted: StepRestricted.meta({ description: 'What your kind of party may see of it' }),
})
export type StepRecord = z.infer<typeof StepRecord>

/** Commercial fields are absent for parties who may not see them. */
export const CargoView = CargoLine.partial()

export const BookingItem = z.object({
  id: BookingId,
  number: z.string().meta({ description: 'To say on the telephone: LB and ten characters' }),
  reference: z.string().nullable(),
  state: BookingState,
  journey: Journey,
  load: Load.meta({ description: 'FCL: whole containers; LCL: a consignment in a consolidation' }),
  consolidationId: ConsolidationId.nullable().meta({
    description:
      'That an LCL booking goes in; of its operator’s own booking: that it is offered as',
  }),
  lines: z.array(BookingLine),
  containers: z.int(),
  teu: z.int(),
  lot: SpaceAmount.nullable().meta({
    description: 'What an LCL booking takes of its consolidation',
  }),
  heldUntil: Timestamp.nullable().meta({ description: 'Of a basket: confirm it by then' }),
  exporter: Party.nullable(),
  createdAt: Timestamp,
})
export type BookingItem = z.infer<typeof BookingItem>

const commercial = {
  consignee: Consignee.partial().nullable(),
  incoterm: Incoterm.nullable(),
  remarks: z.string().nullable(),
  cargo: z.array(CargoView),
}

export const FindingView = Finding.extend({
  foundAt: Timestamp.meta({ description: 'Later than the booking: a restriction changed since' }),
  waived: z
    .object({ by: Party, at: Timestamp, reason: z.string() })
    .nullable()
    .meta({ description: 'By whom and why the operator carries it all the same' }),
})
export type FindingView = z.infer<typeof FindingView>

export const BookingView = BookingItem.omit({ containers: true }).extend({
  ...commercial,
  parties: z.array(Party),
  brokerId: OrganisationId.nullable().meta({
    description:
      'The broker you named, who is a party once the booking is confirmed; null of others’',
  }),
  containers: z.array(Container),
  consignment: Consignment.nullable().meta({ description: 'Of an LCL booking' }),
  cancellable: z.boolean().meta({ description: 'By you, now' }),
  commandsOpen: z.array(BookingCommand).meta({ description: 'What your kind may decide now' }),
  waiting: WaitingPlace.nullable().meta({ description: 'While it waits, whole or in part' }),
  decidedReason: z.string().nullable().meta({ description: 'Why the operator decided so' }),
  charged: z.boolean().meta({
    description:
      'Whether you may read a statement of its charges: not where its price is agreed elsewhere',
  }),
  findings: z.array(FindingView).meta({
    description: 'What the cargo rules say of it; for its shipper and the operator only',
  }),
})
export type BookingView = z.infer<typeof BookingView>

export const ContainerView = Container.extend({
  ...commercial,
  exporter: Party.nullable(),
  parties: z.array(Party),
  history: z.array(StepRecord),
})
export type ContainerView = z.infer<typeof ContainerView>

export const BookingFilter = z.object({
  state: BookingState.optional(),
  load: Load.optional(),
  departure: DepartureId.optional(),
  q: z.string().trim().max(40).optional().meta({
    description: 'Beginning of a booking number or container number, or your whole reference',
  }),
})
export type BookingFilter = z.infer<typeof BookingFilter>

export const ContainerFilter = z.object({
  stage: Stage.optional(),
  customs: CustomsStatus.optional(),
  departure: DepartureId.optional(),
  booking: BookingId.optional(),
  q: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ description: 'Beginning of a container number or booking number' }),
  todo: z.stringbool().optional().meta({ description: 'Only those waiting for your next step' }),
})
export type ContainerFilter = z.infer<typeof ContainerFilter>

const ofBooking = z.object({ bookingId: BookingId })
const ofContainer = z.object({ containerId: ContainerId })

export const bookingApi = {
  book: command({
    path: '/bookings',
    summary: 'Book containers on a departure: slots, booking and containers at once or not at all',
    access: ['exporter', 'forwarder'],
    body: NewBooking,
    reply: BookingView,
  }),
  listBookings: query({
    path: '/bookings',
    summary: 'Bookings your organisation takes part in, newest first',
    access: 'member',
    query: BookingFilter.extend(pageQuery),
    reply: pageOf(BookingItem),
  }),
  getBooking: query({
    path: '/bookings/:bookingId',
    summary: 'One booking with its containers and what your kind of party may see of it',
    access: 'member',
    params: ofBooking,
    reply: BookingView,
  }),
  cancel: command({
    path: '/bookings/:bookingId/cancel',
    summary: 'Cancel a booking before the booking cut-off and before any box was received',
    access: ['exporter', 'forwarder'],
    params: ofBooking,
    reply: BookingView,
  }),
  listContainers: query({
    path: '/containers',
    summary: 'Containers your organisation takes part in, newest first',
    access: 'member',
    query: ContainerFilter.extend(pageQuery),
    reply: pageOf(Container),
  }),
  getContainer: query({
    path: '/containers/:containerId',
    summary: 'One container: its state, parties, history, and what you may do to it now',
    access: 'member',
    params: ofContainer,
    reply: ContainerView,
  }),
  assign: command({
    path: '/containers/:containerId/assign',
    summary: 'Give a booked container its box and its seal',
    access: ['operator'],
    params: ofContainer,
    body: z.object({ containerNumber: ContainerNumber, sealNumber: SealNumber, ...stepFields }),
    reply: Container,
  }),
}
