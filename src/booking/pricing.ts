/**
 * What a booking costs: its quote is taken with its slots, and what becomes of the booking becomes of its charges, in the same
 * transaction. A booking without a quote is at a price agreed elsewhere, and has no statement.
 */
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import {
  amendCharges,
  checkQuote,
  closeCharges,
  hasLateFee,
  listCharged,
  openCharges,
  priceProblem,
  sameBoxes,
} from '#price'
import type { QuotedBoxes, QuoteId } from '#price/contract.ts'
import { getDepartures } from '#train'
import type { Departure } from '#train/contract.ts'
import type { BookingId, BookingLine } from '#booking/contract.ts'
import { listNoShowBookings } from '#booking/departure/no-show-store.ts'
import type { BookingCommand, BookingState } from '#booking/state-contract.ts'
import type { Booking } from '#booking/store.ts'

interface Pricing {
  readonly actor: Actor
  readonly now: Date
}

interface Priced {
  readonly departure: Departure
  readonly lines: readonly BookingLine[]
  readonly quoteId: QuoteId
}

export function quotedBoxes(lines: readonly BookingLine[]): QuotedBoxes[] {
  return lines.map(({ equipmentType, count, owner = 'operator' }) => ({
    equipmentType,
    count,
    owner,
  }))
}

/** Why each quote cannot be taken; the others are held until the transaction ends. One quote is for one of them. */
export async function refuseQuotes<
  Wish extends {
    readonly actor: Actor
    readonly body: {
      readonly quoteId?: QuoteId | undefined
      readonly lines: readonly BookingLine[]
    }
  },
>(
  tx: Tx,
  { departure, now }: { readonly departure: Departure; readonly now: Date },
  wishes: readonly Wish[],
): Promise<Map<Wish, Problem>> {
  const refused = new Map<Wish, Problem>()
  const seen = new Set<QuoteId>()
  for (const wish of wishes) {
    const { quoteId, lines } = wish.body
    if (quoteId === undefined) continue
    const problem = seen.has(quoteId)
      ? priceProblem('price.quote_used')
      : await checkQuote(
          tx,
          { actor: wish.actor, now },
          { quoteId, departure, boxes: quotedBoxes(lines) },
        )
    if (problem) refused.set(wish, problem)
    seen.add(quoteId)
  }
  return refused
}

/** The statement of a booking that was just made. */
export async function chargeBooking(
  tx: Tx,
  pricing: Pricing,
  { id, number }: Pick<Booking, 'id' | 'number'>,
  { departure, lines, quoteId }: Priced,
): Promise<void> {
  const boxes = quotedBoxes(lines)
  await openCharges(tx, pricing, {
    bookingId: id,
    bookingNumber: number,
    departure,
    boxes,
    quoteId,
  })
}

/** Throws where a change is asked for at no price, of a booking that has one: only what leaves boxes and train alone may be. */
export async function requireQuote(
  tx: Tx,
  id: BookingId,
  change: {
    readonly quoteId: QuoteId | undefined
    readonly isSameTrain: boolean
    readonly before: readonly BookingLine[]
    readonly lines: readonly BookingLine[]
  },
): Promise<void> {
  if (change.quoteId !== undefined) return
  const isSame = sameBoxes(quotedBoxes(change.before), quotedBoxes(change.lines))
  if (change.isSameTrain && isSame) return
  if ((await listCharged(tx, [id])).length > 0) throw priceProblem('price.quote_needed')
}

/** A change that was decided together with its slots. */
export async function chargeAmendment(
  tx: Tx,
  pricing: Pricing,
  id: BookingId,
  change: Omit<Priced, 'quoteId'> & {
    readonly quoteId: QuoteId | undefined
    /** Of the train it is booked on until now: how late the change comes. */
    readonly before: Departure
  },
): Promise<void> {
  const { departure, lines, quoteId, before } = change
  const cutoffAt = before.bookingCutoffAt
  await amendCharges(tx, pricing, {
    bookingId: id,
    departure,
    boxes: quotedBoxes(lines),
    quoteId,
    cutoffAt,
  })
}

/** States in which nothing is carried, and the fee that leaving for them costs. */
const ENDS: ReadonlySet<BookingState> = new Set(['cancelled', 'rejected', 'declined', 'expired'])

/**
 * What ended is charged no more. Only a shipper who gives up what was confirmed pays for it, and none who has paid for not coming
 * already.
 */
export async function endCharges(
  tx: Tx,
  bookings: readonly Booking[],
  {
    command,
    now,
    isNoShow = false,
  }: {
    readonly command: BookingCommand
    readonly now: Date
    readonly isNoShow?: boolean | undefined
  },
): Promise<void> {
  const charged = new Set<string>(
    await listCharged(
      tx,
      bookings.map(({ id }) => id),
    ),
  )
  const ending = bookings.filter(({ id }) => charged.has(id))
  if (ending.length === 0) return
  const trains = await getDepartures(
    tx,
    ending.map(({ departureId }) => departureId),
    now,
  )
  const paid = await listNoShowBookings(
    tx,
    ending.map(({ id }) => id),
  )
  for (const { id, state, departureId, boxes } of ending) {
    const train = trains.get(departureId)!
    const wasSold = state === 'confirmed' || state === 'pending_amendment'
    const pays =
      wasSold && (command === 'cancel' || isNoShow) && train.state !== 'cancelled' && !paid.has(id)
    await closeCharges(tx, now, {
      bookingId: id,
      fee: isNoShow ? 'no_show' : 'cancellation',
      cutoffAt: train.bookingCutoffAt,
      boxes: [{ count: boxes }],
      freeOfFee: !pays,
    })
  }
}

export const endsCharges = (state: BookingState): boolean => ENDS.has(state)

/** Bookings whose sheet has a fee for cancelling after the cut-off: theirs may be, for that fee. */
export function listLateCancellable(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlySet<string>> {
  return hasLateFee(tx, ids)
}
