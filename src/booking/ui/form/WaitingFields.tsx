/** Whether to join the waiting list when the train is full, and on which terms. */
import { Checkbox, Form, Radio } from 'antd'
import { useTexts } from '#web/i18n.ts'
import type { BookingDraft } from './BookingForm.tsx'
import { slotTexts } from '../slot-texts.ts'

const TOGETHER = { inParts: false, promotion: 'automatic' } as const

export function WaitingFields() {
  const t = useTexts(slotTexts)
  const form = Form.useFormInstance<BookingDraft>()
  const terms = Form.useWatch('ifFull', { form, preserve: true })
  return (
    <section className="panel" aria-label={t('waiting')}>
      <h2>{t('waiting')}</h2>
      <Checkbox
        checked={terms !== undefined}
        onChange={({ target }) =>
          form.setFieldValue('ifFull', target.checked ? TOGETHER : undefined)
        }
      >
        {t('ifFull')}
      </Checkbox>
      {terms !== undefined && (
        <div className="row">
          <Form.Item name={['ifFull', 'inParts']} label={t('how')}>
            <Radio.Group
              options={[
                { value: false, label: t('together') },
                { value: true, label: t('inParts') },
              ]}
            />
          </Form.Item>
          <Form.Item name={['ifFull', 'promotion']} label={t('turn')}>
            <Radio.Group
              options={[
                { value: 'automatic', label: t('automatic') },
                { value: 'offer', label: t('offer') },
              ]}
            />
          </Form.Item>
        </div>
      )}
      <p className="soft">{t('rule')}</p>
    </section>
  )
}
