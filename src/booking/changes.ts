/** A booking changes its state: by the table of states.ts, written, and said to whoever follows. */
import type { OrganisationKind } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { sayAll } from '#platform/outbox.ts'
import { holdSpace, saveSpace, updateConsolidation } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import { lessSpace, moveSpace } from '#train/space.ts'
import { bookingProblem, wrongState } from '#booking/booking.ts'
import { bookingChanged, type BookingCommand, type BookingState } from '#booking/state-contract.ts'
import { offeredAs, RIDING_STATES } from '#booking/lcl/lcl.ts'
import {
  lockBasketsIn,
  lockRiding,
  readConsignments,
  syncSharers,
  updateConsolidationOf,
} from '#booking/lcl/lcl-store.ts'
import { withdrawOffers } from '#booking/lcl/withdrawing.ts'
import { decideState } from '#booking/states.ts'
import { endCharges, endsCharges } from '#booking/pricing.ts'
import { markState, type Booking } from '#booking/store.ts'

export interface Change {
  readonly command: BookingCommand
  /** Null: time itself, or the waiting list's rule. */
  readonly kind: OrganisationKind | null
  readonly now: Date
  readonly reason?: string | undefined
  /** Declined because nothing came: the shipper pays for that. */
  readonly isNoShow?: boolean | undefined
}

/** The state the command leads to; throws its refusal. */
export function nextState(
  from: BookingState | null,
  command: BookingCommand,
  kind: OrganisationKind | null,
): BookingState {
  const decided = decideState(from, command, kind)
  if ('to' in decided) return decided.to
  if (decided.refusal === 'booking.wrong_state' && from !== null) throw wrongState(from)
  throw bookingProblem(decided.refusal)
}

/** All of these bookings, which the caller has locked, or by the transaction none. */
export async function changeState(
  tx: Tx,
  bookings: readonly Booking[],
  { command, kind, now, reason, isNoShow }: Change,
): Promise<void> {
  const byState = Map.groupBy(bookings, ({ state }) => nextState(state, command, kind))
  for (const [state, some] of byState) {
    const ids = some.map(({ id }) => id)
    await markState(tx, ids, state, { now, reason })
    if (endsCharges(state)) {
      await endCharges(tx, some, { command, now, isNoShow })
      await giveSpacesBack(tx, some, { command, now })
    }
    await sayChanged(
      tx,
      some.map((booking) => ({ ...booking, state })),
      { command, now, reason },
    )
    await follow(tx, some, { state, now, reason })
  }
}

/** An LCL booking that ended has no space any more, sold or held, and sees the container no more. */
async function giveSpacesBack(
  tx: Tx,
  bookings: readonly Booking[],
  { command, now }: Pick<Change, 'command' | 'now'>,
): Promise<void> {
  const ended = bookings.filter(({ load, consolidationId }) => load === 'LCL' && consolidationId)
  const lots = await readConsignments(
    tx,
    ended.map(({ id }) => id),
  )
  for (const { id, state, consolidationId } of ended) {
    const space = await holdSpace(tx, consolidationId!)
    const back = lessSpace(lots.get(id)!)
    const cause = command === 'expire' || command === 'lapse' ? 'expired' : 'given_back'
    const what = RIDING_STATES.includes(state) ? { amount: back } : { held: back }
    await saveSpace(tx, moveSpace(space, { cause, holder: id, ...what })!, now)
    if (state === 'waitlisted') await updateConsolidationOf(tx, id, null)
    await syncSharers(tx, consolidationId!)
  }
}

/** What becomes of a consolidation's own booking becomes of the LCL bookings in it. */
async function follow(
  tx: Tx,
  bookings: readonly Booking[],
  { state, now, reason }: { readonly state: BookingState } & Pick<Change, 'now' | 'reason'>,
): Promise<void> {
  if (state !== 'completed' && !endsCharges(state)) return
  const ids = bookings.flatMap((booking) => offeredAs(booking) ?? [])
  if (ids.length === 0) return
  const riding = await lockRiding(tx, ids)
  if (state === 'completed') {
    const going = riding.filter((one) => one.state === 'confirmed')
    await changeState(tx, going, { command: 'complete', kind: null, now })
    return
  }
  await changeState(tx, riding, { command: 'decline', kind: 'operator', now, reason })
  await endPending(tx, ids, now)
  for (const id of ids) await updateConsolidation(tx, id, { state: 'ended' })
}

/** What is only held in these consolidations is held no more: they do not go, or go with another train. */
export async function endPending(
  tx: Tx,
  ids: readonly ConsolidationId[],
  now: Date,
): Promise<void> {
  const baskets = await lockBasketsIn(tx, ids)
  await changeState(tx, baskets, { command: 'expire', kind: null, now })
  await withdrawOffers(tx, ids, now)
}

/** Says that these are in a state they were brought to by the command. */
export async function sayChanged(
  tx: Tx,
  bookings: readonly Pick<Booking, 'id' | 'departureId' | 'exporterId' | 'state'>[],
  { command, now, reason }: Pick<Change, 'command' | 'now' | 'reason'>,
): Promise<void> {
  await sayAll(
    tx,
    bookingChanged,
    bookings.map(({ id, departureId, exporterId, state }) => ({
      bookingId: id,
      departureId,
      exporterId,
      command,
      state,
      at: timestampIn(now.getTime(), 'UTC'),
      ...(reason !== undefined && { reason }),
    })),
  )
}
