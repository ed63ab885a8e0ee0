/** The face of the page: the number as it is painted on the box, where it is going, and how far it has come. */
import { customsTexts, eventTexts, stageTexts } from '#booking/words.ts'
import type { PublicPassport, PublicPlace } from '#passport/contract.ts'
import { StateMark } from './Marks.tsx'
import { Moment } from './Moment.tsx'
import { Painted } from './Painted.tsx'
import { useReader } from './reader.ts'
import { useCheckModule, type Checking } from './use-check.ts'

interface HeroProps {
  readonly passport: PublicPassport
  readonly checking: Checking
}

export function Hero({ passport, checking }: HeroProps) {
  const { t, say } = useReader()
  const { containerNumber, equipmentType, trainNumber, stage, customs, service, way } = passport
  const equipment = useCheckModule()?.equipmentName(equipmentType)
  return (
    <section className="hero">
      <p className="hero-kind">{t('title')}</p>
      <h1 className="hero-title">
        {containerNumber === null ? t('unnumbered') : <Painted number={containerNumber} />}
      </h1>
      <p className="hero-state">
        <span className="stage">{say(stageTexts[stage])}</span>
        {customs !== 'none' && (
          <span className="stage stage-soft">
            {t('customs')} · {say(customsTexts[customs])}
          </span>
        )}
        {passport.held && (
          <span className="stage stage-soft">{say(eventTexts.held_in_transit)}</span>
        )}
        <StateMark checking={checking} />
      </p>
      <dl className="facts">
        {trainNumber !== null && (
          <div>
            <dt>{t('train')}</dt>
            <dd>{trainNumber}</dd>
          </div>
        )}
        <div>
          <dt>{t('box')}</dt>
          <dd>
            {equipmentType}
            {equipment !== undefined && <span className="fact-note"> {say(equipment)}</span>}
          </dd>
        </div>
        {way.eta !== null && (
          <div>
            <dt>{t('expectedThere')}</dt>
            <dd>
              <Moment at={way.eta.p50At} />
            </dd>
          </div>
        )}
        {service !== null && (
          <div className="fact-wide">
            <dt>{t('line')}</dt>
            <dd>{say(service.names)}</dd>
          </div>
        )}
      </dl>
      {service !== null && <Stops stops={service.stops} passport={passport} />}
    </section>
  )
}

function Stops({ stops, passport }: { stops: readonly PublicPlace[]; passport: PublicPassport }) {
  const { t, say } = useReader()
  const reached = stopReached(stops, passport)
  const state = (at: number) => (at < reached ? 'passed' : at === reached ? 'here' : 'ahead')
  return (
    <ol className="stops" aria-label={t('route')}>
      {stops.map((stop, at) => (
        <li key={stop.code} className={`stop-${state(at)}`}>
          <span className="stop-name">{say(stop.city)}</span>
          <span className="visually-hidden"> — {t(state(at))}</span>
        </li>
      ))}
    </ol>
  )
}

/** The furthest stop that a statement or the tracker has named. */
function stopReached(stops: readonly PublicPlace[], passport: PublicPassport): number {
  const { milestones, lastPlace } = passport
  const named = [...milestones.map(({ place }) => place.code), lastPlace?.code]
  return Math.max(0, ...named.map((code) => stops.findIndex((stop) => stop.code === code)))
}
