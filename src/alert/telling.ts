/**
 * Tells organisations what became of their alerts, once: what the containers of one train meet with together in one notice. Apart from
 * judging, so that a full train is one word and not fifty.
 */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { NoticeTone } from '#kernel/notice.ts'
import type { Tx } from '#platform/database.ts'
import { notify } from '#notice'
import { alertClosed, alertOpened, alertUpgraded } from '#alert/notices.ts'
import type { Making } from '#alert/desk.ts'
import { takeUntold, type Untold } from '#alert/store.ts'
import { alertDetail, alertKindTexts, closedForTexts, severalOf } from '#alert/words.ts'

const TOLD_AT_ONCE = 1_000
const KINDS = { opened: alertOpened, upgraded: alertUpgraded, closed: alertClosed }
const TONES: Readonly<Record<'yellow' | 'red', NoticeTone>> = {
  yellow: 'warning',
  red: 'critical',
}

/** How much there was to tell. */
export async function tellDue(tx: Tx, making: Making): Promise<number> {
  const untold = await takeUntold(tx, making.now, TOLD_AT_ONCE)
  const groups = Map.groupBy(untold, ({ alert, change }) => {
    const { organisationId, departureId, kind, severity, closedFor } = alert
    return [organisationId, departureId, kind, change, severity, closedFor].join()
  })
  // Parties that are told the same of the same are told together.
  const same = Map.groupBy(groups.values(), (group) => {
    const { change, alert } = group[0]!
    return JSON.stringify([change, alert.containerId, alert.departureId, factsOf(group)])
  })
  for (const alike of same.values())
    await tell(
      tx,
      making,
      alike[0]!,
      alike.map(([first]) => first!.alert.organisationId),
    )
  return untold.length
}

async function tell(
  tx: Tx,
  making: Making,
  group: readonly Untold[],
  to: readonly OrganisationId[],
): Promise<void> {
  const { alert, change, at } = group[0]!
  const tone = change === 'closed' ? alertClosed.tone : TONES[alert.severity]
  // An arrival is told as an arrival; that its alerts are over is for machines.
  const forPeople = change !== 'closed' || alert.closedFor === 'ended'
  const subject =
    group.length === 1
      ? ({ kind: 'container', id: alert.containerId } as const)
      : ({ kind: 'departure', id: alert.departureId } as const)
  await notify(
    tx,
    making,
    { ...KINDS[change], tone, forPeople },
    {
      to,
      facts: factsOf(group),
      subject,
      happenedAt: at,
    },
  )
}

/** Those of the sentence, then what machines switch on. */
function factsOf(group: readonly Untold[]) {
  const { alert, facts, containerName, trainNumber } = group[0]!
  const { size } = new Set(group.map((one) => one.alert.containerId))
  return {
    container: severalOf(containerName, size),
    train: trainNumber,
    alert: alertKindTexts[alert.kind],
    detail: alertDetail(alert.kind, facts),
    why: closedForTexts[alert.closedFor ?? 'ended'],
    alertKind: alert.kind,
    severity: alert.severity,
    containers: size,
  }
}
