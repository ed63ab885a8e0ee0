/** What LCL is priced by: rates of a lane by W/M, and the volume and mass that a quote is for. */
import { z } from 'zod'
import { AmountMinor } from '#kernel/money.ts'
import { StationCode } from '#kernel/station.ts'
import { VOLUME_DM3_MAX } from '#kernel/volume.ts'
import { DepartureId } from '#train/contract.ts'

const LCL_MASS_KG_MAX = 30_000

/** LCL by W/M: so much for each cubic metre or each tonne, whichever is more, and no less than the minimum. */
export const LclRate = z.object({
  origin: StationCode,
  destination: StationCode,
  priceMinor: AmountMinor.meta({ description: 'For each cubic metre or tonne (W/M)' }),
  minimumMinor: AmountMinor.meta({ description: 'The least that a booking is carried for' }),
})
export type LclRate = z.infer<typeof LclRate>

/** What an LCL booking is priced by. */
export const LclAsked = z.object({
  volumeDm3: z.int().min(1).max(VOLUME_DM3_MAX).meta({ description: 'dm³' }),
  grossMassKg: z.int().min(1).max(LCL_MASS_KG_MAX),
})
export type LclAsked = z.infer<typeof LclAsked>

export const LclQuoteAsked = LclAsked.extend({ departureId: DepartureId })
export type LclQuoteAsked = z.infer<typeof LclQuoteAsked>
