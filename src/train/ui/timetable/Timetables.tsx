/** All timetables of an operator, as a list, as files, and the holidays they reckon with. */
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { timetableApi, type Timetable } from '#train/timetable-contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { HolidaysPanel } from './HolidaysPanel.tsx'
import { timetableTexts } from './timetable-texts.ts'
import { trainTexts } from '../texts.ts'
import { SheetPanel } from './SheetPanel.tsx'
import { useLaidMessage } from './use-laid-message.ts'
import { Weekdays } from './Weekdays.tsx'

export function Timetables() {
  const t = useTexts(timetableTexts)
  const { organisation } = useSession()
  const mayAct = useMayAct('operator')
  const listing = useListing(timetableApi.list, {
    query: organisation.kind === 'operator' ? { operator: organisation.id } : {},
  })
  return (
    <>
      <PageHeader title={t('timetables')} note={t('note')} />
      <TimetableList
        listing={listing}
        emptyAction={mayAct && <LinkButton to={paths.services()} label={t('fromLine')} />}
      />
      {mayAct && (
        <div className="split below">
          <FilesPanel />
          <HolidaysPanel />
        </div>
      )}
    </>
  )
}

export function TimetableList({
  listing,
  ofLine = false,
  emptyAction,
}: {
  listing: ReturnType<typeof useListing<typeof timetableApi.list>>
  /** Of one line: it is not named again. */
  ofLine?: boolean
  /** The way to the first one. */
  emptyAction?: ReactNode
}) {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const line = { title: t('line'), render: (_: unknown, one: Timetable) => say(one.lineNames) }
  const columns: TableColumnsType<Timetable> = [
    { title: t('name'), render: (_, timetable) => <TimetableLink timetable={timetable} /> },
    ...(ofLine ? [] : [line]),
    { title: train('trainNumber'), render: (_, { trainNumber }) => trainNumber },
    { title: t('runs'), render: (_, { weekdays }) => <Weekdays days={weekdays} /> },
    {
      title: t('departs'),
      render: (_, { departsClock }) => <span className="number">{departsClock}</span>,
    },
    { title: t('valid'), render: (_, timetable) => <Validity of={timetable} /> },
    {
      title: t('exceptions'),
      render: (_, { exceptions }) =>
        exceptions.length > 0 && t('exceptionCount', { count: exceptions.length }),
    },
  ]
  return (
    <DataTable
      label={t('timetables')}
      listing={listing}
      rowKey={({ id }) => id}
      columns={columns}
      card={(timetable) => (
        <div className="stack">
          <div className="card-row">
            <TimetableLink timetable={timetable} />
            <span className="number">
              {timetable.trainNumber} · {timetable.departsClock}
            </span>
          </div>
          {!ofLine && <span>{say(timetable.lineNames)}</span>}
          <Weekdays days={timetable.weekdays} />
          <Validity of={timetable} />
        </div>
      )}
      empty={t('none')}
      emptyAction={emptyAction}
    />
  )
}

function TimetableLink({ timetable }: { timetable: Timetable }) {
  return (
    <Link className="strong-link" to={paths.timetable(timetable.id)}>
      {timetable.name}
    </Link>
  )
}

export function Validity({ of }: { of: Pick<Timetable, 'validFrom' | 'validUntil'> }) {
  const t = useTexts(timetableTexts)
  return (
    <span className="number">
      {of.validFrom} – {of.validUntil ?? t('openEnd')}
    </span>
  )
}

function FilesPanel() {
  const t = useTexts(timetableTexts)
  const tell = useLaidMessage()
  return (
    <SheetPanel
      endpoint={timetableApi.readFile}
      hint={t('filesHint')}
      files={paths.timetablesFile}
      itemsOf={({ items }) =>
        items.map(({ serviceId, name, action, exceptions }) => ({
          key: serviceId + name,
          action,
          words: exceptions > 0 ? `${name} · ${t('exceptionCount', { count: exceptions })}` : name,
        }))
      }
      onApplied={({ laid }) => laid && tell(laid)}
    />
  )
}
