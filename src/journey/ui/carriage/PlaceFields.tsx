/** A place by UN/LOCODE: found by the names of ports, airports, stations and, where the listing is loaded, all its places; any other code is typed, with its name. */
import { AutoComplete, Form, Input } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { findPort, PORTS } from '#kernel/ports.ts'
import { line } from '#kernel/line.ts'
import { nameKey, STATIONS } from '#kernel/station.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import type { Text } from '#kernel/locale.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'
import { PLACE_NAME_MAX } from '#journey/carriage-contract.ts'
import { placeApi } from '#journey/place-contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
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

/** What was typed, once the typist pauses: nobody needs an answer to half a word. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), 250)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}

interface Offered {
  readonly code: string
  readonly label: string
  /** Beside the name: country, and where on the map. */
  readonly where: string
}

/** Those of the platform's own that answer to what was typed, then those of the listing. */
function useOffered(typed: string, mode: TransportMode | undefined) {
  const { say, tag } = useLocale()
  const q = useSettled(typed.trim())
  const asked = useAsk(placeApi.find, { query: { q, ...(mode && { mode }) } })
  const countries = useMemo(() => new Intl.DisplayNames(tag, { type: 'region' }), [tag])
  const country = (code: string) => countries.of(code.slice(0, 2)) ?? code.slice(0, 2)
  const key = nameKey(typed)
  const own = KNOWN.filter((place) => key === '' || place.key.includes(key)).map(
    ({ code, name }): Offered => ({ code, label: say(name), where: country(code) }),
  )
  const isOwn = new Set(KNOWN.map(({ code }) => code))
  const listed = (asked.data?.items ?? [])
    .filter(({ code }) => !isOwn.has(code))
    .map(({ code, name, subdivision, position }): Offered => ({
      code,
      label: name,
      where: [
        subdivision === null ? country(code) : `${country(code)}, ${subdivision}`,
        ...(position === null ? [] : [`${position.lat.toFixed(2)}, ${position.lon.toFixed(2)}`]),
      ].join(' · '),
    }))
  return {
    offered: [...own, ...listed],
    isLoaded: asked.data?.loaded,
    isAsking: asked.isFetching || q !== typed.trim(),
  }
}

export function PlaceFields({ side }: { side: 'from' | 'to' }) {
  const t = useTexts(carriageTexts)
  const valueRule = useValueRule()
  const form = Form.useFormInstance<CarriageDraft>()
  const typed = Form.useWatch([side, 'code'], form) ?? ''
  const mode = Form.useWatch('mode', form)
  const { offered, isLoaded, isAsking } = useOffered(typed, mode)
  const code = UnLocode.safeParse(typed)
  const chosen = code.success ? offered.find((place) => place.code === code.data) : undefined
  const required = { required: true, message: t('missing') }
  const isUnknown = code.success && chosen === undefined && !isAsking
  return (
    <>
      <Form.Item
        name={[side, 'code']}
        label={t(side)}
        rules={[required, valueRule(UnLocode)]}
        extra={
          chosen === undefined
            ? t(isLoaded === false ? 'placesMissing' : 'placeHint')
            : `${chosen.label} · ${chosen.where}`
        }
      >
        <AutoComplete
          allowClear
          options={offered.map((place) => ({
            value: place.code,
            label: `${place.label} · ${place.code} · ${place.where}`,
            key: place.code,
          }))}
        />
      </Form.Item>
      {isUnknown && (
        <Form.Item
          name={[side, 'name']}
          label={t('placeName')}
          rules={[required, valueRule(line(PLACE_NAME_MAX))]}
        >
          <Input autoComplete="off" maxLength={PLACE_NAME_MAX} />
        </Form.Item>
      )}
    </>
  )
}
