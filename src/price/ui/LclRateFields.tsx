/** What LCL costs by W/M on each lane of a draft, and of a sheet that is read. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form } from 'antd'
import type { RateSheet } from '#price/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { MoneyInput } from '#web/kit/Fields.tsx'
import { Money, StationName } from '#web/kit/Values.tsx'
import { LaneFields } from './LaneFields.tsx'
import { priceTexts } from './texts.ts'

export function LclRateFields({ currency }: { currency: string }) {
  const t = useTexts(priceTexts)
  const rules = [{ required: true, message: t('missing') }]
  return (
    <section className="panel" aria-label={t('lclRates')}>
      <h2>{t('lclRates')}</h2>
      <p className="soft">{t('lclRatesNote')}</p>
      <Form.List name="lclRates">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name: index }) => (
              <div key={key} className="form-grid rate-row">
                <LaneFields index={index} />
                <Form.Item name={[index, 'priceMinor']} label={t('perWm')} rules={rules}>
                  <MoneyInput currency={currency} />
                </Form.Item>
                <Form.Item name={[index, 'minimumMinor']} label={t('minimum')} rules={rules}>
                  <MoneyInput currency={currency} />
                </Form.Item>
                <Button
                  className="row-remove"
                  icon={<DeleteOutlined />}
                  aria-label={t('remove', { n: index + 1 })}
                  onClick={() => remove(index)}
                />
              </div>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})}>
              {t('addLclRate')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

/** Nothing, where the sheet has none. */
export function LclRates({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  if (sheet.lclRates.length === 0) return null
  return (
    <section className="panel" aria-label={t('lclRates')}>
      <h2>{t('lclRates')}</h2>
      <ul className="plain-list">
        {sheet.lclRates.map(({ origin, destination, priceMinor, minimumMinor }) => (
          <li key={origin + destination} className="card-row">
            <span>
              <StationName code={origin} /> → <StationName code={destination} />
            </span>
            <span>
              <Money minor={priceMinor} currency={sheet.currency} /> / W/M · {t('minimum')}{' '}
              <Money minor={minimumMinor} currency={sheet.currency} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
