/** The rates of a draft: rows to type, or a file that replaces them all; a file with a wrong cell replaces none. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { BoxOwner, boxOwnerTexts } from '#kernel/box-owner.ts'
import { EQUIPMENT_TYPE_CODES } from '#kernel/equipment-type.ts'
import { priceApi } from '#price/contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { MoneyInput } from '#web/kit/Fields.tsx'
import { SheetFaults, SheetUpload, type SheetFaultsProps } from '#web/kit/SheetUpload.tsx'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { LaneFields } from './LaneFields.tsx'
import type { SheetDraft } from './sheet-draft.ts'
import { priceTexts } from './texts.ts'

export function RateFields({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  return (
    <section className="panel" aria-label={t('rates')}>
      <h2>{t('rates')}</h2>
      <RateFile currency={currency} />
      <Form.List name="rates">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <RateRow
                key={row.key}
                index={row.name}
                currency={currency}
                onRemove={() => remove(row.name)}
              />
            ))}
            <Button
              icon={<PlusOutlined />}
              onClick={() => add({ equipmentType: '45G1', owner: 'operator' })}
            >
              {t('addRate')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

interface RateRowProps {
  readonly index: number
  readonly currency: string
  readonly onRemove: () => void
}

function RateRow({ index, currency, onRemove }: RateRowProps) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  const rules = [{ required: true, message: t('missing') }]
  return (
    <div className="form-grid rate-row">
      <LaneFields index={index} />
      <Form.Item name={[index, 'equipmentType']} label={t('type')} rules={rules}>
        <Select options={EQUIPMENT_TYPE_CODES.map((code) => ({ value: code, label: code }))} />
      </Form.Item>
      <Form.Item name={[index, 'owner']} label={t('owner')} rules={rules}>
        <Select
          options={BoxOwner.options.map((owner) => ({
            value: owner,
            label: say(boxOwnerTexts[owner]),
          }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'priceMinor']} label={t('price')} rules={rules}>
        <MoneyInput currency={currency} />
      </Form.Item>
      <Button
        className="row-remove"
        icon={<DeleteOutlined />}
        aria-label={t('remove', { n: index + 1 })}
        onClick={onRemove}
      />
    </div>
  )
}

function RateFile({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  const { message } = App.useApp()
  const form = Form.useFormInstance<SheetDraft>()
  const [faults, setFaults] = useState<SheetFaultsProps>()
  const { run, running, problem } = useCommand(priceApi.readRates, (read) => {
    setFaults(read.faultCount === 0 ? undefined : { count: read.faultCount, items: read.faults })
    if (read.faultCount > 0) return
    form.setFieldsValue({ rates: read.rates } as never)
    void message.success(t('fileRead', { count: read.rates.length }))
  })
  return (
    <div className="stack">
      <SheetUpload
        label={t('upload')}
        running={running}
        problem={problem}
        onFile={(file) => run({ body: { file, currency } })}
      >
        <a href={paths.ratesTemplate()}>{t('template')}</a>
      </SheetUpload>
      {faults && <SheetFaults {...faults} />}
    </div>
  )
}
