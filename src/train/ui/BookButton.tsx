/** The way to the booking form, or why there is none. */
import { Button } from 'antd'
import { useNavigate } from 'react-router'
import type { Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { trainTexts } from './texts.ts'

export function BookButton({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  const navigate = useNavigate()
  if (!departure.bookable) {
    return <Pill tone="wait">{departure.freeTeu === 0 ? t('full') : t('closed')}</Pill>
  }
  const to = paths.newBooking(departure.id)
  return (
    <Button
      type="primary"
      href={to}
      aria-label={t('bookOn', { number: departure.trainNumber })}
      onClick={(event) => {
        event.preventDefault()
        void navigate(to)
      }}
    >
      {t('book')}
    </Button>
  )
}
