/** What stands between a booking and its slots: a basket's time, an operator's answer, a place on the waiting list, an offer. */
import { Alert, App, Button } from 'antd'
import type { BookingView } from '#booking/contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { CutOff } from '#train/ui/CutOff.tsx'
import { slotTexts } from './slot-texts.ts'

export function SlotNotice({ booking }: { booking: BookingView }) {
  const t = useTexts(slotTexts)
  const mayAct = useMayAct('exporter', 'forwarder')
  const { origin, departureId } = booking.journey
  return (
    <>
      {booking.heldUntil !== null && (
        <Alert
          className="problem"
          type="info"
          showIcon
          title={t('held')}
          description={<CutOff at={booking.heldUntil} station={origin} />}
          action={
            mayAct &&
            booking.state === 'held' && (
              <LinkButton
                primary
                to={paths.confirmBooking(departureId, booking.id)}
                label={t('complete')}
              />
            )
          }
        />
      )}
      {booking.state === 'received' && (
        <Alert className="problem" type="info" showIcon title={t('received')} />
      )}
      {booking.decidedReason !== null && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('why', { reason: booking.decidedReason })}
        />
      )}
      <WaitingNotice booking={booking} />
    </>
  )
}

function WaitingNotice({ booking }: { booking: BookingView }) {
  const t = useTexts(slotTexts)
  const { message } = App.useApp()
  const mayAct = useMayAct('exporter', 'forwarder')
  const { run, running, problem } = useCommand(slotApi.takeOffer, () => {
    void message.success(t('taken'))
  })
  const { waiting } = booking
  if (waiting === null) return null
  const { place, position, boxesPlaced, boxesOffered, offeredUntil } = waiting
  return (
    <>
      <ProblemAlert problem={problem} />
      <Alert
        className="problem"
        type={offeredUntil === null ? 'info' : 'success'}
        showIcon
        title={t('position', { position, place })}
        description={
          <div className="stack">
            {boxesPlaced > 0 && <span>{t('placed', { count: boxesPlaced })}</span>}
            {offeredUntil !== null && (
              <>
                <span>{t('offered', { count: boxesOffered })}</span>
                <CutOff at={offeredUntil} station={booking.journey.origin} />
              </>
            )}
            <span className="soft">{t('rule')}</span>
          </div>
        }
        action={
          offeredUntil !== null &&
          mayAct && (
            <Button
              type="primary"
              loading={running}
              onClick={() => void run({ params: { bookingId: booking.id } })}
            >
              {t('take')}
            </Button>
          )
        }
      />
    </>
  )
}
