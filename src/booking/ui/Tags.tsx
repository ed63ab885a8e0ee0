/** A container's state in two words: where it is on its way, and what customs say. */
import { missedBy } from '#booking/booking.ts'
import type { Container, CustomsStatus, Stage } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { bookingStateTexts, customsTexts, eventTexts, stageTexts } from '#booking/words.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { BOOKING_TONES, CUSTOMS_TONES, STAGE_TONES, wordTexts } from './texts.ts'

export function StageTag({ stage }: { stage: Stage }) {
  const { say } = useLocale()
  return <Pill tone={STAGE_TONES[stage]}>{say(stageTexts[stage])}</Pill>
}

export function CustomsTag({ customs }: { customs: CustomsStatus }) {
  const { say } = useLocale()
  return <Pill tone={CUSTOMS_TONES[customs]}>{say(customsTexts[customs])}</Pill>
}

/** Only while it is held on its way. */
export function HoldTag({ held }: Pick<Container, 'held'>) {
  const { say } = useLocale()
  return held ? <Pill tone="bad">{say(eventTexts.held_in_transit)}</Pill> : null
}

/** Only where its train went without it, or does not go. */
export function MissedTag({ container }: { container: Pick<Container, 'stage' | 'journey'> }) {
  const t = useTexts(wordTexts)
  const missed = missedBy(container.stage, container.journey.state)
  if (missed === undefined) return null
  return <Pill tone="bad">{missed === 'left_behind' ? t('leftBehind') : t('trainCancelled')}</Pill>
}

export function BookingTag({ state }: { state: BookingState }) {
  const { say } = useLocale()
  return <Pill tone={BOOKING_TONES[state]}>{say(bookingStateTexts[state])}</Pill>
}
