/** The alerts of several containers as they are, read once, changed in memory, and saved together with what is to be told of it. */
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { OF_THE_TRAIN, type AlertFacts, type Judged } from '#alert/alert.ts'
import { AlertId, type ClosedFor } from '#alert/contract.ts'
import type { Gathered } from '#alert/gathering.ts'
import { isTold, KIND_OF_CONTACT, RECENT_MS } from '#alert/opening.ts'
import type { AlertKind } from '#alert/rule-contract.ts'
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
import type { Opening } from '#alert/trace.ts'

/** What a whole train meets with is told in one word: it waits for the end of this span. */
const TOGETHER_MS = 120_000

export interface Making {
  readonly ids: Ids
  readonly now: Date
}

/** One container, as one organisation is warned of it, of one kind of thing. */
export interface Place {
  readonly one: Pick<Gathered, 'container' | 'openings'> & {
    readonly situation: Pick<Gathered['situation'], 'nowMs' | 'isOnWay' | 'write' | 'trace'>
  }
  readonly organisationId: OrganisationId
  readonly kind: AlertKind
}

interface Known {
  readonly open: readonly AlertRow[]
  /** Against telling of one opening twice. */
  readonly recent: readonly AlertRow[]
  readonly etasTold: ReadonlyMap<string, string>
  readonly mutes: ReadonlyMap<string, Date>
}

/** For containers whose watch is held. */
export async function openDesk(tx: Tx, making: Making, ids: readonly ContainerId[]): Promise<Desk> {
  const since = new Date(making.now.getTime() - RECENT_MS)
  return new Desk(making, {
    open: await readOpenAlerts(tx, ids),
    recent: await readRecentAlerts(tx, ids, Object.values(KIND_OF_CONTACT), since),
    etasTold: await readToldEtas(tx, ids),
    mutes: await readMutes(tx, ids, making.now),
  })
}

export class Desk {
  readonly #making: Making
  readonly #known: Known
  readonly #open: Map<string, AlertRow>
  readonly #changed = new Map<string, AlertRow>()
  readonly #changes: NewChange[] = []

  constructor(making: Making, known: Known) {
    this.#making = making
    this.#known = known
    this.#open = new Map(known.open.map((one) => [keyOfAlert(one), one]))
  }

  find(place: Place): AlertRow | undefined {
    return this.#open.get(keyOf(place))
  }

  openOf(containerId: ContainerId): { kind: AlertKind; changedMs: number }[] {
    return [...this.#open.values()]
      .filter((alert) => alert.containerId === containerId)
      .map(({ kind, changedAt }) => ({ kind, changedMs: changedAt.getTime() }))
  }

  isTold(place: Place, opening: Opening): boolean {
    return isTold([...this.#known.recent, ...this.#changed.values()], place, opening)
  }

  etaToldMs({ one, organisationId }: Place): number | null {
    const at = this.#known.etasTold.get(`${one.container.id} ${organisationId}`)
    return at === undefined ? null : Date.parse(at)
  }

  open(place: Place, { verdict, facts, sinceMs }: Judged): void {
    const { ids, now } = this.#making
    const { container } = place.one
    const alert: AlertRow = {
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
      mutedUntil: this.#known.mutes.get(keyOf(place)) ?? null,
    }
    this.#say(alert, 'opened')
  }

  /** Whoever saw to it as yellow has not seen it red. */
  upgrade(alert: AlertRow, facts: AlertFacts): void {
    const { now } = this.#making
    const worse = { severity: 'red', changedAt: now, acknowledgedAt: null } as const
    this.#say({ ...alert, ...worse, facts }, 'upgraded')
  }

  close(alert: AlertRow, closedFor: ClosedFor, endedMs?: number): void {
    const { now } = this.#making
    const ended = Math.max(endedMs ?? now.getTime(), alert.sinceAt.getTime())
    this.#say({ ...alert, closedAt: now, closedFor, endedAt: new Date(ended) }, 'closed')
  }

  /** Nothing to tell anybody. */
  change(alert: AlertRow, what: Partial<Pick<AlertRow, 'facts' | 'departureId'>>): void {
    const next = { ...alert, ...what }
    const isSame =
      next.departureId === alert.departureId && writeFacts(next.facts) === writeFacts(alert.facts)
    if (!isSame) this.#keep(next)
  }

  async save(tx: Tx): Promise<void> {
    await saveAlerts(tx, [...this.#changed.values()])
    await insertChanges(tx, this.#changes)
  }

  #say(alert: AlertRow, change: NewChange['change']): void {
    const { now } = this.#making
    const isMuted = alert.mutedUntil !== null && alert.mutedUntil > now
    const isSilent = isMuted || alert.closedFor === 'off'
    const together = OF_THE_TRAIN.has(alert.kind) ? TOGETHER_MS : 1
    const tellMs = Math.ceil(now.getTime() / together) * together
    this.#keep(alert)
    this.#changes.push({ alert, change, at: now, tellAt: isSilent ? null : new Date(tellMs) })
  }

  #keep(alert: AlertRow): void {
    this.#changed.set(alert.id, alert)
    if (alert.closedAt === null) this.#open.set(keyOfAlert(alert), alert)
    else this.#open.delete(keyOfAlert(alert))
  }
}

const keyOf = ({ one, organisationId, kind }: Place): string =>
  `${one.container.id} ${organisationId} ${kind}`
const keyOfAlert = (alert: AlertRow): string =>
  `${alert.containerId} ${alert.organisationId} ${alert.kind}`

/** The database gives them back in an order of its own. */
const writeFacts = (facts: AlertFacts): string =>
  JSON.stringify(Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)))
