/**
 * THE RULE OF THE WAITING LIST FOR LCL SPACE, as it is published to shippers. Pure, so that anyone can apply it again to what the
 * ledger holds.
 *
 * 1. Each train has a list of its own for LCL space, beside that for slots. Neither list looks at the other: who waits for slots never
 *    keeps anybody from space, nor the other way round. The container of a consolidation takes its slots as any booking does, after
 *    whoever waits for them.
 * 2. Places are numbered 1, 2, 3 … in the order of joining; a number is given once and never changes hands.
 * 3. Whenever space of the train becomes free, or a consolidation is opened or comes to it, the list is walked from the lowest number
 *    up. Whoever fits whole into an open consolidation that may carry its cargo gets space in the first opened of them.
 * 4. Whoever does not fit keeps its place and is passed over; who comes after it may go ahead of it. Each passing is written down, with
 *    what was asked and what was free in each.
 * 5. Space got is sold at once (automatic) or offered for a limited time (offer). An offer that is not taken ends the place. An offer whose
 *    container goes with another train, or does not go, is withdrawn: it waits again at its place.
 * 6. Nobody books past the list: a new booking or basket gets only what nobody who waits could have taken.
 * 7. The list closes with the booking of the train.
 */
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { LclWaitingEvent } from '#booking/lcl-waiting-contract.ts'
import type { Promotion } from '#booking/state-contract.ts'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import { fitsSpace, freeSpace, moveSpace, type SpaceAccount } from '#train/space.ts'

export interface SpaceWaiter {
  readonly place: number
  readonly bookingId: string
  readonly lot: SpaceAmount
  readonly promotion: Promotion
  /** Whether the cargo rules let it go in such a container. */
  readonly mayGoIn: (type: EquipmentType) => boolean
}

export interface SpaceTurn extends Pick<LclWaitingEvent, 'asked' | 'free' | 'into'> {
  readonly place: number
  readonly outcome: 'promoted' | 'offered' | 'passed'
}

export interface SpaceRound {
  readonly spaces: readonly SpaceAccount[]
  /** From the first to the last that got space: nobody behind that was looked at in vain. */
  readonly turns: readonly SpaceTurn[]
}

/** One walk along the list; `spaces` are those open on the train, the first opened first. */
export function walkSpaces(
  spaces: readonly SpaceAccount[],
  waiters: readonly SpaceWaiter[],
): SpaceRound {
  const after = new Map(spaces.map((space) => [space.id, space]))
  const turns: SpaceTurn[] = []
  for (const waiter of waiters.toSorted((one, other) => one.place - other.place)) {
    const { place, bookingId, lot: asked, promotion, mayGoIn } = waiter
    const open = [...after.values()].filter(({ equipmentType }) => mayGoIn(equipmentType))
    const free = freeIn(open)
    const into = open.find((space) => fitsSpace(freeSpace(space), asked))?.id ?? null
    const outcome = into === null ? 'passed' : promotion === 'offer' ? 'offered' : 'promoted'
    turns.push({ place, outcome, asked, free, into })
    if (into === null || outcome === 'passed') continue
    const what = outcome === 'offered' ? { held: asked } : { amount: asked }
    after.set(into, moveSpace(after.get(into)!, { cause: outcome, holder: bookingId, ...what })!)
  }
  const last = turns.findLastIndex(({ outcome }) => outcome !== 'passed')
  return { spaces: [...after.values()], turns: turns.slice(0, last + 1) }
}

export function freeIn(
  spaces: readonly SpaceAccount[],
): (SpaceAmount & { consolidationId: ConsolidationId })[] {
  return spaces.map((space) => ({ consolidationId: space.id, ...freeSpace(space) }))
}
