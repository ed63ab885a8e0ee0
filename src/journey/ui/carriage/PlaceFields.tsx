/** A place by UN/LOCODE: found by the names of ports, airports and stations; any other code is typed, with its name. */
import { AutoComplete, Form, Input } from 'antd'
import { findPort, PORTS, stationIn } from '#kernel/ports.ts'
import { line } from '#kernel/line.ts'
import { nameKey, STATIONS } from '#kernel/station.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import type { Text } from '#kernel/locale.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { carriageTexts } from './carriage-texts.ts'
import type { CarriageDraft } from './draft.ts'

interface Known {
  readonly code: string
  readonly name: Text
  /** What it is found by. */
  readonly key: string
}

const keyOf = (code: string, ...names: readonly string[]) => [code, ...names].map(nameKey).join(' ')

const KNOWN: readonly Known[] = [
  ...PORTS.map(({ code, name }) => ({ code, name, key: keyOf(code, name.zh, name.en, name.ru) })),
  ...STATIONS.flatMap(({ unLocode: code, city, aliases }) =>
    code === undefined || findPort(code as UnLocode) !== undefined
      ? []
      : [{ code, name: city, key: keyOf(code, city.zh, city.en, city.ru, ...aliases) }],
  ),
].filter(({ code }, at, all) => all.findIndex((other) => other.code === code) === at)

export function PlaceFields({ side }: { side: 'from' | 'to' }) {
  const t = useTexts(carriageTexts)
  const { say } = useLocale()
  const valueRule = useValueRule()
  const typed = Form.useWatch([side, 'code'], Form.useFormInstance<CarriageDraft>()) ?? ''
  const code = UnLocode.safeParse(typed)
  const known = code.success ? placeName(code.data) : undefined
  const required = { required: true, message: t('missing') }
  const isUnknown = code.success && known === undefined
  return (
    <>
      <Form.Item
        name={[side, 'code']}
        label={t(side)}
        rules={[required, valueRule(UnLocode)]}
        extra={known === undefined ? t('placeHint') : say(known)}
      >
        <AutoComplete
          allowClear
          options={KNOWN.map((place) => ({
            value: place.code,
            label: `${say(place.name)} · ${place.code}`,
            key: place.code,
          }))}
          showSearch={{
            filterOption: (text, option) =>
              KNOWN.find((place) => place.code === option?.value)?.key.includes(nameKey(text)) ??
              false,
          }}
        />
      </Form.Item>
      {isUnknown && (
        <Form.Item
          name={[side, 'name']}
          label={t('placeName')}
          rules={[required, valueRule(line(60))]}
        >
          <Input autoComplete="off" maxLength={60} />
        </Form.Item>
      )}
    </>
  )
}

export const placeName = (code: UnLocode): Text | undefined =>
  findPort(code)?.name ?? stationIn(code)?.city
