/** Alerts over HTTP: the list, what people do about an alert, and the rules. */
import { getContainerFor, getContainerToChange, readContainersOfBooking } from '#booking'
import type { Locale } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { say } from '#platform/outbox.ts'
import {
  alertApi,
  alertProblem,
  rulesChanged,
  type Alert,
  type AlertChange,
  type AlertId,
} from '#alert/contract.ts'
import { AlertKind, USUAL_RULES, type AlertRules } from '#alert/rule-contract.ts'
import { findRuleRefusal } from '#alert/rule.ts'
import { keepRanges, keepRule, readRanges, readRules } from '#alert/rule-store.ts'
import {
  countAlerts,
  findAlert,
  insertChanges,
  keepMute,
  listContainerAlerts,
  pageAlerts,
  readChanges,
  saveAlerts,
  type AlertRow,
  type ListedAlert,
} from '#alert/store.ts'
import { lockWatched, markDue } from '#alert/watch-store.ts'
import { alertDetail, alertKindTexts } from '#alert/words.ts'

const OF_CONTAINER_MAX = 50
const HOUR_MS = 3_600_000

export function alertRoutes(http: Http): void {
  serve(http, alertApi.list, async ({ tx, query, actor, locale }) => {
    const { items, next } = await pageAlerts(tx, actor.organisationId, query)
    return { items: items.map((row) => view(row, locale)), next }
  })

  serve(http, alertApi.count, ({ tx, actor, now }) => countAlerts(tx, actor.organisationId, now))

  serve(http, alertApi.get, async ({ tx, params, actor, locale }) => {
    const alert = await getAlert(tx, actor, params.alertId)
    return { alert: view(alert, locale), changes: await historyOf(tx, alert, locale) }
  })

  serve(http, alertApi.ofContainer, async ({ tx, params, actor, locale }) => {
    const { id } = await getContainerFor(tx, actor, params.containerId)
    const rows = await listContainerAlerts(tx, actor.organisationId, id, OF_CONTAINER_MAX)
    return {
      items: rows.map((row) => view(row, locale)),
      range: (await readRanges(tx, [id])).get(id) ?? null,
    }
  })

  actionRoutes(http)
  ruleRoutes(http)
}

function actionRoutes(http: Http): void {
  serve(http, alertApi.acknowledge, ({ tx, params, body, actor, now, locale }) =>
    act(tx, { actor, now, locale }, params.alertId, async (alert) => {
      const seen = { ...alert, acknowledgedAt: now }
      return { alert: seen, change: 'acknowledged', reason: body.reason }
    }),
  )

  serve(http, alertApi.mute, ({ tx, params, body, actor, now, locale }) =>
    act(tx, { actor, now, locale }, params.alertId, async (alert) => {
      const until = new Date(now.getTime() + body.hours * HOUR_MS)
      await keepMute(tx, alert, until)
      const muted = { ...alert, mutedUntil: until }
      return { alert: muted, change: 'muted', reason: body.reason, until }
    }),
  )

  serve(http, alertApi.unmute, ({ tx, params, body, actor, now, locale }) =>
    act(tx, { actor, now, locale }, params.alertId, async (alert) => {
      if (alert.mutedUntil === null || alert.mutedUntil <= now)
        throw alertProblem('alert.not_muted')
      await keepMute(tx, alert, null)
      return { alert: { ...alert, mutedUntil: null }, change: 'unmuted', reason: body.reason }
    }),
  )
}

interface Acted {
  readonly alert: AlertRow
  readonly change: AlertChange['change']
  readonly reason: string
  readonly until?: Date
}

/** Its container's watch is held meanwhile, so that it is not closed under the hand. */
async function act(
  tx: Tx,
  asked: { readonly actor: Actor; readonly now: Date; readonly locale: Locale },
  id: AlertId,
  change: (alert: AlertRow) => Promise<Acted>,
): Promise<Alert> {
  const { actor, now, locale } = asked
  const found = await getAlert(tx, actor, id)
  await lockWatched(tx, [found.containerId])
  const alert = await getAlert(tx, actor, id)
  if (alert.closedAt !== null) throw alertProblem('alert.closed')
  const acted = await change(alert)
  await saveAlerts(tx, [acted.alert])
  await insertChanges(tx, [{ ...acted, at: now, memberId: actor.memberId }])
  return view(await getAlert(tx, actor, id), locale)
}

async function getAlert(tx: Tx, actor: Actor, id: AlertId): Promise<ListedAlert> {
  const alert = await findAlert(tx, actor.organisationId, id)
  if (alert === undefined) throw alertProblem('alert.absent')
  return alert
}

function ruleRoutes(http: Http): void {
  serve(http, alertApi.getRules, async ({ tx, actor }) => ({
    rules: await rulesOf(tx, actor),
    usual: USUAL_RULES,
  }))

  serve(http, alertApi.setRules, async ({ tx, body, actor, now, locale }) => {
    const { organisationId } = actor
    for (const kind of AlertKind.options) {
      const rule = body.rules[kind]
      if (rule !== undefined) await keepRule(tx, actor, { kind, rule, now })
    }
    const rules = await rulesOf(tx, actor)
    const refusal = findRuleRefusal(rules)
    if (refusal)
      throw alertProblem('alert.rule_order', {
        ...refusal,
        kind: alertKindTexts[refusal.kind][locale],
      })
    await say(tx, rulesChanged, { organisationId })
    return rules
  })

  serve(http, alertApi.setRange, async ({ tx, params, body, actor, now }) => {
    const container = await getContainerToChange(tx, actor, params.containerId)
    const { range, wholeBooking } = body
    const { minC, maxC } = range ?? { minC: null, maxC: null }
    const isEmpty = minC === null && maxC === null
    const isReversed = minC !== null && maxC !== null && minC > maxC
    if (range !== null && (isEmpty || isReversed)) throw alertProblem('alert.range_empty')
    const containerIds = wholeBooking
      ? (await readContainersOfBooking(tx, container.bookingId)).map(({ id }) => id)
      : [container.id]
    await keepRanges(tx, containerIds, { range, by: actor.organisationId, now })
    const watched = await lockWatched(tx, containerIds)
    await markDue(
      tx,
      watched.map(({ containerId }) => containerId),
      now,
    )
    return { containerIds, range }
  })
}

async function rulesOf(tx: Tx, { organisationId }: Actor): Promise<AlertRules> {
  return (await readRules(tx, [organisationId])).get(organisationId)!
}

function view(row: ListedAlert, locale: Locale): Alert {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    container: { id: row.containerId, bookingId: row.bookingId, name: row.containerName },
    train: { departureId: row.departureId, number: row.trainNumber },
    facts: { ...row.facts },
    detail: alertDetail(row.kind, row.facts)[locale],
    sinceAt: row.sinceAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedFor: row.closedFor,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    mutedUntil: row.mutedUntil?.toISOString() ?? null,
  }
}

async function historyOf(tx: Tx, { id, kind }: ListedAlert, locale: Locale) {
  const rows = await readChanges(tx, id)
  return rows.map((row): AlertChange => {
    const isPersons = ['acknowledged', 'muted', 'unmuted'].includes(row.change)
    return {
      at: row.at.toISOString(),
      change: row.change as AlertChange['change'],
      severity: row.severity as AlertChange['severity'],
      detail: alertDetail(kind, row.facts as ListedAlert['facts'])[locale],
      by: isPersons ? { memberId: row.member_id as never, name: row.name } : null,
      reason: row.reason,
      until: row.until?.toISOString() ?? null,
    }
  })
}
