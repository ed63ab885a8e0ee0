/** The way to the booking form, or why there is none. */
import type { Departure } from '#train/contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { trainTexts } from '../texts.ts'

export function BookButton({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  const now = useNow()
  // A full train still takes who waits, until its booking closes.
  const mayWait = departure.freeTeu === 0 && new Date(departure.bookingCutoffAt) > now
  if (!departure.bookable && !mayWait) {
    return <Pill tone="wait">{departure.freeTeu === 0 ? t('full') : t('closed')}</Pill>
  }
  return (
    <LinkButton
      primary={departure.bookable}
      to={paths.newBooking(departure.id)}
      label={departure.bookable ? t('book') : t('wait')}
      spoken={t(departure.bookable ? 'bookOn' : 'waitOn', { number: departure.trainNumber })}
    />
  )
}
