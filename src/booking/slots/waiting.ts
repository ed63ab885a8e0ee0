/**
 * THE WAITING LIST'S RULE, as it is published to shippers. Pure, so that anyone can apply it again to what the ledger holds.
 *
 * 1. Places are numbered 1, 2, 3 … in the order of joining; a number is given once and never changes hands.
 * 2. Whenever slots of the train become free, the list is walked from the lowest number up. Whoever's boxes fit gets the slots
 *    at once: all of its boxes together, or, if it chose parts, as many of them from the first on as fit.
 * 3. Whoever does not fit keeps its place and is passed over; who comes after it may go ahead of it. Each passing is written
 *    down, with what was asked and what was free.
 * 4. Slots got are sold at once (automatic) or offered for a limited time (offer). An offer that is not taken ends the place.
 * 5. Nobody books past the list: a new booking gets only what nobody who waits could have taken.
 * 6. The list closes with the booking of the train.
 */
import type { SlotAmount } from '#train/contract.ts'
import {
  countThatFit,
  NO_SLOTS,
  OPEN,
  sumOf,
  take,
  type Party,
  type SlotAccount,
} from '#train/slots.ts'
import type { Promotion } from '#booking/state-contract.ts'

export interface Waiter {
  readonly place: number
  readonly bookingId: string
  readonly party: Party
  /** Those still wanted, in the order they are to be given. */
  readonly boxes: readonly SlotAmount[]
  readonly inParts: boolean
  readonly promotion: Promotion
}

export interface Turn {
  readonly place: number
  readonly bookingId: string
  readonly outcome: 'promoted' | 'offered' | 'passed'
  /** How many boxes got slots. */
  readonly boxes: number
  readonly asked: SlotAmount
  /** What was on open sale at that moment: whatever fits into that, fits. */
  readonly free: SlotAmount
}

export interface Round {
  readonly account: SlotAccount
  /** In the order of the list, from the first to the last that got slots: nobody behind that was looked at in vain. */
  readonly turns: readonly Turn[]
}

/** One walk along the list. */
export function walk(account: SlotAccount, waiters: readonly Waiter[]): Round {
  let after = account
  const turns: Turn[] = []
  for (const waiter of waiters.toSorted((one, other) => one.place - other.place)) {
    const turn = decideTurn(after, waiter)
    turns.push(turn)
    if (turn.outcome === 'passed') continue
    const taken = take(after, waiter.boxes.slice(0, turn.boxes), {
      party: waiter.party,
      holder: waiter.bookingId,
      to: turn.outcome === 'offered' ? 'held' : 'sold',
      cause: turn.outcome,
    })
    if (typeof taken === 'string') throw new TypeError('what fits can be taken')
    after = taken
  }
  const last = turns.findLastIndex(({ outcome }) => outcome !== 'passed')
  return { account: after, turns: turns.slice(0, last + 1) }
}

function decideTurn(account: SlotAccount, waiter: Waiter): Turn {
  const { place, bookingId, boxes, inParts, promotion, party } = waiter
  const fit = countThatFit(account, boxes, party)
  const got = inParts || fit === boxes.length ? fit : 0
  const free = account.pools.get(OPEN)?.free ?? NO_SLOTS
  const seen = { place, bookingId, asked: sumOf(boxes), free }
  if (got === 0) return { ...seen, outcome: 'passed', boxes: 0 }
  return { ...seen, outcome: promotion === 'offer' ? 'offered' : 'promoted', boxes: got }
}
