/** Words of trains that several of train's screens use. */
import type { DepartureState } from '#train/contract.ts'
import type { Text } from '#kernel/locale.ts'
import type { PillTone } from '#web/kit/Pill.tsx'
import { defineTexts } from '#web/i18n.ts'

export const departureStateTexts: Readonly<Record<DepartureState, Text>> = {
  scheduled: { zh: '待发', en: 'Scheduled', ru: 'По расписанию' },
  departed: { zh: '已发车', en: 'Departed', ru: 'Отправлен' },
  arrived: { zh: '已到达', en: 'Arrived', ru: 'Прибыл' },
  cancelled: { zh: '已取消', en: 'Cancelled', ru: 'Отменён' },
}

export const DEPARTURE_TONES: Readonly<Record<DepartureState, PillTone>> = {
  scheduled: 'info',
  departed: 'night',
  arrived: 'good',
  cancelled: 'bad',
}

export const trainTexts = defineTexts({
  departures: { zh: '班列班期', en: 'Departures', ru: 'Отправления' },
  train: { zh: '{number} 次', en: 'Train {number}', ru: 'Поезд {number}' },
  departs: { zh: '发车', en: 'Departs', ru: 'Отправление' },
  bookingCutoff: { zh: '订舱截止', en: 'Booking cut-off', ru: 'Конец бронирования' },
  documentsCutoff: { zh: '截单', en: 'Documents cut-off', ru: 'Срок документов' },
  gateInCutoff: { zh: '截箱', en: 'Gate-in cut-off', ru: 'Срок завоза' },
  releaseCutoff: { zh: '截关', en: 'Customs cut-off', ru: 'Срок выпуска' },
  loading: { zh: '开始装车', en: 'Loading begins', ru: 'Начало погрузки' },
  cutoffs: { zh: '截止时间', en: 'Cut-offs', ru: 'Контрольные сроки' },
  slots: { zh: '舱位', en: 'Slots', ru: 'Места' },
  freeOf: {
    zh: '余 {free} / 共 {capacity} TEU',
    en: '{free} of {capacity} TEU free',
    ru: 'Свободно {free} из {capacity} ДФЭ',
  },
  book: { zh: '订舱', en: 'Book', ru: 'Забронировать' },
  bookOn: {
    zh: '订舱：{number} 次',
    en: 'Book on train {number}',
    ru: 'Забронировать места в поезде {number}',
  },
  closed: { zh: '已截止', en: 'Closed', ru: 'Закрыто' },
  full: { zh: '已满', en: 'Full', ru: 'Мест нет' },
})
