/**
 * One look at several containers, in the transaction that holds their watch: what is known is gathered, each organisation's rules are
 * asked, and alerts are opened, turned red or closed. Either all of it is kept or nothing: whoever is killed here leaves no trace, and
 * another looks again.
 */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { decide, judge, LATE_HOURS_MAX, LIVE_FACTS, nextLookMs, type Judged } from '#alert/alert.ts'
import type { ClosedFor } from '#alert/contract.ts'
import { openDesk, type Desk, type Making, type Place } from '#alert/desk.ts'
import { gather, type Gathered } from '#alert/gathering.ts'
import { KIND_OF_CONTACT } from '#alert/opening.ts'
import { AlertKind, type AlertRules } from '#alert/rule-contract.ts'
import { forgetWatched, keepLooked, type Looked, type Watched } from '#alert/watch-store.ts'

const HOUR_MS = 3_600_000

export async function look(tx: Tx, making: Making, watched: readonly Watched[]): Promise<void> {
  const { now } = making
  const { containers, rules } = await gather(tx, watched, now)
  const desk = await openDesk(
    tx,
    making,
    containers.map(({ container }) => container.id),
  )
  for (const one of containers)
    for (const organisationId of one.parties)
      judgeFor(desk, one, organisationId, rules.get(organisationId)!)
  await desk.save(tx)
  const over = containers.filter(isOver).map(({ container }) => container.id)
  const gone = watched.filter(({ containerId }) =>
    containers.every(({ container }) => container.id !== containerId),
  )
  await forgetWatched(tx, [...over, ...gone.map(({ containerId }) => containerId)])
  const looked = containers
    .filter((one) => !isOver(one))
    .map((one): Looked => {
      const { container, state, situation, hasMore } = one
      const own = one.parties.map((id) => rules.get(id)!)
      const next = hasMore ? now.getTime() : nextLookMs(situation, own, desk.openOf(container.id))
      const isOnWay = situation.isOnWay
      return { containerId: container.id, state, isOnWay, dueAt: new Date(next) }
    })
  await keepLooked(tx, looked, now)
}

const isOver = ({ container }: Gathered): boolean => endOf(container.stage) !== undefined

function endOf(stage: string): ClosedFor | undefined {
  return stage === 'arrived' || stage === 'cancelled' ? stage : undefined
}

function judgeFor(
  desk: Desk,
  one: Gathered,
  organisationId: OrganisationId,
  rules: AlertRules,
): void {
  const { container, situation } = one
  const end = endOf(container.stage)
  for (const kind of AlertKind.options) {
    const place = { one, organisationId, kind }
    const open = desk.find(place)
    if (end !== undefined) {
      if (open) desk.close(open, end)
      continue
    }
    if (open && open.departureId !== container.departureId)
      desk.change(open, { departureId: container.departureId })
    if (rules[kind].on) playOpenings(desk, place)
    const opened = desk.find(place)
    const known = {
      open: opened && { ...opened, changedMs: opened.changedAt.getTime() },
      etaToldMs: desk.etaToldMs(place) ?? one.state.etaToldMs,
    }
    const judged = judge(kind, situation, rules[kind], known)
    follow(desk, place, judged)
  }
}

function follow(desk: Desk, place: Place, judged: Judged): void {
  const open = desk.find(place)
  const { verdict, facts, sinceMs } = judged
  switch (decide(open?.severity ?? null, verdict)) {
    case 'open':
      return desk.open(place, judged)
    case 'upgrade':
      return desk.upgrade(open!, facts)
    case 'close':
      return desk.close(
        // Of an estimate it is told where it stands now.
        place.kind === 'eta_moved' ? { ...open!, facts } : open!,
        'ended',
        endedMs(place, sinceMs),
      )
    case 'close_silently':
      return desk.close(open!, 'off')
    case null:
      if (open && (verdict === 'yellow' || verdict === 'red') && LIVE_FACTS.has(place.kind))
        desk.change(open, { facts })
  }
}

/** By the device's clock, where a device told of the end. */
function endedMs({ one }: Place, sinceMs: number | null): number {
  return sinceMs ?? one.situation.trace?.readMs ?? one.situation.nowMs
}

/** Doors and seals that were opened and closed between two looks: each is an alert, though it is over. */
export function playOpenings(desk: Desk, place: Place): void {
  const { one, kind } = place
  const { nowMs, write, isOnWay } = one.situation
  for (const opening of one.openings) {
    if (KIND_OF_CONTACT[opening.contact] !== kind || !isOnWay) continue
    const open = desk.find(place)
    if (open) desk.close(open, 'ended', opening.untilMs)
    else if (opening.sinceMs >= nowMs - LATE_HOURS_MAX * HOUR_MS && !desk.isTold(place, opening)) {
      const facts = { at: write(opening.sinceMs) }
      desk.open(place, { verdict: 'red', facts, sinceMs: opening.sinceMs })
      desk.close(desk.find(place)!, 'ended', opening.untilMs)
    }
  }
}
