/** Mass: whole kilograms, as waybills and declarations carry it. Nothing on a train weighs a fraction or a hundred tonnes. */
import { z } from 'zod'

import { issueOf, type Fault, type ValueTexts } from '#kernel/value.ts'

/** A four-axle flat wagon carries at most about 70 t; anything above 100 t in one line is a wrong unit or a slipped key. */
export const MASS_KG_MAX = 100_000

export const massTexts = {
  'mass.not_whole': {
    zh: '重量应为整数千克',
    en: 'A mass is a whole number of kilograms',
    ru: 'Масса указывается целым числом килограммов',
  },
  'mass.not_positive': {
    zh: '重量必须大于 0 千克',
    en: 'A mass is more than 0 kg',
    ru: 'Масса должна быть больше 0 кг',
  },
  'mass.absurd': {
    zh: '重量 {massKg} 千克超过上限 {massKgMax} 千克，请核对计量单位',
    en: '{massKg} kg is more than the {massKgMax} kg one line can have; check the unit',
    ru: '{massKg} кг больше допустимых {massKgMax} кг; проверьте единицу измерения',
  },
} as const satisfies ValueTexts

export const MassKg = z
  .number()
  .superRefine((massKg, context) => {
    const fault = faultOf(massKg)
    if (fault !== undefined) context.addIssue(issueOf(fault, massTexts))
  })
  .meta({
    description: `Mass in whole kilograms, 1 to ${MASS_KG_MAX}. UN/CEFACT Recommendation 20, unit KGM.`,
    examples: [18500],
    type: 'integer',
  })
  .brand<'MassKg'>()
export type MassKg = z.infer<typeof MassKg>

function faultOf(
  massKg: number,
  massKgMax = MASS_KG_MAX,
): Fault<keyof typeof massTexts> | undefined {
  if (massKg <= 0) return { code: 'mass.not_positive' }
  if (!Number.isSafeInteger(massKg)) return { code: 'mass.not_whole' }
  return massKg > massKgMax ? { code: 'mass.absurd', facts: { massKg, massKgMax } } : undefined
}

/** A trainload: 55 of the largest boxes. One line of cargo may fill several containers. */
const CARGO_LINE_KG_MAX = 1_500_000

export const CargoMassKg = z
  .number()
  .superRefine((massKg, context) => {
    const fault = faultOf(massKg, CARGO_LINE_KG_MAX)
    if (fault !== undefined) context.addIssue(issueOf(fault, massTexts))
  })
  .meta({ description: 'Gross mass of this line in whole kilograms', type: 'integer' })
