/** One line: its stops and gauge changes, who works on it, its trains to come; for its operator, the ways to change them. */
import type { TableColumnsType } from 'antd'
import { Link, useParams } from 'react-router'
import { listOrganisations } from '#identity/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { trainApi, type Departure, type Service } from '#train/contract.ts'
import { timetableApi } from '#train/timetable-contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { DataTable } from '#web/kit/DataTable.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useListing } from '#web/queries.ts'
import { CutOff } from '../departure/CutOff.tsx'
import { DepartureState } from '../departure/DepartureState.tsx'
import { RouteLine } from './RouteLine.tsx'
import { serviceTexts } from './service-texts.ts'
import { ServiceStops } from './ServiceStops.tsx'
import { SlotBar } from '../departure/SlotBar.tsx'
import { StandingPanel } from '../allotment/StandingPanel.tsx'
import { trainTexts } from '../texts.ts'
import { timetableTexts } from '../timetable/timetable-texts.ts'
import { TimetableList } from '../timetable/Timetables.tsx'
import { useMayRun } from '../use-may-run.ts'

const PARTIES_MAX = 200

export function ServiceScreen() {
  const { serviceId = '' } = useParams()
  const asked = useAsk(trainApi.getService, { params: { serviceId } })
  return <Asked asked={asked}>{(service) => <ServiceDetail service={service} />}</Asked>
}

function ServiceDetail({ service }: { service: Service }) {
  const t = useTexts(trainTexts)
  const { say } = useLocale()
  const mayRun = useMayRun(service)
  const [first, last] = [service.stops[0], service.stops.at(-1)]
  return (
    <>
      <PageHeader
        title={say(service.names)}
        note={
          first &&
          last && (
            <RouteLine service={{ ...service, origin: first.station, destination: last.station }} />
          )
        }
        back={{ to: paths.services(), label: t('services') }}
        actions={
          <>
            <LinkButton to={paths.diagram(service.id)} label={t('diagram')} />
            {mayRun && (
              <>
                <LinkButton to={paths.changeService(service.id)} label={t('change')} />
                <LinkButton primary to={paths.newDeparture(service.id)} label={t('newTrain')} />
              </>
            )}
          </>
        }
      />
      <div className="split">
        <ServiceStops stops={service.stops} />
        <PartiesPanel service={service} />
      </div>
      <TimetablesOf service={service} />
      {mayRun && <StandingPanel service={service} />}
      <TrainsToCome service={service} />
    </>
  )
}

function PartiesPanel({ service }: { service: Service }) {
  const t = useTexts(serviceTexts)
  const { warehouseIds, customsIds, railIds } = service.parties
  return (
    <section className="panel" aria-label={t('parties')}>
      <h2>{t('parties')}</h2>
      <KeyValue
        items={[
          { label: t('warehouses'), value: <PartyNames kind="warehouse" ids={warehouseIds} /> },
          { label: t('customsOffices'), value: <PartyNames kind="customs" ids={customsIds} /> },
          { label: t('railways'), value: <PartyNames kind="rail" ids={railIds} /> },
        ]}
      />
    </section>
  )
}

interface PartyNamesProps {
  readonly kind: 'warehouse' | 'customs' | 'rail'
  readonly ids: readonly OrganisationId[]
}

function PartyNames({ kind, ids }: PartyNamesProps) {
  const { say } = useLocale()
  const { items } = useListing(listOrganisations, { query: { kind, limit: PARTIES_MAX } })
  const named = items.filter(({ id }) => ids.includes(id))
  return (
    <ul className="plain-list">
      {named.map(({ id, names }) => (
        <li key={id}>{say(names)}</li>
      ))}
    </ul>
  )
}

function TimetablesOf({ service }: { service: Service }) {
  const t = useTexts(timetableTexts)
  const mayRun = useMayRun(service)
  const listing = useListing(timetableApi.list, { query: { service: service.id } })
  return (
    <section className="below" aria-label={t('timetables')}>
      <div className="panel-head">
        <h2>{t('timetables')}</h2>
        {mayRun && <LinkButton to={paths.newTimetable(service.id)} label={t('newTimetable')} />}
      </div>
      <TimetableList listing={listing} ofLine />
    </section>
  )
}

function TrainsToCome({ service }: { service: Service }) {
  const t = useTexts(serviceTexts)
  const listing = useListing(trainApi.listDepartures, {
    query: { service: service.id },
    refetchEveryMs: 30_000,
  })
  return (
    <section className="below" aria-label={t('trains')}>
      <h2 className="below-title">{t('trains')}</h2>
      <DataTable
        label={t('trains')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns()}
        card={(departure) => <TrainCard departure={departure} />}
        empty={t('noTrains')}
      />
    </section>
  )
}

function useColumns(): TableColumnsType<Departure> {
  const t = useTexts(trainTexts)
  return [
    { title: t('trainNumber'), render: (_, departure) => <TrainLink departure={departure} /> },
    {
      title: t('departs'),
      render: (_, { departsAt, service }) => <CutOff at={departsAt} station={service.origin} />,
    },
    {
      title: t('bookingCutoff'),
      render: (_, { bookingCutoffAt, service }) => (
        <LocalTime at={bookingCutoffAt} station={service.origin} />
      ),
    },
    { title: t('slots'), render: (_, departure) => <SlotBar departure={departure} /> },
    { title: t('state'), render: (_, departure) => <DepartureState departure={departure} /> },
  ]
}

function TrainLink({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  return (
    <Link className="strong-link" to={paths.departure(departure.id)}>
      {t('train', { number: departure.trainNumber })}
    </Link>
  )
}

function TrainCard({ departure }: { departure: Departure }) {
  return (
    <div className="stack">
      <div className="card-row">
        <TrainLink departure={departure} />
        <DepartureState departure={departure} />
      </div>
      <LocalTime at={departure.departsAt} station={departure.service.origin} />
      <SlotBar departure={departure} />
    </div>
  )
}
