/** Surcharges, extras and fees of a draft, a row each. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/locale.ts'
import { Basis, ChargeKind, FeeFor, Touches } from '#price/contract.ts'
import { basisTexts, chargeTexts, feeTexts, touchesTexts } from '#price/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { MoneyInput } from '#web/kit/Fields.tsx'
import { priceTexts } from './texts.ts'

const SERVICES = ChargeKind.options.filter(
  (kind) =>
    kind !== 'carriage' && kind !== 'minimum' && !FeeFor.options.some((fee) => fee === kind),
)

export function SurchargeFields({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  return (
    <Rows
      name="surcharges"
      title={t('surcharges')}
      first={{ kind: 'fuel', touches: 'all', by: 'share' }}
    >
      {(index) => (
        <>
          <Choice
            index={index}
            name="kind"
            label={t('charge')}
            codes={SERVICES}
            texts={chargeTexts}
          />
          <Choice
            index={index}
            name="touches"
            label={t('touches')}
            codes={Touches.options}
            texts={touchesTexts}
          />
          <PriceFields
            list="surcharges"
            index={index}
            currency={currency}
            bases={['container', 'teu', 'booking']}
          />
        </>
      )}
    </Rows>
  )
}

export function ExtraFields({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  return (
    <Rows name="extras" title={t('extras')} first={{ kind: 'pick_up', basis: 'container' }}>
      {(index) => (
        <>
          <Choice
            index={index}
            name="kind"
            label={t('charge')}
            codes={SERVICES}
            texts={chargeTexts}
          />
          <Choice
            index={index}
            name="basis"
            label={t('basis')}
            codes={Basis.options}
            texts={basisTexts}
          />
          <AmountField index={index} currency={currency} />
        </>
      )}
    </Rows>
  )
}

export function FeeFields({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  return (
    <Rows name="fees" title={t('fees')} first={{ fee: 'cancellation', by: 'share' }}>
      {(index) => (
        <>
          <Choice
            index={index}
            name="fee"
            label={t('fee')}
            codes={FeeFor.options}
            texts={feeTexts}
          />
          <Form.Item name={[index, 'hoursBefore']} label={t('hoursBefore')}>
            <InputNumber min={0} max={8760} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <PriceFields
            list="fees"
            index={index}
            currency={currency}
            bases={['booking', 'container']}
          />
        </>
      )}
    </Rows>
  )
}

interface RowsProps {
  readonly name: string
  readonly title: string
  readonly first: object
  readonly children: (index: number) => ReactNode
}

function Rows({ name, title, first, children }: RowsProps) {
  const t = useTexts(priceTexts)
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} className="form-grid rate-row">
                {children(row.name)}
                <Button
                  className="row-remove"
                  icon={<DeleteOutlined />}
                  aria-label={`${title}: ${t('remove', { n: row.name + 1 })}`}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <Button
              icon={<PlusOutlined />}
              aria-label={`${title}: ${t('add')}`}
              onClick={() => add(first)}
            >
              {t('add')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

interface ChoiceProps<Code extends string> {
  readonly index: number
  readonly name: string
  readonly label: string
  readonly codes: readonly Code[]
  readonly texts: Readonly<Record<Code, Text>>
}

function Choice<Code extends string>({ index, name, label, codes, texts }: ChoiceProps<Code>) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  return (
    <Form.Item
      name={[index, name]}
      label={label}
      rules={[{ required: true, message: t('missing') }]}
    >
      <Select options={codes.map((code) => ({ value: code, label: say(texts[code]) }))} />
    </Form.Item>
  )
}

interface PriceFieldsProps {
  readonly list: string
  readonly index: number
  readonly currency: string
  readonly bases: readonly Basis[]
}

/** An amount for each unit, or a share of the carriage. */
function PriceFields({ list, index, currency, bases }: PriceFieldsProps) {
  const t = useTexts(priceTexts)
  const form = Form.useFormInstance()
  const by = Form.useWatch([list, index, 'by'], form) as string | undefined
  return (
    <>
      <Form.Item name={[index, 'by']} label={t('shareOrAmount')}>
        <Select
          options={[
            { value: 'share', label: t('share') },
            { value: 'amount', label: t('amount') },
          ]}
        />
      </Form.Item>
      {by === 'share' ? (
        <Form.Item
          name={[index, 'percent']}
          label={t('percent')}
          rules={[{ required: true, message: t('missing') }]}
        >
          <InputNumber min={0.01} max={100} precision={2} style={{ width: '100%' }} />
        </Form.Item>
      ) : (
        <>
          <Choice index={index} name="basis" label={t('basis')} codes={bases} texts={basisTexts} />
          <AmountField index={index} currency={currency} />
        </>
      )}
    </>
  )
}

function AmountField({ index, currency }: { index: number; currency: string }) {
  const t = useTexts(priceTexts)
  return (
    <Form.Item
      name={[index, 'priceMinor']}
      label={t('amount')}
      rules={[{ required: true, message: t('missing') }]}
    >
      <MoneyInput currency={currency} />
    </Form.Item>
  )
}
