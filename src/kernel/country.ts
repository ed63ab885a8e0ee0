/** The countries of the corridors: ISO 3166-1 alpha-2, with the names papers and screens use. */
import { z } from 'zod'

import type { Text } from '#kernel/locale.ts'
import { textValue, type ValueTexts } from '#kernel/value.ts'

export const COUNTRIES = {
  CN: { zh: '中国', en: 'China', ru: 'Китай' },
  KZ: { zh: '哈萨克斯坦', en: 'Kazakhstan', ru: 'Казахстан' },
  UZ: { zh: '乌兹别克斯坦', en: 'Uzbekistan', ru: 'Узбекистан' },
  KG: { zh: '吉尔吉斯斯坦', en: 'Kyrgyzstan', ru: 'Киргизия' },
  TJ: { zh: '塔吉克斯坦', en: 'Tajikistan', ru: 'Таджикистан' },
  TM: { zh: '土库曼斯坦', en: 'Turkmenistan', ru: 'Туркменистан' },
  MN: { zh: '蒙古', en: 'Mongolia', ru: 'Монголия' },
  RU: { zh: '俄罗斯', en: 'Russia', ru: 'Россия' },
  BY: { zh: '白俄罗斯', en: 'Belarus', ru: 'Беларусь' },
  UA: { zh: '乌克兰', en: 'Ukraine', ru: 'Украина' },
  AZ: { zh: '阿塞拜疆', en: 'Azerbaijan', ru: 'Азербайджан' },
  GE: { zh: '格鲁吉亚', en: 'Georgia', ru: 'Грузия' },
  AM: { zh: '亚美尼亚', en: 'Armenia', ru: 'Армения' },
  TR: { zh: '土耳其', en: 'Türkiye', ru: 'Турция' },
  IR: { zh: '伊朗', en: 'Iran', ru: 'Иран' },
  PL: { zh: '波兰', en: 'Poland', ru: 'Польша' },
  DE: { zh: '德国', en: 'Germany', ru: 'Германия' },
  NL: { zh: '荷兰', en: 'Netherlands', ru: 'Нидерланды' },
  BE: { zh: '比利时', en: 'Belgium', ru: 'Бельгия' },
  FR: { zh: '法国', en: 'France', ru: 'Франция' },
  ES: { zh: '西班牙', en: 'Spain', ru: 'Испания' },
  IT: { zh: '意大利', en: 'Italy', ru: 'Италия' },
  AT: { zh: '奥地利', en: 'Austria', ru: 'Австрия' },
  CH: { zh: '瑞士', en: 'Switzerland', ru: 'Швейцария' },
  CZ: { zh: '捷克', en: 'Czechia', ru: 'Чехия' },
  SK: { zh: '斯洛伐克', en: 'Slovakia', ru: 'Словакия' },
  HU: { zh: '匈牙利', en: 'Hungary', ru: 'Венгрия' },
  RO: { zh: '罗马尼亚', en: 'Romania', ru: 'Румыния' },
  RS: { zh: '塞尔维亚', en: 'Serbia', ru: 'Сербия' },
  BG: { zh: '保加利亚', en: 'Bulgaria', ru: 'Болгария' },
  SI: { zh: '斯洛文尼亚', en: 'Slovenia', ru: 'Словения' },
  HR: { zh: '克罗地亚', en: 'Croatia', ru: 'Хорватия' },
  LT: { zh: '立陶宛', en: 'Lithuania', ru: 'Литва' },
  LV: { zh: '拉脱维亚', en: 'Latvia', ru: 'Латвия' },
  EE: { zh: '爱沙尼亚', en: 'Estonia', ru: 'Эстония' },
  FI: { zh: '芬兰', en: 'Finland', ru: 'Финляндия' },
  SE: { zh: '瑞典', en: 'Sweden', ru: 'Швеция' },
  DK: { zh: '丹麦', en: 'Denmark', ru: 'Дания' },
  GB: { zh: '英国', en: 'United Kingdom', ru: 'Великобритания' },
  JP: { zh: '日本', en: 'Japan', ru: 'Япония' },
  KR: { zh: '韩国', en: 'Republic of Korea', ru: 'Республика Корея' },
  VN: { zh: '越南', en: 'Viet Nam', ru: 'Вьетнам' },
  LA: { zh: '老挝', en: 'Laos', ru: 'Лаос' },
  TH: { zh: '泰国', en: 'Thailand', ru: 'Таиланд' },
  MY: { zh: '马来西亚', en: 'Malaysia', ru: 'Малайзия' },
} as const satisfies Record<string, Text>

export const countryTexts = {
  'country.unknown': {
    zh: '“{typed}”不是本平台所涉国家的 ISO 3166-1 两位字母代码，例如 CN、KZ、DE',
    en: '“{typed}” is not the two-letter ISO 3166-1 code of a country of the corridors, such as CN, KZ or DE',
    ru: '«{typed}» — не двухбуквенный код ISO 3166-1 страны коридоров, например CN, KZ, DE',
  },
} as const satisfies ValueTexts

export const Country = textValue({
  normalise: (typed) => typed.trim().toUpperCase(),
  fault: (code) =>
    isCountry(code) ? undefined : { code: 'country.unknown', facts: { typed: code.slice(0, 20) } },
  texts: countryTexts,
})
  .meta({
    description: 'Country, ISO 3166-1 alpha-2, of those the corridors touch.',
    examples: ['CN', 'KZ'],
  })
  .brand<'Country'>()
export type Country = z.infer<typeof Country>

export function countryName(country: Country): Text {
  return COUNTRIES[country as keyof typeof COUNTRIES]
}

export function isCountry(code: string): boolean {
  return Object.hasOwn(COUNTRIES, code)
}
