/**
 * Whom booking tells what: every step of a container to every party's machines, and to people what they wait for or must act on.
 *
 * Follows its own event, outside the step's transaction, so that a full train departs at once and is told of after.
 */
import { noticeKind, type NoticeKind, type NoticeTone } from '#kernel/notice.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import type { Follower } from '#platform/outbox.ts'
import { notify } from '#notice'
import {
  tellOfChange,
  tellOfConsignment,
  tellOfEmbargo,
  tellOfFindings,
  tellOfNoShow,
  tellOfOffer,
  wholeBookingNotices,
} from '#booking/booking-notices.ts'
import { readContainerParties } from '#booking/container-store.ts'
import { StepEvent, stepTaken, type StepTaken } from '#booking/contract.ts'
import {
  bookingChanged,
  bookingEmbargoed,
  boxesDidNotCome,
  consignmentHandled,
  findingsChanged,
} from '#booking/state-contract.ts'
import { lclWaitingHappened } from '#booking/lcl-waiting-contract.ts'
import { waitingHappened } from '#booking/slot-contract.ts'
import { tellOfTrain, trainNotices } from '#booking/departure/train-notices.ts'
import { eventTexts } from '#booking/words.ts'
import { departureChanged } from '#train/contract.ts'

interface ForPeople {
  readonly tone: NoticeTone
  readonly kinds: readonly OrganisationKind[]
}

const SHIPPERS = ['exporter', 'forwarder', 'consignee'] as const
const AT_ORIGIN = ['exporter', 'forwarder', 'operator', 'broker', 'warehouse'] as const

const FOR_PEOPLE: Readonly<Partial<Record<StepEvent, ForPeople>>> = {
  inspection: { tone: 'warning', kinds: AT_ORIGIN },
  held: { tone: 'critical', kinds: AT_ORIGIN },
  released: { tone: 'good', kinds: ['exporter', 'forwarder', 'operator', 'broker'] },
  rolled_over: { tone: 'warning', kinds: [...AT_ORIGIN, 'consignee'] },
  departed: { tone: 'info', kinds: SHIPPERS },
  border_arrived: { tone: 'info', kinds: SHIPPERS },
  transshipped: { tone: 'info', kinds: SHIPPERS },
  arrived: { tone: 'good', kinds: [...SHIPPERS, 'operator'] },
  on_carriage_departed: { tone: 'info', kinds: SHIPPERS },
  on_carriage_arrived: { tone: 'good', kinds: SHIPPERS },
  cancelled: { tone: 'warning', kinds: AT_ORIGIN },
  held_in_transit: { tone: 'critical', kinds: [...SHIPPERS, 'operator', 'customs'] },
  hold_lifted: { tone: 'good', kinds: [...SHIPPERS, 'operator'] },
  resealed: { tone: 'warning', kinds: [...SHIPPERS, 'operator', 'customs'] },
}

const kindOf = (event: StepEvent) =>
  noticeKind({
    kind: `container.${event}`,
    name: eventTexts[event],
    title: {
      zh: '{container}（{train}）{event}：{place}',
      en: '{container} ({train}): {event}, {place}',
      ru: '{container} ({train}): {event}, {place}',
    },
    tone: FOR_PEOPLE[event]?.tone ?? 'info',
    forPeople: FOR_PEOPLE[event] !== undefined,
  })

const KINDS = Object.fromEntries(
  StepEvent.options.map((event) => [event, kindOf(event)]),
) as Readonly<Record<StepEvent, ReturnType<typeof kindOf>>>

export const bookingNotices: readonly NoticeKind[] = [
  ...Object.values(KINDS),
  ...wholeBookingNotices,
  ...trainNotices,
]

export function noticeFollower(clock: Clock): Follower {
  const ids = randomIds(clock)
  return {
    name: 'booking.notices',
    follows: [
      stepTaken,
      bookingChanged,
      bookingEmbargoed,
      findingsChanged,
      boxesDidNotCome,
      consignmentHandled,
      waitingHappened,
      lclWaitingHappened,
      departureChanged,
    ],
    async handle(tx, { kind, payload }) {
      const telling = { ids, now: clock() }
      if (kind === bookingChanged.kind) return tellOfChange(tx, telling, payload)
      if (kind === bookingEmbargoed.kind) return tellOfEmbargo(tx, telling, payload)
      if (kind === findingsChanged.kind) return tellOfFindings(tx, telling, payload)
      if (kind === boxesDidNotCome.kind) return tellOfNoShow(tx, telling, payload)
      if (kind === consignmentHandled.kind) return tellOfConsignment(tx, telling, payload)
      if (kind === waitingHappened.kind) return tellOfOffer(tx, telling, 'FCL', payload)
      if (kind === lclWaitingHappened.kind) return tellOfOffer(tx, telling, 'LCL', payload)
      if (kind === departureChanged.kind) return tellOfTrain(tx, telling, payload)
      return tell(tx, telling, stepTaken.payload.parse(payload))
    },
  }
}

/** Whoever did it knows it. */
async function tell(
  tx: Tx,
  telling: Parameters<typeof notify>[1],
  taken: StepTaken,
): Promise<void> {
  const { event, containerId, organisationId } = taken
  const { bookingNumber, parties } = await readContainerParties(tx, containerId)
  const kind = KINDS[event]
  const told = {
    facts: {
      container: taken.public.containerNumber ?? bookingNumber,
      train: taken.public.trainNumber,
      event: eventTexts[event],
      place: taken.public.place.city,
    },
    subject: { kind: 'container', id: containerId } as const,
    happenedAt: new Date(taken.at),
  }
  const others = parties.filter((party) => party.id !== organisationId)
  const isConcerned = (party: (typeof parties)[number]) =>
    FOR_PEOPLE[event]?.kinds.includes(party.kind) ?? false
  const to = (chosen: typeof parties) => chosen.map((party) => party.id)
  await notify(tx, telling, kind, { ...told, to: to(others.filter(isConcerned)) })
  const forMachines = { ...kind, forPeople: false }
  const rest = to(others.filter((party) => !isConcerned(party)))
  await notify(tx, telling, forMachines, { ...told, to: rest })
}
