/** In which register a party stands: China's by its credit code, any other country's by the number that country gave it. */
import type { ValueTexts } from '#kernel/value.ts'

export const registrationTexts = {
  'registration.credit_code_missing': {
    zh: '中国境内单位须填写统一社会信用代码',
    en: 'A party registered in China needs its unified social credit code',
    ru: 'Для организации, зарегистрированной в Китае, нужен единый код социального кредита',
  },
  'registration.number_missing': {
    zh: '境外单位须填写所在国的登记号',
    en: 'A party abroad needs its number in its own country’s register',
    ru: 'Для иностранной организации нужен её номер в реестре своей страны',
  },
  'registration.chinese_number_abroad': {
    zh: '境外单位没有统一社会信用代码和海关注册编码，请留空',
    en: 'A party abroad has no Chinese credit code or customs code: leave both empty',
    ru: 'У иностранной организации нет китайского кредитного кода и кода таможни: оставьте их пустыми',
  },
  'registration.foreign_number_in_china': {
    zh: '中国境内单位以统一社会信用代码登记，境外登记号请留空',
    en: 'A party in China is registered by its credit code: leave the foreign number empty',
    ru: 'Организация в Китае регистрируется по кредитному коду: оставьте иностранный номер пустым',
  },
} as const satisfies ValueTexts

export interface Registration {
  readonly country: string
  readonly creditCode?: string | undefined
  readonly registrationNumber?: string | undefined
  readonly customsCode?: string | undefined
}

export interface RegistrationFault {
  readonly field: keyof Registration
  readonly code: keyof typeof registrationTexts
}

export function registrationFaults(party: Registration): RegistrationFault[] {
  const { country, creditCode, registrationNumber, customsCode } = party
  const faults: RegistrationFault[] = []
  if (country === 'CN') {
    if (!creditCode) faults.push({ field: 'creditCode', code: 'registration.credit_code_missing' })
    if (registrationNumber)
      faults.push({ field: 'registrationNumber', code: 'registration.foreign_number_in_china' })
    return faults
  }
  if (!registrationNumber)
    faults.push({ field: 'registrationNumber', code: 'registration.number_missing' })
  for (const [field, value] of [
    ['creditCode', creditCode],
    ['customsCode', customsCode],
  ] as const)
    if (value) faults.push({ field, code: 'registration.chinese_number_abroad' })
  return faults
}
