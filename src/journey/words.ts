/** The words of the way: what holds a container, what its tracker saw, how late it is, how sure an estimate is. */
import type { Text } from '#kernel/locale.ts'
import type { HoldCause } from '#journey/contract.ts'
import type { Lateness } from '#journey/fleet-contract.ts'
import type { Eta, SeenKind } from '#journey/way-contract.ts'

export const holdCauseTexts: Readonly<Record<HoldCause, Text>> = {
  seal_differs: { zh: '封号不符', en: 'seal differs', ru: 'пломба не совпадает' },
  seal_missing: {
    zh: '铅封缺失或损坏',
    en: 'seal missing or broken',
    ru: 'пломба отсутствует или повреждена',
  },
  damage: { zh: '箱体破损', en: 'damage', ru: 'повреждение' },
  papers: { zh: '单证问题', en: 'papers', ru: 'документы' },
  other: { zh: '其他', en: 'other', ru: 'иное' },
}

export const seenTexts: Readonly<Record<SeenKind, Text>> = {
  arrived: { zh: '到达', en: 'Arrived', ru: 'Прибытие' },
  departed: { zh: '离开', en: 'Departed', ru: 'Отправление' },
  passed: { zh: '通过', en: 'Passed', ru: 'Проследование' },
  border_crossed: { zh: '过境', en: 'Crossed the border', ru: 'Переход границы' },
}

export const confidenceTexts: Readonly<Record<Eta['confidence'], Text>> = {
  confirmed: { zh: '可信', en: 'Confirmed', ru: 'Надёжная оценка' },
  provisional: { zh: '暂估', en: 'Provisional', ru: 'Предварительная оценка' },
  timetable: { zh: '按计划', en: 'Timetable', ru: 'По расписанию' },
}

export const latenessTexts: Readonly<Record<Lateness, Text>> = {
  on_time: { zh: '按计划', en: 'As planned', ru: 'По плану' },
  late: { zh: '晚 12 小时至 3 天', en: '12 h to 3 days late', ru: 'Опоздание 12 ч – 3 дня' },
  yellow: { zh: '晚 3 至 5 天', en: '3 to 5 days late', ru: 'Опоздание 3–5 дней' },
  red: { zh: '晚 5 天以上', en: '5 days late or more', ru: 'Опоздание от 5 дней' },
  unknown: { zh: '暂无预计', en: 'No estimate', ru: 'Нет оценки' },
}
