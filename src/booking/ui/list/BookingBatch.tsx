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
  /** Those of the list that are selected. */
  readonly chosen: readonly BookingItem[]
  readonly onClear: () => void
}

/** What is picked when a command is opened stays picked, though rows that it changes leave the list. */
export function BookingBatch({ chosen, onClear }: BookingBatchProps) {
  const [opened, setOpened] = useState<{
    readonly action: BatchAction
    readonly bookings: readonly BookingItem[]
  }>()
  const close = () => {
    setOpened(undefined)
    onClear()
  }
  return (
    <>
      {chosen.length > 0 && (
        <BatchBar
          bookings={chosen}
          onClear={onClear}
          onChoose={(action) => setOpened({ action, bookings: chosen })}
        />
      )}
      {opened !== undefined && <BookingBatchDialog {...opened} onClose={close} />}
    </>
  )
}

interface BatchBarProps {
  readonly bookings: readonly BookingItem[]
  readonly onClear: () => void
  readonly onChoose: (action: BatchAction) => void
}

function BatchBar({ bookings, onClear, onChoose }: BatchBarProps) {
  const t = useTexts(batchTexts)
  const decides = useMayAct('operator')
  const actions: readonly BatchAction[] = decides
    ? ['accept', 'reject', 'roll_over', 'labels']
    : ['labels']
  return (
    <output className="row batch-bar">
      <strong>{t('bookingsSelected', { count: bookings.length })}</strong>
      {actions.map((each) => (
        <Button key={each} onClick={() => onChoose(each)}>
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
  )
}
