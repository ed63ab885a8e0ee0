/**
 * One look at several containers, in the transaction that holds their watch: what is known is gathered, each organisation's rules are
 * asked, and alerts are opened, turned red or closed. Either all of it is kept or nothing: whoever is killed here leaves no trace, and
 * another looks again.
 */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import {
  decide,
  judge,
  LATE_HOURS_MAX,
  LIVE_FACTS,
  nextLookMs,
  OF_THE_TRAIN,
  type AlertFacts,
  type Judged,
  type Situation,
} from '#alert/alert.ts'
import { AlertId, type ClosedFor } from '#alert/contract.ts'
import { gather, type Gathered } from '#alert/gathering.ts'
import { isTold, KIND_OF_CONTACT, RECENT_MS } from '#alert/opening.ts'
import { AlertKind, type AlertRules } from '#alert/rule-contract.ts'
import {
  insertChanges,
  readMutes,
  readOpenAlerts,
  readRecentAlerts,
  readToldEtas,
  saveAlerts,
  type AlertRow,
  type NewChange,
} from '#alert/store.ts'
import { forgetWatched, keepLooked, type Looked, type Watched } from '#alert/watch-store.ts'

/** What a whole train meets with is told in one word: it waits for the end of this span. */
const TOGETHER_MS = 120_000
const HOUR_MS = 3_600_000

export interface Making {
  readonly ids: Ids
  readonly now: Date
}

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
      etaToldMs: desk.etaTold(place) ?? one.state.etaToldMs,
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

interface Place {
  readonly one: Pick<Gathered, 'container' | 'openings'> & {
    readonly situation: Pick<Situation, 'nowMs' | 'isOnWay' | 'write' | 'trace'>
  }
  readonly organisationId: OrganisationId
  readonly kind: AlertKind
}

const keyOf = ({ one, organisationId, kind }: Place): string =>
  `${one.container.id} ${organisationId} ${kind}`
const keyOfAlert = (alert: AlertRow): string =>
  `${alert.containerId} ${alert.organisationId} ${alert.kind}`

/** The database gives them back in an order of its own. */
const writeFacts = (facts: AlertFacts): string =>
  JSON.stringify(Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)))

type Desk = Awaited<ReturnType<typeof openDesk>>

/** The alerts of these containers as they are, changed in memory and saved together. */
export async function openDesk(
  tx: Tx,
  { ids, now }: Making,
  containerIds: readonly Gathered['container']['id'][],
) {
  const open = new Map(
    (await readOpenAlerts(tx, containerIds)).map((one) => [keyOfAlert(one), one]),
  )
  const recent = await readRecentAlerts(
    tx,
    containerIds,
    Object.values(KIND_OF_CONTACT),
    new Date(now.getTime() - RECENT_MS),
  )
  const told = await readToldEtas(tx, containerIds)
  const mutes = await readMutes(tx, containerIds, now)
  const changed = new Map<string, AlertRow>()
  const changes: NewChange[] = []
  const keep = (alert: AlertRow): void => {
    changed.set(alert.id, alert)
    if (alert.closedAt === null) open.set(keyOfAlert(alert), alert)
    else open.delete(keyOfAlert(alert))
  }
  const say = (alert: AlertRow, change: NewChange['change']): void => {
    const isMuted = alert.mutedUntil !== null && alert.mutedUntil > now
    const isSilent = isMuted || alert.closedFor === 'off'
    const together = OF_THE_TRAIN.has(alert.kind) ? TOGETHER_MS : 1
    const tellMs = Math.ceil(now.getTime() / together) * together
    keep(alert)
    changes.push({ alert, change, at: now, tellAt: isSilent ? null : new Date(tellMs) })
  }
  return {
    find: (place: Place) => open.get(keyOf(place)),
    openOf: (containerId: string) =>
      [...open.values()]
        .filter((alert) => alert.containerId === containerId)
        .map(({ kind, changedAt }) => ({ kind, changedMs: changedAt.getTime() })),
    isTold: (place: Place, opening: { readonly sinceMs: number; readonly untilMs: number }) =>
      isTold([...recent, ...changed.values()], place, opening),
    etaTold({ one, organisationId }: Place): number | null {
      const at = told.get(`${one.container.id} ${organisationId}`)
      return at === undefined ? null : Date.parse(at)
    },
    open(place: Place, { verdict, facts, sinceMs }: Judged): void {
      const { container } = place.one
      say(
        {
          id: AlertId.parse(ids('alr')),
          organisationId: place.organisationId,
          containerId: container.id,
          departureId: container.departureId,
          kind: place.kind,
          severity: verdict === 'red' ? 'red' : 'yellow',
          facts,
          sinceAt: new Date(sinceMs ?? now.getTime()),
          endedAt: null,
          openedAt: now,
          changedAt: now,
          closedAt: null,
          closedFor: null,
          acknowledgedAt: null,
          mutedUntil: mutes.get(keyOf(place)) ?? null,
        },
        'opened',
      )
    },
    /** Whoever saw to it as yellow has not seen it red. */
    upgrade(alert: AlertRow, facts: AlertRow['facts']): void {
      const worse = { severity: 'red', changedAt: now, acknowledgedAt: null } as const
      say({ ...alert, ...worse, facts }, 'upgraded')
    },
    close(alert: AlertRow, closedFor: ClosedFor, ended = now.getTime()): void {
      const endedAt = new Date(Math.max(ended, alert.sinceAt.getTime()))
      say({ ...alert, closedAt: now, closedFor, endedAt }, 'closed')
    },
    /** Nothing to tell anybody. */
    change(alert: AlertRow, what: Partial<Pick<AlertRow, 'facts' | 'departureId'>>): void {
      const next = { ...alert, ...what }
      const isSame =
        next.departureId === alert.departureId && writeFacts(next.facts) === writeFacts(alert.facts)
      if (!isSame) keep(next)
    },
    async save(within: Tx): Promise<void> {
      await saveAlerts(within, [...changed.values()])
      await insertChanges(within, changes)
    },
  }
}
