/** The words of the figures, on screen and in the files. */
import type { Text } from '#kernel/locale.ts'

export const figureTexts = {
  figures: { zh: '统计', en: 'Figures', ru: 'Показатели' },
  howCounted: { zh: '统计口径', en: 'How it is counted', ru: 'Как считается' },
  week: {
    zh: '发车周（周一）',
    en: 'Week of departure (Monday)',
    ru: 'Неделя отправления (понедельник)',
  },
  corridor: { zh: '通道', en: 'Corridor', ru: 'Коридор' },
  line: { zh: '线路', en: 'Line', ru: 'Маршрут' },
  trains: { zh: '开行班列', en: 'Trains', ru: 'Поезда' },
  trainsCancelled: { zh: '取消班列', en: 'Trains cancelled', ru: 'Отменено поездов' },
  capacityTeu: { zh: '运能（TEU）', en: 'Capacity, TEU', ru: 'Вместимость, ДФЭ' },
  soldTeu: { zh: '已售（TEU）', en: 'Sold, TEU', ru: 'Продано, ДФЭ' },
  heldTeu: { zh: '预留（TEU）', en: 'Held, TEU', ru: 'Удержано, ДФЭ' },
  bookedTeu: { zh: '已订（TEU）', en: 'Booked, TEU', ru: 'Забронировано, ДФЭ' },
  fillPercent: { zh: '装载率（%）', en: 'Fill rate, %', ru: 'Загрузка, %' },
  tonnes: { zh: '总重（吨）', en: 'Gross, t', ru: 'Брутто, т' },
  bookings: { zh: '订舱票数', en: 'Bookings', ru: 'Бронирования' },
  medianDays: { zh: '提前期中位数（天）', en: 'Lead time, median days', ru: 'Срок, медиана, дней' },
  lateDays: { zh: '最晚一成（天）', en: 'Latest tenth, days', ru: 'Позднейшие 10 %, дней' },
  early: { zh: '截止前退舱', en: 'Cancelled before the cut-off', ru: 'Отменено до срока' },
  late: { zh: '截止后退舱', en: 'Cancelled after the cut-off', ru: 'Отменено после срока' },
  declined: {
    zh: '班列公司退回（含亏舱）',
    en: 'Declined, no-shows',
    ru: 'Отказ оператора, невывоз',
  },
  withTrain: { zh: '随班列取消', en: 'Ended with the train', ru: 'Отменено с поездом' },
  cancelPercent: { zh: '退舱率（%）', en: 'Cancelled, %', ru: 'Отмены, %' },
  unpriced: { zh: '线下议价票数', en: 'Priced elsewhere', ru: 'Цена вне платформы' },
  revenue: { zh: '收入', en: 'Revenue', ru: 'Выручка' },
  charged: { zh: '费用', en: 'Charges', ru: 'Платежи' },
  fees: {
    zh: '其中退舱订舱的费用',
    en: 'Of that, from bookings that ended',
    ru: 'Из них по несостоявшимся',
  },
} as const satisfies Record<string, Text>
