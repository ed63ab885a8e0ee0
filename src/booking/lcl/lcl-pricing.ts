/** What an LCL booking costs: by a quote for its volume and mass, taken and changed like any other (pricing.ts). */
import type { Actor } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { amendCharges, checkQuote, listCharged, openCharges, priceProblem, sameLcl } from '#price'
import type { QuoteId } from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'
import type { SpaceAmount } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import type { BookingId } from '#booking/contract.ts'
import type { Booking } from '#booking/store.ts'

interface Pricing {
  readonly actor: Actor
  readonly now: Date
}

interface Priced {
  readonly departure: Departure
  readonly lot: SpaceAmount
  readonly quoteId: QuoteId | undefined
}

const lclOf = ({ volumeDm3, grossKg }: SpaceAmount): LclAsked => ({
  volumeDm3,
  grossMassKg: grossKg,
})

/** Why its quote cannot be taken; undefined when it can, or when the price is agreed elsewhere. */
export async function refuseLclQuote(
  tx: Tx,
  pricing: Pricing,
  { departure, lot, quoteId }: Priced,
): Promise<Problem | undefined> {
  if (quoteId === undefined) return undefined
  return checkQuote(tx, pricing, { quoteId, departure, boxes: [], lcl: lclOf(lot) })
}

export async function chargeLcl(
  tx: Tx,
  pricing: Pricing,
  { id, number }: Pick<Booking, 'id' | 'number'>,
  { departure, lot, quoteId }: Priced,
): Promise<void> {
  if (quoteId === undefined) return
  const booked = { bookingId: id, bookingNumber: number, departure }
  await openCharges(tx, pricing, { ...booked, boxes: [], lcl: lclOf(lot), quoteId })
}

/** Throws where more or less is asked for at no price, of a booking that has one. */
export async function requireLclQuote(
  tx: Tx,
  id: BookingId,
  { quoteId, lot, before }: Priced & { readonly before: SpaceAmount },
): Promise<void> {
  if (quoteId !== undefined || sameLcl(lclOf(before), lclOf(lot))) return
  if ((await listCharged(tx, [id])).length > 0) throw priceProblem('price.quote_needed')
}

export async function chargeLclAmendment(
  tx: Tx,
  pricing: Pricing,
  id: BookingId,
  { departure, lot, quoteId }: Priced,
): Promise<void> {
  const change = { bookingId: id, departure, cutoffAt: departure.bookingCutoffAt, quoteId }
  await amendCharges(tx, pricing, { ...change, boxes: [], lcl: lclOf(lot) })
}
