/** Tells a tracker to do something, and shows what came of what it was told before. */
import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { commandApi, type TrackerCommand } from '#tracking/command-contract.ts'
import type { Tracker } from '#tracking/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { commandTexts } from './command-texts.ts'
import { Particulars } from './Particulars.tsx'

export function CommandButton({ tracker }: { tracker: Tracker }) {
  const t = useTexts(commandTexts)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('title', { phone: tracker.phone })}
        size="min(720px, 100vw)"
        destroyOnHidden
      >
        <p className="soft">{t('note')}</p>
        <CommandForm tracker={tracker} />
        <CommandList tracker={tracker} />
      </Drawer>
    </>
  )
}

const KINDS = [
  'locate',
  'report_interval',
  'follow',
  'text',
  'restart',
  'ask_parameters',
  'ask_attributes',
] as const
type Kind = (typeof KINDS)[number]

/** Whole seconds of each kind, with what most trackers of containers are set to. */
const SECONDS: Partial<Record<Kind, readonly (readonly [SecondsField, number | undefined])[]>> = {
  report_interval: [
    ['seconds', 600],
    ['asleepSeconds', undefined],
  ],
  follow: [
    ['everySeconds', 30],
    ['forSeconds', 1_800],
  ],
}
type SecondsField = 'seconds' | 'asleepSeconds' | 'everySeconds' | 'forSeconds'

interface CommandValues {
  readonly kind: Kind
  readonly text?: string
  readonly seconds?: number
  readonly asleepSeconds?: number | null
  readonly everySeconds?: number
  readonly forSeconds?: number
}

function CommandForm({ tracker }: { tracker: Tracker }) {
  const t = useTexts(commandTexts)
  const [form] = Form.useForm<CommandValues>()
  const kind = Form.useWatch('kind', form) ?? 'locate'
  const { run, running, problem } = useCommand(commandApi.send)
  const left = useFaults(form, problem, (name) => (name[0] === 'request' ? name.slice(1) : name))
  const required = [{ required: true, message: t('missing') }]
  const submit = ({ asleepSeconds, ...values }: CommandValues): void => {
    const asleep = typeof asleepSeconds === 'number' ? { asleepSeconds } : {}
    const request = { ...values, ...asleep } as never
    void run({ params: { trackerId: tracker.id }, body: { request } })
  }
  return (
    <Form<CommandValues>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: 'locate' }}
      onFinish={submit}
    >
      <ProblemAlert problem={left} />
      <Form.Item name="kind" label={t('kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      {SECONDS[kind]?.map(([name, usual]) => (
        <Form.Item
          key={name}
          name={name}
          label={t(name)}
          rules={usual === undefined ? [] : required}
          {...(usual !== undefined && { initialValue: usual })}
        >
          <InputNumber min={5} max={86_400} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      {kind === 'text' && (
        <Form.Item name="text" label={t('textBody')} extra={t('textNote')} rules={required}>
          <Input.TextArea rows={3} maxLength={400} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={running}>
        {t('send')}
      </Button>
    </Form>
  )
}

function CommandList({ tracker }: { tracker: Tracker }) {
  const t = useTexts(commandTexts)
  const listing = useListing(commandApi.list, {
    params: { trackerId: tracker.id },
    refetchEveryMs: 2_000,
  })
  return (
    <section className="commands" aria-labelledby="commands-head">
      <h2 id="commands-head">{t('sent')}</h2>
      <DataTable
        label={t('sent')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          {
            title: t('askedAt'),
            key: 'at',
            render: (_, { askedAt }) => <LocalTime at={askedAt} />,
          },
          { title: t('kind'), key: 'kind', render: (_, { request }) => <Asked of={request} /> },
          { title: t('outcome'), key: 'outcome', render: (_, one) => <Outcome of={one} /> },
        ]}
        card={(one) => (
          <div className="stack">
            <LocalTime at={one.askedAt} />
            <Asked of={one.request} />
            <Outcome of={one} />
          </div>
        )}
      />
    </section>
  )
}

function Asked({ of: { kind, ...rest } }: { of: TrackerCommand['request'] }) {
  const t = useTexts(commandTexts)
  const details = Object.values(rest).join(' · ')
  return (
    <span>
      {t(kind)} {details !== '' && <span className="soft">{details}</span>}
    </span>
  )
}

const TONES: Record<TrackerCommand['state'], PillTone> = {
  queued: 'wait',
  sent: 'info',
  answered: 'bad',
  timed_out: 'bad',
  expired: 'plain',
}

function Outcome({ of: { state, result, said } }: { of: TrackerCommand }) {
  const t = useTexts(commandTexts)
  const word = result !== null ? t(result) : state === 'sent' ? t('sentState') : t(wordOf(state))
  return (
    <div className="stack">
      <div>
        <Pill tone={result === 'ok' ? 'good' : TONES[state]}>{word}</Pill>
      </div>
      {said !== null && (
        <details>
          <summary>{t('said')}</summary>
          <Particulars of={said} />
        </details>
      )}
    </div>
  )
}

const wordOf = (state: TrackerCommand['state']): 'queued' | 'timed_out' | 'expired' =>
  state === 'timed_out' || state === 'expired' ? state : 'queued'
