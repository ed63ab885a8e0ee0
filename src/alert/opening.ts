/** Openings of doors and seals: which kind of alert each is, and whether it was told already. Pure. */
import type { AlertKind } from '#alert/rule-contract.ts'
import type { Opening } from '#alert/trace.ts'

export const KIND_OF_CONTACT = {
  door: 'door_opened',
  seal: 'seal_broken',
} as const satisfies Readonly<Record<Opening['contact'], AlertKind>>

/** Reports that come late may show where an opening that was told began and ended a little differently. */
const SAME_MS = 30 * 60_000
/** No opening is told that is older. */
export const RECENT_MS = 72 * 3_600_000

interface ToldAlert {
  readonly containerId: string
  readonly organisationId: string
  readonly kind: AlertKind
  readonly sinceAt: Date
  readonly endedAt: Date | null
}

/** Whether an alert stands for this opening, or one that it is a part of. */
export function isTold(
  alerts: Iterable<ToldAlert>,
  of: {
    readonly one: { readonly container: { readonly id: string } }
    readonly organisationId: string
    readonly kind: AlertKind
  },
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
): boolean {
  return [...alerts].some(
    (alert) =>
      alert.containerId === of.one.container.id &&
      alert.organisationId === of.organisationId &&
      alert.kind === of.kind &&
      alert.sinceAt.getTime() <= untilMs + SAME_MS &&
      (alert.endedAt?.getTime() ?? Infinity) >= sinceMs - SAME_MS,
  )
}
