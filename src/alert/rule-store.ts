/** Rules of organisations and what temperatures cargo bears, in SQL: the only file that touches their tables. */
import type { ContainerId } from '#booking/contract.ts'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { TemperatureRange } from '#alert/contract.ts'
import { AlertKind, RULE_SCHEMAS, USUAL_RULES, type AlertRules } from '#alert/rule-contract.ts'

/** The rules in force for each of the organisations: its own where it has set some, else the usual ones. */
export async function readRules(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, AlertRules>> {
  const rules = new Map<OrganisationId, AlertRules>(ids.map((id) => [id, USUAL_RULES]))
  if (ids.length === 0) return rules
  const rows = await tx
    .selectFrom('alert_rule')
    .select(['organisation_id', 'kind', 'rule'])
    .where('organisation_id', 'in', ids)
    .execute()
  for (const row of rows) {
    const id = row.organisation_id as OrganisationId
    const kind = AlertKind.safeParse(row.kind)
    if (!kind.success) continue
    // What an earlier version kept and this one no longer takes is as if it had not been set.
    const rule = RULE_SCHEMAS[kind.data].safeParse(row.rule)
    if (rule.success) rules.set(id, { ...rules.get(id)!, [kind.data]: rule.data })
  }
  return rules
}

export async function keepRule(
  tx: Tx,
  { organisationId, memberId }: Actor,
  changed: { readonly kind: AlertKind; readonly rule: object | null; readonly now: Date },
): Promise<void> {
  const { kind, rule, now } = changed
  if (rule === null) {
    await tx
      .deleteFrom('alert_rule')
      .where('organisation_id', '=', organisationId)
      .where('kind', '=', kind)
      .execute()
    return
  }
  const values = { rule: JSON.stringify(rule), changed_at: now, changed_by: memberId }
  await tx
    .insertInto('alert_rule')
    .values({ organisation_id: organisationId, kind, ...values })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'kind']).doUpdateSet(values))
    .execute()
}

export async function readRanges(
  tx: Tx,
  ids: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, TemperatureRange>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('temperature_range')
    .select(['container_id', 'min_c', 'max_c'])
    .where('container_id', 'in', ids)
    .execute()
  return new Map(
    rows.map((row) => [row.container_id as ContainerId, { minC: row.min_c, maxC: row.max_c }]),
  )
}

export async function keepRanges(
  tx: Tx,
  ids: readonly ContainerId[],
  said: {
    readonly range: TemperatureRange | null
    readonly by: OrganisationId
    readonly now: Date
  },
): Promise<void> {
  await tx.deleteFrom('temperature_range').where('container_id', 'in', ids).execute()
  const { range, by, now } = said
  if (range === null) return
  await tx
    .insertInto('temperature_range')
    .values(
      ids.map((id) => ({
        container_id: id,
        min_c: range.minC,
        max_c: range.maxC,
        set_by: by,
        set_at: now,
      })),
    )
    .execute()
}
