/** Words of trains that several of train's screens use. */
import type { DepartureState } from '#train/contract.ts'
import { timeTexts } from '#train/train.ts'
import type { PillTone } from '#web/kit/Pill.tsx'
import { defineTexts } from '#web/i18n.ts'

export { departureStateTexts } from '#train/departure/departure-columns.ts'

export const DEPARTURE_TONES: Readonly<Record<DepartureState, PillTone>> = {
  scheduled: 'info',
  departed: 'night',
  arrived: 'good',
  cancelled: 'bad',
}

export const trainTexts = defineTexts({
  departures: { zh: '班列班期', en: 'Departures', ru: 'Отправления' },
  train: { zh: '{number} 次', en: 'Train {number}', ru: 'Поезд {number}' },
  services: { zh: '班列线路', en: 'Lines', ru: 'Маршруты' },
  newTrain: { zh: '安排班次', en: 'Schedule trains', ru: 'Назначить поезда' },
  capacity: { zh: '运能（TEU）', en: 'Capacity, TEU', ru: 'Вместимость, ДФЭ' },
  trainNumber: { zh: '车次', en: 'Train number', ru: 'Номер поезда' },
  save: { zh: '保存', en: 'Save', ru: 'Сохранить' },
  diagram: { zh: '运行图', en: 'Train diagram', ru: 'График движения' },
  change: { zh: '修改', en: 'Change', ru: 'Изменить' },
  shorten: { zh: '缩编', en: 'Shorten', ru: 'Сократить' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
  gauge: {
    zh: '换轨 {from} → {to} 毫米',
    en: 'Gauge {from} → {to} mm',
    ru: 'Колея {from} → {to} мм',
  },
  departs: timeTexts.departsAt,
  bookingCutoff: timeTexts.bookingCutoffAt,
  documentsCutoff: timeTexts.documentsCutoffAt,
  gateInCutoff: timeTexts.gateInCutoffAt,
  releaseCutoff: timeTexts.releaseCutoffAt,
  loading: timeTexts.loadingStartsAt,
  cutoffs: { zh: '截止时间', en: 'Cut-offs', ru: 'Контрольные сроки' },
  slots: { zh: '舱位', en: 'Slots', ru: 'Места' },
  freeOf: {
    zh: '余 {free} / 共 {capacity} TEU',
    en: '{free} of {capacity} TEU free',
    ru: 'Свободно {free} из {capacity} ДФЭ',
  },
  doesNotRun: { zh: '该班次已取消', en: 'This train does not run', ru: 'Поезд отменён' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  book: { zh: '订舱', en: 'Book', ru: 'Забронировать' },
  bookOn: {
    zh: '订舱：{number} 次',
    en: 'Book on train {number}',
    ru: 'Забронировать места в поезде {number}',
  },
  closed: { zh: '已截止', en: 'Closed', ru: 'Закрыто' },
  wait: { zh: '候补', en: 'Wait for slots', ru: 'В лист ожидания' },
  waitOn: {
    zh: '候补：{number} 次',
    en: 'Wait for slots on train {number}',
    ru: 'В лист ожидания поезда {number}',
  },
  full: { zh: '已满', en: 'Full', ru: 'Мест нет' },
})
