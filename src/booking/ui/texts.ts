/** Words of bookings and containers that several of booking's screens use. */
import type { CustomsStatus, Stage } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import type { PillTone } from '#web/kit/Pill.tsx'
import { defineTexts } from '#web/i18n.ts'

export const BOOKING_TONES: Readonly<Record<BookingState, PillTone>> = {
  held: 'wait',
  waitlisted: 'wait',
  received: 'info',
  pending_update: 'wait',
  confirmed: 'good',
  pending_amendment: 'wait',
  rejected: 'bad',
  declined: 'bad',
  cancelled: 'bad',
  completed: 'good',
  expired: 'plain',
}

export const STAGE_TONES: Readonly<Record<Stage, PillTone>> = {
  booked: 'plain',
  assigned: 'plain',
  received: 'info',
  stuffed: 'info',
  weighed: 'info',
  sealed: 'info',
  loaded: 'night',
  departed: 'night',
  at_border: 'night',
  transshipped: 'night',
  arrived: 'good',
  cancelled: 'bad',
}

export const CUSTOMS_TONES: Readonly<Record<CustomsStatus, PillTone>> = {
  none: 'plain',
  declared: 'info',
  inspection: 'wait',
  held: 'bad',
  released: 'good',
}

export const wordTexts = defineTexts({
  containers: { zh: '集装箱', en: 'Containers', ru: 'Контейнеры' },
  bookings: { zh: '订舱', en: 'Bookings', ru: 'Бронирования' },
  container: { zh: '集装箱', en: 'Container', ru: 'Контейнер' },
  booking: { zh: '订舱单', en: 'Booking', ru: 'Бронирование' },
  expected: { zh: '预计到站', en: 'Expected', ru: 'Ожидается' },
  leftBehind: { zh: '未随车发运', en: 'Left behind', ru: 'Не отправлен' },
  trainCancelled: { zh: '班次取消', en: 'Train cancelled', ru: 'Поезд отменён' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  reasonMissing: { zh: '请说明原因', en: 'Say why', ru: 'Укажите причину' },
  back: { zh: '返回', en: 'Back', ru: 'Назад' },
  noNumber: { zh: '待配箱', en: 'Box not assigned', ru: 'Не назначен' },
  train: { zh: '班列', en: 'Train', ru: 'Поезд' },
  trainNumber: { zh: '{number} 次', en: 'Train {number}', ru: 'Поезд {number}' },
  stage: { zh: '进度', en: 'Stage', ru: 'Этап' },
  customs: { zh: '海关', en: 'Customs', ru: 'Таможня' },
  equipment: { zh: '箱型', en: 'Type', ru: 'Тип' },
  seal: { zh: '封号', en: 'Seal', ru: 'Пломба' },
  wagon: { zh: '车号', en: 'Wagon', ru: 'Вагон' },
  place: { zh: '最近地点', en: 'Last place', ru: 'Последнее место' },
  lastStep: { zh: '最近更新', en: 'Last step', ru: 'Последний шаг' },
  next: { zh: '下一步', en: 'Next', ru: 'Далее' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  exporter: { zh: '委托方', en: 'Shipper', ru: 'Отправитель' },
  consignee: { zh: '收货人', en: 'Consignee', ru: 'Грузополучатель' },
  broker: { zh: '报关行', en: 'Customs broker', ru: 'Таможенный брокер' },
  incoterm: { zh: '贸易术语', en: 'Terms of delivery', ru: 'Условия поставки' },
  remarks: { zh: '备注', en: 'Remarks', ru: 'Примечания' },
  reference: { zh: '委托编号', en: 'Your reference', ru: 'Ваш номер заказа' },
  cargo: { zh: '货物', en: 'Cargo', ru: 'Груз' },
  departs: { zh: '发车', en: 'Departs', ru: 'Отправление' },
  route: { zh: '线路', en: 'Route', ru: 'Маршрут' },
  parties: { zh: '参与方', en: 'Parties', ru: 'Участники' },
  particulars: { zh: '基本信息', en: 'Particulars', ru: 'Сведения' },
  countContainers: {
    zh: '{count} 箱',
    en: ['{count} container', '{count} containers'],
    ru: ['{count} контейнер', '{count} контейнера', '{count} контейнеров'],
  },
  countSelected: {
    zh: '已选 {count} 箱',
    en: ['{count} container selected', '{count} containers selected'],
    ru: ['Выбран {count} контейнер', 'Выбрано {count} контейнера', 'Выбрано {count} контейнеров'],
  },
  teu: { zh: '{teu} TEU', en: '{teu} TEU', ru: '{teu} ДФЭ' },
  load: {
    zh: '{teu} TEU · {tonnes} 吨',
    en: '{teu} TEU · {tonnes} t',
    ru: '{teu} ДФЭ · {tonnes} т',
  },
})
