/** LCL bookings go where their consolidation's container goes: judged by the new train's rules with it, and moved with it. */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { updateConsolidation } from '#train'
import type { Departure } from '#train/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { endPending } from '#booking/changes.ts'
import { readJudgedLines } from '#booking/cargo/judged-lines.ts'
import { judgeFor, refusalOf, waive } from '#booking/cargo/judging.ts'
import { offeredAs } from '#booking/lcl/lcl.ts'
import { lockRiding } from '#booking/lcl/lcl-store.ts'
import { readCargo } from '#booking/line-store.ts'
import { keepMoved } from '#booking/cargo/rejudging.ts'
import { moveBookings, type Booking } from '#booking/store.ts'

interface Moved {
  readonly actor: Actor
  readonly now: Date
  readonly reason: string
}

export interface Riding {
  readonly booking: Booking
  readonly findings: readonly Finding[]
}

const boxesOffered = (bookings: readonly Booking[]) =>
  bookings.flatMap((booking) => offeredAs(booking) ?? [])

/** What the new train's rules find of each LCL booking in these containers; throws what they refuse. */
export async function judgeRiding(
  tx: Tx,
  moved: Moved,
  to: Departure,
  boxes: readonly Booking[],
): Promise<Riding[]> {
  const riding = await lockRiding(tx, boxesOffered(boxes))
  if (riding.length === 0) return []
  const ids = riding.map(({ id }) => id)
  const [lines, cargo] = [await readJudgedLines(tx, riding), await readCargo(tx, ids)]
  const judge = await judgeFor(tx, to)
  const judged: Riding[] = []
  for (const booking of riding) {
    const { id, cargoKg } = booking
    const findings = judge({ lines: lines.get(id)!, cargo: cargo.get(id) ?? [], cargoKg })
    const refusal = refusalOf(findings)
    if (refusal) throw refusal
    await waive(tx, moved, { id, departureId: to.id }, findings)
    judged.push({ booking, findings })
  }
  return judged
}

export async function moveRiding(
  tx: Tx,
  now: Date,
  to: Departure,
  boxes: readonly Booking[],
  riding: readonly Riding[],
): Promise<void> {
  const moved = boxesOffered(boxes)
  await endPending(tx, moved, now)
  for (const id of moved) await updateConsolidation(tx, id, { departureId: to.id })
  await moveBookings(
    tx,
    riding.map(({ booking }) => booking.id),
    to.id,
  )
  for (const { booking, findings } of riding) await keepMoved(tx, now, booking, findings, true)
}
