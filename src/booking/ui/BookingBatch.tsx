/** What can be done with many bookings at once; each is done or refused for itself, and both are said. */
import { Button } from 'antd'
import { useState } from 'react'
import type { BookingItem } from '#booking/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useMayAct } from '#web/session.ts'
import { BookingBatchDialog, type BatchAction } from './BookingBatchDialog.tsx'
import { batchTexts } from './batch-texts.ts'

interface BookingBatchProps {
  readonly bookings: readonly BookingItem[]
  readonly onClear: () => void
}

export function BookingBatch({ bookings, onClear }: BookingBatchProps) {
  const t = useTexts(batchTexts)
  const decides = useMayAct('operator')
  const [action, setAction] = useState<BatchAction>()
  const actions: readonly BatchAction[] = decides
    ? ['accept', 'reject', 'roll_over', 'labels']
    : ['labels']
  return (
    <>
      <output className="row batch-bar">
        <strong>{t('bookingsSelected', { count: bookings.length })}</strong>
        {actions.map((each) => (
          <Button key={each} onClick={() => setAction(each)}>
            {t(each)}
          </Button>
        ))}
        <a
          href={paths.bookingsFile('xlsx', { ids: bookings.map(({ id }) => id).join(',') })}
          download
        >
          {t('export')}
        </a>
        <Button type="text" onClick={onClear}>
          {t('clear')}
        </Button>
      </output>
      {action !== undefined && (
        <BookingBatchDialog
          action={action}
          bookings={bookings}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  )
}
