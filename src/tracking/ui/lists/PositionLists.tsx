/** Agents' position lists: a file is uploaded, shown as it is understood, mended on screen, and taken. */
import { Alert, Tag } from 'antd'
import { useState } from 'react'
import type { SheetFile } from '#kernel/spreadsheet.ts'
import {
  listApi,
  type ListMapping,
  type ListRead,
  type ListTaken,
  type TaughtStation,
} from '#tracking/list-contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { SheetUpload } from '#web/kit/SheetUpload.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { useAsk, useCommand, useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { Faults, ListReview } from './ListReview.tsx'
import { listScreenTexts } from './list-texts.ts'
import './lists.css'

export function PositionLists() {
  const t = useTexts(listScreenTexts)
  const mayAct = useMayAct('operator', 'forwarder', 'rail')
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      {mayAct && <Upload />}
      <History />
      <Aliases mayAct={mayAct} />
    </>
  )
}

function Upload() {
  const t = useTexts(listScreenTexts)
  const [file, setFile] = useState<SheetFile>()
  const [stations, setStations] = useState<readonly TaughtStation[]>([])
  const [told, setTold] = useState<ListRead>()
  const reading = useCommand(listApi.read, setTold)
  const [taken, setTaken] = useState<Taken>()
  const taking = useCommand(listApi.take, (outcome) => {
    setTaken({ outcome, fileName: file?.name ?? '' })
    setFile(undefined)
  })
  const read = (of: SheetFile, taught: readonly TaughtStation[], mapping?: ListMapping) => {
    setStations(taught)
    void reading.run({ body: { file: of, stations: [...taught], ...(mapping && { mapping }) } })
  }
  const open = async (chosen: SheetFile): Promise<void> => {
    setFile(chosen)
    setTold(undefined)
    setTaken(undefined)
    read(chosen, [])
  }
  return (
    <section className="panel" aria-label={t('upload')}>
      <SheetUpload
        label={file ? t('another') : t('upload')}
        running={reading.running}
        problem={reading.problem ?? taking.problem}
        onFile={open}
      >
        {file && <strong className="list-file">{file.name}</strong>}
      </SheetUpload>
      {file && told && (
        <ListReview
          told={told}
          taught={stations}
          busy={reading.running}
          taking={taking.running}
          onMapping={(mapping) => read(file, stations, mapping)}
          onTeach={(taught) => read(file, taught, told.mapping)}
          onTake={() =>
            void taking.run({
              body: { file, stations: [...stations], mapping: told.mapping },
            })
          }
        />
      )}
      {taken && <TakenList {...taken} />}
    </section>
  )
}

interface Taken {
  readonly fileName: string
  readonly outcome: ListTaken
}

/** What came of it, until the next file: the rows to ask the agent about are still named. */
function TakenList({ fileName, outcome }: Taken) {
  const t = useTexts(listScreenTexts)
  const { kept, known, refused } = outcome
  return (
    <div className="stack list-review" role="status">
      <Alert
        type={kept > 0 ? 'success' : 'info'}
        showIcon
        title={kept > 0 ? t('taken', { kept }) : t('nothingNew')}
        description={
          <>
            <strong className="list-file">{fileName}</strong>
            <br />
            {t('ready', { kept, known, refused })}
          </>
        }
      />
      <Faults outcome={outcome} />
    </div>
  )
}

function History() {
  const t = useTexts(listScreenTexts)
  const listing = useListing(listApi.list)
  return (
    <section className="panel below" aria-labelledby="lists-head">
      <h2 id="lists-head">{t('history')}</h2>
      <DataTable
        label={t('history')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: t('file'), dataIndex: 'fileName' },
          {
            title: t('at'),
            key: 'at',
            render: (_, { importedAt }) => <LocalTime at={importedAt} />,
          },
          { title: t('outcome'), key: 'outcome', render: (_, list) => t('ready', { ...list }) },
          {
            title: t('digest'),
            key: 'digest',
            render: (_, { sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}…</code>,
          },
        ]}
        card={(list) => (
          <div className="stack">
            <strong>{list.fileName}</strong>
            <LocalTime at={list.importedAt} />
            <span>{t('ready', { ...list })}</span>
          </div>
        )}
      />
    </section>
  )
}

function Aliases({ mayAct }: { mayAct: boolean }) {
  const t = useTexts(listScreenTexts)
  const { data } = useAsk(listApi.aliases)
  const { run, problem } = useCommand(listApi.forgetAlias)
  if (data === undefined || data.items.length === 0) return null
  return (
    <section className="panel below" aria-labelledby="aliases-head">
      <h2 id="aliases-head">{t('aliases')}</h2>
      <ProblemAlert problem={problem} />
      <ul className="list-aliases">
        {data.items.map(({ typed, station }) => (
          <li key={typed}>
            <Tag
              {...(mayAct && {
                closable: { 'aria-label': t('forget', { typed }) },
                onClose: (event) => {
                  event.preventDefault()
                  void run({ body: { typed } })
                },
              })}
            >
              {typed} → <StationName code={station} />
            </Tag>
          </li>
        ))}
      </ul>
    </section>
  )
}
