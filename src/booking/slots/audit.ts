/**
 * The check of a train's account, from its whole history: at every moment sold + held + free was the capacity and nothing less than
 * nothing; the pools are what the history comes to; and what each booking has is what its state and its boxes say. Pure.
 */
import type { SlotAmount } from '#train/contract.ts'
import {
  holdingsOf,
  minus,
  NO_SLOTS,
  plus,
  shortOf,
  SLOT_UNITS,
  sumOf,
  type Pool,
  type PoolName,
  type SlotPlace,
  type SlotState,
  type Transfer,
} from '#train/slots.ts'

/** What a booking should have of the train: boxes that are sold, and what is held for it. */
export interface Claim {
  readonly holder: string
  readonly sold: SlotAmount
  readonly held: SlotAmount
}

export interface Audited {
  /** As the train is scheduled. */
  readonly capacity: SlotAmount
  readonly pools: ReadonlyMap<PoolName, Pool>
  /** Oldest first, all of them. */
  readonly transfers: readonly Transfer[]
  readonly claims: readonly Claim[]
}

/** Everything that is wrong, in words for whoever must look into it; empty when all is well. */
export function auditAccount(audited: Audited): string[] {
  return [...auditHistory(audited), ...auditClaims(audited)]
}

function auditHistory({ transfers, pools, capacity }: Audited): string[] {
  const findings: string[] = []
  const replayed = new Map<PoolName, Record<SlotState, SlotAmount>>()
  const poolOf = (name: PoolName) => {
    const pool = replayed.get(name) ?? { free: NO_SLOTS, held: NO_SLOTS, sold: NO_SLOTS }
    replayed.set(name, pool)
    return pool
  }
  let outside = NO_SLOTS
  for (const [index, { sequence, atMs, from, to, amount }] of transfers.entries()) {
    if (sequence !== index + 1) findings.push(`transfer ${index + 1} is missing`)
    if (index > 0 && atMs < transfers[index - 1]!.atMs)
      findings.push(`transfer ${sequence} is earlier than the one before it`)
    if (from === null) outside = plus(outside, amount)
    else if (shortOf(poolOf(from.pool)[from.state], amount) !== undefined)
      findings.push(`transfer ${sequence} takes more than was ${from.state} in ${from.pool}`)
    if (to === null) outside = minus(outside, amount)
    if (from !== null) change(poolOf(from.pool), from, minus(NO_SLOTS, amount))
    if (to !== null) change(poolOf(to.pool), to, amount)
  }
  if (!equal(outside, capacity)) findings.push('the history does not come to the capacity')
  for (const name of new Set([...pools.keys(), ...replayed.keys()]))
    for (const state of ['free', 'held', 'sold'] as const)
      if (!equal(pools.get(name)?.[state] ?? NO_SLOTS, poolOf(name)[state]))
        findings.push(`what is ${state} in ${name} is not what the history comes to`)
  return findings
}

function auditClaims({ transfers, claims }: Audited): string[] {
  const claimed = new Map(claims.map((claim) => [claim.holder, claim]))
  const holders = new Set(transfers.flatMap(({ holder }) => holder ?? []))
  const byHolder = Map.groupBy(transfers, ({ holder }) => holder)
  return [...new Set([...holders, ...claimed.keys()])].flatMap((holder) => {
    const holdings = holdingsOf(byHolder.get(holder) ?? [], holder)
    const has = (state: SlotState) =>
      sumOf(holdings.filter((holding) => holding.state === state).map(({ amount }) => amount))
    const claim = claimed.get(holder) ?? { sold: NO_SLOTS, held: NO_SLOTS }
    return (['sold', 'held'] as const).flatMap((state) =>
      equal(has(state), claim[state])
        ? []
        : [
            `booking ${holder} has ${has(state).teu} TEU ${state}, and should have ${claim[state].teu}`,
          ],
    )
  })
}

function change(pool: Record<SlotState, SlotAmount>, { state }: SlotPlace, by: SlotAmount): void {
  pool[state] = plus(pool[state], by)
}

function equal(one: SlotAmount, other: SlotAmount): boolean {
  return SLOT_UNITS.every((unit) => one[unit] === other[unit])
}
