/** Above the form of a request that is corrected: what the operator asked for, and what cannot be changed there. */
import { Alert } from 'antd'
import type { BookingView } from '#booking/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { formTexts } from './form-texts.ts'
import { slotTexts } from '../slot-texts.ts'

export function AskedUpdate({ booking }: { booking: BookingView }) {
  const t = useTexts(formTexts)
  const slots = useTexts(slotTexts)
  const { state, decidedReason } = booking
  const asked = state === 'pending_update' && decidedReason !== null
  const note = t('updateNote')
  return (
    <Alert
      className="problem"
      type={asked ? 'warning' : 'info'}
      showIcon
      title={asked ? slots('askedUpdate', { reason: decidedReason }) : note}
      description={asked ? note : undefined}
    />
  )
}
