/** A rate sheet as its form holds it: one kind of price a row, whole per cents and major units where people type them. */
import type { z } from 'zod'
import type { FeeRule, NewRateSheet, RateSheet, Surcharge } from '#price/contract.ts'

export interface PriceDraft {
  readonly by: 'amount' | 'share'
  readonly basis?: string
  readonly priceMinor?: number
  readonly percent?: number
}

type Body = z.input<typeof NewRateSheet>

export interface SheetDraft extends Omit<Body, 'surcharges' | 'fees' | 'customerId'> {
  readonly customerId?: string | null
  readonly surcharges: readonly (Omit<Surcharge, 'price'> & PriceDraft)[]
  readonly fees: readonly (Omit<FeeRule, 'price'> & PriceDraft)[]
}

function toPrice({ by, basis, priceMinor = 0, percent = 0 }: PriceDraft) {
  return by === 'share'
    ? { by, basisPoints: Math.round(percent * 100) }
    : { by, basis: basis ?? 'container', priceMinor }
}

function ofPrice(price: Surcharge['price'] | FeeRule['price']): PriceDraft {
  return price.by === 'share'
    ? { by: 'share', percent: price.basisPoints / 100 }
    : { by: 'amount', basis: price.basis, priceMinor: price.priceMinor }
}

export function toBody(draft: SheetDraft): Body {
  return {
    ...draft,
    customerId: (draft.customerId ?? null) as Body['customerId'],
    surcharges: draft.surcharges.map(({ kind, touches, ...price }) => ({
      kind,
      touches,
      price: toPrice(price),
    })) as Body['surcharges'],
    fees: draft.fees.map(({ fee, hoursBefore, ...price }) => ({
      fee,
      hoursBefore: hoursBefore ?? null,
      price: toPrice(price),
    })) as Body['fees'],
  }
}

export function toDraft(sheet: RateSheet): SheetDraft {
  const { title, currency, customerId, validFrom, validUntil, quoteHours, rates, extras } = sheet
  const { lclRates } = sheet
  return {
    ...{ title, currency, customerId, validFrom, validUntil, quoteHours, rates, extras },
    lclRates,
    surcharges: sheet.surcharges.map(({ price, ...rest }) => ({ ...rest, ...ofPrice(price) })),
    fees: sheet.fees.map(({ price, ...rest }) => ({ ...rest, ...ofPrice(price) })),
  }
}
