/** The newest estimate of each container in SQL: the only file that writes `expected_arrival`. Journey makes it, by booking's door. */
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import type { ContainerId } from '#booking/contract.ts'
import type { EtaBasis, EtaConfidence } from '#booking/expected-contract.ts'

export interface ExpectedRow {
  readonly p50At: Date
  readonly p90At: Date
  readonly basis: EtaBasis
  readonly confidence: EtaConfidence
  readonly runs: number
  readonly lateMinutes: number
}

export async function keepExpected(tx: Tx, id: ContainerId, expected: ExpectedRow): Promise<void> {
  const newest = {
    expected_at: expected.p50At,
    p90_at: expected.p90At,
    basis: expected.basis,
    confidence: expected.confidence,
    runs: expected.runs,
    late_minutes: expected.lateMinutes,
  }
  await tx
    .insertInto('expected_arrival')
    .values({ container_id: id, ...newest })
    .onConflict((conflict) => conflict.column('container_id').doUpdateSet(newest))
    .execute()
}

/** One question for all of them; those without an estimate are left out. */
export async function readExpected(
  tx: Tx,
  ids: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, ExpectedRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('expected_arrival')
    .selectAll()
    .where('container_id', '=', anyOf(ids))
    .execute()
  return new Map(
    rows.map((row) => [
      row.container_id as ContainerId,
      {
        p50At: row.expected_at,
        p90At: row.p90_at,
        basis: row.basis as EtaBasis,
        confidence: row.confidence as EtaConfidence,
        runs: row.runs,
        lateMinutes: row.late_minutes,
      },
    ]),
  )
}
