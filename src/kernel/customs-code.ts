/**
 * 海关注册编码, the ten characters under which China Customs registers a consignor, consignee or broker.
 *
 * It has no check digit, so only its structure can be judged: four digits of area, one of economic zone, one of enterprise
 * kind, four of serial. Newer registrations use letters in zone, kind and serial; those pass and mean nothing to us.
 */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const customsCodeTexts = {
  'customs_code.format': {
    zh: '海关注册编码应为 10 位数字或大写字母',
    en: 'A customs registration code is ten digits or capital letters',
    ru: 'Регистрационный код таможни Китая состоит из 10 цифр или заглавных латинских букв',
  },
  'customs_code.area': {
    zh: '海关注册编码前 4 位为行政区划，应为数字且前两位在 11 至 82 之间，现为 {area}',
    en: 'The first four characters of a customs registration code are digits of an area from 11 to 82, not {area}',
    ru: 'Первые четыре знака кода таможни Китая — цифры района (первые две от 11 до 82), а не {area}',
  },
  'customs_code.zone': {
    zh: '海关注册编码第 5 位为经济区划代码，不能为 {zone}',
    en: 'The fifth character of a customs registration code is the economic zone; {zone} is not one',
    ru: 'Пятый знак кода таможни Китая — экономическая зона; {zone} недопустимо',
  },
  'customs_code.kind': {
    zh: '海关注册编码第 6 位为企业经济类型代码，不能为 {kind}',
    en: 'The sixth character of a customs registration code is the kind of enterprise; {kind} is not one',
    ru: 'Шестой знак кода таможни Китая — тип предприятия; {kind} недопустимо',
  },
} as const satisfies ValueTexts

type Code = keyof typeof customsCodeTexts

export const CustomsCode = textValue({ normalise: compact, fault, texts: customsCodeTexts })
  .meta({
    description:
      'Customs registration code (海关注册编码) of China Customs, 10 characters: area (4), economic zone, enterprise kind, serial (4).',
    examples: ['3701960001', '1108919107'],
  })
  .brand<'CustomsCode'>()
export type CustomsCode = z.infer<typeof CustomsCode>

/** Fifth character. Letters of newer codes are not in the table. */
export const CUSTOMS_ZONES = {
  '1': 'special_economic_zone',
  '2': 'economic_and_technological_development_zone',
  '3': 'high_tech_zone',
  '4': 'bonded_zone',
  '5': 'export_processing_zone',
  '6': 'bonded_port',
  '7': 'bonded_logistics_park',
  '9': 'other',
} as const
export type CustomsZone = (typeof CUSTOMS_ZONES)[keyof typeof CUSTOMS_ZONES]

/** Sixth character. `8` may declare for others but trades nothing itself: brokers and forwarders. */
export const ENTERPRISE_KINDS = {
  '1': 'state',
  '2': 'sino_foreign_cooperative',
  '3': 'sino_foreign_joint',
  '4': 'foreign',
  '5': 'collective',
  '6': 'private',
  '7': 'individual',
  '8': 'declaring_only',
  '9': 'other',
} as const
export type EnterpriseKind = (typeof ENTERPRISE_KINDS)[keyof typeof ENTERPRISE_KINDS]

export function customsZone(code: CustomsCode): CustomsZone | undefined {
  return CUSTOMS_ZONES[code.charAt(4) as keyof typeof CUSTOMS_ZONES]
}

export function enterpriseKind(code: CustomsCode): EnterpriseKind | undefined {
  return ENTERPRISE_KINDS[code.charAt(5) as keyof typeof ENTERPRISE_KINDS]
}

function fault(code: string): Fault<Code> | undefined {
  if (!/^[0-9A-Z]{10}$/.test(code)) return { code: 'customs_code.format' }
  const area = code.slice(0, 4)
  const province = Number(area.slice(0, 2))
  if (!/^\d{4}$/.test(area) || province < 11 || province > 82) {
    return { code: 'customs_code.area', facts: { area } }
  }
  const zone = code.charAt(4)
  if (/\d/.test(zone) && !(zone in CUSTOMS_ZONES)) {
    return { code: 'customs_code.zone', facts: { zone } }
  }
  const kind = code.charAt(5)
  return kind === '0' ? { code: 'customs_code.kind', facts: { kind } } : undefined
}
