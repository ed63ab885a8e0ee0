/** By what a leg is travelled: UNECE Recommendation 19, codes for modes of transport. */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'

export const TransportMode = z.enum(['sea', 'rail', 'road', 'air', 'inland_water'])
export type TransportMode = z.infer<typeof TransportMode>

/** The one digit that messages write (UN/EDIFACT 8067 as well). */
export const TRANSPORT_MODE_CODES = {
  sea: '1',
  rail: '2',
  road: '3',
  air: '4',
  inland_water: '8',
} as const satisfies Readonly<Record<TransportMode, string>>

/** What carries it, as forms and papers name it. */
export const carriedByTexts = {
  carrier: { zh: '承运人', en: 'Carrier', ru: 'Перевозчик' },
  conveyance: {
    zh: '船名、航班号或车牌',
    en: 'Vessel, flight or plate',
    ru: 'Судно, рейс или номер машины',
  },
  voyage: { zh: '航次或运单号', en: 'Voyage or document no.', ru: 'Рейс или № документа' },
} as const satisfies Readonly<Record<string, Text>>
