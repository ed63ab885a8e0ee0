/** Why: kept in the container's history and shown to its exporter. */
import { Form, Input } from 'antd'
import { line } from '#kernel/line.ts'
import { useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { wordTexts } from '../texts.ts'

const REASON_CHARS_MAX = 200

export function ReasonField() {
  const t = useTexts(wordTexts)
  const valueRule = useValueRule()
  return (
    <Form.Item
      name="reason"
      label={t('reason')}
      rules={[{ required: true, message: t('reasonMissing') }, valueRule(line(REASON_CHARS_MAX))]}
    >
      <Input autoComplete="off" maxLength={REASON_CHARS_MAX} />
    </Form.Item>
  )
}
