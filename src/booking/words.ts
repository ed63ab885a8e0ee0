/** The words of a container's life in the three languages, as the trade says them: for refusals, screens and documents. */
import type { Locale, Text } from '#kernel/locale.ts'
import type { ContainerStep, CustomsStatus, Stage, StepEvent } from '#booking/contract.ts'
import type { DocumentKind } from '#kernel/document.ts'
import type { EtaConfidence } from '#booking/expected-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'

/** What stands behind an estimate of the arrival. */
export const confidenceTexts: Readonly<Record<EtaConfidence, Text>> = {
  confirmed: { zh: '可信', en: 'Confirmed', ru: 'Надёжная оценка' },
  provisional: { zh: '暂估', en: 'Provisional', ru: 'Предварительная оценка' },
  timetable: { zh: '依运行图', en: 'By timetable', ru: 'По расписанию' },
}

export const stageTexts: Readonly<Record<Stage, Text>> = {
  booked: { zh: '已订舱', en: 'booked', ru: 'забронирован' },
  assigned: { zh: '已配箱', en: 'box assigned', ru: 'контейнер назначен' },
  received: { zh: '已进场', en: 'received', ru: 'принят на склад' },
  stuffed: { zh: '已装箱', en: 'stuffed', ru: 'загружен грузом' },
  weighed: { zh: '已称重', en: 'weighed', ru: 'взвешен' },
  sealed: { zh: '已施封', en: 'sealed', ru: 'опломбирован' },
  loaded: { zh: '已装车', en: 'loaded on the wagon', ru: 'погружен на вагон' },
  departed: { zh: '已发车', en: 'departed', ru: 'отправлен' },
  at_border: { zh: '已抵口岸', en: 'at the border', ru: 'на пограничной станции' },
  transshipped: { zh: '已换装', en: 'transshipped', ru: 'перегружен' },
  arrived: { zh: '已到站', en: 'arrived', ru: 'прибыл' },
  cancelled: { zh: '已取消', en: 'cancelled', ru: 'отменён' },
}

export const bookingStateTexts: Readonly<Record<BookingState, Text>> = {
  held: { zh: '已预留', en: 'Held', ru: 'Места удержаны' },
  waitlisted: { zh: '候补中', en: 'Waitlisted', ru: 'В листе ожидания' },
  received: { zh: '待班列公司确认', en: 'Received', ru: 'Получено' },
  pending_update: { zh: '待补充资料', en: 'Update asked', ru: 'Ожидает уточнения' },
  confirmed: { zh: '已确认', en: 'Confirmed', ru: 'Подтверждено' },
  pending_amendment: { zh: '变更待审', en: 'Amendment pending', ru: 'Изменение на рассмотрении' },
  rejected: { zh: '已拒绝', en: 'Rejected', ru: 'Отклонено' },
  declined: { zh: '已被退订', en: 'Declined', ru: 'Отозвано оператором' },
  cancelled: { zh: '已取消', en: 'Cancelled', ru: 'Отменено' },
  completed: { zh: '已完成', en: 'Completed', ru: 'Завершено' },
  expired: { zh: '已过期', en: 'Expired', ru: 'Срок истёк' },
}

export const customsTexts: Readonly<Record<CustomsStatus, Text>> = {
  none: { zh: '未报关', en: 'not declared', ru: 'не задекларирован' },
  declared: { zh: '已申报', en: 'declared', ru: 'задекларирован' },
  inspection: { zh: '查验中', en: 'under inspection', ru: 'на досмотре' },
  held: { zh: '海关扣留', en: 'held by customs', ru: 'задержан таможней' },
  released: { zh: '已放行', en: 'released', ru: 'выпущен' },
}

export const stepTexts: Readonly<Record<ContainerStep, Text>> = {
  assign: { zh: '配箱', en: 'Assign the box', ru: 'Назначить контейнер' },
  bind_tracker: { zh: '绑定定位终端', en: 'Bind a tracker', ru: 'Привязать трекер' },
  receive: { zh: '进场', en: 'Receive', ru: 'Принять на склад' },
  stuff: { zh: '装箱', en: 'Stuff', ru: 'Загрузить груз' },
  weigh: { zh: '称重', en: 'Weigh', ru: 'Взвесить' },
  seal: { zh: '施封', en: 'Seal', ru: 'Опломбировать' },
  declare: { zh: '申报', en: 'Declare', ru: 'Подать декларацию' },
  inspect: { zh: '查验', en: 'Inspect', ru: 'Назначить досмотр' },
  hold: { zh: '扣留', en: 'Hold', ru: 'Задержать' },
  release: { zh: '放行', en: 'Release', ru: 'Выпустить' },
  load: { zh: '装车', en: 'Load', ru: 'Погрузить на вагон' },
  unload: { zh: '卸车', en: 'Take off the wagon', ru: 'Снять с вагона' },
  roll_over: { zh: '甩箱改配', en: 'Roll over', ru: 'Перенести на другой поезд' },
  depart: { zh: '发车', en: 'Depart', ru: 'Отправить' },
  border_arrive: { zh: '抵达口岸', en: 'Arrive at the border', ru: 'Прибытие на границу' },
  transship: { zh: '换装', en: 'Transship', ru: 'Перегрузить' },
  hold_in_transit: { zh: '途中暂扣', en: 'Hold in transit', ru: 'Задержать в пути' },
  lift_hold: { zh: '解除暂扣', en: 'Lift the hold', ru: 'Снять задержание' },
  reseal: { zh: '换封', en: 'Replace the seal', ru: 'Заменить пломбу' },
  arrive: { zh: '到站', en: 'Arrive', ru: 'Прибытие' },
  cancel: { zh: '取消', en: 'Cancel', ru: 'Отменить' },
  plan_carriage: {
    zh: '安排前后程运输',
    en: 'Arrange a leg before or after the train',
    ru: 'Организовать участок до или после поезда',
  },
  depart_pre_carriage: {
    zh: '前程运输出发',
    en: 'Departure of the leg before the train',
    ru: 'Отправление участка до поезда',
  },
  arrive_pre_carriage: {
    zh: '前程运输到达',
    en: 'Arrival of the leg before the train',
    ru: 'Прибытие участка до поезда',
  },
  depart_on_carriage: {
    zh: '后程运输出发',
    en: 'Departure of the leg after the train',
    ru: 'Отправление участка после поезда',
  },
  arrive_on_carriage: {
    zh: '后程运输到达',
    en: 'Arrival of the leg after the train',
    ru: 'Прибытие участка после поезда',
  },
  withdraw_carriage: {
    zh: '撤销前后程运输',
    en: 'Withdraw a leg before or after the train',
    ru: 'Отменить участок до или после поезда',
  },
}

export const eventTexts: Readonly<Record<StepEvent, Text>> = {
  booked: { zh: '已订舱', en: 'Booked', ru: 'Забронирован' },
  assigned: { zh: '已配箱', en: 'Box assigned', ru: 'Контейнер назначен' },
  tracker_bound: { zh: '已绑定定位终端', en: 'Tracker bound', ru: 'Трекер привязан' },
  received: { zh: '已进场', en: 'Received at the warehouse', ru: 'Принят на склад' },
  stuffed: { zh: '已装箱', en: 'Stuffed', ru: 'Загружен грузом' },
  weighed: { zh: '已称重', en: 'Weighed', ru: 'Взвешен' },
  sealed: { zh: '已施封', en: 'Sealed', ru: 'Опломбирован' },
  declared: { zh: '已申报', en: 'Declared to customs', ru: 'Задекларирован' },
  inspection: { zh: '海关查验', en: 'Customs inspection', ru: 'Таможенный досмотр' },
  held: { zh: '海关扣留', en: 'Held by customs', ru: 'Задержан таможней' },
  released: { zh: '海关放行', en: 'Released by customs', ru: 'Выпущен таможней' },
  loaded: { zh: '已装车', en: 'Loaded on the train', ru: 'Погружен на поезд' },
  unloaded: { zh: '已卸车', en: 'Taken off the wagon', ru: 'Снят с вагона' },
  rolled_over: {
    zh: '甩箱，改配其他班次',
    en: 'Rolled over to another train',
    ru: 'Перенесён на другой поезд',
  },
  departed: { zh: '已发车', en: 'Departed', ru: 'Отправлен' },
  border_arrived: { zh: '抵达口岸', en: 'Arrived at the border', ru: 'Прибыл на границу' },
  transshipped: { zh: '已换装', en: 'Transshipped', ru: 'Перегружен' },
  held_in_transit: { zh: '途中暂扣', en: 'Held in transit', ru: 'Задержан в пути' },
  hold_lifted: { zh: '暂扣已解除', en: 'Hold lifted', ru: 'Задержание снято' },
  resealed: { zh: '已换封', en: 'Seal replaced', ru: 'Пломба заменена' },
  arrived: { zh: '已到站', en: 'Arrived', ru: 'Прибыл' },
  cancelled: { zh: '已取消', en: 'Cancelled', ru: 'Отменён' },
  carriage_planned: {
    zh: '已安排前后程运输',
    en: 'Leg before or after the train arranged',
    ru: 'Организован участок до или после поезда',
  },
  pre_carriage_departed: {
    zh: '前程运输已出发',
    en: 'Departed on the leg before the train',
    ru: 'Отправлен на участке до поезда',
  },
  pre_carriage_arrived: {
    zh: '前程运输已到达',
    en: 'Arrived by the leg before the train',
    ru: 'Прибыл по участку до поезда',
  },
  on_carriage_departed: {
    zh: '后程运输已出发',
    en: 'Departed on the leg after the train',
    ru: 'Отправлен на участке после поезда',
  },
  on_carriage_arrived: {
    zh: '后程运输已到达',
    en: 'Arrived by the leg after the train',
    ru: 'Прибыл по участку после поезда',
  },
  carriage_withdrawn: {
    zh: '已撤销前后程运输',
    en: 'Leg before or after the train withdrawn',
    ru: 'Участок до или после поезда отменён',
  },
}

const SEPARATORS: Readonly<Record<Locale, string>> = { zh: '、', en: ', ', ru: ', ' }

/** Several words as one text, separated as each language does. */
export function joined(texts: readonly Text[]): Text {
  const inLocale = (locale: Locale) => texts.map((text) => text[locale]).join(SEPARATORS[locale])
  return { zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') }
}

/** Several words of which one is meant, as each language says it. */
export function eitherOf(texts: readonly Text[]): Text {
  const inLocale = (locale: Locale) =>
    new Intl.ListFormat(locale, { type: 'disjunction' }).format(texts.map((text) => text[locale]))
  return { zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') }
}

export const documentKindTexts: Readonly<Record<DocumentKind, Text>> = {
  invoice: { zh: '商业发票', en: 'Commercial invoice', ru: 'Коммерческий счёт' },
  packing_list: { zh: '装箱单', en: 'Packing list', ru: 'Упаковочный лист' },
  waybill: { zh: '铁路运单', en: 'Rail waybill', ru: 'Железнодорожная накладная' },
  declaration: { zh: '报关单', en: 'Customs declaration', ru: 'Таможенная декларация' },
  release_note: { zh: '海关放行单', en: 'Customs release', ru: 'Документ о выпуске' },
  receipt: { zh: '入库单', en: 'Warehouse receipt', ru: 'Складская расписка' },
  seal_record: { zh: '施封记录', en: 'Seal record', ru: 'Акт опломбирования' },
  certificate: { zh: '证书', en: 'Certificate', ru: 'Сертификат' },
  photo: { zh: '照片', en: 'Photograph', ru: 'Фотография' },
  damage_record: { zh: '商务记录', en: 'Damage record', ru: 'Коммерческий акт' },
  other: { zh: '其他单证', en: 'Other document', ru: 'Иной документ' },
}
