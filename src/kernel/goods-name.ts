/** What is in the box, in words: one name a language, since each country's papers ask for its own. */
import { z } from 'zod'

import { lineFault, lineTexts, tidyLine } from '#kernel/line.ts'
import { textValue, type ValueTexts } from '#kernel/value.ts'

export const GOODS_NAME_LENGTH_MAX = 120

export const goodsNameTexts = {
  'goods_name.no_letter': {
    zh: '货物名称应包含文字，不能只有数字或符号',
    en: 'A goods name contains words, not only digits or signs',
    ru: 'Наименование груза должно содержать слова, а не только цифры и знаки',
  },
  'goods_name.no_han': {
    zh: '中文货物名称应包含汉字',
    en: 'The Chinese goods name contains Chinese characters',
    ru: 'Китайское наименование груза должно содержать иероглифы',
  },
} as const satisfies ValueTexts

const texts = { ...lineTexts, ...goodsNameTexts }

export const GoodsName = textValue({
  normalise: tidyLine,
  texts,
  fault: (name) =>
    lineFault(name, GOODS_NAME_LENGTH_MAX) ??
    (/\p{L}/u.test(name) ? undefined : { code: 'goods_name.no_letter' }),
})
  .meta({
    description: `Name of the goods, up to ${GOODS_NAME_LENGTH_MAX} characters, with at least one letter (WCO Data Model 137, cargo description).`,
    examples: ['Solar modules', 'Солнечные модули'],
  })
  .brand<'GoodsName'>()
export type GoodsName = z.infer<typeof GoodsName>

export const GoodsNameZh = textValue({
  normalise: tidyLine,
  texts,
  fault: (name) =>
    lineFault(name, GOODS_NAME_LENGTH_MAX) ??
    (/\p{Script=Han}/u.test(name) ? undefined : { code: 'goods_name.no_han' }),
})
  .meta({
    description: `Chinese name of the goods (商品名称, field GName of the China Customs declaration), up to ${GOODS_NAME_LENGTH_MAX} characters.`,
    examples: ['太阳能组件'],
  })
  .brand<'GoodsNameZh'>()
export type GoodsNameZh = z.infer<typeof GoodsNameZh>
