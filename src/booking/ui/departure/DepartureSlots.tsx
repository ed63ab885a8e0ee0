/** A train's slots: for its operator the load in every unit, bookings with their decisions, alarms; for who books, the list. */
import { Alert } from 'antd'
import { Link } from 'react-router'
import { effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { slotApi, type BoardItem, type WaitingItem } from '#booking/slot-contract.ts'
import type { Departure } from '#train/contract.ts'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { formatNumber, formatTonnes } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { slotTexts } from '../slot-texts.ts'
import { bySeverity, EFFECT_TONES } from '../form/FindingList.tsx'
import { LclTag, Lot } from '../lcl/LclWords.tsx'
import { NoShowList } from './NoShows.tsx'
import { RequestDecisions } from '../RequestDecisions.tsx'
import { BookingTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

/** Counts that others change every moment. */
const LIVE_MS = 5_000

export function DepartureSlots({ departure }: { departure: Departure }) {
  const { organisation } = useSession()
  const mayBook = useMayAct('exporter', 'forwarder')
  if (departure.service.operatorId === organisation.id) return <Board departure={departure} />
  return mayBook ? <WaitingOf departure={departure} /> : null
}

function Board({ departure }: { departure: Departure }) {
  const t = useTexts(slotTexts)
  const { data, error } = useAsk(slotApi.board, {
    params: { departureId: departure.id },
    refetchEveryMs: LIVE_MS,
  })
  const board = data?.departure ?? departure
  return (
    <section className="panel" aria-label={t('board')}>
      <h2>{t('board')}</h2>
      <ProblemAlert problem={error} />
      {data !== undefined && data.alarms.length > 0 && (
        <Alert
          className="problem"
          type="error"
          showIcon
          title={t('alarm')}
          description={data.alarms.map(({ id, finding }) => (
            <div key={id}>{finding}</div>
          ))}
        />
      )}
      <Loads departure={board} />
      {data && <NoShowList departure={board} board={data} />}
      <h3 className="panel-sub">{t('bookings')}</h3>
      {data?.bookings.length === 0 && <p className="soft">{t('none')}</p>}
      <ul className="plain-list">
        {data?.bookings.map((item) => (
          <BookingRow key={item.id} item={item} />
        ))}
      </ul>
      <h3 className="panel-sub">{t('waiting')}</h3>
      <WaitingRows items={data?.waiting ?? []} />
    </section>
  )
}

function Loads({ departure }: { departure: Departure }) {
  const t = useTexts(slotTexts)
  const { sold, held } = departure
  const tonnes = (kg: number) => Math.round(kg / 100) / 10
  return (
    <div className="split">
      <Load label={t('places')} sold={sold.teu} held={held.teu} capacity={departure.capacityTeu} />
      <Load
        label={t('mass')}
        sold={tonnes(sold.grossKg)}
        held={tonnes(held.grossKg)}
        capacity={tonnes(departure.grossKgMax)}
      />
      <Load
        label={t('plugs')}
        sold={sold.plugs}
        held={held.plugs}
        capacity={departure.reeferPlugs}
      />
      <Load
        label={t('dangerous')}
        sold={sold.dangerousPlaces}
        held={held.dangerousPlaces}
        capacity={departure.dangerousPlaces}
      />
    </div>
  )
}

interface LoadProps {
  readonly label: string
  readonly sold: number
  readonly held: number
  readonly capacity: number
}

function Load({ label, sold, held, capacity }: LoadProps) {
  const t = useTexts(slotTexts)
  const { tag } = useLocale()
  const number = (value: number) => formatNumber(value, tag)
  const share = capacity === 0 ? 0 : Math.min(1, (sold + held) / capacity)
  return (
    <div className="stack">
      <span className="soft">{label}</span>
      <span className="number">
        {t('load', { sold: number(sold), held: number(held), capacity: number(capacity) })}
      </span>
      <div className="bar" aria-hidden>
        <span style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
    </div>
  )
}

function BookingRow({ item }: { item: BoardItem }) {
  const t = useTexts(slotTexts)
  const words = useTexts(wordTexts)
  const { say, tag } = useLocale()
  return (
    <li className="card-row">
      <span className="row">
        <Link className="strong-link" to={paths.booking(item.id)}>
          {item.number}
        </Link>
        <BookingTag state={item.state} />
        {item.exporter && <span>{say(item.exporter.names)}</span>}
        <Touched findings={item.findings} />
      </span>
      <span className="row">
        <span className="number">
          <LclTag {...item} />{' '}
          {item.lot === null ? (
            words('load', { teu: item.teu, tonnes: formatTonnes(item.amount.grossKg, tag) })
          ) : (
            <Lot lot={item.lot} words="lot" />
          )}
        </span>
        <RequestDecisions request={item} />
        {item.state === 'pending_amendment' && (
          <LinkButton to={paths.booking(item.id)} label={t('amendment')} />
        )}
      </span>
    </li>
  )
}

/** How serious the worst of it is, and how many there are: the booking itself says which. */
function Touched({ findings }: { findings: readonly Finding[] }) {
  const { say } = useLocale()
  const [worst] = bySeverity(findings)
  if (worst === undefined) return null
  const { effect } = worst
  const count = findings.filter((one) => one.effect === effect).length
  return (
    <Pill tone={EFFECT_TONES[effect]}>
      {say(effectTexts[effect])} {count > 1 && `× ${count}`}
    </Pill>
  )
}

function WaitingOf({ departure }: { departure: Departure }) {
  const t = useTexts(slotTexts)
  const { data } = useAsk(slotApi.waitingList, {
    params: { departureId: departure.id },
    refetchEveryMs: LIVE_MS,
  })
  if (data === undefined || data.items.length === 0) return null
  return (
    <section className="panel" aria-label={t('waiting')}>
      <h2>{t('waiting')}</h2>
      <WaitingRows items={data.items} />
      <p className="soft">{t('rule')}</p>
    </section>
  )
}

function WaitingRows({ items }: { items: readonly WaitingItem[] }) {
  const t = useTexts(slotTexts)
  const { say } = useLocale()
  if (items.length === 0) return <p className="soft">{t('nobody')}</p>
  return (
    <ol className="plain-list">
      {items.map(({ place, asked, booking, offeredUntil }) => (
        <li key={place} className="card-row">
          <span className="row">
            <span className="number">{t('place', { place })}</span>
            {booking && (
              <Link className="strong-link" to={paths.booking(booking.id)}>
                {booking.number}
              </Link>
            )}
            {booking?.exporter && <span>{say(booking.exporter.names)}</span>}
            {offeredUntil && <Pill tone="good">{t('offer')}</Pill>}
          </span>
          <span className="number">{t('wants', { teu: asked.teu })}</span>
        </li>
      ))}
    </ol>
  )
}
