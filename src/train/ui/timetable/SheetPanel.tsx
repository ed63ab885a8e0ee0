/** What an operator keeps as a spreadsheet: taken away, read back to be looked at, then the same file again to be done. */
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import type { CellFault, SheetFile } from '#kernel/spreadsheet.ts'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { SheetFaults, SheetUpload } from '#web/kit/SheetUpload.tsx'
import { useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { timetableTexts } from './timetable-texts.ts'

type None = z.ZodObject<Record<never, never>>
type Body = z.ZodType<{ file: SheetFile; apply: boolean }, { file: SheetFile; apply: boolean }>
type Action = 'create' | 'change' | 'same'

interface Says {
  readonly faults: readonly CellFault[]
  readonly faultCount: number
  readonly applied: boolean
}

interface Item {
  readonly key: string
  readonly action: Action
  readonly words: string
}

interface SheetPanelProps<Reply extends z.ZodType<Says>> {
  readonly endpoint: Endpoint<None, None, Body, Reply>
  readonly hint: string
  readonly files: (type: 'xlsx' | 'csv') => string
  readonly itemsOf: (says: z.output<Reply>) => readonly Item[]
  readonly onApplied?: (says: z.output<Reply>) => unknown
}

export function SheetPanel<Reply extends z.ZodType<Says>>(props: SheetPanelProps<Reply>) {
  const { endpoint, hint, files, itemsOf, onApplied } = props
  const t = useTexts(timetableTexts)
  const { message } = App.useApp()
  const [read, setRead] = useState<{ readonly file: SheetFile; readonly says: z.output<Reply> }>()
  const look = useCommand(endpoint)
  const apply = useCommand(endpoint, (says) => {
    if (!says.applied) return
    setRead(undefined)
    void message.success(t('applied'))
    onApplied?.(says)
  })
  return (
    <section className="panel" aria-label={t('files')}>
      <h2>{t('files')}</h2>
      <p className="soft">{hint}</p>
      <SheetUpload
        label={t('upload')}
        running={look.running}
        problem={look.problem ?? apply.problem}
        onFile={async (file) => {
          const says = await look.run({ body: { file, apply: false } })
          setRead(says && { file, says })
        }}
      >
        <a href={files('xlsx')}>{t('download', { type: 'Excel' })}</a>
        <a href={files('csv')}>{t('download', { type: 'CSV' })}</a>
      </SheetUpload>
      {read !== undefined && read.says.faultCount > 0 && (
        <SheetFaults count={read.says.faultCount} items={read.says.faults} />
      )}
      {read !== undefined && read.says.faultCount === 0 && (
        <FileRead
          name={read.file.name}
          items={itemsOf(read.says)}
          running={apply.running}
          onApply={() => void apply.run({ body: { file: read.file, apply: true } })}
          onClose={() => setRead(undefined)}
        />
      )}
    </section>
  )
}

const ACTION_TONES = { create: 'good', change: 'wait', same: 'plain' } as const satisfies Record<
  Action,
  PillTone
>

interface FileReadProps {
  readonly name: string
  readonly items: readonly Item[]
  readonly running: boolean
  readonly onApply: () => void
  readonly onClose: () => void
}

function FileRead({ name, items, running, onApply, onClose }: FileReadProps) {
  const t = useTexts(timetableTexts)
  const words = { create: t('create'), change: t('changeWord'), same: t('same') }
  return (
    <Alert
      className="problem"
      type="info"
      title={`${t('reads')}: ${name}`}
      description={
        <>
          <ul className="plain-list">
            {items.map((item) => (
              <li key={item.key} className="row">
                <Pill tone={ACTION_TONES[item.action]}>{words[item.action]}</Pill> {item.words}
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
