/** What booking hears of trains: slots that became free by themselves, embargoes that close trains or open them, trains that moved. */
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { sayAll, type Follower } from '#platform/outbox.ts'
import { currentEmbargoes, embargoesTouching, getDeparture, listTrainsToCome } from '#train'
import { departureChanged, slotsFreed, type Departure, type DepartureId } from '#train/contract.ts'
import { embargoChanged, type Embargo, type EmbargoTouch } from '#train/embargo-contract.ts'
import { tellOperators } from '#booking/departure/train-notices.ts'
import { atDesk } from '#booking/slots/desk.ts'
import { bookingEmbargoed } from '#booking/state-contract.ts'
import { readBookingsOfDeparture } from '#booking/store.ts'

/** No train carries more bookings than places. */
const BOOKINGS_MAX = 1_000

interface Following {
  readonly clock: Clock
  readonly ids: Ids
}

export function slotFollower(following: Following): Follower {
  return {
    name: 'booking.slots',
    follows: [slotsFreed, embargoChanged, departureChanged],
    async handle(tx, { kind, payload }) {
      if (kind === slotsFreed.kind)
        return settleDesk(tx, following, slotsFreed.payload.parse(payload).departureId)
      if (kind === departureChanged.kind) return trainChanged(tx, following, payload)
      return embargoed(tx, following, payload)
    },
  }
}

/** Opening the desk does what is due. */
async function settleDesk(tx: Tx, { clock, ids }: Following, id: DepartureId): Promise<void> {
  await atDesk(tx, { now: clock(), ids }, [id], async () => undefined)
}

/** Who was touched and is no more is told so; who is touched only now hears of it as new. */
async function embargoed(tx: Tx, following: Following, payload: unknown): Promise<void> {
  const { embargo, change, before } = embargoChanged.payload.parse(payload)
  const now = following.clock()
  const touched: Departure[] = []
  for (const train of await listTrainsToCome(tx, now)) {
    const touch = touchOf(train, embargo)
    const was = before === null ? undefined : touchOf(train, before)
    const told = touch ?? was
    if (told === undefined) continue
    if (touch !== undefined) touched.push(train)
    const isNew = change === 'changed' && was === undefined
    const news = touch === undefined ? 'withdrawn' : isNew ? 'entered' : change
    await tellShippers(tx, train, { touch: told, change: news })
    if (train.state === 'scheduled') await settleDesk(tx, following, train.id)
  }
  await tellOperators(tx, { ids: following.ids, now }, { embargo, change, touched })
}

/** One that was withdrawn touches nothing any more: whom it touched is asked as if it stood. */
function touchOf(train: Departure, embargo: Embargo): EmbargoTouch | undefined {
  return embargoesTouching(train, [{ ...embargo, withdrawnAt: null }])[0]
}

/** A train that was moved may have come into an embargo, or out of one. */
async function trainChanged(tx: Tx, following: Following, payload: unknown): Promise<void> {
  const { departureId, change, before } = departureChanged.payload.parse(payload)
  if (change !== 'moved') return
  const now = following.clock()
  const train = await getDeparture(tx, departureId, now)
  const embargoes = await currentEmbargoes(tx, now)
  const touches = embargoesTouching(train, embargoes)
  const had = embargoesTouching({ ...train, ...before }, embargoes)
  const lacks = (all: readonly EmbargoTouch[], { embargo }: EmbargoTouch) =>
    all.every((one) => one.embargo.id !== embargo.id)
  for (const touch of touches.filter((one) => lacks(had, one)))
    await tellShippers(tx, train, { touch, change: 'entered' })
  for (const touch of had.filter((one) => lacks(touches, one)))
    await tellShippers(tx, train, { touch, change: 'withdrawn' })
  if (train.state === 'scheduled') await settleDesk(tx, following, train.id)
}

async function tellShippers(
  tx: Tx,
  train: Departure,
  {
    touch,
    change,
  }: { readonly touch: EmbargoTouch; readonly change: 'entered' | 'changed' | 'withdrawn' },
): Promise<void> {
  const bookings = await readBookingsOfDeparture(tx, train.id, BOOKINGS_MAX)
  await sayAll(
    tx,
    bookingEmbargoed,
    bookings
      .filter(({ state }) => state !== 'completed')
      .map(({ id, exporterId }) => ({
        bookingId: id,
        departureId: train.id,
        exporterId,
        embargoId: touch.embargo.id,
        change,
        place: touch.place,
        at: touch.at,
      })),
  )
}
