/** The rates of a draft: rows to type, or a file that replaces them all; a file with a wrong cell replaces none. */
import { DeleteOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Form, Select } from 'antd'
import { useRef, useState } from 'react'
import { BoxOwner, boxOwnerTexts } from '#kernel/box-owner.ts'
import { EQUIPMENT_TYPE_CODES } from '#kernel/equipment-type.ts'
import { SHEET_BYTES_MAX, type CellFault } from '#kernel/spreadsheet.ts'
import { priceApi } from '#price/contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { MoneyInput, StationSelect } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
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
      <Form.Item name={[index, 'origin']} label={t('origin')} rules={rules}>
        <StationSelect />
      </Form.Item>
      <Form.Item name={[index, 'destination']} label={t('destination')} rules={rules}>
        <StationSelect />
      </Form.Item>
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
  const input = useRef<HTMLInputElement>(null)
  const [faults, setFaults] = useState<{ readonly count: number; readonly items: CellFault[] }>()
  const { run, running, problem } = useCommand(priceApi.readRates, (read) => {
    setFaults(read.faultCount === 0 ? undefined : { count: read.faultCount, items: read.faults })
    if (read.faultCount > 0) return
    form.setFieldsValue({ rates: read.rates } as never)
    void message.success(t('fileRead', { count: read.rates.length }))
  })
  const read = async (file: File): Promise<void> => {
    if (file.size > SHEET_BYTES_MAX) {
      void message.error(t('fileTooLarge'))
      return
    }
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()))
    await run({ body: { file: { name: file.name, base64 }, currency } })
  }
  return (
    <div className="stack">
      <div>
        <Button icon={<UploadOutlined />} loading={running} onClick={() => input.current?.click()}>
          {t('upload')}
        </Button>{' '}
        <a href={paths.ratesTemplate()}>{t('template')}</a>
      </div>
      <input
        ref={input}
        type="file"
        style={{ display: 'none' }}
        accept=".xlsx,.csv"
        aria-label={t('upload')}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // The same file, mended, may be chosen again.
          target.value = ''
          if (file) void read(file)
        }}
      />
      <ProblemAlert problem={problem} />
      {faults && <FileFaults {...faults} />}
    </div>
  )
}

function FileFaults({ count, items }: { count: number; items: readonly CellFault[] }) {
  const t = useTexts(priceTexts)
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('fileFaults', { count })}
      description={
        <ul>
          {items.map(({ cell, column, detail }) => (
            <li key={cell + detail}>
              <strong>{cell}</strong> {column}: {detail}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
