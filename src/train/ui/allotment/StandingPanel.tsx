/** The operator's own line: what is kept of each of its trains, as a rule; kept anew, and ended. */
import { App, Button, Form, InputNumber, Popover } from 'antd'
import { useState } from 'react'
import type { Service } from '#train/contract.ts'
import { standingApi, type StandingAllotment } from '#train/standing-allotment-contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { PartyField, WhomField, whomOf, type WhomDraft } from './AllotForm.tsx'
import { Whom } from './AllotmentPanel.tsx'
import { allotmentTexts } from './allotment-texts.ts'
import { trainTexts } from '../texts.ts'

type OfService = { readonly service: Pick<Service, 'id'> }

export function StandingPanel({ service }: OfService) {
  const t = useTexts(allotmentTexts)
  const [opened, setOpened] = useState(false)
  const asked = useAsk(standingApi.list, { params: { serviceId: service.id } })
  return (
    <section className="panel below" aria-label={t('standing')}>
      <div className="panel-head">
        <h2>{t('standing')}</h2>
        {!opened && <Button onClick={() => setOpened(true)}>{t('stand')}</Button>}
      </div>
      <p className="soft">{t('standingNote')}</p>
      {opened && <StandForm service={service} onClose={() => setOpened(false)} />}
      <Asked asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('standingNone')}</p>
          ) : (
            <ul className="plain-list">
              {items.map((standing) => (
                <li key={standing.id} className="card-row">
                  <StandingWords standing={standing} />
                  <EndButton standing={standing} />
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </section>
  )
}

function StandingWords({ standing }: { standing: StandingAllotment }) {
  const t = useTexts(allotmentTexts)
  const { amount, releaseDaysBefore } = standing
  return (
    <span className="row">
      <Whom allotment={standing} />
      <span className="number">{amount.teu} TEU</span>
      <span className="soft">{t('days', { count: releaseDaysBefore })}</span>
    </span>
  )
}

function EndButton({ standing: { id } }: { standing: StandingAllotment }) {
  const t = useTexts(allotmentTexts)
  const { message } = App.useApp()
  const { run, running } = useCommand(standingApi.end, ({ released }) => {
    void message.success(t('ended', { count: released }))
  })
  const end = (release: boolean) =>
    void run({ params: { standingAllotmentId: id }, body: { release } })
  return (
    <Popover
      trigger="click"
      title={t('endReally')}
      content={
        <div className="row">
          <Button onClick={() => end(false)}>{t('endKeep')}</Button>
          <Button onClick={() => end(true)}>{t('endRelease')}</Button>
        </div>
      }
    >
      <Button size="small" loading={running}>
        {t('end')}
      </Button>
    </Popover>
  )
}

interface Draft extends WhomDraft {
  readonly teu: number
  readonly releaseDaysBefore: number
}

function StandForm({ service, onClose }: OfService & { readonly onClose: () => void }) {
  const t = useTexts(allotmentTexts)
  const train = useTexts(trainTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const whom: unknown = Form.useWatch('whom', form)
  const { run, running, problem } = useCommand(standingApi.stand, ({ opened, short }) => {
    void message.success(t('stood', { opened, short: short.length }))
    onClose()
  })
  const left = useFaults(form, problem, (name) => name.filter((part) => part !== 'amount'))
  const rules = [{ required: true, message: train('missing') }]
  const send = ({ teu, releaseDaysBefore, ...draft }: Draft) =>
    void run({
      params: { serviceId: service.id },
      body: { for: whomOf(draft), amount: { teu }, releaseDaysBefore },
    })
  return (
    <Form<Draft>
      form={form}
      name="standing"
      layout="vertical"
      requiredMark={false}
      initialValues={{ whom: 'organisation', releaseDaysBefore: 5 }}
      onFinish={send}
    >
      <WhomField />
      <div className="form-grid">
        {whom !== 'exporter' && whom !== 'forwarder' && <PartyField />}
        <Form.Item name="teu" label={t('places')} rules={rules}>
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="releaseDaysBefore"
          label={t('daysBefore')}
          extra={t('daysBeforeHint')}
          rules={rules}
        >
          <InputNumber min={0} max={60} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <ProblemAlert problem={left} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={running}>
          {t('stand')}
        </Button>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Form>
  )
}
