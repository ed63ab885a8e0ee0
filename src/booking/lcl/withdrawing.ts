/** What happens on the list for LCL space is written and said; an offer whose container goes elsewhere is withdrawn, and its place waits again. */
import type { Tx } from '#platform/database.ts'
import { sayAll } from '#platform/outbox.ts'
import { lockSpaces, saveSpace } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { lessSpace, moveSpace } from '#train/space.ts'
import { lclWaitingHappened } from '#booking/lcl-waiting-contract.ts'
import { lockOfferedIn, readConsignments, updateConsolidationOf } from '#booking/lcl/lcl-store.ts'
import {
  insertWaitingEvents,
  readPlacesOf,
  updateWaiting,
  type NewLclEvent,
  type WaitingRow,
} from '#booking/slots/waiting-store.ts'

export interface LclHappened {
  readonly event: NewLclEvent
  readonly row: WaitingRow
}

/** Writes what happened on a train's list, and says it to whoever follows. */
export async function lclHappened(
  tx: Tx,
  { departureId, at }: { readonly departureId: DepartureId; readonly at: Date },
  happened: readonly LclHappened[],
): Promise<void> {
  const events = happened.map(({ event }) => event)
  const written = await insertWaitingEvents(tx, { departureId, load: 'LCL' }, events, at)
  await sayAll(
    tx,
    lclWaitingHappened,
    written.map((event, index) => ({
      ...event,
      departureId,
      bookingId: happened[index]!.row.bookingId,
    })),
  )
}

export async function withdrawOffers(
  tx: Tx,
  ids: readonly ConsolidationId[],
  now: Date,
): Promise<void> {
  const offered = await lockOfferedIn(tx, ids)
  if (offered.length === 0) return
  const bookings = offered.map(({ id }) => id)
  const lots = await readConsignments(tx, bookings)
  const places = await readPlacesOf(tx, bookings)
  const spaces = await lockSpaces(tx, ids)
  for (const { id, consolidationId } of offered) {
    const { position: _, ...row } = places.get(id)!
    const { volumeDm3, grossKg, packages } = lots.get(id)!
    const asked = { volumeDm3, grossKg, packages }
    const back = { cause: 'given_back', holder: id, held: lessSpace(asked) } as const
    const after = moveSpace(spaces.get(consolidationId!)!, back)!
    await saveSpace(tx, after, now)
    spaces.set(after.id, { ...after, transfers: [] })
    await updateConsolidationOf(tx, id, null)
    await updateWaiting(tx, { ...row, state: 'waiting', boxesOffered: 0, offeredUntil: null })
    const { place, promotion, departureId } = row
    const nothing = { free: [], into: null }
    const event: NewLclEvent = {
      ...{ load: 'LCL', event: 'withdrawn', place, promotion, asked },
      ...nothing,
    }
    await lclHappened(tx, { departureId, at: now }, [{ row, event }])
  }
}
