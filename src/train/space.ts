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

export type SpaceCause = 'booked' | 'amended' | 'given_back'

export interface SpaceTransfer {
  readonly sequence: number
  readonly cause: SpaceCause
  /** Whose: a booking's id. */
  readonly holder: string
  /** Taken; less than nothing where it is given back. */
  readonly amount: SpaceAmount
}

export interface SpaceAccount {
  readonly id: ConsolidationId
  readonly departureId: DepartureId
  readonly equipmentType: EquipmentType
  readonly capacity: SpaceAmount
  readonly taken: SpaceAmount
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

export function freeSpace({ capacity, taken }: Pick<SpaceAccount, 'capacity' | 'taken'>) {
  return addSpace(capacity, lessSpace(taken))
}

export function fitsSpace(free: SpaceAmount, asked: SpaceAmount): boolean {
  return SPACE_UNITS.every((unit) => asked[unit] <= free[unit])
}

/** The account after the movement; undefined where too little is free. A change of what one has is one movement. */
export function moveSpace(
  account: SpaceAccount,
  moving: Omit<SpaceTransfer, 'sequence'>,
): SpaceAccount | undefined {
  const taken = addSpace(account.taken, moving.amount)
  if (!fitsSpace(account.capacity, taken)) return undefined
  if (SPACE_UNITS.some((unit) => taken[unit] < 0))
    throw new TypeError(`${moving.holder} gives back more than it has`)
  if (SPACE_UNITS.every((unit) => moving.amount[unit] === 0)) return account
  const sequence = account.lastSequence + 1
  return {
    ...account,
    taken,
    lastSequence: sequence,
    transfers: [...account.transfers, { sequence, ...moving }],
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

/**
 * Everything that is wrong with an account, from its whole history; empty when all is well. `claims`: what each open booking
 * should have.
 */
export function auditSpace(
  { capacity, taken }: Pick<SpaceAccount, 'capacity' | 'taken'>,
  transfers: readonly SpaceTransfer[],
  claims: ReadonlyMap<string, SpaceAmount>,
): string[] {
  const findings: string[] = []
  const has = new Map<string, SpaceAmount>()
  let sum = NO_SPACE
  for (const [index, { sequence, holder, amount }] of transfers.entries()) {
    if (sequence !== index + 1) findings.push(`transfer ${index + 1} of its space is missing`)
    sum = addSpace(sum, amount)
    const left = addSpace(has.get(holder) ?? NO_SPACE, amount)
    has.set(holder, left)
    if (SPACE_UNITS.some((unit) => left[unit] < 0))
      findings.push(`transfer ${sequence} gives back more than its booking had`)
    if (!fitsSpace(capacity, sum)) findings.push(`transfer ${sequence} oversells its space`)
  }
  if (!isSame(sum, taken)) findings.push('what is taken of its space is not what the history says')
  for (const holder of new Set([...has.keys(), ...claims.keys()]))
    if (!isSame(has.get(holder) ?? NO_SPACE, claims.get(holder) ?? NO_SPACE))
      findings.push(`booking ${holder} does not have the space that it should`)
  return findings
}

function isSame(one: SpaceAmount, other: SpaceAmount): boolean {
  return SPACE_UNITS.every((unit) => one[unit] === other[unit])
}
