/**
 * The account of slots in SQL: the only file that touches `slot_pool`, `slot_transfer` and `allotment`. Whoever decides on slots
 * holds the departure's row from the first look to the commit, so that what was decided in memory is what is written; the
 * tables' own checks stand behind it.
 */
import { sql, type Selectable } from 'kysely'
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import { insertRows } from '#platform/insert-rows.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId, DepartureState, SlotAmount } from '#train/contract.ts'
import {
  holdingsOf,
  type Allotment,
  type Holding,
  type Pool,
  type PoolName,
  type SlotAccount,
  type SlotCause,
  type SlotPlace,
  type SlotState,
  type Transfer,
} from '#train/slots.ts'

/** Holds these departures, in one order whoever asks, and reads their accounts; those that do not exist are left out. */
export function lockAccounts(
  tx: Tx,
  ids: readonly DepartureId[],
  now: Date,
): Promise<SlotAccount[]> {
  return readAccounts(tx, ids, { now, isHeld: true })
}

/** Holds a departure without a look at its account: nobody else decides on its slots until the transaction ends. */
export async function holdTrain(tx: Tx, id: DepartureId): Promise<void> {
  await tx.selectFrom('departure').select('id').where('id', '=', id).forUpdate().execute()
}

/** Or only reads them, for who decides nothing. */
export async function readAccounts(
  tx: Tx,
  ids: readonly DepartureId[],
  { now, isHeld }: { readonly now: Date; readonly isHeld: boolean },
): Promise<SlotAccount[]> {
  const rows = await tx
    .selectFrom('departure')
    .select(['id', 'state', 'booking_cutoff_at', 'wagon_kg_max', 'slots_at', 'slot_sequence'])
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(isHeld, (asked) => asked.forUpdate())
    .execute()
  const found = rows.map((row) => row.id as DepartureId)
  const pools = await readPools(tx, found)
  const allotments = await readAllotments(tx, found)
  return rows.map((row) => ({
    departureId: row.id as DepartureId,
    state: row.state as DepartureState,
    bookingCutoffAt: timestampIn(row.booking_cutoff_at.getTime(), 'UTC'),
    wagonKgMax: row.wagon_kg_max,
    embargo: null,
    pools: pools.get(row.id as DepartureId) ?? new Map(),
    allotments: (allotments.get(row.id) ?? []).map(toAllotment),
    nowMs: Math.max(now.getTime(), row.slots_at.getTime()),
    lastSequence: row.slot_sequence,
    transfers: [],
  }))
}

/** As the train is scheduled. */
export async function readCapacity(tx: Tx, id: DepartureId): Promise<SlotAmount> {
  const row = await tx
    .selectFrom('departure')
    .select(['capacity_teu', 'gross_kg_max', 'reefer_plugs', 'dangerous_places'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    teu: row.capacity_teu,
    grossKg: row.gross_kg_max,
    plugs: row.reefer_plugs,
    dangerousPlaces: row.dangerous_places,
  }
}

export async function readPools(
  tx: Tx,
  ids: readonly DepartureId[],
): Promise<ReadonlyMap<DepartureId, ReadonlyMap<PoolName, Pool>>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('slot_pool')
    .selectAll()
    .where('departure_id', '=', anyOf(ids))
    .execute()
  const byDeparture = Map.groupBy(rows, (row) => row.departure_id as DepartureId)
  return new Map(
    [...byDeparture].map(([id, pools]) => [
      id,
      new Map(pools.map((row) => [row.pool, toPool(row)])),
    ]),
  )
}

async function readAllotments(tx: Tx, ids: readonly DepartureId[]) {
  if (ids.length === 0) return new Map<string, Selectable<Tables['allotment']>[]>()
  const rows = await tx
    .selectFrom('allotment')
    .selectAll()
    .where('departure_id', 'in', ids)
    .orderBy('id')
    .execute()
  return Map.groupBy(rows, (row) => row.departure_id)
}

/** Writes what was decided: the pools as they are now, and each transfer. Nothing decided is nothing written. */
export async function saveAccount(tx: Tx, account: SlotAccount): Promise<void> {
  const { transfers, departureId: departure_id } = account
  if (transfers.length === 0) return
  const touched = new Set(transfers.flatMap(({ from, to }) => [from?.pool, to?.pool]))
  const pools = [...account.pools]
    .filter(([pool]) => touched.has(pool))
    .map(([pool, amounts]) => ({ departure_id, pool, ...poolColumns(amounts) }))
  await tx
    .insertInto('slot_pool')
    .values(pools)
    .onConflict((conflict) =>
      conflict
        .columns(['departure_id', 'pool'])
        .doUpdateSet((eb) =>
          Object.fromEntries(POOL_COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)])),
        ),
    )
    .execute()
  const rows = transfers.map((transfer) => ({ departure_id, ...transferColumns(transfer) }))
  await insertRows(tx, 'slot_transfer', rows).execute()
  await tx
    .updateTable('departure')
    .set({ slots_at: new Date(account.nowMs), slot_sequence: account.lastSequence })
    .where('id', '=', departure_id)
    .execute()
}

/** Something of the train moved beside its slots (LCL space): the check of accounts is to look at it. Its caller holds the train. */
export async function markMoved(tx: Tx, id: DepartureId, now: Date): Promise<void> {
  await tx
    .updateTable('departure')
    .set({ slots_at: sql<Date>`greatest(slots_at, ${now})` })
    .where('id', '=', id)
    .execute()
}

/** What these holders have of any train's slots, by holder and train. */
export async function readHoldings(
  tx: Tx,
  departureId: DepartureId,
  holders: readonly string[],
): Promise<ReadonlyMap<string, Holding[]>> {
  if (holders.length === 0) return new Map()
  const rows = await tx
    .selectFrom('slot_transfer')
    .selectAll()
    .where('holder', 'in', holders)
    .where('departure_id', '=', departureId)
    .orderBy('sequence')
    .execute()
  const transfers = rows.map(toTransfer)
  return new Map(holders.map((holder) => [holder, holdingsOf(transfers, holder)]))
}

/** The account's whole history, oldest first. */
export async function readTransfers(tx: Tx, departureId: DepartureId): Promise<Transfer[]> {
  const rows = await tx
    .selectFrom('slot_transfer')
    .selectAll()
    .where('departure_id', '=', departureId)
    .orderBy('sequence')
    .execute()
  return rows.map(toTransfer)
}

/** False when its rule has one on this train already. */
export async function insertAllotment(
  tx: Tx,
  allotment: Omit<Allotment, 'released'> & {
    readonly departureId: DepartureId
    readonly amount: SlotAmount
    /** The rule it is opened by, if any. */
    readonly standingId?: string
  },
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('allotment')
    .values({
      id: allotment.id,
      departure_id: allotment.departureId,
      organisation_id: allotment.organisationId,
      organisation_kind: allotment.organisationKind,
      ...amountColumns(allotment.amount),
      release_at: new Date(allotment.releaseAtMs),
      created_at: now,
      standing_id: allotment.standingId ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Another time of release, of one that is not released. */
export async function moveRelease(tx: Tx, id: string, releaseAtMs: number): Promise<void> {
  await tx
    .updateTable('allotment')
    .set({ release_at: new Date(releaseAtMs) })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .execute()
}

export async function markReleased(tx: Tx, ids: readonly string[], atMs: number): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('allotment')
    .set({ released_at: new Date(atMs) })
    .where('id', 'in', ids)
    .where('released_at', 'is', null)
    .execute()
}

export interface AllotmentRow extends Omit<Allotment, 'released'> {
  readonly amount: SlotAmount
  readonly releasedAtMs: number | null
}

export async function listAllotmentRows(tx: Tx, departureId: DepartureId): Promise<AllotmentRow[]> {
  const rows = (await readAllotments(tx, [departureId])).get(departureId) ?? []
  return rows.map((row) => ({
    ...toAllotment(row),
    releasedAtMs: row.released_at && row.released_at.getTime(),
    amount: {
      teu: row.teu,
      grossKg: row.gross_kg,
      plugs: row.plugs,
      dangerousPlaces: row.dangerous_places,
    },
  }))
}

/** Trains with an allotment to release by now. */
export async function listAllotmentsDue(tx: Tx, now: Date): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('allotment')
    .select('departure_id')
    .distinct()
    .where('released_at', 'is', null)
    .where('release_at', '<=', now)
    .limit(100)
    .execute()
  return rows.map((row) => row.departure_id as DepartureId)
}

/** Trains whose account is checked: those that still take or carry slots, and that moved since. */
export async function listAccountsSince(
  tx: Tx,
  since: Date,
  after: string,
  limit: number,
): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('departure')
    .select('id')
    .where('slots_at', '>=', since)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id as DepartureId)
}

const STATES: readonly SlotState[] = ['free', 'held', 'sold']
const POOL_COLUMNS = STATES.flatMap(
  (state) =>
    [`${state}_teu`, `${state}_gross_kg`, `${state}_plugs`, `${state}_dangerous_places`] as const,
)

function poolColumns(pool: Pool) {
  return {
    free_teu: pool.free.teu,
    free_gross_kg: pool.free.grossKg,
    free_plugs: pool.free.plugs,
    free_dangerous_places: pool.free.dangerousPlaces,
    held_teu: pool.held.teu,
    held_gross_kg: pool.held.grossKg,
    held_plugs: pool.held.plugs,
    held_dangerous_places: pool.held.dangerousPlaces,
    sold_teu: pool.sold.teu,
    sold_gross_kg: pool.sold.grossKg,
    sold_plugs: pool.sold.plugs,
    sold_dangerous_places: pool.sold.dangerousPlaces,
  }
}

function toPool(row: Selectable<Tables['slot_pool']>): Pool {
  const of = (state: SlotState): SlotAmount => ({
    teu: row[`${state}_teu`],
    grossKg: row[`${state}_gross_kg`],
    plugs: row[`${state}_plugs`],
    dangerousPlaces: row[`${state}_dangerous_places`],
  })
  return { free: of('free'), held: of('held'), sold: of('sold') }
}

function amountColumns(amount: SlotAmount) {
  return {
    teu: amount.teu,
    gross_kg: amount.grossKg,
    plugs: amount.plugs,
    dangerous_places: amount.dangerousPlaces,
  }
}

function transferColumns({ sequence, atMs, cause, holder, from, to, amount }: Transfer) {
  return {
    sequence,
    at: new Date(atMs),
    cause,
    holder,
    from_pool: from?.pool ?? null,
    from_state: from?.state ?? null,
    to_pool: to?.pool ?? null,
    to_state: to?.state ?? null,
    ...amountColumns(amount),
  }
}

function toTransfer(row: Selectable<Tables['slot_transfer']>): Transfer {
  const place = (pool: string | null, state: string | null): SlotPlace | null =>
    pool === null || state === null ? null : { pool, state: state as SlotState }
  return {
    sequence: row.sequence,
    atMs: row.at.getTime(),
    cause: row.cause as SlotCause,
    holder: row.holder,
    from: place(row.from_pool, row.from_state),
    to: place(row.to_pool, row.to_state),
    amount: {
      teu: row.teu,
      grossKg: row.gross_kg,
      plugs: row.plugs,
      dangerousPlaces: row.dangerous_places,
    },
  }
}

function toAllotment(row: Selectable<Tables['allotment']>): Allotment {
  return {
    id: row.id,
    organisationId: row.organisation_id as OrganisationId | null,
    organisationKind: row.organisation_kind as OrganisationKind | null,
    releaseAtMs: row.release_at.getTime(),
    released: row.released_at !== null,
  }
}
