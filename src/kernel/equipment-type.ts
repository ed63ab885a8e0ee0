/**
 * What kind of box: the ISO 6346 size/type codes in use on these trains, with the room and weight each stands for.
 *
 * Masses are the usual ones of new boxes (ISO 668 for the gross); a box's own plate wins when it is known.
 */
import { z } from 'zod'

import type { Text } from '#kernel/locale.ts'
import { compact, textValue, type ValueTexts } from '#kernel/value.ts'

export interface EquipmentFacts {
  readonly name: Text
  readonly lengthFt: 20 | 40 | 45
  /** Twenty-foot equivalents, as statistics count. */
  readonly teu: number
  /** Share of a 40 ft slot, as capacity of a train is counted: 55 slots a train. */
  readonly slots: number
  readonly tareKg: number
  readonly grossKgMax: number
  readonly refrigerated: boolean
}

/** A 45 ft box takes a 40 ft place on the flat wagons used, but counts for more in statistics. Gross mass: ISO 668. */
const SIZES = {
  20: { lengthFt: 20, teu: 1, slots: 0.5, grossKgMax: 30_480 },
  40: { lengthFt: 40, teu: 2, slots: 1, grossKgMax: 30_480 },
  45: { lengthFt: 45, teu: 2.25, slots: 1, grossKgMax: 34_000 },
} as const

export const EQUIPMENT_TYPES = {
  '22G1': dry(20, 2250, { zh: '20 英尺普通箱', en: '20′ dry', ru: '20-футовый универсальный' }),
  '25G1': dry(20, 2450, { zh: '20 英尺高箱', en: '20′ high cube', ru: '20-футовый высокий' }),
  '22U1': dry(20, 2400, {
    zh: '20 英尺开顶箱',
    en: '20′ open top',
    ru: '20-футовый с открытым верхом',
  }),
  '22T1': dry(20, 3700, { zh: '20 英尺罐箱', en: '20′ tank', ru: '20-футовый танк-контейнер' }),
  '22R1': reefer(20, 3000, {
    zh: '20 英尺冷藏箱',
    en: '20′ reefer',
    ru: '20-футовый рефрижераторный',
  }),
  '42G1': dry(40, 3750, { zh: '40 英尺普通箱', en: '40′ dry', ru: '40-футовый универсальный' }),
  '45G1': dry(40, 3900, { zh: '40 英尺高箱', en: '40′ high cube', ru: '40-футовый высокий' }),
  '42U1': dry(40, 4000, {
    zh: '40 英尺开顶箱',
    en: '40′ open top',
    ru: '40-футовый с открытым верхом',
  }),
  '42P1': dry(40, 5000, { zh: '40 英尺平板箱', en: '40′ flat rack', ru: '40-футовый платформа' }),
  '45R1': reefer(40, 4600, {
    zh: '40 英尺冷藏高箱',
    en: '40′ reefer high cube',
    ru: '40-футовый рефрижераторный высокий',
  }),
  L5G1: dry(45, 4800, { zh: '45 英尺高箱', en: '45′ high cube', ru: '45-футовый высокий' }),
  L5R1: reefer(45, 5900, {
    zh: '45 英尺冷藏高箱',
    en: '45′ reefer high cube',
    ru: '45-футовый рефрижераторный высокий',
  }),
} as const satisfies Record<string, EquipmentFacts>

export const equipmentTypeTexts = {
  'equipment_type.unknown': {
    zh: '箱型应为以下 ISO 6346 代码之一：{known}',
    en: 'The equipment type is one of these ISO 6346 codes: {known}',
    ru: 'Тип контейнера — один из кодов ISO 6346: {known}',
  },
} as const satisfies ValueTexts

export const EquipmentType = textValue({
  normalise: compact,
  fault: (code) =>
    Object.hasOwn(EQUIPMENT_TYPES, code)
      ? undefined
      : {
          code: 'equipment_type.unknown',
          facts: { known: Object.keys(EQUIPMENT_TYPES).join(', ') },
        },
  texts: equipmentTypeTexts,
})
  .meta({
    description: `Size and type of a container, ISO 6346 clause 4: ${Object.keys(EQUIPMENT_TYPES).join(', ')}.`,
    examples: ['45G1', '22G1'],
  })
  .brand<'EquipmentType'>()
export type EquipmentType = z.infer<typeof EquipmentType>

export const EQUIPMENT_TYPE_CODES: readonly EquipmentType[] = Object.keys(EQUIPMENT_TYPES).map(
  (code) => EquipmentType.parse(code),
)

export function equipmentFacts(type: EquipmentType): EquipmentFacts {
  return EQUIPMENT_TYPES[type as keyof typeof EQUIPMENT_TYPES]
}

/** The most that may be put into the box. */
export function payloadKgMax(type: EquipmentType): number {
  const { grossKgMax, tareKg } = equipmentFacts(type)
  return grossKgMax - tareKg
}

function dry(lengthFt: EquipmentFacts['lengthFt'], tareKg: number, name: Text): EquipmentFacts {
  return { ...SIZES[lengthFt], name, tareKg, refrigerated: false }
}

function reefer(lengthFt: EquipmentFacts['lengthFt'], tareKg: number, name: Text): EquipmentFacts {
  return { ...dry(lengthFt, tareKg, name), refrigerated: true }
}
