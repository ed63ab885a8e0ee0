/** By what a leg is travelled: UNECE Recommendation 19, codes for modes of transport. */
import { z } from 'zod'

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
