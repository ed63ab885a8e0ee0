/**
 * What makes a container due at once: a step, an estimate that moved, an embargo, a rule that was changed. And what trackers tell
 * late, hour by hour. Outside their transactions, each event once.
 */
import { stepTaken } from '#booking/contract.ts'
import { etaMoved } from '#journey/way-contract.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import type { Follower, OutboxEvent } from '#platform/outbox.ts'
import { hoursClosed } from '#tracking/contract.ts'
import { embargoesTouching, listTrainsToCome } from '#train'
import { embargoChanged, type Embargo } from '#train/embargo-contract.ts'
import { rulesChanged } from '#alert/contract.ts'
import { readLateHours } from '#alert/late-hours.ts'
import { markDue, markOrganisation, markTrain } from '#alert/watch-store.ts'

export function alertFollowers(clock: Clock): Follower[] {
  const ids = randomIds(clock)
  return [
    {
      name: 'alert.watch',
      follows: [stepTaken, etaMoved, embargoChanged, rulesChanged],
      handleAll: (tx, events) => markAll(tx, events, clock()),
    },
    {
      name: 'alert.late_hours',
      follows: [hoursClosed],
      handle: (tx, { payload }) =>
        readLateHours(tx, { ids, now: clock() }, hoursClosed.payload.parse(payload).hours),
    },
  ]
}

async function markAll(tx: Tx, events: readonly OutboxEvent[], now: Date): Promise<void> {
  const of = (kind: string) =>
    events.filter((event) => event.kind === kind).map(({ payload }) => payload)
  const steps = of(stepTaken.kind).map((payload) => stepTaken.payload.parse(payload).containerId)
  const moved = of(etaMoved.kind).map((payload) => etaMoved.payload.parse(payload).containerId)
  await markDue(tx, [...steps, ...moved], now)
  for (const payload of of(embargoChanged.kind))
    await markTouched(tx, embargoChanged.payload.parse(payload).embargo, now)
  for (const payload of of(rulesChanged.kind))
    await markOrganisation(tx, rulesChanged.payload.parse(payload).organisationId, now)
}

/**
 * Trains over its places at any time: one that was shortened touches fewer than before, and whom it touched before nobody remembers.
 */
async function markTouched(tx: Tx, embargo: Embargo, now: Date): Promise<void> {
  const always = { ...embargo, from: EARLY, until: null, withdrawnAt: null } as Embargo
  for (const train of await listTrainsToCome(tx, now))
    if (embargoesTouching(train, [always]).length > 0) await markTrain(tx, train.id, now)
}

const EARLY = '2000-01-01T00:00:00Z'
