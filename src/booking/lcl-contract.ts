/**
 * LCL over HTTP: consolidations that an operator opens on its trains, and the bookings that fill them. Everything else that
 * happens to an LCL booking happens to it as to any other: it is read, listed, cancelled, declined and charged in the same way.
 */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { VOLUME_DM3_MAX } from '#kernel/volume.ts'
import { CargoLine } from '#booking/cargo-contract.ts'
import {
  BookingId,
  BookingView,
  CargoView,
  Consignee,
  NewBooking,
  Party,
} from '#booking/contract.ts'
import { Consignment } from '#booking/load-contract.ts'
import { HOLD_MINUTES } from '#booking/slot-contract.ts'
import { BookingState, WaitingTerms } from '#booking/state-contract.ts'
import { Consolidation, ConsolidationId, PACKAGES_MAX } from '#train/consolidation-contract.ts'
import { DepartureId } from '#train/contract.ts'

const CENTIMETRES_MAX = 1_400
const CLOSES_MINUTES_MAX = 60 * 24 * 30
const PAYLOAD_KG_MAX = 30_000

export const NewConsolidation = z.object({
  equipmentType: EquipmentType,
  volumeDm3: z.int().min(1).max(VOLUME_DM3_MAX).meta({
    description: 'What may be loaded, dm³: less than the box holds, as cargo leaves gaps',
  }),
  grossKg: z.int().min(1).max(PAYLOAD_KG_MAX).meta({ description: 'Cargo, kg' }),
  packages: z.int().min(1).max(PACKAGES_MAX),
  closesMinutesBefore: z
    .int()
    .min(0)
    .max(CLOSES_MINUTES_MAX)
    .meta({ description: 'So long before the train’s booking cut-off it takes no more' }),
  brokerId: OrganisationId.meta({
    description: 'Who declares the container once every consignment is declared',
  }),
  consignee: Consignee.meta({ description: 'Who deconsolidates it at the destination' }),
})
export type NewConsolidation = z.infer<typeof NewConsolidation>

const side = z.int().min(1).max(CENTIMETRES_MAX)

/** A cargo line with its volume, as measured or from the sides of one package. */
export const LclCargoLine = CargoLine.extend({
  packageCm: z
    .object({ lengthCm: side, widthCm: side, heightCm: side })
    .optional()
    .meta({ description: 'Of each package, cm: gives the volume where that is left out' }),
})
export type LclCargoLine = z.infer<typeof LclCargoLine>

/** A consignment is not parted. */
export const LclTerms = WaitingTerms.pick({ promotion: true })

export const NewConsignment = NewBooking.omit({
  departureId: true,
  lines: true,
  cargo: true,
  ifFull: true,
}).extend({
  cargo: z.array(LclCargoLine).min(1).max(60),
  ifFull: LclTerms.optional().meta({
    description: 'Join the train’s list when the space is too little; left out: be refused',
  }),
})
export type NewConsignment = z.infer<typeof NewConsignment>

/** Space for a basket: what the cargo is thought to come to. */
export const NewSpaceHold = z.object({
  volumeDm3: z.int().min(1).max(VOLUME_DM3_MAX).meta({ description: 'dm³' }),
  grossKg: z.int().min(1).max(PAYLOAD_KG_MAX).meta({ description: 'Cargo, kg' }),
  packages: z.int().min(1).max(PACKAGES_MAX),
})
export type NewSpaceHold = z.infer<typeof NewSpaceHold>

/** One LCL booking as those who work on the container see it; what is commercial is cut as everywhere. */
export const ConsignmentItem = Consignment.extend({
  bookingId: BookingId,
  number: z.string(),
  state: BookingState,
  exporter: Party.nullable(),
  cargo: z.array(CargoView),
})
export type ConsignmentItem = z.infer<typeof ConsignmentItem>

export const ConsolidationView = Consolidation.extend({
  bookingId: BookingId.nullable().meta({
    description: 'The booking of the container itself, for its own parties',
  }),
  consignments: z.array(ConsignmentItem).meta({
    description: 'The stuffing list: those that you take part in, and nobody else’s',
  }),
})
export type ConsolidationView = z.infer<typeof ConsolidationView>

const ofConsolidation = z.object({ consolidationId: ConsolidationId })
const shipper = ['exporter', 'forwarder'] as const

export const lclApi = {
  openConsolidation: command({
    path: '/departures/:departureId/consolidations',
    summary: 'Offer a container of your own train for LCL: it takes its slots like any booking',
    access: ['operator'],
    params: z.object({ departureId: DepartureId }),
    body: NewConsolidation,
    reply: ConsolidationView,
  }),
  getConsolidation: query({
    path: '/consolidations/:consolidationId',
    summary: 'One consolidation with the consignments that you take part in',
    access: 'member',
    params: ofConsolidation,
    reply: ConsolidationView,
  }),
  consign: command({
    path: '/consolidations/:consolidationId/bookings',
    summary: 'Book LCL: space, booking and price at once or not at all',
    access: shipper,
    params: ofConsolidation,
    body: NewConsignment,
    reply: BookingView,
  }),
  holdSpace: command({
    path: '/consolidations/:consolidationId/hold',
    summary: `Keep space of a consolidation in a basket for ${HOLD_MINUTES} minutes while the rest is typed`,
    access: shipper,
    params: ofConsolidation,
    body: NewSpaceHold,
    reply: BookingView,
  }),
  confirmConsignment: command({
    path: '/bookings/:bookingId/consignment/confirm',
    summary:
      'Make your LCL basket a booking, before it expires: of what its cargo comes to, more than was held if that is free',
    access: shipper,
    params: z.object({ bookingId: BookingId }),
    body: NewConsignment,
    reply: BookingView,
  }),
  amendConsignment: command({
    path: '/bookings/:bookingId/consignment',
    summary:
      'Your LCL booking as it shall be, whole, within what is free; until its cargo is received',
    access: shipper,
    params: z.object({ bookingId: BookingId }),
    body: NewConsignment,
    reply: BookingView,
  }),
}

export const lclProblem = problems({
  'booking.lcl_dangerous': {
    kind: 'invalid',
    zh: '拼箱不承运危险货物，请订整箱',
    en: 'Dangerous goods are not carried as LCL: book a whole container',
    ru: 'Опасные грузы сборной отправкой (LCL) не перевозятся: забронируйте целый контейнер',
  },
  'booking.lcl_needs_permission': {
    kind: 'invalid',
    zh: '该货物须班列公司同意，不能拼箱，请订整箱',
    en: 'This cargo needs the operator’s consent and is not carried as LCL: book a whole container',
    ru: 'Для этого груза нужно согласие оператора, как LCL он не перевозится: забронируйте целый контейнер',
  },
  'booking.lcl_volume_missing': {
    kind: 'invalid',
    zh: '第 {line} 行货物缺少体积：请填写体积或单件尺寸',
    en: 'Cargo line {line} has no volume: give it, or the sides of one package',
    ru: 'В строке груза {line} нет объёма: укажите его или размеры одного места',
  },
  'booking.lcl_own_way': {
    kind: 'conflict',
    zh: '这是拼箱订舱，请使用拼箱的办理方式',
    en: 'This is an LCL booking: use what is there for LCL',
    ru: 'Это бронирование LCL: воспользуйтесь действиями для LCL',
  },
  'booking.not_lcl': {
    kind: 'conflict',
    zh: '这不是拼箱订舱',
    en: 'This is not an LCL booking',
    ru: 'Это не бронирование LCL',
  },
  'booking.consignment_received': {
    kind: 'conflict',
    zh: '该票货物已进拼箱仓库',
    en: 'The cargo is at the consolidation warehouse already',
    ru: 'Груз уже принят на складе консолидации',
  },
  'booking.consignment_declared': {
    kind: 'conflict',
    zh: '该票货物已报关',
    en: 'The consignment is declared already',
    ru: 'Партия уже задекларирована',
  },
  'booking.consignment_not_received': {
    kind: 'conflict',
    zh: '该票货物尚未进拼箱仓库',
    en: 'The cargo is not at the consolidation warehouse yet',
    ru: 'Груз ещё не принят на складе консолидации',
  },
  'booking.declaration_repeated': {
    kind: 'conflict',
    zh: '报关单号 {declarationNumber} 已用于另一票拼箱货物',
    en: 'Declaration {declarationNumber} stands on another consignment already',
    ru: 'Декларация {declarationNumber} уже указана для другой партии',
  },
  'booking.consolidation_empty': {
    kind: 'conflict',
    zh: '集拼箱内没有拼箱订舱',
    en: 'Nobody has booked into this consolidation',
    ru: 'В сборном контейнере нет ни одной партии',
  },
  'booking.consignments_not_received': {
    kind: 'conflict',
    zh: '以下拼箱货物尚未进仓，不能装箱：{bookings}',
    en: 'The box is stuffed when every consignment is received; not yet: {bookings}',
    ru: 'Контейнер загружают, когда приняты все партии; ещё нет: {bookings}',
  },
  'booking.consignments_not_declared': {
    kind: 'conflict',
    zh: '以下拼箱货物尚未报关：{bookings}',
    en: 'The container is declared and released when every consignment is declared; not yet: {bookings}',
    ru: 'Контейнер декларируют и выпускают, когда задекларированы все партии; ещё нет: {bookings}',
  },
  'booking.shares_container': {
    kind: 'forbidden',
    zh: '这是集拼箱，由班列公司、仓库和集拼箱的报关行办理',
    en: 'This container is a consolidation: its operator, warehouse and own broker act on it',
    ru: 'Это сборный контейнер: действия с ним выполняют оператор, склад и брокер контейнера',
  },
})
