/** The boxes asked for: types and counts, whose they are, what is dangerous, cooled or too large of them. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, InputNumber, Select } from 'antd'
import {
  BOXES_MAX,
  OVERSIZE_CM_MAX,
  OVERSIZE_SIDES,
  TEMPERATURE_C,
  type OversizeSide,
} from '#booking/cargo-contract.ts'
import { BoxOwner, boxOwnerTexts } from '#kernel/box-owner.ts'
import { equipmentFacts, EquipmentType, EQUIPMENT_TYPE_CODES } from '#kernel/equipment-type.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { formTexts } from './form-texts.ts'

/** `fixed`: they are held as they are. */
export function BoxFields({ fixed }: { fixed: boolean }) {
  const t = useTexts(formTexts)
  return (
    <section className="panel" aria-label={t('boxes')}>
      <h2>{t('boxes')}</h2>
      <Form.List name="lines">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, index) => (
              <BoxRow
                key={row.key}
                index={row.name}
                fixed={fixed}
                onRemove={rows.length > 1 && !fixed ? () => remove(index) : undefined}
              />
            ))}
            {!fixed && (
              <Button
                icon={<PlusOutlined />}
                onClick={() => add({ equipmentType: '22G1', count: 1 })}
              >
                {t('addBox')}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </section>
  )
}

interface BoxRowProps {
  readonly index: number
  readonly fixed: boolean
  readonly onRemove: (() => void) | undefined
}

function BoxRow({ index, fixed, onRemove }: BoxRowProps) {
  const t = useTexts(formTexts)
  const { say } = useLocale()
  const rules = [{ required: true, message: t('missing') }]
  return (
    <div className="box-row">
      <Form.Item name={[index, 'equipmentType']} label={t('type')} rules={rules}>
        <Select
          disabled={fixed}
          options={EQUIPMENT_TYPE_CODES.map((code) => ({
            value: code,
            label: `${code} · ${say(equipmentFacts(code).name)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'owner']} label={t('owner')} initialValue="operator">
        <Select
          disabled={fixed}
          options={BoxOwner.options.map((owner) => ({
            value: owner,
            label: say(boxOwnerTexts[owner]),
          }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'count']} label={t('count')} rules={rules}>
        <InputNumber
          disabled={fixed}
          min={1}
          max={BOXES_MAX}
          precision={0}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name={[index, 'dangerous']} valuePropName="checked" className="box-mark">
        <Checkbox disabled={fixed}>{t('dangerous')}</Checkbox>
      </Form.Item>
      {onRemove && (
        <Button
          className="row-remove"
          icon={<DeleteOutlined />}
          aria-label={t('remove', { n: index + 1 })}
          onClick={onRemove}
        />
      )}
      <Particulars index={index} fixed={fixed} />
    </div>
  )
}

/** What only some types of boxes have. */
function Particulars({ index, fixed }: Pick<BoxRowProps, 'index' | 'fixed'>) {
  const t = useTexts(formTexts)
  const form = Form.useFormInstance()
  const type = EquipmentType.safeParse(Form.useWatch(['lines', index, 'equipmentType'], form)).data
  if (type === undefined) return null
  const isReefer = equipmentFacts(type).refrigerated
  const sides = OPEN_TYPES[type] ?? []
  if (!isReefer && sides.length === 0) return null
  return (
    <div className="box-more">
      {isReefer && (
        <Form.Item name={[index, 'temperatureC']} label={t('temperature')}>
          <InputNumber
            disabled={fixed}
            min={TEMPERATURE_C.least}
            max={TEMPERATURE_C.most}
            precision={0}
          />
        </Form.Item>
      )}
      {sides.map((side) => (
        <Form.Item key={side} name={[index, 'oversize', side]} label={t(side)}>
          <InputNumber disabled={fixed} min={0} max={OVERSIZE_CM_MAX} precision={0} />
        </Form.Item>
      ))}
    </div>
  )
}

/** A flat rack has no walls and no roof, an open top only no roof. */
const OPEN_TYPES: Readonly<Record<string, readonly OversizeSide[]>> = {
  '42P1': OVERSIZE_SIDES,
  '42U1': ['heightCm'],
  '22U1': ['heightCm'],
}
