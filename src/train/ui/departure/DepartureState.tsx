/** Where a train stands in its life, in a word. */
import type { Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { useLocale } from '#web/i18n.ts'
import { departureStateTexts } from '#train/departure/departure-columns.ts'
import { DEPARTURE_TONES } from '../texts.ts'

export function DepartureState({ departure }: { departure: Departure }) {
  const { say } = useLocale()
  return (
    <Pill tone={DEPARTURE_TONES[departure.state]}>{say(departureStateTexts[departure.state])}</Pill>
  )
}
