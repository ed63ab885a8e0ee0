/** Words of the screens for legs before and after the train. */
import type { Text } from '#kernel/locale.ts'
import { carriedByTexts } from '#kernel/transport-mode.ts'
import type { Connection } from '#journey/leg-contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const connectionTexts: Readonly<Record<Connection, Text>> = {
  kept: { zh: '可衔接', en: 'connection kept', ru: 'стыковка обеспечена' },
  at_risk: { zh: '衔接有风险', en: 'connection at risk', ru: 'стыковка под угрозой' },
  missed: { zh: '预计赶不上', en: 'connection likely missed', ru: 'на стыковку не успеет' },
}

export const carriageTexts = defineTexts({
  before: { zh: '班列之前', en: 'Before the train', ru: 'До поезда' },
  after: { zh: '班列之后', en: 'After the train', ru: 'После поезда' },
  add: { zh: '添加前后程运输', en: 'Add a leg before or after', ru: 'Добавить участок' },
  addTitle: {
    zh: '前后程运输（海、公、空、水、铁）',
    en: 'A leg before or after the train',
    ru: 'Участок до или после поезда',
  },
  change: { zh: '更新', en: 'Update', ru: 'Обновить' },
  changeTitle: { zh: '更新运输段', en: 'Update this leg', ru: 'Обновить участок' },
  withdraw: { zh: '撤销', en: 'Withdraw', ru: 'Отменить' },
  withdrawSure: {
    zh: '该运输段不再进行？已说明的内容仍会保留。',
    en: 'Will this leg not take place? What was said of it is kept.',
    ru: 'Участок не состоится? Сказанное о нём сохранится.',
  },
  save: { zh: '保存', en: 'Save', ru: 'Сохранить' },
  back: { zh: '返回', en: 'Back', ru: 'Назад' },
  stage: { zh: '位于', en: 'Where in the journey', ru: 'Где в пути' },
  mode: { zh: '运输方式', en: 'Mode', ru: 'Вид транспорта' },
  ...carriedByTexts,
  from: { zh: '起点（UN/LOCODE）', en: 'From (UN/LOCODE)', ru: 'Откуда (UN/LOCODE)' },
  to: { zh: '终点（UN/LOCODE）', en: 'To (UN/LOCODE)', ru: 'Куда (UN/LOCODE)' },
  placeHint: {
    zh: '输入港口、机场、城市名或代码',
    en: 'Type a port, airport, city or its code',
    ru: 'Порт, аэропорт, город или код',
  },
  placesMissing: {
    zh: '本平台尚未导入 UN/LOCODE 地点表，仅能搜索主要港口、机场和车站；其他地点请填写代码和地名。导入：npx landbridge import places',
    en: 'The UN/LOCODE listing is not loaded here: only major ports, airports and stations are found; give any other place by its code and name. To load it: npx landbridge import places',
    ru: 'Справочник UN/LOCODE не загружен: находятся только крупные порты, аэропорты и станции; прочие места укажите кодом и названием. Загрузка: npx landbridge import places',
  },
  placeName: { zh: '地名', en: 'Name of the place', ru: 'Название места' },
  plannedDeparture: { zh: '计划出发', en: 'Planned departure', ru: 'План отправления' },
  plannedArrival: { zh: '计划到达', en: 'Planned arrival', ru: 'План прибытия' },
  departed: { zh: '实际出发', en: 'Departed', ru: 'Отправлено' },
  arrived: { zh: '实际到达', en: 'Arrived', ru: 'Прибыло' },
  expected: { zh: '预计', en: 'expected', ru: 'ожидается' },
  clock: {
    zh: '时间按该地的当地时间',
    en: 'By the clock of the place',
    ru: 'По часам этого места',
  },
  wholeBooking: {
    zh: '适用于本订舱的全部集装箱',
    en: 'For all containers of this booking',
    ru: 'Для всех контейнеров этого бронирования',
  },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
  saved: { zh: '已保存', en: 'Saved', ru: 'Сохранено' },
  by: { zh: '由{who}安排', en: 'arranged by {who}', ru: 'организует {who}' },
  boxes: {
    zh: '共 {count} 箱',
    en: ['{count} container', '{count} containers'],
    ru: ['{count} контейнер', '{count} контейнера', '{count} контейнеров'],
  },
})
