/** From where to where a row of rates holds. */
import { Form } from 'antd'
import { useTexts } from '#web/i18n.ts'
import { StationSelect } from '#web/kit/Fields.tsx'
import { priceTexts } from './texts.ts'

/** `index`: of the row in its list. */
export function LaneFields({ index }: { index: number }) {
  const t = useTexts(priceTexts)
  const rules = [{ required: true, message: t('missing') }]
  return (['origin', 'destination'] as const).map((end) => (
    <Form.Item key={end} name={[index, end]} label={t(end)} rules={rules}>
      <StationSelect />
    </Form.Item>
  ))
}
