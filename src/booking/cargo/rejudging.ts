/**
 * Bookings judged again: by the rules of the train that their boxes roll over to, by restrictions that changed after they were
 * made, and by the day their train was moved to. Nothing booked is undone by a rule; whoever is touched is told, and the operator decides.
 */
import { equipmentFacts } from '#kernel/equipment-type.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Clock } from '#platform/clock.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { sayAll, type Follower } from '#platform/outbox.ts'
import { getDeparture, getDepartures, listTrainsToCome } from '#train'
import { departureChanged, type Departure, type DepartureId } from '#train/contract.ts'
import { counts, sameFinding, type CargoAsked } from '#booking/cargo/cargo-rule.ts'
import { cargoTrainOf } from '#booking/cargo/cargo-train.ts'
import type { ContainerRow } from '#booking/container-store.ts'
import type { BookingId, BookingLine, CargoLine } from '#booking/contract.ts'
import type { Finding, KeptFinding, RestrictionId } from '#booking/finding-contract.ts'
import { listNaming, updateFindings } from '#booking/cargo/finding-store.ts'
import { judgeFor, keptOf, refusalOf, waive } from '#booking/cargo/judging.ts'
import { readJudgedLines } from '#booking/cargo/judged-lines.ts'
import { readCargo, readLines } from '#booking/line-store.ts'
import { restrictionsChanged, type Restriction } from '#booking/restriction-contract.ts'
import { readRestrictions } from '#booking/cargo/restriction-store.ts'
import { findingsChanged } from '#booking/state-contract.ts'
import {
  lockBookings,
  readBookings,
  readBookingsOfDeparture,
  type Booking,
} from '#booking/store.ts'

interface Moved {
  readonly actor: Actor
  readonly now: Date
  /** Why they move: also why they are carried, where the new train's rules leave that to the operator. */
  readonly reason: string
}

/** What the new train's rules find of each booking; throws what they refuse. Nothing is written but what the operator waives. */
export async function judgeMove(
  tx: Tx,
  moved: Moved,
  to: Departure,
  bookings: readonly Booking[],
  boxes: ReadonlyMap<BookingId, readonly ContainerRow[]>,
): Promise<ReadonlyMap<BookingId, readonly Finding[]>> {
  const ids = bookings.map(({ id }) => id)
  const [lines, cargo] = [await readLines(tx, ids), await readCargo(tx, ids)]
  const judge = await judgeFor(tx, to)
  const found = new Map<BookingId, readonly Finding[]>()
  for (const { id } of bookings) {
    const findings = judgeBoxes(judge, {
      lines: lines.get(id) ?? [],
      cargo: cargo.get(id) ?? [],
      boxes: boxes.get(id) ?? [],
    })
    const refusal = refusalOf(findings)
    if (refusal) throw refusal
    await waive(tx, moved, { id, departureId: to.id }, findings)
    found.set(id, findings)
  }
  return found
}

/** Some boxes of a booking, judged as a booking of their own; lines are numbered as the booking numbers them. */
function judgeBoxes(
  judge: (asked: CargoAsked) => Finding[],
  booking: {
    readonly lines: readonly BookingLine[]
    readonly cargo: readonly CargoLine[]
    readonly boxes: readonly ContainerRow[]
  },
): Finding[] {
  const left = [...booking.boxes]
  const some = booking.lines.flatMap((line, index) => {
    const { equipmentType, dangerous = false, count: ordered } = line
    let count = 0
    while (count < ordered) {
      const at = left.findIndex(
        (box) => box.equipmentType === equipmentType && box.dangerous === dangerous,
      )
      if (at < 0) break
      left.splice(at, 1)
      count += 1
    }
    return count === 0 ? [] : [{ index, line: { ...line, count } }]
  })
  if (some.length === 0) return []
  const cargoKg = booking.boxes.reduce(
    (kg, { grossKg, equipmentType }) => kg + grossKg - equipmentFacts(equipmentType).tareKg,
    0,
  )
  const lines = some.map(({ line }) => line)
  return judge({ lines, cargo: booking.cargo, cargoKg }).map((finding) => ({
    ...finding,
    line: finding.line === null ? null : some[finding.line]!.index,
  }))
}

/** A booking that moved whole has what the new train finds of it; one that is split over trains has what either does. */
export async function keepMoved(
  tx: Tx,
  now: Date,
  { id, findings }: Booking,
  found: readonly Finding[],
  isWhole: boolean,
): Promise<void> {
  const kept = keptOf(found, now, findings)
  const others = findings.filter((one) => !kept.some((finding) => sameFinding(one, finding)))
  const all = isWhole ? kept : [...others, ...kept]
  if (all.length > 0 || findings.length > 0) await updateFindings(tx, id, all)
}

/**
 * Restrictions changed, or a train was moved to another day or cut short: open bookings on trains still to depart that this
 * touches are judged anew.
 */
export function restrictionFollower(clock: Clock): Follower {
  return {
    name: 'booking.restrictions',
    follows: [restrictionsChanged, departureChanged],
    async handle(tx, { kind, payload }) {
      const now = clock()
      const trains =
        kind === departureChanged.kind
          ? await trainChanged(tx, departureChanged.payload.parse(payload).departureId, now)
          : await trainsTouched(tx, restrictionsChanged.payload.parse(payload).restrictionIds, now)
      await judgeTrains(tx, trains, now)
    },
  }
}

/** What is found of a booking is kept; what was not found before is told. */
async function judgeTrains(tx: Tx, trains: readonly Departure[], now: Date): Promise<void> {
  const touched: BookingId[] = []
  for (const train of trains) {
    const bookings = await readBookingsOfDeparture(tx, train.id, BOOKINGS_MAX)
    const judged = await judgeAnew(tx, train, bookings, now)
    touched.push(...judged.map(({ booking }) => booking.id))
  }
  // All at once and in their order, as everybody locks them; some may have changed since they were read.
  const byTrain = Map.groupBy(await lockBookings(tx, touched), (one) => one.departureId)
  for (const train of trains)
    for (const { booking, kept, fresh } of await judgeAnew(
      tx,
      train,
      byTrain.get(train.id) ?? [],
      now,
    )) {
      await updateFindings(tx, booking.id, kept)
      if (fresh.length > 0) await tellOf(tx, booking, fresh, now)
    }
}

/** The train itself, while it is still to depart. */
async function trainChanged(tx: Tx, id: DepartureId, now: Date): Promise<Departure[]> {
  const train = await getDeparture(tx, id, now)
  return train.state === 'scheduled' ? [train] : []
}

/** No train carries more bookings than places. */
const BOOKINGS_MAX = 1_000

/** Those still to depart that one of them counts for, as if none was withdrawn, and those of bookings that name one. */
async function trainsTouched(
  tx: Tx,
  restrictionIds: readonly RestrictionId[],
  now: Date,
): Promise<Departure[]> {
  const changed = await readRestrictions(tx, restrictionIds)
  const named = await readBookings(tx, await listNaming(tx, restrictionIds))
  const ids = [...named.values()].map(({ departureId }) => departureId)
  const known = await getDepartures(tx, ids, now)
  const running = await listTrainsToCome(tx, now)
  const trains = new Map([...running.map((one) => [one.id, one] as const), ...known])
  return [...trains.values()].filter((train) => {
    if (train.state !== 'scheduled') return false
    const facts = cargoTrainOf(train)
    const touches = (one: Restriction) => counts({ ...one, withdrawnAt: null }, facts)
    return known.has(train.id) || changed.some(touches)
  })
}

interface JudgedAnew {
  readonly booking: Booking
  readonly kept: readonly KeptFinding[]
  readonly fresh: readonly Finding[]
}

/** Those of which something else is found now than what stands with them. */
async function judgeAnew(
  tx: Tx,
  train: Departure,
  bookings: readonly Booking[],
  now: Date,
): Promise<JudgedAnew[]> {
  const open = bookings.filter(({ state }) => state !== 'completed')
  const ids = open.map(({ id }) => id)
  const [lines, cargo] = [await readJudgedLines(tx, open), await readCargo(tx, ids)]
  const judge = await judgeFor(tx, train)
  return open.flatMap((booking): JudgedAnew[] => {
    const { id, cargoKg, findings } = booking
    const asked = { lines: lines.get(id) ?? [], cargo: cargo.get(id), cargoKg }
    const kept = keptOf(judge(asked), now, findings)
    const fresh = kept.filter((one) => !findings.some((known) => sameFinding(known, one)))
    const isSame = fresh.length === 0 && kept.length === findings.length
    return isSame ? [] : [{ booking, kept, fresh }]
  })
}

const TOLD_MAX = 5

async function tellOf(
  tx: Tx,
  { id, departureId, exporterId }: Booking,
  fresh: readonly Finding[],
  now: Date,
): Promise<void> {
  const at = timestampIn(now.getTime(), 'UTC')
  const findings = fresh.slice(0, TOLD_MAX).map((finding) => ({ ...finding }))
  await sayAll(tx, findingsChanged, [{ bookingId: id, departureId, exporterId, findings, at }])
}
