/** Inputs of the trade for forms: a station by any of its names, a moment on a station's clock, a sum of money. */
import { DatePicker, InputNumber, Select, TimePicker, type SelectProps } from 'antd'
import dayjs from 'dayjs'
import type { KeyboardEvent } from 'react'
import { COUNTRIES } from '#kernel/country.ts'
import { getStation, namesOf, nameKey, STATIONS, type Station } from '#kernel/station.ts'
import { timestampAt } from '#kernel/time.ts'
import { useLocale } from '#web/i18n.ts'
import { formatMoment, minorDigits } from '#web/formats.ts'

interface StationSelectProps {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (code: string | undefined) => void
  /** Which stations to offer; all of them by default. */
  readonly offer?: (station: Station) => boolean
  readonly placeholder?: string
  readonly label?: string
}

/** Found by Chinese, Latin or Russian name, by alias or code: what is typed is compared with everything a station answers to. */
export function StationSelect({ offer, label, onChange, ...rest }: StationSelectProps) {
  const { say } = useLocale()
  const stations = offer === undefined ? STATIONS : STATIONS.filter(offer)
  const props: SelectProps<string> = {
    ...rest,
    onChange: (code: string | undefined) => onChange?.(code),
    allowClear: true,
    showSearch: { filterOption: matchesStation },
    options: stations.map((station) => ({
      value: station.code,
      label: `${say(station.name)} · ${station.country}`,
    })),
  }
  return <Select {...props} {...(label !== undefined && { 'aria-label': label })} />
}

interface CountrySelectProps {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (code: string | undefined) => void
}

/** Found by its name or its code. */
export function CountrySelect(props: CountrySelectProps) {
  const { say } = useLocale()
  return (
    <Select
      {...props}
      showSearch={{ optionFilterProp: 'label' }}
      options={Object.entries(COUNTRIES).map(([value, name]) => ({
        value,
        label: `${say(name)} · ${value}`,
      }))}
    />
  )
}

/** Whether an option, whose value is a station's code, answers to what was typed. */
export function matchesStation(
  typed: string,
  option?: { readonly value?: string | number | null | undefined },
): boolean {
  return (
    option !== undefined &&
    namesOf(getStation(String(option.value))).some((name) => nameKey(name).includes(nameKey(typed)))
  )
}

interface MomentInputProps {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (at: string | undefined) => void
}

/** ISO 8601 with the offset of the reader's own clock, which is what the picker shows. */
export function MomentInput({ id, value, onChange }: MomentInputProps) {
  return (
    <DatePicker
      {...(id !== undefined && { id })}
      style={{ width: '100%' }}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={value === undefined ? null : dayjs(value)}
      onChange={(moment) => onChange?.(moment ? moment.format() : undefined)}
    />
  )
}

interface TextInputProps {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
  readonly label?: string
  readonly clearable?: boolean
}

const DAY_FORM = 'YYYY-MM-DD'
const TIME_FORM = 'HH:mm'

/** A day of the calendar, `2026-05-01`, of whatever zone it is about. */
export function DayInput({ id, value, onChange, label, clearable = false }: TextInputProps) {
  return (
    <DatePicker
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      style={{ width: '100%' }}
      value={value ? dayjs(value) : null}
      allowClear={clearable}
      onKeyDown={keepEnter}
      onChange={(day) => onChange?.(day ? day.format(DAY_FORM) : null)}
    />
  )
}

/** A time of the clock, `08:30`. */
export function TimeInput({ id, value, onChange, label, clearable = false }: TextInputProps) {
  return (
    <TimePicker
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      style={{ width: '100%' }}
      format={TIME_FORM}
      needConfirm={false}
      value={value ? dayjs(`2000-01-01T${value}`) : null}
      allowClear={clearable}
      onKeyDown={keepEnter}
      onChange={(time) => onChange?.(time ? time.format(TIME_FORM) : null)}
    />
  )
}

/** Enter confirms what was typed here; it must not send the whole form too. */
function keepEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter') event.preventDefault()
}

interface ClockInputProps extends ZonedInputProps {
  /** Whose clock is read and set. */
  readonly station: string
}

/** A moment by a station's own clock, wherever the reader sits; RFC 3339 with the offset in force there. */
export function ClockInput({ station, ...rest }: ClockInputProps) {
  return <ZonedInput {...rest} timeZone={getStation(station).timeZone} />
}

interface ZonedInputProps extends Omit<MomentInputProps, 'value'> {
  readonly value?: string | null
  readonly label?: string
  /** Whether it may be left empty again. */
  readonly clearable?: boolean
  readonly disabled?: boolean
}

/** The same by the clock of any IANA zone. */
export function ZonedInput({
  id,
  value,
  onChange,
  timeZone,
  label,
  clearable = false,
  disabled = false,
}: ZonedInputProps & { readonly timeZone: string }) {
  // The picker knows no zones but the reader's: it is shown the station's clock as if it were that.
  const shown =
    value === undefined || value === null ? null : dayjs(formatMoment(value, timeZone).slice(0, 16))
  return (
    <DatePicker
      disabled={disabled}
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      style={{ width: '100%' }}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={shown}
      allowClear={clearable}
      onKeyDown={keepEnter}
      onChange={(moment) =>
        onChange?.(moment ? timestampAt(moment.format('YYYY-MM-DDTHH:mm'), timeZone) : undefined)
      }
    />
  )
}

interface MoneyInputProps {
  readonly id?: string
  readonly value?: number | null
  readonly onChange?: (minor: number | null) => void
  readonly currency: string
}

/** Shows major units, keeps minor ones: money is never a fraction. */
export function MoneyInput({ id, value, onChange, currency }: MoneyInputProps) {
  const digits = minorDigits(currency)
  return (
    <InputNumber
      {...(id !== undefined && { id })}
      min={0}
      precision={digits}
      style={{ width: '100%' }}
      value={value === undefined || value === null ? null : value / 10 ** digits}
      onChange={(major) =>
        onChange?.(major === null ? null : Math.round(Number(major) * 10 ** digits))
      }
    />
  )
}
