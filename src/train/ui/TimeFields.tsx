/** A train's departure and its cut-offs. When the departure moves, the cut-offs move with it; each may be set by itself. */
import { Form } from 'antd'
import { useRef } from 'react'
import { Timestamp, epochMs, timestampIn } from '#kernel/time.ts'
import { getStation } from '#kernel/station.ts'
import { timeTexts } from '#train/train.ts'
import { ClockInput } from '#web/kit/Fields.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { trainTexts } from './texts.ts'

const texts = defineTexts({
  times: {
    zh: '发车与截止时间',
    en: 'Departure and cut-offs',
    ru: 'Отправление и контрольные сроки',
  },
  follow: {
    zh: '更改发车时间时，各截止时间随之平移，也可单独修改。',
    en: 'When the departure moves, the cut-offs move with it; each can be set by itself.',
    ru: 'При переносе отправления сроки сдвигаются вместе с ним; каждый можно изменить отдельно.',
  },
})

const CUTOFFS = [
  'bookingCutoffAt',
  'documentsCutoffAt',
  'gateInCutoffAt',
  'releaseCutoffAt',
  'loadingStartsAt',
] as const

export function TimeFields({ origin }: { origin: string }) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const form = Form.useFormInstance()
  const { timeZone } = getStation(origin)
  const departedFrom = useRef<string>(undefined)
  const shift = (departsAt: string | undefined) => {
    const before: unknown = departedFrom.current ?? form.getFieldValue('departsAt')
    if (departsAt === undefined || typeof before !== 'string') return departsAt
    const byMs = epochMs(Timestamp.parse(departsAt)) - epochMs(Timestamp.parse(before))
    for (const field of CUTOFFS) {
      const at = Timestamp.safeParse(form.getFieldValue(field))
      if (at.success) form.setFieldValue(field, timestampIn(epochMs(at.data) + byMs, timeZone))
    }
    departedFrom.current = departsAt
    return departsAt
  }
  const rules = [{ required: true, message: train('missing') }]
  return (
    <section className="panel" aria-label={t('times')}>
      <h2>{t('times')}</h2>
      <p className="soft">{t('follow')}</p>
      <div className="form-grid">
        <Form.Item
          name="departsAt"
          label={say(timeTexts.departsAt)}
          rules={rules}
          getValueFromEvent={shift}
        >
          <ClockInput station={origin} />
        </Form.Item>
        {CUTOFFS.map((field) => (
          <Form.Item key={field} name={field} label={say(timeTexts[field])} rules={rules}>
            <ClockInput station={origin} />
          </Form.Item>
        ))}
      </div>
    </section>
  )
}
