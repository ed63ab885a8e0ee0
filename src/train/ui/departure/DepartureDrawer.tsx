/** A train beside the list it stands in: what closes when, where it stops, what is free, and the way to book. */
import { trainApi } from '#train/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { DetailDrawer } from '#web/kit/DetailDrawer.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { BookButton } from './BookButton.tsx'
import { DepartureCutOffs } from './DepartureCutOffs.tsx'
import { DepartureState } from './DepartureState.tsx'
import { DepartureStops } from './DepartureStops.tsx'
import { DepartureEmbargoes } from '../embargo/EmbargoNotice.tsx'
import { RouteLine } from '../line/RouteLine.tsx'
import { trainTexts } from '../texts.ts'

interface DepartureDrawerProps {
  readonly departureId: string
  readonly onClose: () => void
}

export function DepartureDrawer({ departureId, onClose }: DepartureDrawerProps) {
  const t = useTexts(trainTexts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const asked = useAsk(trainApi.getDeparture, { params: { departureId } })
  const number = asked.data?.trainNumber
  return (
    <DetailDrawer
      title={number === undefined ? t('departures') : t('train', { number })}
      to={paths.departure(departureId)}
      onClose={onClose}
    >
      <Asked asked={asked}>
        {(departure) => (
          <>
            <div className="card-row">
              <RouteLine service={departure.service} />
              <span className="row">
                <DepartureState departure={departure} />
                {mayBook && departure.state === 'scheduled' && <BookButton departure={departure} />}
              </span>
            </div>
            <DepartureEmbargoes departure={departure} />
            <DepartureCutOffs departure={departure} />
            <DepartureStops departure={departure} />
          </>
        )}
      </Asked>
    </DetailDrawer>
  )
}
