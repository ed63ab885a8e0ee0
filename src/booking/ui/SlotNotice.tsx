/** What stands between a booking and its slots: a basket's time, an operator's answer, a place on the waiting list, an offer. */
import { Alert, App, Button } from 'antd'
import type { BookingView } from '#booking/contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { CutOff } from '#train/ui/departure/CutOff.tsx'
import { RequestDecisions } from './RequestDecisions.tsx'
import { lclTexts } from './lcl/lcl-texts.ts'
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
          title={t(booking.load === 'LCL' ? 'heldSpace' : 'held')}
          description={<CutOff at={booking.heldUntil} station={origin} />}
          action={
            mayAct &&
            booking.state === 'held' && (
              <LinkButton
                primary
                to={
                  booking.load === 'LCL'
                    ? paths.confirmLcl(booking.consolidationId ?? '', booking.id)
                    : paths.confirmBooking(departureId, booking.id)
                }
                label={t('complete')}
              />
            )
          }
        />
      )}
      <RequestNotice booking={booking} />
      <WaitingNotice booking={booking} />
    </>
  )
}

/** A request: whom it waits for, why, and the way on for either side. */
function RequestNotice({ booking }: { booking: BookingView }) {
  const t = useTexts(slotTexts)
  const isOperator = useSession().organisation.kind === 'operator'
  const mayUpdate = useMayAct('exporter', 'forwarder')
  const { id, state, decidedReason, commandsOpen, journey } = booking
  const reason = decidedReason ?? ''
  const why = decidedReason !== null && t('why', { reason })
  const decisions = isOperator ? <RequestDecisions request={booking} /> : undefined
  const update = mayUpdate && commandsOpen.includes('update') && (
    <LinkButton
      primary={state === 'pending_update'}
      to={paths.updateBooking(journey.departureId, id)}
      label={t('update')}
    />
  )
  if (state === 'received')
    return (
      <Alert
        className="problem"
        type="info"
        showIcon
        title={t(isOperator ? 'toDecide' : 'received')}
        description={
          <div className="stack">
            {why && <span>{why}</span>}
            {decisions}
          </div>
        }
        action={update}
      />
    )
  if (state === 'pending_update')
    return (
      <Alert
        className="problem"
        type="warning"
        showIcon
        title={t(isOperator ? 'youAsked' : 'askedUpdate', { reason })}
        description={decisions ?? t('askedUpdateNote')}
        action={update}
      />
    )
  return why ? <Alert className="problem" type="warning" showIcon title={why} /> : null
}

function WaitingNotice({ booking }: { booking: BookingView }) {
  const t = useTexts(slotTexts)
  const { message } = App.useApp()
  const mayAct = useMayAct('exporter', 'forwarder')
  const { run, running, problem } = useCommand(slotApi.takeOffer, () => {
    void message.success(t('taken'))
  })
  const lcl = useTexts(lclTexts)
  const isLcl = booking.load === 'LCL'
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
            {boxesPlaced > 0 && !isLcl && <span>{t('placed', { count: boxesPlaced })}</span>}
            {offeredUntil !== null && (
              <>
                <span>{isLcl ? t('offeredSpace') : t('offered', { count: boxesOffered })}</span>
                <CutOff at={offeredUntil} station={booking.journey.origin} />
              </>
            )}
            <span className="soft">{isLcl ? lcl('rule') : t('rule')}</span>
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
              {t(isLcl ? 'takeSpace' : 'take')}
            </Button>
          )
        }
      />
    </>
  )
}
