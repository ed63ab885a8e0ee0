/** How many places a train has: never fewer than are taken, where that is known. */
import { Form, InputNumber } from 'antd'
import { CAPACITY_TEU_MAX } from '#train/contract.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { trainTexts } from '../texts.ts'

const texts = defineTexts({
  taken: {
    zh: '已订和已包舱 {taken} TEU，运能不能更低',
    en: '{taken} TEU are booked or allotted: it cannot be less',
    ru: 'Забронировано или отдано в квоты {taken} ДФЭ: меньше нельзя',
  },
})

export function CapacityField({ takenTeu }: { takenTeu: number }) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  return (
    <Form.Item
      name="capacityTeu"
      label={train('capacity')}
      {...(takenTeu > 0 && { extra: t('taken', { taken: takenTeu }) })}
      rules={[{ required: true, message: train('missing') }]}
    >
      <InputNumber
        min={Math.max(1, takenTeu)}
        max={CAPACITY_TEU_MAX}
        precision={0}
        style={{ width: '100%' }}
      />
    </Form.Item>
  )
}
