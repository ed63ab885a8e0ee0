/** The words of the way: what holds a container, and what its tracker saw. */
import type { Text } from '#kernel/locale.ts'
import type { HoldCause } from '#journey/contract.ts'
import type { SeenKind } from '#journey/leg-contract.ts'

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
