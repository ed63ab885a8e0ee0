/** The way to the booking form, or why there is none. */
import type { Departure } from '#train/contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { trainTexts } from './texts.ts'

export function BookButton({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  if (!departure.bookable) {
    return <Pill tone="wait">{departure.freeTeu === 0 ? t('full') : t('closed')}</Pill>
  }
  return (
    <LinkButton
      primary
      to={paths.newBooking(departure.id)}
      label={t('book')}
      spoken={t('bookOn', { number: departure.trainNumber })}
    />
  )
}
