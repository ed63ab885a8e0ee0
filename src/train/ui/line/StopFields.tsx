/** The stops of a line being written: station, planned time after the departure, gauge; where the gauge changes is shown at once. */
import { DeleteOutlined, PlusOutlined, VerticalAlignTopOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber, Select, Space } from 'antd'
import { findStation } from '#kernel/station.ts'
import { STOPS_MAX } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { StationSelect } from '#web/kit/Fields.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { serviceTexts } from './service-texts.ts'
import { trainTexts } from '../texts.ts'

export const EMPTY_STOP = { station: undefined, plannedOffsetMinutes: 0, gaugeMm: 1435 } as const

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

export function StopFields({ stationsKept }: { stationsKept: boolean }) {
  const t = useTexts(serviceTexts)
  return (
    <section className="panel" aria-label={t('stops')}>
      <h2>{t('stops')}</h2>
      <p className="soft">{t('stopsHint')}</p>
      <Form.List name="stops">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div className="stop-row" key={key}>
                <StopRow at={name} stationsKept={stationsKept} />
                {!stationsKept && (
                  <Space size={4} className="stop-row-acts">
                    <Button
                      type="text"
                      icon={<VerticalAlignTopOutlined aria-hidden />}
                      aria-label={t('insertStop', { number: name + 1 })}
                      disabled={fields.length >= STOPS_MAX || name === 0}
                      onClick={() => add(EMPTY_STOP, name)}
                    />
                    <Button
                      type="text"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={t('removeStop', { number: name + 1 })}
                      disabled={fields.length <= 2}
                      onClick={() => remove(name)}
                    />
                  </Space>
                )}
              </div>
            ))}
            {!stationsKept && (
              <Button
                icon={<PlusOutlined aria-hidden />}
                disabled={fields.length >= STOPS_MAX}
                onClick={() => add(EMPTY_STOP)}
              >
                {t('addStop')}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </section>
  )
}

function StopRow({ at, stationsKept }: { at: number; stationsKept: boolean }) {
  const t = useTexts(serviceTexts)
  const train = useTexts(trainTexts)
  const form = Form.useFormInstance()
  const gauge = Form.useWatch<number | undefined>(['stops', at, 'gaugeMm'], form)
  const before = Form.useWatch<number | undefined>(['stops', at - 1, 'gaugeMm'], form)
  /** A station of one gauge leaves no choice. */
  const takeGauge = (code: string | undefined) => {
    const only = code === undefined ? undefined : findStation(code)?.gaugeMm
    if (only !== undefined && only !== 'both')
      form.setFieldValue(['stops', at, 'gaugeMm'], Number(only))
  }
  const number = at + 1
  return (
    <>
      <span className="stop-row-number">{number}</span>
      <Form.Item
        name={[at, 'station']}
        rules={[{ required: true, message: t('stationMissing') }]}
        getValueFromEvent={(code: string | undefined) => {
          takeGauge(code)
          return code
        }}
      >
        {stationsKept ? (
          <KeptStation />
        ) : (
          <StationSelect label={t('station', { number })} placeholder={t('station', { number })} />
        )}
      </Form.Item>
      <Form.Item name={[at, 'plannedOffsetMinutes']}>
        <OffsetInput number={number} disabled={at === 0} />
      </Form.Item>
      <Form.Item name={[at, 'gaugeMm']}>
        {stationsKept ? <KeptGauge /> : <GaugeSelect label={t('gaugeOf', { number })} />}
      </Form.Item>
      <span className="stop-row-note">
        {at > 0 && gauge !== undefined && before !== undefined && gauge !== before && (
          <Pill tone="info">{train('gauge', { from: before, to: gauge })}</Pill>
        )}
      </span>
    </>
  )
}

/** What trains already run by is shown, not offered; the form still sends it. */
function KeptStation({ value = '' }: { value?: string }) {
  return (
    <span className="stop-row-kept">
      <StationName code={value} />
    </span>
  )
}

function KeptGauge({ value = 0 }: { value?: number }) {
  const t = useTexts(serviceTexts)
  return <span className="stop-row-kept">{t('gaugeMm', { gauge: value })}</span>
}

interface GaugeSelectProps {
  readonly id?: string
  readonly value?: number
  readonly onChange?: (gaugeMm: number) => void
  readonly label: string
}

function GaugeSelect({ label, ...rest }: GaugeSelectProps) {
  const t = useTexts(serviceTexts)
  const options = [1435, 1520].map((value) => ({ value, label: t('gaugeMm', { gauge: value }) }))
  return <Select {...rest} aria-label={label} options={options} />
}

interface OffsetInputProps {
  readonly value?: number
  readonly onChange?: (minutes: number) => void
  readonly number: number
  readonly disabled: boolean
}

/** Minutes, written as days, hours and minutes. */
function OffsetInput({ value = 0, onChange, number, disabled }: OffsetInputProps) {
  const t = useTexts(serviceTexts)
  const days = Math.floor(value / DAY_MINUTES)
  const hours = Math.floor((value % DAY_MINUTES) / HOUR_MINUTES)
  const minutes = value % HOUR_MINUTES
  const set = (changed: { days?: number; hours?: number; minutes?: number }) => {
    const next = { days, hours, minutes, ...changed }
    onChange?.(next.days * DAY_MINUTES + next.hours * HOUR_MINUTES + next.minutes)
  }
  return (
    <Space.Compact block>
      <InputNumber
        aria-label={t('daysOf', { number })}
        min={0}
        max={59}
        precision={0}
        value={days}
        suffix={t('days')}
        disabled={disabled}
        onChange={(entered) => set({ days: entered ?? 0 })}
      />
      <InputNumber
        aria-label={t('hoursOf', { number })}
        min={0}
        max={23}
        precision={0}
        value={hours}
        suffix={t('hours')}
        disabled={disabled}
        onChange={(entered) => set({ hours: entered ?? 0 })}
      />
      <InputNumber
        aria-label={t('minutesOf', { number })}
        min={0}
        max={59}
        precision={0}
        value={minutes}
        suffix={t('minutes')}
        disabled={disabled}
        onChange={(entered) => set({ minutes: entered ?? 0 })}
      />
    </Space.Compact>
  )
}
