/**
 * THE TABLE OF A BOOKING'S LIFE: every command, who may give it, from which state, what state follows and what becomes of its
 * slots. Pure: the server decides with it and the screens grey their buttons out with it.
 *
 * States are those of DCSA Booking 2 (received, pending update, confirmed, pending amendment, rejected, declined, cancelled,
 * completed), and three of ours: `held`, a basket with a time limit; `waitlisted`; `expired`, which nobody confirmed in time.
 */
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { BookingCommand, BookingState } from '#booking/state-contract.ts'

/** What a command does with the slots: takes them, turns what is held into sold, gives them back, or leaves them. */
export type SlotsFollow = 'hold' | 'sell' | 'give_back' | 'stay'

export interface BookingRule {
  /** Empty: no party gives it, time or the waiting list's rule does. */
  readonly by: readonly OrganisationKind[]
  /** `null`: it brings the booking into being. */
  readonly from: readonly (BookingState | null)[]
  readonly to: BookingState
  readonly slots: SlotsFollow
}

const BOOKERS = ['exporter', 'forwarder'] as const
const OPERATOR = ['operator'] as const

export const BOOKING_RULES: Readonly<Record<BookingCommand, BookingRule>> = {
  hold: { by: BOOKERS, from: [null], to: 'held', slots: 'hold' },
  wait: { by: BOOKERS, from: [null], to: 'waitlisted', slots: 'stay' },
  request: { by: BOOKERS, from: [null, 'held'], to: 'received', slots: 'hold' },
  confirm: { by: BOOKERS, from: [null, 'held'], to: 'confirmed', slots: 'sell' },
  expire: { by: [], from: ['held'], to: 'expired', slots: 'give_back' },
  promote: { by: [], from: ['waitlisted', 'confirmed'], to: 'confirmed', slots: 'sell' },
  lapse: { by: [], from: ['waitlisted'], to: 'expired', slots: 'give_back' },
  accept: { by: OPERATOR, from: ['received'], to: 'confirmed', slots: 'sell' },
  reject: {
    by: OPERATOR,
    from: ['received', 'pending_update'],
    to: 'rejected',
    slots: 'give_back',
  },
  ask_update: { by: OPERATOR, from: ['received'], to: 'pending_update', slots: 'stay' },
  update: { by: BOOKERS, from: ['received', 'pending_update'], to: 'received', slots: 'stay' },
  ask_amendment: { by: BOOKERS, from: ['confirmed'], to: 'pending_amendment', slots: 'stay' },
  accept_amendment: { by: OPERATOR, from: ['pending_amendment'], to: 'confirmed', slots: 'sell' },
  refuse_amendment: { by: OPERATOR, from: ['pending_amendment'], to: 'confirmed', slots: 'stay' },
  withdraw_amendment: { by: BOOKERS, from: ['pending_amendment'], to: 'confirmed', slots: 'stay' },
  decline: {
    by: OPERATOR,
    from: ['confirmed', 'pending_amendment'],
    to: 'declined',
    slots: 'give_back',
  },
  cancel: {
    by: BOOKERS,
    from: ['held', 'waitlisted', 'received', 'pending_update', 'confirmed', 'pending_amendment'],
    to: 'cancelled',
    slots: 'give_back',
  },
  complete: { by: [], from: ['confirmed'], to: 'completed', slots: 'stay' },
}

export type StateRefusal = 'booking.not_your_decision' | 'booking.wrong_state'

export type StateDecision =
  { readonly to: BookingState; readonly slots: SlotsFollow } | { readonly refusal: StateRefusal }

/** Checks the role first, so that a party that may not decide learns nothing of the state. `kind` null: time itself. */
export function decideState(
  from: BookingState | null,
  command: BookingCommand,
  kind: OrganisationKind | null,
): StateDecision {
  const rule = BOOKING_RULES[command]
  const mayDecide = kind === null ? rule.by.length === 0 : rule.by.includes(kind)
  if (!mayDecide) return { refusal: 'booking.not_your_decision' }
  if (!rule.from.includes(from)) return { refusal: 'booking.wrong_state' }
  return { to: rule.to, slots: rule.slots }
}

/** What a party of this kind may decide about a booking that is there, in the table's order. */
export function commandsOpenTo(state: BookingState, kind: OrganisationKind): BookingCommand[] {
  return (Object.keys(BOOKING_RULES) as BookingCommand[]).filter(
    (command) => 'to' in decideState(state, command, kind),
  )
}
