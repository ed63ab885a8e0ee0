/**
 * Dangerous goods as the UN Model Regulations name them, which SMGS Annex 2 and RID follow: UN number, class or division, packing
 * group, and the papers that go with them. What a train takes of them is data of the operators, not written here.
 */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'
import { line } from '#kernel/line.ts'
import { compact, textValue, type ValueTexts } from '#kernel/value.ts'

export const dangerousGoodsTexts = {
  'un_number.format': {
    zh: '联合国编号应为 UN 加四位数字，例如 UN3480',
    en: 'A UN number is UN and four digits, for example UN3480',
    ru: 'Номер ООН — UN и четыре цифры, например UN3480',
  },
} as const satisfies ValueTexts

export const UnNumber = textValue({
  normalise: (typed) => compact(typed).replace(/^(UN)?(?=\d)/, 'UN'),
  fault: (number) => (/^UN\d{4}$/.test(number) ? undefined : { code: 'un_number.format' }),
  texts: dangerousGoodsTexts,
})
  .meta({
    description:
      'UN number of dangerous goods (UN Model Regulations, chapter 3.2). `3480` is accepted.',
    examples: ['UN3480', 'UN1263'],
  })
  .brand<'UnNumber'>()
export type UnNumber = z.infer<typeof UnNumber>

export const DANGEROUS_CLASSES = {
  '1.1': { zh: '有整体爆炸危险的爆炸品', en: 'mass explosion', ru: 'взрыв массой' },
  '1.2': { zh: '有迸射危险的爆炸品', en: 'projection', ru: 'разбрасывание' },
  '1.3': { zh: '有燃烧危险的爆炸品', en: 'explosives, fire', ru: 'взрывчатые, пожароопасные' },
  '1.4': {
    zh: '无重大危险的爆炸品',
    en: 'explosives, minor hazard',
    ru: 'взрывчатые, малая опасность',
  },
  '1.5': {
    zh: '极不敏感爆炸物质',
    en: 'very insensitive explosives',
    ru: 'взрывчатые, низкой чувствительности',
  },
  '1.6': {
    zh: '极端不敏感爆炸品',
    en: 'extremely insensitive explosives',
    ru: 'взрывчатые, крайне низкой чувствительности',
  },
  '2.1': { zh: '易燃气体', en: 'flammable gas', ru: 'воспламеняющийся газ' },
  '2.2': { zh: '非易燃无毒气体', en: 'non-flammable gas', ru: 'невоспламеняющийся газ' },
  '2.3': { zh: '毒性气体', en: 'toxic gas', ru: 'токсичный газ' },
  '3': { zh: '易燃液体', en: 'flammable liquid', ru: 'легковоспламеняющаяся жидкость' },
  '4.1': { zh: '易燃固体', en: 'flammable solid', ru: 'легковоспламеняющееся твёрдое вещество' },
  '4.2': {
    zh: '易于自燃的物质',
    en: 'spontaneously combustible',
    ru: 'самовозгорающееся вещество',
  },
  '4.3': { zh: '遇水放出易燃气体的物质', en: 'dangerous when wet', ru: 'выделяет газы с водой' },
  '5.1': { zh: '氧化性物质', en: 'oxidizing substance', ru: 'окислитель' },
  '5.2': { zh: '有机过氧化物', en: 'organic peroxide', ru: 'органический пероксид' },
  '6.1': { zh: '毒性物质', en: 'toxic substance', ru: 'токсичное вещество' },
  '6.2': { zh: '感染性物质', en: 'infectious substance', ru: 'инфекционное вещество' },
  '7': { zh: '放射性物质', en: 'radioactive', ru: 'радиоактивный материал' },
  '8': { zh: '腐蚀性物质', en: 'corrosive', ru: 'коррозионное вещество' },
  '9': { zh: '杂项危险物质和物品', en: 'miscellaneous', ru: 'прочие опасные вещества и изделия' },
} as const satisfies Record<string, Text>

export const DangerousClass = z
  .enum(Object.keys(DANGEROUS_CLASSES) as [keyof typeof DANGEROUS_CLASSES])
  .meta({ description: 'Class or division, UN Model Regulations, chapter 2.0' })
export type DangerousClass = z.infer<typeof DangerousClass>

export const PackingGroup = z.enum(['I', 'II', 'III']).meta({
  description: 'Packing group; articles, gases and infectious and radioactive goods have none',
})
export type PackingGroup = z.infer<typeof PackingGroup>

export const DangerousPaperKind = z.enum([
  'safety_data_sheet',
  'transport_conditions',
  'battery_test',
  'packaging_certificate',
])
export type DangerousPaperKind = z.infer<typeof DangerousPaperKind>

export const dangerousPaperTexts: Readonly<Record<DangerousPaperKind, Text>> = {
  safety_data_sheet: {
    zh: '安全数据单（SDS）',
    en: 'Safety data sheet',
    ru: 'Паспорт безопасности',
  },
  transport_conditions: {
    zh: '货物运输条件鉴定书',
    en: 'Report on conditions of carriage',
    ru: 'Заключение об условиях перевозки',
  },
  battery_test: {
    zh: 'UN38.3 试验概要',
    en: 'UN 38.3 test summary',
    ru: 'Сводка испытаний UN 38.3',
  },
  packaging_certificate: {
    zh: '出境危险货物包装使用鉴定（危包证）',
    en: 'Dangerous-goods packaging certificate',
    ru: 'Сертификат тары для опасных грузов',
  },
}

/** A paper by its number: the paper itself stays with whoever issued it and is shown when the box is received. */
export const DangerousPaper = z.strictObject({ kind: DangerousPaperKind, number: line(80) })
export type DangerousPaper = z.infer<typeof DangerousPaper>

export const DANGEROUS_PAPERS_MAX = 8

export const DangerousGoods = z.strictObject({
  unNumber: UnNumber,
  dangerousClass: DangerousClass,
  packingGroup: PackingGroup.optional(),
  papers: z.array(DangerousPaper).max(DANGEROUS_PAPERS_MAX),
})
export type DangerousGoods = z.infer<typeof DangerousGoods>

/** `UN3480, 9, II`: as a waybill writes it, without the name. */
export function writeDangerous({
  unNumber,
  dangerousClass,
  packingGroup,
}: Omit<DangerousGoods, 'papers'>): string {
  return [unNumber, dangerousClass, ...(packingGroup ? [packingGroup] : [])].join(', ')
}
