/** Joining a waiting list: each gets the next place, in the order they came; it is written and said. */
import type { DepartureId } from '#train/contract.ts'
import type { Box } from '#booking/booking.ts'
import type { Desk } from '#booking/slots/desk.ts'
import type { WaitingTerms } from '#booking/state-contract.ts'
import type { Booking } from '#booking/store.ts'
import { eventOf, happened } from '#booking/slots/turns.ts'
import { insertWaiting, nextPlace, type WaitingRow } from '#booking/slots/waiting-store.ts'

export interface Joining {
  readonly booking: Booking
  readonly boxes: readonly Box[]
  readonly terms: WaitingTerms
}

export async function joinList(
  desk: Desk,
  departureId: DepartureId,
  joining: readonly Joining[],
): Promise<void> {
  if (joining.length === 0) return
  const account = desk.accounts.get(departureId)!
  const first = await nextPlace(desk.tx, { departureId, load: 'FCL' })
  const joined = joining.map(({ booking, boxes, terms }, index) => {
    const row: WaitingRow = {
      departureId,
      load: 'FCL',
      place: first + index,
      bookingId: booking.id,
      organisationId: booking.exporterId,
      joinedAt: new Date(account.nowMs),
      ...terms,
      state: 'waiting',
      boxesPlaced: 0,
      boxesOffered: 0,
      offeredUntil: null,
    }
    return { row, event: eventOf('joined', { row, boxes }, account) }
  })
  await insertWaiting(
    desk.tx,
    joined.map(({ row }) => row),
  )
  await happened(desk, departureId, joined)
}
