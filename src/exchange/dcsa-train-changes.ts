/**
 * What becomes of a train in DCSA's words: feedbacks that go with the notification of each booking on it. What the booking then says of
 * its transport plan and its cut-offs is the train as it is now; the standard has no event for a voyage that moved. Pure.
 */
import { say, type Locale, type TextFacts } from '#kernel/locale.ts'
import { getStation } from '#kernel/station.ts'
import { formatLocalTime } from '#kernel/time.ts'
import type { z } from 'zod'
import type { StepTaken } from '#booking/contract.ts'
import type { Departure, departureChanged } from '#train/contract.ts'
import type { Feedback } from '#exchange/dcsa-booking-contract.ts'
import { dcsaTrainTexts } from '#exchange/dcsa-words.ts'

type DepartureChanged = z.infer<typeof departureChanged.payload>

/** Empty when it is nothing to who has booked: a train that got room for more or less, a booking cut-off that moved. */
export function feedbacksOfTrain(
  { change, before, after, reason }: DepartureChanged,
  { trainNumber, service }: Pick<Departure, 'trainNumber' | 'service'>,
  locale: Locale,
): Feedback[] {
  const { timeZone } = getStation(service.origin)
  const at = (moment: string) => formatLocalTime(moment as never, timeZone, 'sv-SE')
  const [train, day, why] = [trainNumber, before.departsAt.slice(0, 10), reason ?? '—']
  if (change === 'cancelled')
    return [said(say(dcsaTrainTexts.cancelled, locale, { train, day, reason: why }))]
  if (change === 'shortened') {
    if (before.destination === after.destination) return []
    const station = getStation(after.destination).name[locale]
    const facts = { train, day, station, reason: why }
    return [changed(say(dcsaTrainTexts.endsElsewhere, locale, facts), 'transportPlan')]
  }
  const facts: TextFacts = {
    train,
    departs: at(after.departsAt),
    before: at(before.departsAt),
    documents: at(after.documentsCutoffAt),
    gateIn: at(after.gateInCutoffAt),
  }
  const message = say(dcsaTrainTexts.moved, locale, facts)
  const cutOffsMoved =
    before.documentsCutoffAt !== after.documentsCutoffAt ||
    before.gateInCutoffAt !== after.gateInCutoffAt
  return [
    ...(before.departsAt === after.departsAt ? [] : [changed(message, 'transportPlan')]),
    ...(cutOffsMoved ? [changed(message, 'shipmentCutOffTimes')] : []),
  ]
}

/** Boxes of one booking that were put on another train together. */
export function feedbackOfRollOver(boxes: readonly StepTaken[], locale: Locale): Feedback {
  const { public: known, restricted } = boxes[0]!
  const { trainNumber, oldTrainNumber, oldDepartsOn, departsOn } = known as Record<string, unknown>
  const { reason } = restricted as Record<string, unknown>
  const facts = {
    count: boxes.length,
    train: String(trainNumber),
    day: String(departsOn),
    before: String(oldTrainNumber),
    dayBefore: String(oldDepartsOn),
    reason: typeof reason === 'string' ? reason : '—',
  }
  return changed(say(dcsaTrainTexts.rolledOver, locale, facts), 'transportPlan')
}

const said = (message: string): Feedback => ({
  severity: 'WARN',
  code: 'INFORMATIONAL_MESSAGE',
  message: message.slice(0, 5000),
})

const changed = (message: string, property: 'transportPlan' | 'shipmentCutOffTimes'): Feedback => ({
  ...said(message),
  code: 'PROPERTY_VALUE_HAS_BEEN_CHANGED',
  jsonPath: `$.${property}`,
  property,
})
