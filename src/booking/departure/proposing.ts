/** Who is to leave a train that becomes smaller: by the published rule that who booked last goes first. Pure. */
import { minus, NO_SLOTS, SLOT_UNITS } from '#train/slots.ts'
import type { SlotAmount } from '#train/contract.ts'

export interface Claim {
  readonly bookingId: string
  /** When it was booked, ms. */
  readonly bookedMs: number
  readonly amount: SlotAmount
}

/** What is asked beyond what there is, unit by unit. */
export function excessOver(taken: SlotAmount, capacity: SlotAmount): SlotAmount {
  const over = minus(taken, capacity)
  return SLOT_UNITS.reduce((all, unit) => ({ ...all, [unit]: Math.max(0, over[unit]) }), NO_SLOTS)
}

/** The latest first; of two of one moment the later id. */
export function latestFirst<One extends Claim>(claims: readonly One[]): One[] {
  return claims.toSorted(
    (one, other) => other.bookedMs - one.bookedMs || (one.bookingId < other.bookingId ? 1 : -1),
  )
}

/** Those to leave so that nothing is beyond the capacity, the latest first. One that frees nothing of what is too much stays. */
export function proposeLeaving(claims: readonly Claim[], excess: SlotAmount): string[] {
  let left = excess
  const leaving: string[] = []
  for (const { bookingId, amount } of latestFirst(claims)) {
    if (!SLOT_UNITS.some((unit) => left[unit] > 0 && amount[unit] > 0)) continue
    leaving.push(bookingId)
    left = excessOver(left, amount)
  }
  return leaving
}
