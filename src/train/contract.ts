/**
 * What train says to the outside: services (a line with its stops and the parties that work on it) and their departures,
 * with cut-offs and the account of slots. Stops and times are plans; what happened is said by the containers' steps.
 */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { Gauge } from '#kernel/gauge.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { eventKind } from '#kernel/event.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'

export const ServiceId = idSchema<'ServiceId'>('svc')
export type ServiceId = z.infer<typeof ServiceId>
export const DepartureId = idSchema<'DepartureId'>('dep')
export type DepartureId = z.infer<typeof DepartureId>

/** The longest train of the corridors carries 55 × 40 ft in China and twice that in coupled 1520 mm trains. */
export const CAPACITY_TEU_MAX = 240
/** ISO 668: no 20 ft box weighs more than 30,480 kg. */
export const KG_A_TEU_MAX = 30_500
/** On a 40 ft place: what a common wagon carries, and between what a limit may be. */
export const WAGON_KG = { usual: 61_000, least: 1_000, most: 200_000 } as const
const PLAN_MINUTES_MAX = 60 * 24 * 60

export const ServiceStop = z.object({
  station: StationCode,
  plannedOffsetMinutes: z
    .int()
    .min(0)
    .max(PLAN_MINUTES_MAX)
    .meta({ description: 'Planned arrival, minutes after the departure from the first stop' }),
  gaugeMm: Gauge.meta({
    description:
      'Gauge of the track it leaves on (at the last stop: arrives on). Differs from the stop before where containers change trains',
  }),
})
export type ServiceStop = z.infer<typeof ServiceStop>

export const ServiceNames = z.object({ zh: line(120), en: line(120), ru: line(120) })

const parties = z.array(OrganisationId).min(1).max(12)

/** Who works on this line. Several customs offices or railways may take part: each sees every container of the line. */
export const ServiceParties = z.object({
  warehouseIds: parties.meta({ description: 'Warehouses that receive, stuff and seal' }),
  customsIds: parties.meta({ description: 'Customs offices that release' }),
  railIds: parties.meta({ description: 'Railways that carry and transship' }),
})
export type ServiceParties = z.infer<typeof ServiceParties>

export const NewService = z.object({
  names: ServiceNames,
  stops: z.array(ServiceStop).min(2).max(40),
  parties: ServiceParties,
})
export type NewService = z.infer<typeof NewService>

export const Service = NewService.extend({ id: ServiceId, operatorId: OrganisationId })
export type Service = z.infer<typeof Service>

/** The line as a departure's reader needs it; parties are shown to the line's own parties only. */
export const ServiceSummary = z.object({
  id: ServiceId,
  operatorId: OrganisationId,
  names: ServiceNames,
  origin: StationCode,
  destination: StationCode,
  stops: z.array(ServiceStop),
})
export type ServiceSummary = z.infer<typeof ServiceSummary>

export const DepartureState = z.enum(['scheduled', 'departed', 'arrived', 'cancelled'])
export type DepartureState = z.infer<typeof DepartureState>

export const departureTimes = {
  bookingCutoffAt: Timestamp.meta({ description: 'After this no booking is taken (订舱截止)' }),
  documentsCutoffAt: Timestamp.meta({ description: 'After this no papers are taken (截单)' }),
  gateInCutoffAt: Timestamp.meta({ description: 'After this no box enters the station (截箱)' }),
  releaseCutoffAt: Timestamp.meta({ description: 'Customs must have released by then (截关)' }),
  loadingStartsAt: Timestamp.meta({ description: 'Loading begins (开始装车)' }),
  departsAt: Timestamp.meta({ description: 'Planned departure from the first stop' }),
}

export const TrainNumber = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]?\d{3,5}(\/\d{1,5})?$/)
  .meta({
    description: 'Train number (车次) as the railway writes it',
    examples: ['X8083', '75001'],
  })

/** Slots, in the four units that a train runs out of. */
export const SlotAmount = z.object({
  teu: z.int().min(0).meta({ description: 'Twenty-foot places: a 40 or 45 ft box takes two' }),
  grossKg: z.int().min(0).meta({ description: 'Boxes and cargo, kg' }),
  plugs: z.int().min(0).meta({ description: 'Current for refrigerated boxes' }),
  dangerousPlaces: z.int().min(0).meta({ description: 'Boxes of dangerous goods' }),
})
export type SlotAmount = z.infer<typeof SlotAmount>

const capacity = {
  capacityTeu: z.int().min(1).max(CAPACITY_TEU_MAX),
  grossKgMax: z
    .int()
    .min(1)
    .max(CAPACITY_TEU_MAX * KG_A_TEU_MAX)
    .meta({
      description: 'Gross mass of the whole train, kg; null: no limit but that of its places',
    }),
  wagonKgMax: z.int().min(WAGON_KG.least).max(WAGON_KG.most).meta({
    description: 'Gross mass on one wagon of a 40 ft place, kg; null: 61,000',
  }),
  reeferPlugs: z.int().min(0).max(CAPACITY_TEU_MAX).meta({
    description: 'Refrigerated boxes that get current; null: as many as it has places',
  }),
  dangerousPlaces: z.int().min(0).max(CAPACITY_TEU_MAX).meta({
    description: 'Boxes of dangerous goods it may carry; null: none',
  }),
}

export const NewDeparture = z.object({
  serviceId: ServiceId,
  trainNumber: TrainNumber,
  capacityTeu: capacity.capacityTeu,
  grossKgMax: capacity.grossKgMax.nullish(),
  wagonKgMax: capacity.wagonKgMax.nullish(),
  reeferPlugs: capacity.reeferPlugs.nullish(),
  dangerousPlaces: capacity.dangerousPlaces.nullish(),
  ...departureTimes,
})
export type NewDeparture = z.infer<typeof NewDeparture>

/** What may still change while a train is scheduled; its number stands in what has been said of it. A limit left out stays. */
export const DepartureChange = NewDeparture.omit({ serviceId: true, trainNumber: true })
export type DepartureChange = z.infer<typeof DepartureChange>

export const WEEKS_MAX = 26

export const Departure = NewDeparture.extend({
  ...capacity,
  id: DepartureId,
  bookedTeu: z.int().min(0).meta({ description: 'Sold and held' }),
  freeTeu: z.int().min(0).meta({ description: 'On open sale' }),
  free: SlotAmount.meta({ description: 'On open sale, in every unit' }),
  held: SlotAmount.meta({ description: 'In baskets, offers and requests that wait for an answer' }),
  sold: SlotAmount,
  allotted: SlotAmount.meta({ description: 'Free, but reserved by an allotment' }),
  state: DepartureState,
  departedAt: Timestamp.nullable(),
  cancelReason: z.string().nullable().meta({ description: 'Why it does not run, when cancelled' }),
  bookable: z.boolean().meta({ description: 'Scheduled, before the booking cut-off, not full' }),
  service: ServiceSummary,
})
export type Departure = z.infer<typeof Departure>

export const DepartureFilter = z.object({
  origin: StationCode.optional().meta({ description: 'First stop' }),
  destination: StationCode.optional().meta({ description: 'Any stop after the first' }),
  from: Timestamp.optional().meta({ description: 'Departs at or after; default now' }),
  to: Timestamp.optional().meta({ description: 'Departs before' }),
  service: ServiceId.optional(),
  bookable: z.stringbool().optional().meta({ description: 'Only those that still take bookings' }),
})
export type DepartureFilter = z.infer<typeof DepartureFilter>

/** Slots of a train have become free otherwise than by a booking: who waits for them is asked. */
export const slotsFreed = eventKind('departure.slots_freed', z.object({ departureId: DepartureId }))

export const trainApi = {
  createService: command({
    path: '/services',
    summary: 'Open a line: its stops and the parties that work on it',
    access: ['operator'],
    body: NewService,
    reply: Service,
  }),
  listServices: query({
    path: '/services',
    summary: 'Lines that run',
    access: 'member',
    query: z.object({
      operator: OrganisationId.optional().meta({ description: 'Lines of this operator only' }),
      ...pageQuery,
    }),
    reply: pageOf(ServiceSummary),
  }),
  getService: query({
    path: '/services/:serviceId',
    summary: 'A line with its parties, for those parties',
    access: 'member',
    params: z.object({ serviceId: ServiceId }),
    reply: Service,
  }),
  changeService: command({
    path: '/services/:serviceId/change',
    summary:
      'Change your own line. Its stations stay once trains were scheduled; its parties count for bookings made from then on',
    access: ['operator'],
    params: z.object({ serviceId: ServiceId }),
    body: NewService,
    reply: Service,
  }),
  createDeparture: command({
    path: '/departures',
    summary: 'Schedule a train on your own line',
    access: ['operator'],
    body: NewDeparture,
    reply: Departure,
  }),
  scheduleWeekly: command({
    path: '/departures/weekly',
    summary:
      'Schedule the same train every week at the same local time, the first as given: all of them or none',
    access: ['operator'],
    body: NewDeparture.extend({ weeks: z.int().min(2).max(WEEKS_MAX) }),
    reply: z.object({ items: z.array(Departure) }),
  }),
  changeDeparture: command({
    path: '/departures/:departureId/change',
    summary: 'Change your own train before it departs; a limit left out stays, null lifts it',
    access: ['operator'],
    params: z.object({ departureId: DepartureId }),
    body: DepartureChange,
    reply: Departure,
  }),
  listDepartures: query({
    path: '/departures',
    summary: 'Departures with cut-offs and free slots, soonest first',
    access: 'member',
    query: DepartureFilter.extend(pageQuery),
    reply: pageOf(Departure),
  }),
  getDeparture: query({
    path: '/departures/:departureId',
    summary: 'One departure',
    access: 'member',
    params: z.object({ departureId: DepartureId }),
    reply: Departure,
  }),
}

export const trainProblem = problems({
  'train.service_absent': {
    kind: 'absent',
    zh: '没有这条班列线路',
    en: 'There is no such line',
    ru: 'Такого маршрута нет',
  },
  'train.departure_absent': {
    kind: 'absent',
    zh: '没有这个班次',
    en: 'There is no such departure',
    ru: 'Такого отправления нет',
  },
  'train.not_your_service': {
    kind: 'forbidden',
    zh: '只能为本公司的线路安排班次',
    en: 'You can schedule trains on your own lines only',
    ru: 'Назначать поезда можно только на собственных маршрутах',
  },
  'train.stations_in_use': {
    kind: 'conflict',
    zh: '该线路已安排班次，不能再更改车站和轨距；计划时间、名称和参与方可以更改。如需不同的停靠站，请新建线路',
    en: 'Trains are scheduled on this line, so its stations and gauges stay; planned times, names and parties may change. For other stations open another line',
    ru: 'На маршруте уже назначены поезда, поэтому станции и колея не меняются; плановое время, названия и участников изменить можно. Для других станций создайте новый маршрут',
  },
  'train.stops_out_of_order': {
    kind: 'invalid',
    zh: '第 {position} 站（{station}）的计划时间应晚于前一站；首站应为 0 分钟',
    en: 'Stop {position} ({station}) must be planned later than the stop before it; the first stop is at 0 minutes',
    ru: 'Остановка {position} ({station}) должна быть позже предыдущей; первая остановка — 0 минут',
  },
  'train.stop_repeated': {
    kind: 'invalid',
    zh: '车站 {station} 出现了两次',
    en: 'Station {station} stands in the line twice',
    ru: 'Станция {station} указана дважды',
  },
  'train.gauge_impossible': {
    kind: 'invalid',
    zh: '第 {position} 站（{station}）不能换轨：该站轨距为 {gauge} 毫米',
    en: 'Stop {position} ({station}) cannot have this gauge: its tracks are {gauge} mm',
    ru: 'На остановке {position} ({station}) такой колеи нет: её колея {gauge} мм',
  },
  'train.party_unsuitable': {
    kind: 'invalid',
    zh: '{organisation} 不是已登记的{neededZh}',
    en: '{organisation} is not a registered organisation of the kind {needed}',
    ru: '{organisation} — не зарегистрированная организация вида «{neededRu}»',
  },
  'train.times_out_of_order': {
    kind: 'invalid',
    zh: '时间顺序应为：订舱截止 ≤ 截单 ≤ 截箱 ≤ 截关 ≤ 发车，且开始装车不晚于发车；“{fieldZh}”的顺序不对',
    en: 'Times must run: booking ≤ documents ≤ gate-in ≤ customs release ≤ departure, and loading starts by departure; “{fieldEn}” is out of order',
    ru: 'Порядок сроков: бронирование ≤ документы ≤ завоз ≤ выпуск таможней ≤ отправление, погрузка начинается не позже отправления; нарушено: «{fieldRu}»',
  },
  'train.departs_in_past': {
    kind: 'invalid',
    zh: '发车时间不能早于现在',
    en: 'A departure cannot be scheduled in the past',
    ru: 'Нельзя назначить отправление в прошлом',
  },
  'train.number_taken': {
    kind: 'conflict',
    zh: '{trainNumber} 次在 {date} 已有班次',
    en: 'Train {trainNumber} already departs on {date}',
    ru: 'Поезд {trainNumber} на {date} уже назначен',
  },
  'train.over_capacity': {
    kind: 'conflict',
    zh: '舱位不足：需要 {askedTeu} TEU，仅剩 {freeTeu} TEU',
    en: 'Not enough slots: {askedTeu} TEU asked, {freeTeu} TEU free',
    ru: 'Недостаточно мест: запрошено {askedTeu} ДФЭ, свободно {freeTeu} ДФЭ',
  },
  'train.over_weight': {
    kind: 'conflict',
    zh: '列车总重不足：需要 {askedKg} 千克，仅剩 {freeKg} 千克',
    en: 'The train cannot carry it: {askedKg} kg asked, {freeKg} kg left',
    ru: 'Превышена масса поезда: запрошено {askedKg} кг, осталось {freeKg} кг',
  },
  'train.no_plugs': {
    kind: 'conflict',
    zh: '冷藏箱供电插座不足：需要 {asked} 个，仅剩 {free} 个',
    en: 'Not enough reefer plugs: {asked} asked, {free} left',
    ru: 'Недостаточно розеток для рефрижераторов: запрошено {asked}, осталось {free}',
  },
  'train.no_dangerous_places': {
    kind: 'conflict',
    zh: '危险货物箱位不足：需要 {asked} 个，仅剩 {free} 个',
    en: 'Not enough places for dangerous goods: {asked} asked, {free} left',
    ru: 'Недостаточно мест для опасных грузов: запрошено {asked}, осталось {free}',
  },
  'train.over_wagon': {
    kind: 'invalid',
    zh: '平均每个 40 英尺车位 {grossKg} 千克，超过单车限重 {wagonKgMax} 千克：请增加箱量',
    en: '{grossKg} kg on a 40 ft place of the wagon, which carries {wagonKgMax} kg: spread it over more boxes',
    ru: 'На 40-футовое место вагона приходится {grossKg} кг при допустимых {wagonKgMax} кг: распределите груз по большему числу контейнеров',
  },
  'train.embargoed': {
    kind: 'conflict',
    zh: '铁路停限装命令生效期间，该班次暂停订舱',
    en: 'A railway embargo closes this train for booking',
    ru: 'Бронирование на этот поезд закрыто из-за конвенционного запрещения железной дороги',
  },
  'train.allotment_absent': {
    kind: 'absent',
    zh: '没有这个包舱配额',
    en: 'There is no such allotment',
    ru: 'Такой квоты нет',
  },
  'train.allotment_released': {
    kind: 'conflict',
    zh: '该配额已释放到公开销售',
    en: 'This allotment was released to open sale already',
    ru: 'Эта квота уже передана в открытую продажу',
  },
  'train.allotment_late': {
    kind: 'invalid',
    zh: '配额的释放时间应晚于现在、不晚于订舱截止',
    en: 'An allotment is released after now and by the booking cut-off',
    ru: 'Квота передаётся в открытую продажу позже текущего момента и не позже окончания бронирования',
  },
  'train.below_booked': {
    kind: 'conflict',
    zh: '“{limitZh}”不能低于已订和已包舱的部分（{taken}）',
    en: '“{limitEn}” cannot be less than what is booked and allotted already ({taken})',
    ru: '«{limitRu}» не может быть меньше забронированного и отданного в квоты ({taken})',
  },
  'train.same_departure': {
    kind: 'invalid',
    zh: '请选择另一个班次：这些箱已在该班次上',
    en: 'Choose another departure: the containers are already booked on this one',
    ru: 'Выберите другое отправление: контейнеры уже забронированы на это',
  },
  'train.other_line': {
    kind: 'invalid',
    zh: '只能改配到同一线路的班次',
    en: 'Containers can be moved to a departure of the same line only',
    ru: 'Перенести контейнеры можно только на отправление того же маршрута',
  },
  'train.booking_closed': {
    kind: 'conflict',
    zh: '该班次已于 {bookingCutoffAt} 截止订舱，请选择后续班次',
    en: 'Booking for this departure closed at {bookingCutoffAt}: choose a later train',
    ru: 'Бронирование на это отправление закрыто {bookingCutoffAt}: выберите более поздний поезд',
  },
  'train.not_scheduled': {
    kind: 'conflict',
    zh: '该班次已发车、到达或取消，不能再变更舱位或装车',
    en: 'This train has departed, arrived or been cancelled: its slots and load can no longer change',
    ru: 'Поезд отправлен, прибыл или отменён: места и погрузку изменить нельзя',
  },
})
