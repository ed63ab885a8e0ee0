/** What is typed into the form of an LCL booking comes to: its volume, mass and packages, and its price by the sheets in force. */
import { Form } from 'antd'
import type { z } from 'zod'
import { volumeOf } from '#booking/lcl/lcl.ts'
import type { NewConsignment } from '#booking/lcl-contract.ts'
import { priceApi, type RateSheet } from '#price/contract.ts'
import { LclAsked } from '#price/lcl-contract.ts'
import { decideLclPrice } from '#price/price.ts'
import type { Estimated } from '#price/ui/Estimate.tsx'
import type { SpaceAmount } from '#train/consolidation-contract.ts'
import { addSpace, NO_SPACE } from '#train/space.ts'
import type { Departure } from '#train/contract.ts'
import { useAsk } from '#web/queries.ts'

export type LclDraft = z.input<typeof NewConsignment>

/** Of everything typed so far, whatever is missing yet. */
export function lotTyped(rows: readonly (Row | undefined)[]): SpaceAmount {
  return rows
    .map((row) => ({
      volumeDm3: row === undefined ? 0 : (volumeOf(cleaned(row)) ?? 0),
      grossKg: Number(row?.grossMassKg) || 0,
      packages: Number(row?.packages) || 0,
    }))
    .reduce(addSpace, NO_SPACE)
}

/** What can be priced of it; undefined while nothing can. */
export function useTypedLot(
  form: ReturnType<typeof Form.useForm<LclDraft>>[0],
): LclAsked | undefined {
  const typed = Form.useWatch((draft: Partial<LclDraft>) => draft, form)
  const { volumeDm3, grossKg: grossMassKg } = lotTyped(typed?.cargo ?? [])
  return LclAsked.safeParse({ volumeDm3, grossMassKg }).data
}

type Row = LclDraft['cargo'][number]

/** Empty fields of a form are null, and sides count when all three are there. */
function cleaned({ volumeDm3, packageCm, packages }: Row) {
  const { lengthCm, widthCm, heightCm } = packageCm ?? {}
  return {
    packages: Number(packages) || 0,
    volumeDm3: volumeDm3 ?? undefined,
    packageCm: lengthCm && widthCm && heightCm ? { lengthCm, widthCm, heightCm } : undefined,
  }
}

export function useEstimate(
  departure: Departure,
  lcl: LclAsked | undefined,
): (Estimated & { readonly refresh: () => void }) | undefined {
  const { data, refetch } = useAsk(priceApi.departureRates, {
    params: { departureId: departure.id },
  })
  if (lcl === undefined) return undefined
  const priced = firstPrice(data?.items ?? [], departure, lcl)
  return priced && { ...priced, refresh: () => void refetch() }
}

/** By the first sheet that prices LCL, as the server takes it. */
function firstPrice(
  sheets: readonly RateSheet[],
  { service }: Departure,
  lcl: LclAsked,
): Estimated | undefined {
  const { origin, destination } = service
  for (const { title, version, currency, ...sheet } of sheets) {
    const priced = decideLclPrice(sheet, { origin, destination, lcl })
    if ('lines' in priced) return { title, version, currency, ...priced }
  }
  return undefined
}

/** Optional fields left empty are not sent; neither are the sides of a package that are not all there. */
export function withoutBlanks(draft: LclDraft): LclDraft {
  const cargo = draft.cargo.map((row) => ({ ...row, packageCm: cleaned(row).packageCm }))
  return JSON.parse(
    JSON.stringify({ ...draft, cargo }, (_, value: unknown) =>
      value === '' || value === null ? undefined : value,
    ),
  ) as LclDraft
}
