/** When the container is expected and what that rests on, its legs as planned and as they were, and what its tracker saw by itself. */
import { confidenceTexts } from '#booking/words.ts'
import { seenTexts } from '#journey/words.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import type { PublicWay, WayLeg, WayTime } from '#passport/way-contract.ts'
import { Moment } from './Moment.tsx'
import { useReader } from './reader.ts'
import type { Word } from './words.ts'

const BASES = {
  weekday: 'byWeekday',
  lane: 'byLane',
  timetable: 'byTimetable',
} as const satisfies Record<NonNullable<PublicWay['eta']>['basis'], Word>

export function Way({ way }: { way: PublicWay }) {
  const { t, say } = useReader()
  const { legs, seen, eta, finalEta } = way
  return (
    <section className="card way" aria-labelledby="way-head">
      <h2 id="way-head" className="visually-hidden">
        {t('way')}
      </h2>
      {eta && <Arrival way={way} eta={eta} />}
      {finalEta && (
        <div className="arrival">
          <h3 className="overline">
            {t('finally')} {say(finalEta.place.city)}
          </h3>
          <Spread spread={finalEta} />
          <p className="note">{t('byPlanOfLegs')}</p>
        </div>
      )}
      <h3>{t('legs')}</h3>
      <ol className="legs">
        {legs.map((leg, index) => (
          // A way is not reordered while it is read.
          <Leg key={`${index} ${leg.from.code}`} leg={leg} />
        ))}
      </ol>
      {seen.length > 0 && <Sightings seen={seen} />}
      <p className="note">{t('wayNote')}</p>
    </section>
  )
}

function Arrival({ way, eta }: { way: PublicWay; eta: NonNullable<PublicWay['eta']> }) {
  const { t, say } = useReader()
  const end = way.legs.findLast(({ part }) => part === 'train')?.to
  return (
    <div className="arrival">
      <h3 className="overline">
        {t('expected')} {end && say(end.city)}
      </h3>
      <Spread spread={eta} />
      <p className="note">
        {eta.basis !== 'timetable' && `${say(confidenceTexts[eta.confidence])} · `}
        {t(BASES[eta.basis], { count: eta.runs })}
      </p>
    </div>
  )
}

function Spread({ spread }: { spread: { readonly p50At: string; readonly p90At: string } }) {
  const { t } = useReader()
  return (
    <>
      <p className="arrival-when">
        <Moment at={spread.p50At} />
      </p>
      <p>
        {t('latest')} <Moment at={spread.p90At} />
      </p>
    </>
  )
}

const isPast = ({ stated, seen }: WayTime): boolean => stated !== null || seen !== null

function Leg({ leg: { mode, from, to, starts, ends } }: { leg: WayLeg }) {
  const { t, say } = useReader()
  const state = isPast(ends) ? 'done' : isPast(starts) ? 'now' : 'ahead'
  return (
    <li className={`leg leg-${state}`} {...(state === 'now' && { 'aria-current': 'step' })}>
      <p className="leg-title">
        {say(from.city)} → {say(to.city)}{' '}
        <span className="leg-mode">
          {mode === 'border' ? t('border') : say(transportModeTexts[mode])}
        </span>
      </p>
      <LegTime word="from" time={starts} />
      <LegTime word="to" time={ends} />
    </li>
  )
}

/** As it was, or as it is expected; beside it, as it was planned. */
function LegTime({ word, time }: { word: Word; time: WayTime }) {
  const { t } = useReader()
  const shown = (
    [
      ['stated', time.stated],
      ['seenThen', time.seen],
      ['expectedThen', time.expected],
      ['planned', time.planned],
    ] as const
  ).flatMap(([by, at]) => (at === null ? [] : [{ by, at }]))
  return (
    <p className="leg-time">
      {t(word)}{' '}
      {shown.map(({ by, at }) => (
        <span key={by} className="leg-moment">
          <span className="by">{t(by)}</span> <Moment at={at} />
        </span>
      ))}
    </p>
  )
}

function Sightings({ seen }: { seen: PublicWay['seen'] }) {
  const { t, say } = useReader()
  return (
    <details className="findings sightings">
      <summary>
        <h3>{t('sightings')}</h3> <span className="count">{seen.length}</span>
      </summary>
      <ul>
        {seen.toReversed().map(({ kind, source, place, at }) => (
          <li key={`${kind} ${place.code} ${source}`}>
            <span>
              {say(seenTexts[kind])} · {say(place.city)}
              {source === 'list' && <span className="soft"> · {t('byList')}</span>}
            </span>
            <Moment at={at} />
          </li>
        ))}
      </ul>
    </details>
  )
}
