/** For the model test of LCL: random commands, and consolidations as a child would keep them: on which train, and who has what of them. */
import fc from 'fast-check'
import type { BookingId } from '#booking/contract.ts'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { addSpace, fitsSpace, lessSpace, NO_SPACE } from '#train/space.ts'

/** Room for three containers of 40 ft on each train. */
export const TRAIN_TEU = 6
export const BOX_TEU = 2
export const OFFERED: SpaceAmount = { volumeDm3: 10_000, grossKg: 6_000, packages: 60 }

const SHIPPERS_DO = ['consign', 'amend', 'cancel', 'hold', 'confirm', 'wait'] as const
const OTHERS_DO = ['open', 'receive', 'decline', 'end', 'move', 'time'] as const

export interface Command {
  readonly does: (typeof SHIPPERS_DO)[number] | (typeof OTHERS_DO)[number]
  readonly who: number
  readonly which: number
  readonly lot: SpaceAmount
}

export const OPEN: Command = { does: 'open', who: 0, which: 0, lot: NO_SPACE }

/** Shippers do the most of it; any of the three units may be what there is too little of. */
const plain = { noNullPrototype: true } as const
export const command: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom('consign' as const, ...SHIPPERS_DO, ...SHIPPERS_DO, ...OTHERS_DO),
  who: fc.nat(1),
  which: fc.nat(20),
  lot: fc.record(
    {
      volumeDm3: fc.integer({ min: 1, max: 6_000 }),
      grossKg: fc.integer({ min: 1, max: 3_500 }),
      packages: fc.integer({ min: 1, max: 35 }),
    },
    plain,
  ),
})

/** Two trains of one line, and what was made on them so far. */
export interface World {
  readonly trains: readonly [DepartureId, DepartureId]
  readonly consolidations: { readonly id: ConsolidationId; readonly bookingId: BookingId }[]
  readonly bookings: { readonly id: BookingId; readonly who: number }[]
}

/** What the command is about; undefined where there is nothing of the kind yet. */
export function subjectOf({ consolidations, bookings }: World, { does, which }: Command) {
  if (does === 'open' || does === 'time' || does === 'wait') return 0
  const all = isOfBox(does) ? consolidations : bookings
  return all.length === 0 ? undefined : which % all.length
}

export function isOfBox(does: Command['does']): boolean {
  return ['consign', 'hold', 'end', 'move'].includes(does)
}

export interface Box {
  train: DepartureId
  isOpen: boolean
  /** Sold. */
  readonly lots: Map<BookingId, SpaceAmount>
  /** By baskets. */
  readonly held: Map<BookingId, SpaceAmount>
}

export interface Waiter {
  readonly id: BookingId
  readonly train: DepartureId
  readonly lot: SpaceAmount
}

export interface Model {
  /** In the order of joining. */
  waiting: Waiter[]
  readonly boxes: Map<ConsolidationId, Box>
  readonly received: Set<BookingId>
}

export const sum = (lots: Iterable<SpaceAmount>) => [...lots].reduce(addSpace, NO_SPACE)
const fits = ({ lots, held }: Box, more: SpaceAmount) =>
  fitsSpace(OFFERED, sum([...lots.values(), ...held.values(), more]))
const hasRoom = ({ boxes }: Model, train: DepartureId) =>
  [...boxes.values()].filter((box) => box.isOpen && box.train === train).length * BOX_TEU <
  TRAIN_TEU

/** The published rule: from the first on, whoever fits goes in the first opened that has the room. */
function promote(model: Model): void {
  model.waiting = model.waiting.filter(({ id, train, lot }) => {
    const open = [...model.boxes].filter(([, box]) => box.isOpen && box.train === train)
    const first = open.toSorted(([one], [other]) => (one < other ? -1 : 1))
    const into = first.find(([, box]) => fits(box, lot))
    into?.[1].lots.set(id, lot)
    return into === undefined
  })
}

/** Does it in the model where it can be done; false where it cannot. `made`: the id that came of it. */
export function follow(model: Model, world: World, asked: Asked): boolean {
  const isDone = tryIt(model, world, asked)
  promote(model)
  return isDone
}

interface Asked {
  readonly one: Command
  readonly subject: number
  readonly made: string
}

function tryIt(model: Model, world: World, { one, subject, made }: Asked): boolean {
  const { does, which } = one
  if (does === 'wait') {
    const train = world.trains[which % 2]!
    model.waiting.push({ id: made as BookingId, train, lot: one.lot })
    return true
  }
  if (does === 'open') {
    const train = world.trains[which % 2]!
    if (!hasRoom(model, train)) return false
    const nothing = { lots: new Map(), held: new Map() }
    model.boxes.set(made as ConsolidationId, { train, isOpen: true, ...nothing })
    return true
  }
  if (does === 'time') {
    for (const { held } of model.boxes.values()) held.clear()
    return true
  }
  if (isOfBox(does)) {
    const box = model.boxes.get(world.consolidations[subject]!.id)!
    return box.isOpen && followBox(model, world, { one, box, made })
  }
  return followBooking(model, world, one, subject)
}

function followBox(
  model: Model,
  { trains }: World,
  { one, box, made }: { readonly one: Command; readonly box: Box; readonly made: string },
): boolean {
  const { does, lot } = one
  if (does === 'consign' || does === 'hold') {
    if (!fits(box, lot)) return false
    const where = does === 'consign' ? box.lots : box.held
    where.set(made as BookingId, lot)
    return true
  }
  const to = trains.find((train) => train !== box.train)!
  if (does === 'move' && !hasRoom(model, to)) return false
  box.held.clear()
  if (does === 'move') box.train = to
  else Object.assign(box, { isOpen: false }).lots.clear()
  return true
}

function followBooking(
  model: Model,
  { bookings }: World,
  { does, who, lot }: Command,
  subject: number,
): boolean {
  const { boxes, received } = model
  const { id, who: owner } = bookings[subject]!
  const isOwn = owner === who
  const basket = [...boxes.values()].find(({ held }) => held.has(id))
  if (basket !== undefined) {
    if (!isOwn || (does !== 'confirm' && does !== 'cancel')) return false
    const before = basket.held.get(id)!
    if (does === 'confirm' && !fits(basket, addSpace(lot, lessSpace(before)))) return false
    basket.held.delete(id)
    if (does === 'confirm') basket.lots.set(id, lot)
    return true
  }
  const box = [...boxes.values()].find(({ lots }) => lots.has(id))
  if (does === 'cancel' && isOwn && model.waiting.some((waiter) => waiter.id === id)) {
    model.waiting = model.waiting.filter((waiter) => waiter.id !== id)
    return true
  }
  if (box === undefined || does === 'confirm') return false
  if (does !== 'decline' && received.has(id)) return false
  if ((does === 'amend' || does === 'cancel') && !isOwn) return false
  if (does === 'receive') received.add(id)
  else if (does === 'amend') {
    if (!fits(box, addSpace(lot, lessSpace(box.lots.get(id)!)))) return false
    box.lots.set(id, lot)
  } else box.lots.delete(id)
  return true
}
