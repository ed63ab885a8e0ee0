/** Words of embargoes that several screens use. */
import type { Text } from '#kernel/locale.ts'
import type { EmbargoDirection, EmbargoKind } from '#train/embargo-contract.ts'
import { defineTexts } from '#web/i18n.ts'

export const embargoKindTexts: Readonly<Record<EmbargoKind, Text>> = {
  loading: { zh: '停止装车', en: 'No loading', ru: 'Запрет погрузки' },
  passage: { zh: '停止接车', en: 'No trains taken', ru: 'Запрет приёма поездов' },
}

export const embargoDirectionTexts: Readonly<Record<EmbargoDirection, Text>> = {
  export: { zh: '出口', en: 'From China', ru: 'Экспорт из Китая' },
  import: { zh: '进口', en: 'To China', ru: 'Импорт в Китай' },
  both: { zh: '进出口', en: 'Both ways', ru: 'Оба направления' },
}

export const embargoTexts = defineTexts({
  embargoes: { zh: '停装令', en: 'Embargoes', ru: 'Конвенционные запрещения' },
  embargo: { zh: '停装令', en: 'Embargo', ru: 'Запрещение' },
  untilFurther: { zh: '另行通知前', en: 'until further notice', ru: 'до особого распоряжения' },
  telegram: { zh: '电报 / 命令号', en: 'Telegram or order', ru: 'Телеграмма / приказ' },
  reason: { zh: '原因', en: 'Reason', ru: 'Причина' },
  places: { zh: '口岸 / 车站', en: 'Crossings and stations', ru: 'Переходы и станции' },
  kind: { zh: '内容', en: 'What stops', ru: 'Что запрещено' },
  direction: { zh: '方向', en: 'Direction', ru: 'Направление' },
  from: { zh: '自', en: 'From', ru: 'С' },
  until: { zh: '至', en: 'Until', ru: 'По' },
  loadingMeets: {
    zh: '计划装车时间在停装期内',
    en: 'Its loading falls into the embargo',
    ru: 'Погрузка приходится на период запрещения',
  },
  plannedMeets: {
    zh: '计划通过{place}的时间在停装期内',
    en: 'It is planned to pass {place} during the embargo',
    ru: 'По плану проследует {place} в период запрещения',
  },
  expectedMeets: {
    zh: '预计通过{place}的时间在停装期内',
    en: 'It is expected to pass {place} during the embargo',
    ru: 'Ожидается на станции {place} в период запрещения',
  },
})
