/**
 * Carriages: the legs by sea, road, air, inland water or another railway that bring containers to the train and take them on from it.
 * Each is one run of a ship, a lorry, an aircraft, arranged by one party for one container or several of a booking.
 */
import { z } from 'zod'
import { ContainerId } from '#booking/contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { Timestamp } from '#kernel/time.ts'
import { TransportMode } from '#kernel/transport-mode.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import { CarriageStage, Connection } from '#journey/leg-contract.ts'

export const CarriageId = idSchema<'CarriageId'>('crg')
export type CarriageId = z.infer<typeof CarriageId>

/** Of one container; a journey of more legs than these is a slip of the hand. */
export const CARRIAGES_MAX = 12

/** Letters of a place's name. */
export const PLACE_NAME_MAX = 60

export const CarriagePlace = z.object({
  code: UnLocode,
  name: line(PLACE_NAME_MAX)
    .optional()
    .meta({ description: 'Where the platform does not know the place by its code' }),
})
export type CarriagePlace = z.infer<typeof CarriagePlace>

/** What is said of a carriage: planned first, actual as it happens. */
export const SaidCarriage = z.object({
  stage: CarriageStage,
  mode: TransportMode,
  carrier: line(80).meta({ description: 'Shipping line, haulier or airline' }),
  conveyance: line(60).optional().meta({
    description: 'Name of the vessel, number of the flight or train, plate of the lorry',
  }),
  voyage: line(30).optional().meta({ description: 'Voyage number, or transport document' }),
  from: CarriagePlace,
  to: CarriagePlace,
  plannedDepartureAt: Timestamp,
  plannedArrivalAt: Timestamp,
  departedAt: Timestamp.optional(),
  arrivedAt: Timestamp.optional(),
})
export type SaidCarriage = z.infer<typeof SaidCarriage>

export const Carriage = SaidCarriage.extend({
  id: CarriageId,
  modeCode: z.string().meta({ description: 'UNECE Recommendation 19' }),
  arrangedBy: z.object({
    id: OrganisationId,
    names: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
  }),
  containers: z.int().meta({ description: 'How many travel by it' }),
  version: z
    .int()
    .meta({ description: 'How often it has been said; what was said before is kept' }),
  saidAt: z.iso.datetime(),
})
export type Carriage = z.infer<typeof Carriage>

/** A carriage with what is expected of it now. */
export const CarriageLeg = Carriage.extend({
  expectedDepartureAt: Timestamp.nullable().meta({ description: 'Null once it has departed' }),
  expectedArrivalAt: Timestamp.nullable().meta({ description: 'Null once it has arrived' }),
  connection: Connection.nullable().meta({
    description:
      'Before the train: with its gate-in cut-off; after it: with the leg before. Null where it has been settled, or nothing is known',
  }),
})
export type CarriageLeg = z.infer<typeof CarriageLeg>

/** When the whole journey ends, beyond the train: the estimate of the rail, carried on through the legs after it. */
export const FinalEta = z.object({
  place: CarriagePlace,
  p50At: Timestamp,
  p90At: Timestamp,
})
export type FinalEta = z.infer<typeof FinalEta>

const ARRANGERS = ['exporter', 'forwarder', 'operator'] as const
const params = z.object({ carriageId: CarriageId })

export const carriageApi = {
  arrange: command({
    path: '/containers/:containerId/carriages',
    summary:
      'A leg before or after the train was arranged: for this container, or for all of its booking that are not cancelled',
    access: ARRANGERS,
    params: z.object({ containerId: ContainerId }),
    body: SaidCarriage.extend({ wholeBooking: z.boolean().default(false) }),
    reply: Carriage,
  }),
  say: command({
    path: '/carriages/:carriageId',
    summary:
      'What is known of a carriage of yours now, all of it: plans changed, departed, arrived; earlier versions are kept',
    access: ARRANGERS,
    params,
    body: SaidCarriage,
    reply: Carriage,
  }),
  withdraw: command({
    path: '/carriages/:carriageId/withdraw',
    summary: 'A carriage of yours does not take place; what was said of it is kept',
    access: ARRANGERS,
    params,
    body: z.object({}),
    reply: z.object({}),
  }),
  ofContainer: query({
    path: '/containers/:containerId/carriages',
    summary: 'The legs of a container before and after the train, in order',
    access: 'member',
    params: z.object({ containerId: ContainerId }),
    reply: z.object({ items: z.array(Carriage) }),
  }),
}

export const carriageProblem = problems({
  'journey.carriage_absent': {
    kind: 'absent',
    zh: '没有这一运输段',
    en: 'There is no such carriage',
    ru: 'Такой перевозки нет',
  },
  'journey.carriage_not_yours': {
    kind: 'forbidden',
    zh: '该运输段由其他单位安排，只能由其更改',
    en: 'Another party arranged this carriage: it alone changes it',
    ru: 'Эту перевозку организовал другой участник: менять её может только он',
  },
  'journey.carriage_container_cancelled': {
    kind: 'conflict',
    zh: '集装箱已取消，无法再安排运输',
    en: 'The container is cancelled: nothing is arranged for it',
    ru: 'Контейнер отменён: перевозку для него не организовать',
  },
  'journey.carriage_same_place': {
    kind: 'invalid',
    zh: '起点与终点相同：{place}',
    en: 'It begins and ends at the same place: {place}',
    ru: 'Начало и конец совпадают: {place}',
  },
  'journey.carriage_name_missing': {
    kind: 'invalid',
    zh: '平台不认识代码 {place}，请填写地名',
    en: 'The platform does not know {place}: give the name of the place, too',
    ru: 'Платформа не знает {place}: укажите и название места',
  },
  'journey.carriage_order': {
    kind: 'invalid',
    zh: '到达时间必须晚于出发时间',
    en: 'It arrives after it departs',
    ru: 'Прибытие должно быть позже отправления',
  },
  'journey.carriage_not_departed': {
    kind: 'invalid',
    zh: '填写实际到达前，请先填写实际出发时间',
    en: 'What has arrived has departed: say when',
    ru: 'Укажите фактическое отправление: без него нет прибытия',
  },
  'journey.carriage_yet_to_come': {
    kind: 'invalid',
    zh: '实际时间 {at} 晚于现在',
    en: 'The actual time {at} is yet to come',
    ru: 'Фактическое время {at} ещё не наступило',
  },
  'journey.carriage_side_stays': {
    kind: 'conflict',
    zh: '运输段在班列之前或之后不能更改，请撤销后重新安排',
    en: 'A leg stays before or after the train: withdraw it and arrange another',
    ru: 'Участок остаётся до или после поезда: отмените его и организуйте новый',
  },
  'journey.carriage_unsaid': {
    kind: 'conflict',
    zh: '已说明的实际出发和到达时间可以更正，不能删除；运输未进行的，请撤销',
    en: 'A departure or arrival that was told can be put right, not unsaid; what does not take place is withdrawn',
    ru: 'Сообщённое отправление или прибытие можно исправить, но не удалить; несостоявшееся отменяют',
  },
  'journey.carriage_wrong_side': {
    kind: 'invalid',
    zh: '前程运输须在班列发车（{departs}）前到达，后程运输须在发车后出发',
    en: 'A leg before the train arrives before it departs ({departs}), a leg after it departs later',
    ru: 'Перевозка до поезда прибывает раньше его отправления ({departs}), после поезда — отправляется позже',
  },
  'journey.carriages_too_many': {
    kind: 'conflict',
    zh: '一个集装箱最多 {most} 段前后程运输',
    en: 'A container has at most {most} legs before and after the train',
    ru: 'У контейнера не более {most} перевозок до и после поезда',
  },
})
