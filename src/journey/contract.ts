/**
 * What journey says to the outside: hand-overs between trains, holds in transit and replaced seals. Every one of them is a step of
 * the container, so that history, passport and ledger follow by themselves.
 */
import { z } from 'zod'
import { Container, ContainerId, stepFields } from '#booking/contract.ts'
import { documentFields, StepDocument } from '#kernel/document.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { Gauge } from '#kernel/gauge.ts'
import { line } from '#kernel/line.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { StationCode } from '#kernel/station.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { TrainNumber } from '#train/contract.ts'

/** A container train carries at most a hundred and some boxes: one command for the whole of it, all or nothing. */
export const HAND_OVERS_MAX = 200
const damage = line(300).meta({ description: 'What was found broken, bent, wet or open' })
const reason = line(200)

/** One container lifted from wagon to wagon; trains split and merge here, so each goes on under its own train's number. */
export const HandOverMove = z.object({
  containerId: ContainerId,
  oldWagonNumber: WagonNumber,
  newWagonNumber: WagonNumber,
  newTrainNumber: TrainNumber.optional().meta({ description: 'The train it goes on with' }),
  sealFound: SealNumber.optional().meta({
    description: 'The seal on its doors, read at the hand-over; compared with the one on record',
  }),
  sealMissing: z.boolean().optional().meta({ description: 'There was none, or it was broken' }),
  damage: damage.optional(),
  ...documentFields,
})
export type HandOverMove = z.infer<typeof HandOverMove>

/** A hand-over as the container's parties read it. */
export const HandOver = z.object({
  sequence: z.int().meta({ description: 'Of its step in the container’s history' }),
  at: z.iso.datetime(),
  place: StationCode,
  gaugeMm: Gauge,
  oldWagonNumber: WagonNumber,
  newWagonNumber: WagonNumber,
  oldTrainNumber: z.string(),
  newTrainNumber: z.string().nullable(),
  sealOnRecord: z.string().nullable(),
  sealFound: z.string().nullable().meta({ description: 'Null: not read, or missing' }),
  sealAgrees: z.boolean().nullable().meta({ description: 'Null: not compared' }),
  damage: z.string().nullable(),
  documents: z.array(StepDocument),
})
export type HandOver = z.infer<typeof HandOver>

export const HoldCause = z.enum(['seal_differs', 'seal_missing', 'damage', 'papers', 'other'])
export type HoldCause = z.infer<typeof HoldCause>

/** A container stopped on its way, by whom and why, and who let it go on. */
export const TransitHold = z.object({
  sequence: z.int().meta({ description: 'Of its step in the container’s history' }),
  causes: z.array(HoldCause).min(1),
  place: StationCode,
  raisedBy: OrganisationId,
  raisedAt: z.iso.datetime(),
  reason: z.string().nullable().meta({ description: 'Null: raised by the hand-over itself' }),
  liftedBy: OrganisationId.nullable(),
  liftedAt: z.iso.datetime().nullable(),
  liftReason: z.string().nullable(),
})
export type TransitHold = z.infer<typeof TransitHold>

export const holdRaised = eventKind(
  'journey.hold_raised',
  z.object({ containerId: ContainerId, hold: TransitHold }),
)
export const holdLifted = eventKind(
  'journey.hold_lifted',
  z.object({ containerId: ContainerId, hold: TransitHold }),
)

const params = z.object({ containerId: ContainerId })

export const handOverApi = {
  transship: command({
    path: '/containers/transship',
    summary:
      'Containers were lifted from wagons of one gauge to wagons of another; a wrong seal or damage holds the container',
    access: ['rail'],
    body: z.object({
      ...stepFields,
      gaugeMm: Gauge.meta({ description: 'Gauge of the new wagons, mm' }),
      moves: z.array(HandOverMove).min(1).max(HAND_OVERS_MAX),
    }),
    reply: z.object({
      items: z.array(Container),
      held: z.array(ContainerId).meta({ description: 'Those a hold was raised for' }),
    }),
  }),
  hold: command({
    path: '/containers/:containerId/hold-in-transit',
    summary: 'Stop a container on its way: nothing goes on until the hold is lifted',
    access: ['rail', 'customs'],
    params,
    body: z.object({
      ...stepFields,
      ...documentFields,
      causes: z.array(HoldCause).min(1).max(HoldCause.options.length),
      reason,
    }),
    reply: Container,
  }),
  lift: command({
    path: '/containers/:containerId/lift-hold',
    summary: 'Let a held container go on; a hold for its seal is lifted by customs alone',
    access: ['operator', 'customs'],
    params,
    body: z.object({ ...stepFields, ...documentFields, reason }),
    reply: Container,
  }),
  reseal: command({
    path: '/containers/:containerId/reseal',
    summary: 'The seal was replaced on the way: the new one is on record from then on',
    access: ['rail', 'customs'],
    params,
    body: z.object({ ...stepFields, ...documentFields, sealNumber: SealNumber, reason }),
    reply: Container,
  }),
  handOvers: query({
    path: '/containers/:containerId/hand-overs',
    summary: 'How a container changed trains and wagons, and the holds on its way',
    access: 'member',
    params,
    reply: z.object({ handOvers: z.array(HandOver), holds: z.array(TransitHold) }),
  }),
}

export const journeyProblem = problems({
  'journey.fence_far': {
    kind: 'invalid',
    zh: '围栏距{station}最远 {km} 公里，不得超过 {max} 公里',
    en: 'The area reaches {km} km from {station}; {max} km are the most',
    ru: 'Зона уходит на {km} км от станции {station}; не более {max} км',
  },
  'journey.fence_crosses': {
    kind: 'invalid',
    zh: '围栏的边相交：从第 {one} 点和第 {other} 点出发的两条边',
    en: 'The sides of the area meet: those that begin at its corners {one} and {other}',
    ru: 'Стороны зоны пересекаются: те, что начинаются в углах {one} и {other}',
  },
  'journey.fence_changed': {
    kind: 'conflict',
    zh: '{station}的围栏已由他人重新绘制，请查看新版后再修改',
    en: 'The area of {station} has been drawn anew meanwhile: look at it before you change it',
    ru: 'Зону станции {station} тем временем изменили: посмотрите новую версию, прежде чем менять',
  },
  'journey.same_wagon': {
    kind: 'invalid',
    zh: '换装前后车号相同：{wagonNumber}',
    en: 'The old and the new wagon are the same: {wagonNumber}',
    ru: 'Старый и новый вагоны совпадают: {wagonNumber}',
  },
  'journey.not_a_crossing': {
    kind: 'invalid',
    zh: '{place} 不是宽轨与标准轨衔接的换装站',
    en: 'At {place} the two gauges do not meet: containers cannot change trains there',
    ru: 'На станции {place} нет стыка колеи 1435 и 1520 мм: перегрузка контейнеров там невозможна',
  },
  'journey.wagon_gauge': {
    kind: 'invalid',
    zh: '换装后车号 {wagonNumber} 不属于 {gaugeMm} 毫米轨距（宽轨车号为 8 位，中国 7 位，UIC 12 位）',
    en: 'Wagon {wagonNumber} does not run on {gaugeMm} mm gauge (8 digits on 1520 mm; 7 in China and 12 under UIC on 1435 mm)',
    ru: 'Вагон {wagonNumber} не для колеи {gaugeMm} мм (8 цифр — 1520 мм; 7 цифр в Китае и 12 по МСЖД — 1435 мм)',
  },
  'journey.container_twice': {
    kind: 'invalid',
    zh: '集装箱 {containerId} 在名单中重复出现',
    en: 'Container {containerId} is in the list twice',
    ru: 'Контейнер {containerId} указан в списке дважды',
  },
  'journey.seal_both': {
    kind: 'invalid',
    zh: '集装箱 {containerId}：既填写了现有封号又注明无封，请核对',
    en: 'Container {containerId}: a seal was read and none was there; only one can be',
    ru: 'Контейнер {containerId}: указаны и номер пломбы, и её отсутствие — верно что-то одно',
  },
  'journey.customs_lifts': {
    kind: 'forbidden',
    zh: '因铅封问题的途中暂扣只能由海关解除',
    en: 'A hold for the seal is lifted by customs alone',
    ru: 'Задержание из-за пломбы снимает только таможня',
  },
  'journey.same_seal': {
    kind: 'invalid',
    zh: '新封号与在案封号相同：{sealNumber}',
    en: 'This seal is on record already: {sealNumber}',
    ru: 'Эта пломба уже учтена: {sealNumber}',
  },
})
