/** Words of what is done with many rows of a list at once. */
import { defineTexts } from '#web/i18n.ts'

export const batchTexts = defineTexts({
  bookingsSelected: {
    zh: '已选 {count} 票',
    en: ['{count} booking selected', '{count} bookings selected'],
    ru: [
      'Выбрано {count} бронирование',
      'Выбрано {count} бронирования',
      'Выбрано {count} бронирований',
    ],
  },
  accept: { zh: '接受请求', en: 'Accept requests', ru: 'Принять запросы' },
  reject: { zh: '拒绝请求', en: 'Reject requests', ru: 'Отклонить запросы' },
  roll_over: { zh: '改配班次', en: 'Roll over', ru: 'Перенести на другой поезд' },
  labels: { zh: '打印标签', en: 'Print labels', ru: 'Печать этикеток' },
  export: { zh: '导出 Excel', en: 'Export to Excel', ru: 'Выгрузить в Excel' },
  clear: { zh: '取消选择', en: 'Select none', ru: 'Снять выбор' },
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
  again: { zh: '未办的再试一次', en: 'Try the others again', ru: 'Повторить для остальных' },
  to: { zh: '改配至', en: 'To which train', ru: 'На какой поезд' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  waiver: {
    zh: '同意承运的理由（可选）',
    en: 'Why you carry it (optional)',
    ru: 'Почему вы принимаете (необязательно)',
  },
  waiverNote: {
    zh: '承运规定须您同意的，没有理由不会被接受，结果中会逐票说明。',
    en: 'What the cargo rules leave to you is not accepted without it: each booking says so.',
    ru: 'Где правила оставляют решение за вами, без причины не примем: это сказано у каждого бронирования.',
  },
  labelsNote: {
    zh: '每箱一页，100 × 100 毫米；尚未配箱的会逐票说明。',
    en: 'A page of 100 × 100 mm for each box; where no box is assigned yet, its booking says so.',
    ru: 'По странице 100 × 100 мм на контейнер; где он ещё не назначен, это сказано у бронирования.',
  },
  openLabels: {
    zh: '打开标签（PDF，{count} 张）',
    en: ['Open the label (PDF)', 'Open {count} labels (PDF)'],
    ru: [
      'Открыть {count} этикетку (PDF)',
      'Открыть {count} этикетки (PDF)',
      'Открыть {count} этикеток (PDF)',
    ],
  },
  labelled: {
    zh: '已配箱 {count}，共 {all}',
    en: '{count} of {all} boxes have their number',
    ru: 'С номером {count} из {all}',
  },
  nothingToMove: {
    zh: '没有可改配的集装箱：已取消、已发车，或不在本班次。',
    en: 'No box of it can be moved: cancelled, departed, or on another train.',
    ru: 'Переносить нечего: контейнеры отменены, отправлены или на другом поезде.',
  },
  moved: {
    zh: '已改配 {count} 箱',
    en: ['{count} box moved', '{count} boxes moved'],
    ru: [
      'Перенесён {count} контейнер',
      'Перенесено {count} контейнера',
      'Перенесено {count} контейнеров',
    ],
  },
  partly: {
    zh: '{step}（{able}/{all}）',
    en: '{step} ({able} of {all})',
    ru: '{step} ({able} из {all})',
  },
  oneTrain: {
    zh: '{step}：请只选同一班次的箱',
    en: '{step}: select boxes of one train only',
    ru: '{step}: выберите контейнеры одного поезда',
  },
  leftOut: { zh: '以下各箱不能办理：', en: 'Left out, and why:', ru: 'Не вошли, и почему:' },
  unnumbered: {
    zh: '{count} 箱尚未配箱，没有标签',
    en: ['{count} has no number and no label yet', '{count} have no number and no label yet'],
    ru: [
      '{count} без номера и этикетки',
      '{count} без номера и этикетки',
      '{count} без номера и этикетки',
    ],
  },
})
