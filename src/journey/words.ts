/** The words of the way: what holds a container, what its tracker saw, and when it is expected. */
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

/** When a container is expected, as its own screen, the map and a link say it. */
export const etaTexts = {
  expected: { zh: '预计到站', en: 'Expected', ru: 'Ожидается' },
  latest: { zh: '九成把握不晚于', en: 'Nine in ten by', ru: 'С вероятностью 90 % — до' },
  finally: { zh: '全程最终到达', en: 'At the end of the journey', ru: 'Конец всего пути' },
} as const satisfies Readonly<Record<string, Text>>
