/**
 * Makes a train smaller or ends it earlier: what it then cannot carry stands below, the latest booked first, and each booking is
 * said to stay, to move or to be refused, before anything is done.
 */
import { Alert, App, Button, Checkbox, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { shortenApi, type OnShortened, type Shortening } from '#booking/shorten-contract.ts'
import { getStation } from '#kernel/station.ts'
import { trainApi, type Departure, type SlotAmount } from '#train/contract.ts'
import { isNothing, minus, NO_SLOTS, sumOf } from '#train/slots.ts'
import { limitsOf } from '#train/train.ts'
import { CapacityField } from '#train/ui/departure/CapacityField.tsx'
import { LimitFields } from '#train/ui/departure/LimitFields.tsx'
import { useFaults } from '#web/faults.ts'
import { formatTonnes } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { OtherTrainSelect } from './OtherTrainSelect.tsx'
import { ReasonField } from '../container/ReasonField.tsx'
import { shortenTexts } from './shorten-texts.ts'
import { BookingTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

export function ShortenScreen() {
  const { departureId = '' } = useParams()
  const asked = useAsk(trainApi.getDeparture, { params: { departureId } })
  return <Asked asked={asked}>{(departure) => <ShortenOnLine departure={departure} />}</Asked>
}

function ShortenOnLine({ departure }: { departure: Departure }) {
  const asked = useAsk(trainApi.getService, { params: { serviceId: departure.serviceId } })
  return (
    <Asked asked={asked}>
      {({ stops }) => (
        <Shorten
          key={departure.id}
          departure={departure}
          stations={stops.slice(1).map(({ station }) => station)}
        />
      )}
    </Asked>
  )
}

type Fate = 'stay' | 'move' | 'refuse'

interface Draft {
  readonly capacityTeu: number
  readonly grossKgMax: number | null
  readonly wagonKgMax: number
  readonly reeferPlugs: number | null
  readonly dangerousPlaces: number
  readonly endsAt: string
  readonly releaseAllotments: boolean
  readonly moveTo?: string
  readonly reason: string
}

interface ShortenProps {
  readonly departure: Departure
  readonly stations: readonly string[]
}

function Shorten({ departure, stations }: ShortenProps) {
  const t = useTexts(shortenTexts)
  const words = useTexts(wordTexts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<Draft>()
  const [chosen, setChosen] = useState<ReadonlyMap<string, Fate>>(new Map())
  const draft = Form.useWatch((values: Partial<Draft>) => values, form)
  const { id, trainNumber } = departure
  const preview = usePreview(departure, draft, stations)
  const { run, running, problem } = useCommand(shortenApi.shorten, ({ moved, refused }) => {
    void message.success(t('done', { moved: moved.length, refused: refused.length }))
    void navigate(paths.departure(id), { replace: true })
  })
  const left = useFaults(form, problem)
  const fateOf = (one: OnShortened): Fate => chosen.get(one.booking.id) ?? usualFate(one)
  const send = ({ endsAt, ...rest }: Draft) => {
    const body = {
      ...{ ...rest, ...byFate(preview.data?.bookings ?? [], fateOf) },
      endsAt: endsAt === stations.at(-1) ? null : endsAt,
      place: departure.service.origin,
    }
    void run({ params: { departureId: id }, body })
  }
  return (
    <>
      <PageHeader
        title={t('title', { number: trainNumber })}
        note={t('note')}
        back={{ to: paths.departure(id), label: words('trainNumber', { number: trainNumber }) }}
      />
      <Form<Draft>
        form={form}
        name="shorten"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={asItIs(departure)}
        onFinish={send}
      >
        <ShapeFields stations={stations} allotted={departure.allotted.teu} />
        <LimitFields taken={NO_SLOTS} />
        <Asked asked={preview}>
          {(shortening) => (
            <Consequences
              departure={departure}
              shortening={shortening}
              fateOf={fateOf}
              onChoose={(bookingId, fate) => setChosen(new Map(chosen).set(bookingId, fate))}
            />
          )}
        </Asked>
        <ProblemAlert problem={left} />
        <Foot running={running} />
      </Form>
    </>
  )
}

function Foot({ running }: { running: boolean }) {
  const t = useTexts(shortenTexts)
  return (
    <div className="form-foot">
      <Button type="primary" danger htmlType="submit" loading={running}>
        {t('save')}
      </Button>
    </div>
  )
}

function asItIs(departure: Departure) {
  const { capacityTeu, service } = departure
  const endsAt = service.destination
  return { ...limitsOf(departure), capacityTeu, endsAt, releaseAllotments: false }
}

function byFate(all: readonly OnShortened[], fateOf: (one: OnShortened) => Fate) {
  const of = (fate: Fate) =>
    all.filter((one) => fateOf(one) === fate).map(({ booking }) => booking.id)
  return { move: of('move'), refuse: of('refuse'), keep: of('stay') }
}

function usePreview(
  { id }: Departure,
  draft: Partial<Draft> | undefined,
  stations: readonly string[],
) {
  const { capacityTeu, grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces, endsAt } = draft ?? {}
  const given = (value: number | null | undefined) => value ?? undefined
  return useAsk(shortenApi.shortening, {
    params: { departureId: id },
    query: {
      capacityTeu: given(capacityTeu),
      grossKgMax: given(grossKgMax),
      wagonKgMax: given(wagonKgMax),
      reeferPlugs: given(reeferPlugs),
      dangerousPlaces: given(dangerousPlaces),
      endsAt: endsAt === stations.at(-1) ? undefined : endsAt,
      releaseAllotments: draft?.releaseAllotments === true ? 'true' : undefined,
    },
    enabled: given(capacityTeu) !== undefined,
  })
}

/** Confirmed bookings move, what is no booking yet can only be refused. */
function usualFate({ why, containers }: OnShortened): Fate {
  if (why === null) return 'stay'
  return containers.length > 0 ? 'move' : 'refuse'
}

function ShapeFields({ stations, allotted }: { stations: readonly string[]; allotted: number }) {
  const t = useTexts(shortenTexts)
  const { say } = useLocale()
  return (
    <section className="panel" aria-label={t('shape')}>
      <h2>{t('shape')}</h2>
      <div className="form-grid">
        <CapacityField takenTeu={0} />
        <Form.Item name="endsAt" label={t('endsAt')}>
          <Select
            options={stations.map((code) => ({ value: code, label: say(getStation(code).name) }))}
          />
        </Form.Item>
      </div>
      {allotted > 0 && (
        <Form.Item name="releaseAllotments" valuePropName="checked">
          <Checkbox>{t('releaseAllotments', { teu: allotted })}</Checkbox>
        </Form.Item>
      )}
    </section>
  )
}

interface ConsequencesProps {
  readonly departure: Departure
  readonly shortening: Shortening
  readonly fateOf: (one: OnShortened) => Fate
  readonly onChoose: (bookingId: string, fate: Fate) => void
}

function Consequences({ departure, shortening, fateOf, onChoose }: ConsequencesProps) {
  const t = useTexts(shortenTexts)
  const { tag } = useLocale()
  const { excess, bookings } = shortening
  const leaving = bookings.filter((one) => fateOf(one) !== 'stay')
  const still = minus(excess, sumOf(leaving.map(({ amount }) => amount)))
  const moves = bookings.some((one) => fateOf(one) === 'move')
  return (
    <section className="panel" aria-label={t('bookings')}>
      <h2>{t('bookings')}</h2>
      {isNothing(excess) && bookings.every(({ why }) => why === null) ? (
        <Alert className="problem" type="success" showIcon title={t('fits')} />
      ) : (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('excessIs', factsOf(excess, tag))}
          description={still.teu > 0 ? t('still', { teu: still.teu }) : t('rule')}
        />
      )}
      <ul className="plain-list">
        {bookings.map((one) => (
          <li key={one.booking.id} className="card-row">
            <BookingOn one={one} fate={fateOf(one)} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <div className="form-grid below">
        {moves && (
          <Form.Item
            name="moveTo"
            label={t('moveTo')}
            rules={[{ required: true, message: t('moveToMissing') }]}
          >
            <OtherTrainSelect departureId={departure.id} />
          </Form.Item>
        )}
        <ReasonField />
      </div>
    </section>
  )
}

function factsOf({ teu, grossKg, plugs, dangerousPlaces }: SlotAmount, tag: string) {
  return { teu, tonnes: formatTonnes(grossKg, tag), plugs, dangerous: dangerousPlaces }
}

interface BookingOnProps {
  readonly one: OnShortened
  readonly fate: Fate
  readonly onChoose: (bookingId: string, fate: Fate) => void
}

function BookingOn({ one, fate, onChoose }: BookingOnProps) {
  const t = useTexts(shortenTexts)
  const words = useTexts(wordTexts)
  const { say, tag } = useLocale()
  const { booking, amount, containers, why } = one
  const received = containers.filter(({ stage }) => !['booked', 'assigned'].includes(stage)).length
  const options = [
    { value: 'stay', label: t('stays') },
    { value: 'move', label: t('moves'), disabled: containers.length === 0 },
    { value: 'refuse', label: t('refused'), disabled: received > 0 },
  ]
  return (
    <>
      <span className="row">
        <Link className="strong-link" to={paths.booking(booking.id)}>
          {booking.number}
        </Link>
        <BookingTag state={booking.state} />
        {booking.exporter && <span>{say(booking.exporter.names)}</span>}
        {why !== null && <Pill tone="wait">{t(why)}</Pill>}
        {received > 0 && <Pill tone="plain">{t('received', { count: received })}</Pill>}
      </span>
      <span className="row">
        <span className="number">
          {words('load', { teu: amount.teu, tonnes: formatTonnes(amount.grossKg, tag) })}
        </span>
        <Radio.Group
          aria-label={t('what', { number: booking.number })}
          value={fate}
          options={options}
          optionType="button"
          size="small"
          onChange={({ target }) => onChoose(booking.id, target.value as Fate)}
        />
      </span>
    </>
  )
}
