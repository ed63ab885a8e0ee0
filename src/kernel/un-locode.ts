/**
 * A place by UN/LOCODE (UNECE Recommendation 16): country, then three letters or digits.
 *
 * The list itself has over 100,000 places and known faults: an installation may load it (`landbridge import places`); here only form and
 * country are judged.
 */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

/** ISO 3166-1 alpha-2, and `XZ`, which UN/LOCODE writes for international waters: goods go on to anywhere. */
const COUNTRY_CODES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG
  CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
  GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
  LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
  NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
  SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XZ`.split(
    /\s+/,
  ),
)

export const unLocodeTexts = {
  'un_locode.format': {
    zh: 'UN/LOCODE 应为两位国家代码加三位字母或数字 2–9，例如 CNHRS',
    en: 'A UN/LOCODE is a two-letter country and three letters or digits 2 to 9, for example CNHRS',
    ru: 'UN/LOCODE — двухбуквенный код страны и три буквы или цифры 2–9, например CNHRS',
  },
  'un_locode.country': {
    zh: 'UN/LOCODE 的前两位 {country} 不是 ISO 3166-1 国家（地区）代码',
    en: 'The first two letters of this UN/LOCODE, {country}, are no country code of ISO 3166-1',
    ru: 'Первые две буквы UN/LOCODE, {country}, — не код страны по ISO 3166-1',
  },
} as const satisfies ValueTexts

export const UnLocode = textValue({ normalise: compact, fault, texts: unLocodeTexts })
  .meta({
    description:
      'Place code, UN/LOCODE (UNECE Recommendation 16): ISO 3166-1 country and three characters.',
    examples: ['CNHRS', 'DEDUI'],
  })
  .brand<'UnLocode'>()
export type UnLocode = z.infer<typeof UnLocode>

function fault(code: string): Fault<keyof typeof unLocodeTexts> | undefined {
  if (!/^[A-Z]{2}[A-Z2-9]{3}$/.test(code)) return { code: 'un_locode.format' }
  const country = code.slice(0, 2)
  return COUNTRY_CODES.has(country) ? undefined : { code: 'un_locode.country', facts: { country } }
}
