/** A booking of ours told in DCSA's words: as it is, and as its last amendment would have it. */
import { say, type Locale } from '#kernel/locale.ts'
import type { Tx } from '#platform/database.ts'
import { ANY_BOX, type WholeBooking } from '#booking'
import type { BookingState } from '#booking/state-contract.ts'
import type { DcsaBooking, DcsaCharge, Feedback } from '#exchange/dcsa-booking-contract.ts'
import {
  informed,
  statusesOf,
  tellBooking,
  type Content,
  type StatusFacts,
} from '#exchange/dcsa-booking.ts'
import { chargesOf } from '#exchange/dcsa-charges.ts'
import { findRequest, type KeptRequest } from '#exchange/dcsa-store.ts'
import { dcsaFeedbackTexts } from '#exchange/dcsa-words.ts'

const BEFORE_CONFIRMED: readonly BookingState[] = ['waitlisted', 'received', 'pending_update']

export interface Told {
  readonly booking: DcsaBooking
  /** While an amendment waits, and after it was declined or cancelled until the next. */
  readonly amended: DcsaBooking | undefined
}

/** Undefined of a basket, which is no request yet. `as`: as it was when a change of it was said. */
export async function tell(
  tx: Tx,
  whole: WholeBooking,
  locale: Locale,
  as: Partial<StatusFacts> = {},
): Promise<Told | undefined> {
  const { view, amendment } = whole
  const kept = await findRequest(tx, view.id)
  const facts: StatusFacts = {
    state: view.state,
    isUpdated: whole.isUpdated,
    wasConfirmed: wasConfirmed(view) && !BEFORE_CONFIRMED.includes(as.state ?? view.state),
    amendment: amendment ?? lclAmendment(view, kept),
    isCancellationDeclined: kept !== undefined && kept.cancellationDeclined !== null,
    ...as,
  }
  const statuses = statusesOf(facts)
  // Neither is what was a basket and was never asked for.
  if (statuses === undefined || (facts.state === 'expired' && view.consignee === null))
    return undefined
  const feedbacks = feedbacksOf(whole, kept, locale)
  const told = (content: Content, charges: readonly DcsaCharge[] = []) =>
    tellBooking({
      ...{ view, content, statuses, feedbacks, charges, wasConfirmed: facts.wasConfirmed },
      requests: requestsOf(kept),
      say: (text, more) => say(text, locale, more),
    })
  const change = facts.amendment?.outcome === 'confirmed' ? undefined : contentAfter(whole)
  const { charged } = whole
  // What an amendment will cost is its quote's to say, until it is taken.
  return {
    booking: told(contentOf(whole), charged && chargesOf(charged, locale)),
    amended: change && told(change),
  }
}

/** By its boxes; LCL has none of its own, and is confirmed as soon as it goes in a container. */
const wasConfirmed = ({ load, consignment, containers }: WholeBooking['view']) =>
  (load === 'LCL' && consignment !== null) || containers.length > 0

/** One of LCL is taken or refused at once, and nothing of it is kept but the request. */
function lclAmendment({ load }: WholeBooking['view'], kept: KeptRequest | undefined) {
  const isAmended = load === 'LCL' && (kept?.amended ?? null) !== null
  return isAmended ? ({ outcome: 'confirmed' } as const) : undefined
}

const requestsOf = (kept: KeptRequest | undefined) =>
  [kept?.request, kept?.amended].filter((one) => one !== undefined && one !== null)

function contentOf({ view, departure }: WholeBooking): Content {
  const { lines, cargo, consignee, incoterm, reference } = view
  // While it waits, in any: the common one stands for that.
  const lclBox = view.load === 'LCL' ? (view.consignment?.equipmentType ?? ANY_BOX) : undefined
  return { departure, lines, cargo, consignee, incoterm, reference, lclBox }
}

function contentAfter({ amendment, amendedDeparture }: WholeBooking): Content | undefined {
  if (amendment === undefined || amendedDeparture === undefined) return undefined
  const { lines, cargo, consignee, incoterm, reference = null } = amendment.amendment
  const content = { departure: amendedDeparture, lines, cargo, consignee, incoterm, reference }
  return { ...content, lclBox: undefined }
}

function feedbacksOf(
  { view, findings }: WholeBooking,
  kept: KeptRequest | undefined,
  locale: Locale,
): Feedback[] {
  const { decidedReason, state } = view
  const said = dcsaFeedbackTexts
  const asked = state === 'pending_update'
  return [
    ...(kept?.unused ?? []).map((jsonPath): Feedback => ({
      severity: 'WARN',
      code: 'PROPERTY_WILL_BE_IGNORED',
      message: said.unknown[locale],
      jsonPath,
      property: jsonPath.split('.').at(-1)!.slice(0, 100),
    })),
    ...waitingFeedbacks(view, locale),
    ...(state === 'expired' ? [informed(said.lapsed[locale])] : []),
    ...(decidedReason !== null && asked
      ? [
          {
            severity: 'ERROR',
            code: 'PROPERTY_VALUE_MUST_CHANGE',
            message: decidedReason,
          } as const,
        ]
      : []),
    ...(decidedReason !== null && !asked ? [informed(decidedReason)] : []),
    ...findings.map((finding) => informed(finding[locale])),
    ...(kept?.cancellationDeclined ? [informed(kept.cancellationDeclined[locale])] : []),
  ]
}

/** Its place on the waiting list, and what is offered to it until when. */
function waitingFeedbacks({ id, load, waiting }: WholeBooking['view'], locale: Locale): Feedback[] {
  if (waiting === null) return []
  const { position, place, boxesOffered: count, offeredUntil: until } = waiting
  return [
    informed(say(dcsaFeedbackTexts.waiting, locale, { position, place })),
    ...(until === null
      ? []
      : [
          informed(
            say(dcsaFeedbackTexts[load === 'LCL' ? 'offeredSpace' : 'offered'], locale, {
              count,
              until,
              id,
            }),
          ),
        ]),
  ]
}
