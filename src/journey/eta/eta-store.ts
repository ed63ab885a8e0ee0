/** Finished runs and estimates in SQL: the only file that writes `finished_run` and `eta`. */
import { sql, type Selectable } from 'kysely'
import { keepExpected } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId } from '#train/contract.ts'
import type { Estimate, FinishedRun } from '#journey/eta/eta.ts'
import { tellFleet } from '#journey/fleet/fleet-store.ts'
import type { Eta } from '#journey/way-contract.ts'

/** Enough of any weekday to find those of one. */
const RUNS_READ_MAX = 200
const HISTORY_MAX = 50

export async function keepRun(
  tx: Tx,
  departureId: DepartureId,
  run: FinishedRun & { readonly lane: string; readonly containers: number },
): Promise<void> {
  await tx
    .insertInto('finished_run')
    .values({
      departure_id: departureId,
      lane: run.lane,
      weekday: run.weekday,
      departed_at: new Date(run.times[0]!),
      times: run.times.map((ms) => new Date(ms)),
      containers: run.containers,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Newest first. */
export async function readRuns(tx: Tx, lane: string): Promise<FinishedRun[]> {
  const rows = await tx
    .selectFrom('finished_run')
    .select(['weekday', 'times'])
    .where('lane', '=', lane)
    .orderBy('departed_at', 'desc')
    .limit(RUNS_READ_MAX)
    .execute()
  return rows.map(({ weekday, times }) => ({ weekday, times: times.map((at) => at.getTime()) }))
}

export interface KeptEta extends Eta {
  readonly number: number
  /** Expected at each point of the lane, ms. */
  readonly points: readonly number[]
}

export async function keepEstimate(
  tx: Tx,
  containerId: ContainerId,
  kept: {
    readonly number: number
    readonly estimate: Estimate
    readonly because: Eta['because']
    readonly told: boolean
    /** Of the arrival, by the timetable. */
    readonly plannedMs: number
    readonly now: Date
  },
): Promise<void> {
  const { p50Ms, p90Ms, basis, confidence, runs, points } = kept.estimate
  await tx
    .insertInto('eta')
    .values({
      container_id: containerId,
      number: kept.number,
      made_at: kept.now,
      because: kept.because,
      p50_at: new Date(p50Ms),
      p90_at: new Date(p90Ms),
      basis,
      confidence,
      runs,
      points: points.map((ms) => new Date(ms)),
      told: kept.told,
    })
    .execute()
  await keepExpected(tx, containerId, {
    p50At: new Date(p50Ms),
    p90At: new Date(p90Ms),
    basis,
    confidence,
    runs,
    lateMinutes: Math.round((p50Ms - kept.plannedMs) / 60_000),
  })
  await tellFleet(tx, [containerId])
}

/** The last that people were told: what the next one is measured against, however many lie between. */
export async function findToldEta(
  tx: Tx,
  containerId: ContainerId,
  timeZone: string,
): Promise<KeptEta | undefined> {
  const row = await tx
    .selectFrom('eta')
    .selectAll()
    .where('container_id', '=', containerId)
    .where('told', '=', true)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toEta(row, timeZone)
}

/** Newest first. */
export async function readEtas(
  tx: Tx,
  containerId: ContainerId,
  timeZone: string,
): Promise<KeptEta[]> {
  const rows = await tx
    .selectFrom('eta')
    .selectAll()
    .where('container_id', '=', containerId)
    .orderBy('number', 'desc')
    .limit(HISTORY_MAX)
    .execute()
  return rows.map((row) => toEta(row, timeZone))
}

/** The newest of each, for those of the containers that have one. */
export async function readLastEtas(
  tx: Tx,
  containerIds: readonly ContainerId[],
  zoneOf: (id: ContainerId) => string,
): Promise<ReadonlyMap<ContainerId, KeptEta>> {
  if (containerIds.length === 0) return new Map()
  const { rows } = await sql<Selectable<Tables['eta']>>`
    select eta.* from unnest(${[...containerIds]}::text[]) as asked (id)
    cross join lateral (select * from eta where container_id = asked.id order by number desc limit 1) as eta`.execute(
    tx,
  )
  return new Map(
    rows.map((row) => {
      const id = row.container_id as ContainerId
      return [id, toEta(row, zoneOf(id))]
    }),
  )
}

/** One estimate after the other for each container, whoever makes it. */
export async function lockEta(tx: Tx, containerId: ContainerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`eta ${containerId}`}, 0))`.execute(tx)
}

function toEta(row: Selectable<Tables['eta']>, timeZone: string): KeptEta {
  return {
    number: row.number,
    p50At: timestampIn(row.p50_at.getTime(), timeZone),
    p90At: timestampIn(row.p90_at.getTime(), timeZone),
    basis: row.basis as Eta['basis'],
    confidence: row.confidence as Eta['confidence'],
    runs: row.runs,
    madeAt: row.made_at.toISOString(),
    because: row.because as Eta['because'],
    points: row.points.map((at) => at.getTime()),
  }
}
