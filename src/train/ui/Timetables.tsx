/** All timetables of an operator, as a list, as files, and the holidays they reckon with. */
import { Alert, App, Button, type TableColumnsType } from 'antd'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { SheetFile } from '#kernel/spreadsheet.ts'
import { timetableApi, type Timetable, type TimetablesRead } from '#train/timetable-contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { SheetFaults, SheetUpload } from '#web/kit/SheetUpload.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { HolidaysPanel } from './HolidaysPanel.tsx'
import { timetableTexts } from './timetable-texts.ts'
import { trainTexts } from './texts.ts'
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

const ACTION_TONES = { create: 'good', change: 'wait', same: 'plain' } as const satisfies Record<
  string,
  PillTone
>

/** Read first to be looked at, then the same file again to be done. */
function FilesPanel() {
  const t = useTexts(timetableTexts)
  const { message } = App.useApp()
  const tell = useLaidMessage()
  const [read, setRead] = useState<{ readonly file: SheetFile; readonly says: TimetablesRead }>()
  const look = useCommand(timetableApi.readFile)
  const apply = useCommand(timetableApi.readFile, (says) => {
    if (!says.applied) return
    setRead(undefined)
    void message.success(t('applied'))
    if (says.laid) tell(says.laid)
  })
  return (
    <section className="panel" aria-label={t('files')}>
      <h2>{t('files')}</h2>
      <p className="soft">{t('filesHint')}</p>
      <SheetUpload
        label={t('upload')}
        running={look.running}
        problem={look.problem ?? apply.problem}
        onFile={async (file) => {
          const says = await look.run({ body: { file, apply: false } })
          setRead(says && { file, says })
        }}
      >
        <a href={paths.timetablesFile('xlsx')}>{t('download', { type: 'Excel' })}</a>
        <a href={paths.timetablesFile('csv')}>{t('download', { type: 'CSV' })}</a>
      </SheetUpload>
      {read !== undefined && read.says.faultCount > 0 && (
        <SheetFaults count={read.says.faultCount} items={read.says.faults} />
      )}
      {read !== undefined && read.says.faultCount === 0 && (
        <FileRead
          {...read}
          running={apply.running}
          onApply={() => void apply.run({ body: { file: read.file, apply: true } })}
          onClose={() => setRead(undefined)}
        />
      )}
    </section>
  )
}

interface FileReadProps {
  readonly file: SheetFile
  readonly says: TimetablesRead
  readonly running: boolean
  readonly onApply: () => void
  readonly onClose: () => void
}

function FileRead({ file, says, running, onApply, onClose }: FileReadProps) {
  const t = useTexts(timetableTexts)
  const words = { create: t('create'), change: t('changeWord'), same: t('same') }
  return (
    <Alert
      className="problem"
      type="info"
      title={`${t('reads')}: ${file.name}`}
      description={
        <>
          <ul className="plain-list">
            {says.items.map(({ serviceId, name, action, exceptions }) => (
              <li key={serviceId + name} className="row">
                <Pill tone={ACTION_TONES[action]}>{words[action]}</Pill> {name}
                {exceptions > 0 && ` · ${t('exceptionCount', { count: exceptions })}`}
              </li>
            ))}
          </ul>
          <div className="row below">
            <Button type="primary" loading={running} onClick={onApply}>
              {t('apply')}
            </Button>
            <Button onClick={onClose}>{t('notNow')}</Button>
          </div>
        </>
      }
    />
  )
}
