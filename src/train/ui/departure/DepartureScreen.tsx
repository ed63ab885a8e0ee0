/** One train: its cut-offs, its line, its slots; below, what later slices hang on it (its containers, its clearance). */
import { Alert } from 'antd'
import type { ComponentType } from 'react'
import { useParams } from 'react-router'
import { trainApi, type Departure, type DepartureId } from '#train/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { BookButton } from './BookButton.tsx'
import { DepartureCutOffs } from './DepartureCutOffs.tsx'
import { DepartureState } from './DepartureState.tsx'
import { DepartureEmbargoes } from '../embargo/EmbargoNotice.tsx'
import { DepartureStops } from './DepartureStops.tsx'
import { RouteLine } from '../line/RouteLine.tsx'
import { trainTexts } from '../texts.ts'
import { useMayRun } from '../use-may-run.ts'

/** Free slots are others' to take at any moment. */
const LIVE_MS = 5_000

/** A part of the screen that a later slice owns. */
export type DeparturePanel = ComponentType<{ readonly departure: Departure }>

export function DepartureScreen({ panels }: { panels: readonly DeparturePanel[] }) {
  const { departureId } = useParams<{ departureId: DepartureId }>()
  const asked = useAsk(trainApi.getDeparture, {
    params: { departureId: departureId ?? '' },
    refetchEveryMs: LIVE_MS,
  })
  return (
    <Asked asked={asked}>
      {(departure) => <DepartureDetail departure={departure} panels={panels} />}
    </Asked>
  )
}

function DepartureDetail({
  departure,
  panels,
}: {
  departure: Departure
  panels: readonly DeparturePanel[]
}) {
  const t = useTexts(trainTexts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const mayChange = useMayRun(departure.service)
  const title = t('train', { number: departure.trainNumber })
  return (
    <>
      <PageHeader
        title={title}
        heading={
          <>
            {title} <DepartureState departure={departure} />
          </>
        }
        note={<RouteLine service={departure.service} />}
        back={{ to: paths.departures(), label: t('departures') }}
        actions={
          departure.state === 'scheduled' && (
            <>
              {mayBook && <BookButton departure={departure} />}
              {mayChange && (
                <>
                  <LinkButton to={paths.changeDeparture(departure.id)} label={t('change')} />
                  <LinkButton to={paths.shortenDeparture(departure.id)} label={t('shorten')} />
                </>
              )}
            </>
          )
        }
      />
      {departure.state === 'cancelled' && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('doesNotRun')}
          description={departure.cancelReason}
        />
      )}
      <DepartureEmbargoes departure={departure} />
      <div className="split">
        <DepartureCutOffs departure={departure} />
        <DepartureStops departure={departure} />
      </div>
      {panels.map((Panel, index) => (
        <div className="below" key={index}>
          <Panel departure={departure} />
        </div>
      ))}
    </>
  )
}
