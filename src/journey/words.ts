/** The words of what holds a container on its way. */
import type { Text } from '#kernel/locale.ts'
import type { HoldCause } from '#journey/contract.ts'

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
