/** The cargo lines: what it is in three languages, its code, how it is packed, how heavy and of what worth. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { z } from 'zod'
import { CargoMassKg } from '#kernel/mass.ts'
import { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import { HsCode } from '#kernel/hs-code.ts'
import { CURRENCIES } from '#kernel/money.ts'
import { PACKAGE_KIND_CODES, PACKAGE_KINDS } from '#kernel/package-kind.ts'
import { MoneyInput } from '#web/kit/Fields.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { DangerousFields } from './DangerousFields.tsx'
import { formTexts } from './form-texts.ts'
import { lclTexts } from '../lcl/lcl-texts.ts'
import { VolumeInput } from '../lcl/LclWords.tsx'

export const EMPTY_CARGO = { packageKind: '22', value: { currency: 'CNY' } }

const CURRENCY_OPTIONS = Object.keys(CURRENCIES).map((value) => ({ value, label: value }))

/** `byVolume`: of LCL, which is booked by it. */
export function CargoFields({ byVolume = false }: { byVolume?: boolean }) {
  const t = useTexts(formTexts)
  return (
    <section className="panel" aria-label={t('cargo')}>
      <h2>{t('cargo')}</h2>
      <Form.List name="cargo">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, index) => (
              <fieldset key={row.key} className="fieldset">
                <legend>
                  {t('cargoLine', { n: index + 1 })}{' '}
                  {rows.length > 1 && (
                    <Button
                      size="small"
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('remove', { n: index + 1 })}
                      onClick={() => remove(index)}
                    />
                  )}
                </legend>
                <GoodsFields index={row.name} />
                <QuantityFields index={row.name} />
                {byVolume ? (
                  <VolumeFields index={row.name} />
                ) : (
                  <DangerousFields index={row.name} />
                )}
              </fieldset>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add(EMPTY_CARGO)}>
              {t('addCargo')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

/** Measured, or from the sides of one package. */
function VolumeFields({ index }: { index: number }) {
  const t = useTexts(lclTexts)
  const sides = ['lengthCm', 'widthCm', 'heightCm'] as const
  const labels = { lengthCm: t('length'), widthCm: t('width'), heightCm: t('height') }
  return (
    <div className="form-grid">
      <Form.Item name={[index, 'volumeDm3']} label={t('volume')} extra={t('sides')}>
        <VolumeInput />
      </Form.Item>
      {sides.map((side) => (
        <Form.Item key={side} name={[index, 'packageCm', side]} label={labels[side]}>
          <InputNumber min={1} max={1_400} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
    </div>
  )
}

function useRules(): (schema?: z.ZodType) => object[] {
  const t = useTexts(formTexts)
  const valueRule = useValueRule()
  const required = { required: true, message: t('missing') }
  return (schema) => (schema === undefined ? [required] : [required, valueRule(schema)])
}

function GoodsFields({ index }: { index: number }) {
  const t = useTexts(formTexts)
  const rules = useRules()
  return (
    <div className="form-grid">
      <Form.Item name={[index, 'goodsName', 'zh']} label={t('goodsZh')} rules={rules(GoodsNameZh)}>
        <Input lang="zh-CN" />
      </Form.Item>
      <Form.Item name={[index, 'goodsName', 'en']} label={t('goodsEn')} rules={rules(GoodsName)}>
        <Input lang="en" />
      </Form.Item>
      <Form.Item name={[index, 'goodsName', 'ru']} label={t('goodsRu')} rules={rules(GoodsName)}>
        <Input lang="ru" />
      </Form.Item>
      <Form.Item name={[index, 'hsCode']} label={t('hs')} rules={rules(HsCode)}>
        <Input inputMode="numeric" autoComplete="off" />
      </Form.Item>
    </div>
  )
}

function QuantityFields({ index }: { index: number }) {
  const t = useTexts(formTexts)
  const rules = useRules()
  const { say } = useLocale()
  const form = Form.useFormInstance()
  const currency = Form.useWatch<string | undefined>(['cargo', index, 'value', 'currency'], form)
  const whole = { min: 1, precision: 0, style: { width: '100%' } }
  return (
    <div className="form-grid">
      <Form.Item name={[index, 'packages']} label={t('packages')} rules={rules()}>
        <InputNumber {...whole} />
      </Form.Item>
      <Form.Item name={[index, 'packageKind']} label={t('packageKind')} rules={rules()}>
        <Select
          options={PACKAGE_KIND_CODES.map((code) => ({
            value: code,
            label: `${code} ${say(PACKAGE_KINDS[code as keyof typeof PACKAGE_KINDS])}`,
          }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'grossMassKg']} label={t('mass')} rules={rules(CargoMassKg)}>
        <InputNumber {...whole} />
      </Form.Item>
      <div className="money-pair">
        <Form.Item name={[index, 'value', 'amountMinor']} label={t('value')} rules={rules()}>
          <MoneyInput currency={currency ?? 'CNY'} />
        </Form.Item>
        <Form.Item name={[index, 'value', 'currency']} label={t('currency')} rules={rules()}>
          <Select options={CURRENCY_OPTIONS} />
        </Form.Item>
      </div>
    </div>
  )
}
