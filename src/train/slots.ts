/**
 * The account of a departure's slots: pools (open sale, and one for each allotment), each with what is free, held and sold in
 * four units at once. Pure: every movement is a transfer that is refused when it would take more than there is, so that
 * sold + held + free stays the capacity whatever is done in whatever order.
 */
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { epochMs, type Timestamp } from '#kernel/time.ts'
import type { DepartureId, DepartureState, SlotAmount } from '#train/contract.ts'

export const SLOT_UNITS = ['teu', 'grossKg', 'plugs', 'dangerousPlaces'] as const
export type SlotUnit = (typeof SLOT_UNITS)[number]

export const NO_SLOTS: SlotAmount = { teu: 0, grossKg: 0, plugs: 0, dangerousPlaces: 0 }

export type SlotState = 'free' | 'held' | 'sold'

/** `open`, or the id of the allotment it belongs to. */
export type PoolName = string
export const OPEN: PoolName = 'open'

export type Pool = Readonly<Record<SlotState, SlotAmount>>

export interface Allotment {
  readonly id: string
  readonly organisationId: OrganisationId | null
  readonly organisationKind: OrganisationKind | null
  readonly releaseAtMs: number
  readonly released: boolean
}

export interface SlotPlace {
  readonly pool: PoolName
  readonly state: SlotState
}

export type SlotCause =
  | 'opened'
  | 'capacity_changed'
  | 'allotted'
  | 'allotment_released'
  | 'held'
  | 'confirmed'
  | 'booked'
  | 'offered'
  | 'promoted'
  | 'expired'
  | 'given_back'
  | 'moved'

export interface Transfer {
  readonly sequence: number
  readonly atMs: number
  readonly cause: SlotCause
  /** Whose slots: a booking's id. */
  readonly holder: string | null
  readonly from: SlotPlace | null
  readonly to: SlotPlace | null
  readonly amount: SlotAmount
}

export interface SlotAccount {
  readonly departureId: DepartureId
  readonly state: DepartureState
  readonly bookingCutoffAt: Timestamp
  readonly wagonKgMax: number
  /** Why no booking is taken now although the train runs: an embargo's id. */
  readonly embargo: string | null
  readonly pools: ReadonlyMap<PoolName, Pool>
  readonly allotments: readonly Allotment[]
  /** The account's own clock: never earlier than anything decided before. */
  readonly nowMs: number
  readonly lastSequence: number
  /** Made in this transaction, yet to be written. */
  readonly transfers: readonly Transfer[]
}

export function plus(one: SlotAmount, other: SlotAmount): SlotAmount {
  return {
    teu: one.teu + other.teu,
    grossKg: one.grossKg + other.grossKg,
    plugs: one.plugs + other.plugs,
    dangerousPlaces: one.dangerousPlaces + other.dangerousPlaces,
  }
}

export function minus(one: SlotAmount, other: SlotAmount): SlotAmount {
  return {
    teu: one.teu - other.teu,
    grossKg: one.grossKg - other.grossKg,
    plugs: one.plugs - other.plugs,
    dangerousPlaces: one.dangerousPlaces - other.dangerousPlaces,
  }
}

export function sumOf(amounts: readonly SlotAmount[]): SlotAmount {
  return amounts.reduce(plus, NO_SLOTS)
}

export function isNothing(amount: SlotAmount): boolean {
  return SLOT_UNITS.every((unit) => amount[unit] === 0)
}

/** The first unit there is too little of; undefined when all of it fits. */
export function shortOf(free: SlotAmount, asked: SlotAmount): SlotUnit | undefined {
  return SLOT_UNITS.find((unit) => asked[unit] > free[unit])
}

export interface Moving {
  readonly cause: SlotCause
  readonly holder?: string | null
  readonly from: SlotPlace | null
  readonly to: SlotPlace | null
  readonly amount: SlotAmount
}

/** The account after the movement, or the unit there was too little of. Nothing moved is nothing written. */
export function move(account: SlotAccount, moving: Moving): SlotAccount | SlotUnit {
  const { cause, holder = null, from, to, amount } = moving
  if (isNothing(amount)) return account
  const pools = new Map(account.pools)
  if (from !== null) {
    const pool = pools.get(from.pool)
    const short = shortOf(pool?.[from.state] ?? NO_SLOTS, amount)
    if (pool === undefined || short !== undefined) return short ?? 'teu'
    pools.set(from.pool, { ...pool, [from.state]: minus(pool[from.state], amount) })
  }
  if (to !== null) {
    const pool = pools.get(to.pool) ?? { free: NO_SLOTS, held: NO_SLOTS, sold: NO_SLOTS }
    pools.set(to.pool, { ...pool, [to.state]: plus(pool[to.state], amount) })
  }
  const sequence = account.lastSequence + 1
  const made = { sequence, atMs: account.nowMs, cause, holder, from, to, amount }
  return {
    ...account,
    pools,
    lastSequence: sequence,
    transfers: [...account.transfers, made],
  }
}

/** The account without movements that were made in this transaction and are not to be: written nowhere, they never were. */
export function undo(account: SlotAccount, undone: readonly Transfer[]): SlotAccount {
  const kept = account.transfers.filter((transfer) => !undone.includes(transfer))
  const first = account.lastSequence - account.transfers.length + 1
  const reversed = undone.reduceRight(
    (after, { cause, holder, from, to, amount }) =>
      mustMove(after, { cause, holder, from: to, to: from, amount }),
    account,
  )
  return {
    ...account,
    pools: reversed.pools,
    lastSequence: first + kept.length - 1,
    transfers: kept.map((transfer, index) => ({ ...transfer, sequence: first + index })),
  }
}

/** The same where it cannot fail: what is moved was read from the account itself. */
export function mustMove(account: SlotAccount, moving: Moving): SlotAccount {
  const moved = move(account, moving)
  if (typeof moved === 'string') throw new TypeError(`${moving.cause}: too little ${moved}`)
  return moved
}

export interface Party {
  readonly organisationId: OrganisationId
  readonly organisationKind: OrganisationKind
}

/** Where a party's slots come from, in this order: its own allotments, those of its kind, open sale. */
export function poolsFor(account: SlotAccount, party: Party): PoolName[] {
  const mine = account.allotments.filter((one) => !one.released)
  const own = mine.filter((one) => one.organisationId === party.organisationId)
  const ofKind = mine.filter((one) => one.organisationKind === party.organisationKind)
  return [...own.map(({ id }) => id), ...ofKind.map(({ id }) => id), OPEN]
}

/** What a party could have at most, over all of its pools. */
export function freeFor(account: SlotAccount, party: Party): SlotAmount {
  return sumOf(poolsFor(account, party).map((name) => account.pools.get(name)?.free ?? NO_SLOTS))
}

export type Taking = {
  readonly party: Party
  readonly holder: string
  readonly to: 'held' | 'sold'
  readonly cause: SlotCause
}

/** Slots for boxes, each from the first pool that has all four units for it: every box, or none. */
export function take(
  account: SlotAccount,
  boxes: readonly SlotAmount[],
  { party, holder, to, cause }: Taking,
): SlotAccount | SlotUnit {
  const pools = poolsFor(account, party)
  const free = new Map(pools.map((name) => [name, account.pools.get(name)?.free ?? NO_SLOTS]))
  const taken = new Map<PoolName, SlotAmount>()
  for (const box of boxes) {
    const name = pools.find((pool) => shortOf(free.get(pool)!, box) === undefined)
    if (name === undefined)
      return shortOf(freeFor(account, party), sumOf(boxes)) ?? shortOf(free.get(OPEN)!, box)!
    free.set(name, minus(free.get(name)!, box))
    taken.set(name, plus(taken.get(name) ?? NO_SLOTS, box))
  }
  let after = account
  for (const [pool, amount] of taken)
    after = mustMove(after, {
      cause,
      holder,
      from: { pool, state: 'free' },
      to: { pool, state: to },
      amount,
    })
  return after
}

/** How many of the boxes, from the first on, could be had now. */
export function countThatFit(
  account: SlotAccount,
  boxes: readonly SlotAmount[],
  party: Party,
): number {
  const taking = { party, holder: '', to: 'held', cause: 'held' } as const
  let fit = 0
  while (fit < boxes.length && typeof take(account, boxes.slice(0, fit + 1), taking) !== 'string')
    fit += 1
  return fit
}

/** What a holder has in one place of the account. */
export interface Holding extends SlotPlace {
  readonly amount: SlotAmount
}

/** What is free again goes to its pool, or to open sale once that was released. */
function backTo(account: SlotAccount, pool: PoolName): PoolName {
  const isOpen = account.allotments.some(({ id, released }) => id === pool && !released)
  return isOpen ? pool : OPEN
}

/** Gives back an amount of what a holder has, from whichever of its places hold it. */
export function giveBack(
  account: SlotAccount,
  holdings: readonly Holding[],
  { holder, amount, cause }: { holder: string; amount?: SlotAmount; cause: SlotCause },
): SlotAccount {
  let left = amount ?? sumOf(holdings.map((holding) => holding.amount))
  let after = account
  for (const { pool, state, amount: has } of holdings) {
    const part = lesser(has, left)
    const to = { pool: backTo(after, pool), state: 'free' } as const
    after = mustMove(after, { cause, holder, from: { pool, state }, to, amount: part })
    left = minus(left, part)
  }
  if (!isNothing(left)) throw new TypeError(`${holder} gives back more than it has`)
  return after
}

/** What is held becomes sold, in its own pool; all of it, or as much as is named. */
export function sell(
  account: SlotAccount,
  holdings: readonly Holding[],
  { holder, cause }: { holder: string; cause: SlotCause },
): SlotAccount {
  return holdings
    .filter(({ state }) => state === 'held')
    .reduce(
      (after, { pool, amount }) =>
        mustMove(after, {
          cause,
          holder,
          from: { pool, state: 'held' },
          to: { pool, state: 'sold' },
          amount,
        }),
      account,
    )
}

function lesser(one: SlotAmount, other: SlotAmount): SlotAmount {
  return {
    teu: Math.min(one.teu, other.teu),
    grossKg: Math.min(one.grossKg, other.grossKg),
    plugs: Math.min(one.plugs, other.plugs),
    dangerousPlaces: Math.min(one.dangerousPlaces, other.dangerousPlaces),
  }
}

/** What a holder has, read off its transfers: the account's own history is the only record of it. */
export function holdingsOf(
  transfers: readonly Pick<Transfer, 'holder' | 'from' | 'to' | 'amount'>[],
  holder: string,
): Holding[] {
  const places = new Map<string, Holding>()
  const add = (place: SlotPlace | null, amount: SlotAmount) => {
    if (place === null || place.state === 'free') return
    const key = `${place.pool}/${place.state}`
    const before = places.get(key)?.amount ?? NO_SLOTS
    places.set(key, { ...place, amount: plus(before, amount) })
  }
  for (const { from, to, amount, ...of } of transfers) {
    if (of.holder !== holder) continue
    add(to, amount)
    add(from, minus(NO_SLOTS, amount))
  }
  return [...places.values()].filter(({ amount }) => !isNothing(amount))
}

/** Holders whose boxes weigh more than this on a place of the wagon, by what they have now. */
export function holdersOver(
  transfers: readonly Pick<Transfer, 'holder' | 'from' | 'to' | 'amount'>[],
  wagonKgMax: number,
): string[] {
  const holders = new Set(transfers.flatMap(({ holder }) => holder ?? []))
  return [...holders].filter((holder) => {
    const has = holdingsOf(transfers, holder).map(({ amount }) => amount)
    return exceedsWagon(has, wagonKgMax)
  })
}

/** Allotments whose time has come give what is free in them to open sale. */
export function releaseDue(account: SlotAccount): SlotAccount {
  const due = account.allotments.filter((one) => !one.released && one.releaseAtMs <= account.nowMs)
  return due.reduce((after, { id }) => releaseAllotment(after, id), account)
}

export function releaseAllotment(account: SlotAccount, id: string): SlotAccount {
  const allotments = account.allotments.map((one) =>
    one.id === id ? { ...one, released: true } : one,
  )
  const amount = account.pools.get(id)?.free ?? NO_SLOTS
  return mustMove(
    { ...account, allotments },
    {
      cause: 'allotment_released',
      from: { pool: id, state: 'free' },
      to: { pool: OPEN, state: 'free' },
      amount,
    },
  )
}

/** Open sale grows or shrinks to the new capacity; the unit that is already taken when it cannot. */
export function resize(account: SlotAccount, to: SlotAmount): SlotAccount | SlotUnit {
  const now = capacityOf(account)
  const amount = (more: SlotAmount, less: SlotAmount): SlotAmount => ({
    teu: Math.max(0, more.teu - less.teu),
    grossKg: Math.max(0, more.grossKg - less.grossKg),
    plugs: Math.max(0, more.plugs - less.plugs),
    dangerousPlaces: Math.max(0, more.dangerousPlaces - less.dangerousPlaces),
  })
  const open = { pool: OPEN, state: 'free' } as const
  const cause = 'capacity_changed'
  const grown = mustMove(account, { cause, from: null, to: open, amount: amount(to, now) })
  return move(grown, { cause, from: open, to: null, amount: amount(now, to) })
}

export function totalOf(account: Pick<SlotAccount, 'pools'>, state: SlotState): SlotAmount {
  return sumOf([...account.pools.values()].map((pool) => pool[state]))
}

export function capacityOf(account: Pick<SlotAccount, 'pools'>): SlotAmount {
  return sumOf((['free', 'held', 'sold'] as const).map((state) => totalOf(account, state)))
}

export type ClosedRefusal = 'train.not_scheduled' | 'train.embargoed' | 'train.booking_closed'

/** Why this train takes no booking at all; undefined while it does. In the order a person would want to hear it. */
export function decideOpen(
  account: Pick<SlotAccount, 'state' | 'bookingCutoffAt' | 'embargo'>,
  nowMs: number,
): ClosedRefusal | undefined {
  if (account.state !== 'scheduled') return 'train.not_scheduled'
  if (account.embargo !== null) return 'train.embargoed'
  return nowMs > epochMs(account.bookingCutoffAt) ? 'train.booking_closed' : undefined
}

/** The unit of the heaviest wagon: one 40 ft place carries one box or two, so a booking's mean over its places must fit. */
export function exceedsWagon(boxes: readonly SlotAmount[], wagonKgMax: number): boolean {
  const { teu, grossKg } = sumOf(boxes)
  return grossKg * 2 > wagonKgMax * teu
}
