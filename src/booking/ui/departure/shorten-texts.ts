/** Words of making a train smaller. */
import { defineTexts } from '#web/i18n.ts'

export const shortenTexts = defineTexts({
  title: { zh: '缩编：{number} 次', en: 'Shorten train {number}', ru: 'Сократить поезд {number}' },
  note: {
    zh: '减少车位、限重，或提前终到。超出部分的订舱须改配或退订，才能保存。',
    en: 'Fewer places, lighter wagons, or an earlier end. Bookings beyond it must move or be refused before it can be saved.',
    ru: 'Меньше мест, легче вагоны или более ранний конец пути. Бронирования сверх этого нужно перенести или отклонить.',
  },
  shape: { zh: '缩编后', en: 'The train then', ru: 'Поезд после этого' },
  endsAt: { zh: '终到站', en: 'Ends at', ru: 'Следует до' },
  releaseAllotments: {
    zh: '先释放未用的包舱配额（{teu} TEU）',
    en: 'Release what is free in allotments first ({teu} TEU)',
    ru: 'Сначала освободить неиспользованные квоты ({teu} ДФЭ)',
  },
  fits: {
    zh: '全部订舱都能承运，可直接保存。',
    en: 'Everything booked fits: it can be saved.',
    ru: 'Всё забронированное помещается: можно сохранять.',
  },
  excessIs: {
    zh: '超出 {teu} TEU、{tonnes} 吨、{plugs} 个插座、{dangerous} 个危货箱位',
    en: '{teu} TEU, {tonnes} t, {plugs} plugs and {dangerous} places for dangerous goods too many',
    ru: 'Лишние: {teu} ДФЭ, {tonnes} т, розеток {plugs}, мест для опасных грузов {dangerous}',
  },
  still: {
    zh: '按下列选择仍超出 {teu} TEU',
    en: 'As chosen below, {teu} TEU are still too many',
    ru: 'При выбранном ниже остаются лишними {teu} ДФЭ',
  },
  bookings: { zh: '车上的订舱', en: 'Bookings on the train', ru: 'Бронирования на поезде' },
  rule: {
    zh: '建议按“后订先让”：最后订舱的先改配。',
    en: 'Proposed by the rule that who booked last goes first.',
    ru: 'Предложено по правилу: кто бронировал последним, уходит первым.',
  },
  capacity: { zh: '建议让出', en: 'Proposed to go', ru: 'Предложено уступить' },
  wagon: { zh: '超过单车限重', en: 'Too heavy for its wagons', ru: 'Тяжелее нормы вагона' },
  end: { zh: '到站更远', en: 'Goes further', ru: 'Следует дальше' },
  stays: { zh: '保留', en: 'Stays', ru: 'Остаётся' },
  moves: { zh: '改配', en: 'Moves', ru: 'Переносится' },
  refused: { zh: '退订', en: 'Refused', ru: 'Отклоняется' },
  what: { zh: '订舱 {number} 的处理', en: 'What becomes of {number}', ru: 'Что будет с {number}' },
  received: { zh: '{count} 箱已进场', en: '{count} received', ru: 'Принято: {count}' },
  moveTo: { zh: '改配至', en: 'Move to', ru: 'Перенести на' },
  moveToMissing: { zh: '请选择班次', en: 'Choose a train', ru: 'Выберите поезд' },
  save: { zh: '确认缩编', en: 'Shorten it', ru: 'Сократить' },
  done: {
    zh: '已缩编：改配 {moved} 箱，退订 {refused} 票',
    en: 'Done: {moved} boxes moved, {refused} bookings refused',
    ru: 'Готово: перенесено контейнеров {moved}, отклонено бронирований {refused}',
  },
})
