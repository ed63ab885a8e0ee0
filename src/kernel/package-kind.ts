/** 包装种类: how goods are packed, by the two-digit table of the China Customs declaration (field WrapType). */
import { z } from 'zod'

import type { Text } from '#kernel/locale.ts'
import { textValue, type ValueTexts } from '#kernel/value.ts'

export const PACKAGE_KINDS = {
  '00': { zh: '散装', en: 'In bulk', ru: 'Навалом' },
  '01': { zh: '裸装', en: 'Unpacked', ru: 'Без упаковки' },
  '04': { zh: '球状罐类', en: 'Spherical tank', ru: 'Шаровая ёмкость' },
  '06': { zh: '包/袋', en: 'Bag or bale', ru: 'Мешок или кипа' },
  '22': { zh: '纸制或纤维板制盒/箱', en: 'Carton', ru: 'Картонная коробка' },
  '23': { zh: '木制或竹藤等植物性材料制盒/箱', en: 'Wooden case', ru: 'Деревянный ящик' },
  '29': { zh: '其他材料制盒/箱', en: 'Other case', ru: 'Ящик из другого материала' },
  '32': { zh: '纸制或纤维板制桶', en: 'Fibreboard drum', ru: 'Картонный барабан' },
  '33': { zh: '木制或竹藤等植物性材料制桶', en: 'Wooden barrel', ru: 'Деревянная бочка' },
  '39': { zh: '其他材料制桶', en: 'Other drum', ru: 'Бочка из другого материала' },
  '92': {
    zh: '再生木托',
    en: 'Pallet of processed wood',
    ru: 'Поддон из переработанной древесины',
  },
  '93': { zh: '天然木托', en: 'Pallet of natural wood', ru: 'Поддон из натуральной древесины' },
  '99': { zh: '其他包装', en: 'Other packing', ru: 'Прочая упаковка' },
} as const satisfies Record<string, Text>

export const packageKindTexts = {
  'package_kind.unknown': {
    zh: '包装种类应为以下代码之一：{known}',
    en: 'The kind of package is one of these codes: {known}',
    ru: 'Вид упаковки — один из кодов: {known}',
  },
} as const satisfies ValueTexts

/** In the order of the table: an object's own order would put 22 before 00. */
export const PACKAGE_KIND_CODES = Object.keys(PACKAGE_KINDS).sort()

export const PackageKind = textValue({
  normalise: (typed) => typed.trim(),
  fault: (code) =>
    Object.hasOwn(PACKAGE_KINDS, code)
      ? undefined
      : { code: 'package_kind.unknown', facts: { known: PACKAGE_KIND_CODES.join(', ') } },
  texts: packageKindTexts,
})
  .meta({
    description: 'Kind of package (包装种类, WrapType), two digits of the China Customs table.',
    examples: ['22', '93'],
  })
  .brand<'PackageKind'>()
export type PackageKind = z.infer<typeof PackageKind>

export function packageKindName(kind: PackageKind): Text {
  return PACKAGE_KINDS[kind as keyof typeof PACKAGE_KINDS]
}
