/**
 * The account of a consolidation's space, in three units at once: what is taken never passes what there is. Pure: every movement
 * is a transfer, refused when it would take more than is free.
 */
import { epochMs, type Timestamp } from '#kernel/time.ts'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type {
  ConsolidationId,
  ConsolidationState,
  SpaceAmount,
} from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'

export const SPACE_UNITS = ['volumeDm3', 'grossKg', 'packages'] as const

export const NO_SPACE: SpaceAmount = { volumeDm3: 0, grossKg: 0, packages: 0 }

const MINUTE_MS = 60_000

/** As a train's account names them; `amended` is a change of what one has. */
export type SpaceCause =
  'booked' | 'amended' | 'given_back' | 'held' | 'confirmed' | 'expired' | 'promoted' | 'offered'

export interface SpaceTransfer {
  readonly sequence: number
  readonly cause: SpaceCause
  /** Whose: a booking's id. */
  readonly holder: string
  /** Sold; less than nothing where it is given back. */
  readonly amount: SpaceAmount
  /** Held for a limited time; less than nothing where that is over. */
  readonly held: SpaceAmount
}

/** A movement of either or both. */
export type SpaceMove = Pick<SpaceTransfer, 'cause' | 'holder'> &
  Partial<Pick<SpaceTransfer, 'amount' | 'held'>>

export interface SpaceAccount {
  readonly id: ConsolidationId
  readonly departureId: DepartureId
  readonly equipmentType: EquipmentType
  readonly capacity: SpaceAmount
  /** Sold. */
  readonly taken: SpaceAmount
  /** Held by baskets and offers, each with its time limit. */
  readonly held: SpaceAmount
  readonly closesMinutesBefore: number
  readonly state: ConsolidationState
  readonly lastSequence: number
  /** Made in this transaction, yet to be written. */
  readonly transfers: readonly SpaceTransfer[]
}

export function addSpace(one: SpaceAmount, other: SpaceAmount): SpaceAmount {
  return {
    volumeDm3: one.volumeDm3 + other.volumeDm3,
    grossKg: one.grossKg + other.grossKg,
    packages: one.packages + other.packages,
  }
}

export function lessSpace({ volumeDm3, grossKg, packages }: SpaceAmount): SpaceAmount {
  return { volumeDm3: -volumeDm3 || 0, grossKg: -grossKg || 0, packages: -packages || 0 }
}

export function freeSpace({
  capacity,
  taken,
  held,
}: Pick<SpaceAccount, 'capacity' | 'taken' | 'held'>): SpaceAmount {
  return addSpace(capacity, lessSpace(addSpace(taken, held)))
}

export function fitsSpace(free: SpaceAmount, asked: SpaceAmount): boolean {
  return SPACE_UNITS.every((unit) => asked[unit] <= free[unit])
}

/**
 * The account after the movement; undefined where too little is free. A change of what one has is one movement, and so is what
 * was held becoming sold.
 */
export function moveSpace(account: SpaceAccount, moving: SpaceMove): SpaceAccount | undefined {
  const { cause, holder, amount = NO_SPACE, held: pending = NO_SPACE } = moving
  const taken = addSpace(account.taken, amount)
  const held = addSpace(account.held, pending)
  if (!fitsSpace(account.capacity, addSpace(taken, held))) return undefined
  if (SPACE_UNITS.some((unit) => taken[unit] < 0 || held[unit] < 0))
    throw new TypeError(`${holder} gives back more than it has`)
  if (SPACE_UNITS.every((unit) => amount[unit] === 0 && pending[unit] === 0)) return account
  const sequence = account.lastSequence + 1
  const transfer = { sequence, cause, holder, amount, held: pending }
  return {
    ...account,
    ...{ taken, held, lastSequence: sequence },
    transfers: [...account.transfers, transfer],
  }
}

/** When it closes, by its train's booking cut-off as that is now. */
export function spaceClosesMs(
  { closesMinutesBefore }: Pick<SpaceAccount, 'closesMinutesBefore'>,
  bookingCutoffAt: Timestamp,
): number {
  return epochMs(bookingCutoffAt) - closesMinutesBefore * MINUTE_MS
}

export type SpaceRefusal =
  'train.consolidation_ended' | 'train.consolidation_stuffed' | 'train.consolidation_closed'

/** Why it takes no booking; undefined while it does. */
export function decideSpaceOpen(
  account: Pick<SpaceAccount, 'state' | 'closesMinutesBefore'>,
  bookingCutoffAt: Timestamp,
  nowMs: number,
): SpaceRefusal | undefined {
  if (account.state === 'ended') return 'train.consolidation_ended'
  if (account.state === 'closed') return 'train.consolidation_stuffed'
  return nowMs > spaceClosesMs(account, bookingCutoffAt) ? 'train.consolidation_closed' : undefined
}

/** The most that is free in one of them, by volume; null where none takes a booking. */
export function mostFreeSpace(
  spaces: readonly SpaceAccount[],
  bookingCutoffAt: Timestamp,
  nowMs: number,
): { readonly volumeDm3: number; readonly grossKg: number } | null {
  const free = spaces
    .filter((space) => decideSpaceOpen(space, bookingCutoffAt, nowMs) === undefined)
    .map(freeSpace)
    .filter((amount) => SPACE_UNITS.every((unit) => amount[unit] > 0))
    .toSorted((one, other) => other.volumeDm3 - one.volumeDm3)
  const [most] = free
  return most === undefined ? null : { volumeDm3: most.volumeDm3, grossKg: most.grossKg }
}

/** What a booking should have of an account: sold, and held. */
export type SpaceClaim = Pick<SpaceTransfer, 'amount' | 'held'>

const NO_CLAIM: SpaceClaim = { amount: NO_SPACE, held: NO_SPACE }

/**
 * Everything that is wrong with an account, from its whole history; empty when all is well. `claims`: what each open booking
 * should have.
 */
export function auditSpace(
  { capacity, taken, held }: Pick<SpaceAccount, 'capacity' | 'taken' | 'held'>,
  transfers: readonly SpaceTransfer[],
  claims: ReadonlyMap<string, SpaceClaim>,
): string[] {
  const findings: string[] = []
  const has = new Map<string, SpaceClaim>()
  let all = NO_CLAIM
  for (const [index, transfer] of transfers.entries()) {
    const { sequence, holder } = transfer
    if (sequence !== index + 1) findings.push(`transfer ${index + 1} of its space is missing`)
    all = both(all, transfer)
    const left = both(has.get(holder) ?? NO_CLAIM, transfer)
    has.set(holder, left)
    if (SPACE_UNITS.some((unit) => left.amount[unit] < 0 || left.held[unit] < 0))
      findings.push(`transfer ${sequence} gives back more than its booking had`)
    if (!fitsSpace(capacity, addSpace(all.amount, all.held)))
      findings.push(`transfer ${sequence} oversells its space`)
  }
  if (!isSame(all.amount, taken))
    findings.push('what is taken of its space is not what the history says')
  if (!isSame(all.held, held))
    findings.push('what is held of its space is not what the history says')
  for (const holder of new Set([...has.keys(), ...claims.keys()])) {
    const [one, other] = [has.get(holder) ?? NO_CLAIM, claims.get(holder) ?? NO_CLAIM]
    if (!isSame(one.amount, other.amount) || !isSame(one.held, other.held))
      findings.push(`booking ${holder} does not have the space that it should`)
  }
  return findings
}

function both(one: SpaceClaim, other: SpaceClaim): SpaceClaim {
  return { amount: addSpace(one.amount, other.amount), held: addSpace(one.held, other.held) }
}

function isSame(one: SpaceAmount, other: SpaceAmount): boolean {
  return SPACE_UNITS.every((unit) => one[unit] === other[unit])
}
