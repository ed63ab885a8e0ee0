/** The whole way of a container: when it is expected and what stands behind that, its legs, and what its tracker saw by itself. */
import { Collapse } from 'antd'
import type { ContainerView } from '#booking/contract.ts'
import { confidenceTexts } from '#booking/words.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { getStation } from '#kernel/station.ts'
import type { FinalEta } from '#journey/carriage-contract.ts'
import {
  wayApi,
  type Eta,
  type Journey,
  type Leg,
  type SeenMilestone,
} from '#journey/way-contract.ts'
import { etaTexts, seenTexts } from '#journey/words.ts'
import { EmbargoNotice } from '#train/ui/embargo/EmbargoNotice.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/Timeline.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { formatMoment } from '#web/formats.ts'
import { useAsk } from '#web/queries.ts'
import { AddCarriage, carriageEntries } from './carriage/CarriageLegs.tsx'
import { PlaceWords } from './carriage/CarriageWords.tsx'

const texts = defineTexts({
  ...etaTexts,
  journey: { zh: '全程运输', en: 'Journey', ru: 'Весь путь' },
  basis: { zh: '依据', en: 'Based on', ru: 'Основание' },
  weekday: {
    zh: '同线路、同星期的 {count} 趟历史运行',
    en: [
      '{count} finished run of this lane and weekday',
      '{count} finished runs of this lane and weekday',
    ],
    ru: [
      '{count} рейс этого маршрута в тот же день недели',
      '{count} рейса этого маршрута в тот же день недели',
      '{count} рейсов этого маршрута в тот же день недели',
    ],
  },
  lane: {
    zh: '同线路的 {count} 趟历史运行（不分星期）',
    en: [
      '{count} finished run of this lane, any weekday',
      '{count} finished runs of this lane, any weekday',
    ],
    ru: [
      '{count} рейс этого маршрута в любой день недели',
      '{count} рейса этого маршрута в любой день недели',
      '{count} рейсов этого маршрута в любой день недели',
    ],
  },
  timetable: {
    zh: '仅按运行计划（历史运行不足）',
    en: 'The timetable only: too few finished runs',
    ru: 'Только по расписанию: завершённых рейсов мало',
  },
  legs: { zh: '运输区段', en: 'Legs', ru: 'Участки пути' },
  rail: { zh: '铁路', en: 'Rail', ru: 'Ж/д' },
  border: { zh: '口岸停留与换装', en: 'Border and transshipment', ru: 'Граница и перегрузка' },
  train: { zh: '{number} 次', en: 'train {number}', ru: 'поезд {number}' },
  wagon: { zh: '车号 {number}', en: 'wagon {number}', ru: 'вагон {number}' },
  gauge: { zh: '轨距 {gauge} 毫米', en: '{gauge} mm gauge', ru: 'колея {gauge} мм' },
  planned: { zh: '计划', en: 'planned', ru: 'план' },
  stated: { zh: '实际', en: 'actual', ru: 'факт' },
  seenTime: { zh: '自动记录', en: 'seen', ru: 'замечено' },
  expectedTime: { zh: '预计', en: 'expected', ru: 'ожидается' },
  sealAgrees: { zh: '铅封核对一致', en: 'seal agrees', ru: 'пломба совпадает' },
  sealDiffers: { zh: '铅封核对不符', en: 'seal does not agree', ru: 'пломба не совпадает' },
  damage: { zh: '破损：{damage}', en: 'damage: {damage}', ru: 'повреждения: {damage}' },
  seen: {
    zh: '自动记录（定位终端、代理清单）',
    en: 'Seen by tracker or list',
    ru: 'По трекеру и спискам',
  },
  list: { zh: '据代理清单', en: 'from a list', ru: 'по списку' },
  stepEarlier: {
    zh: '人工记录早 {minutes} 分钟',
    en: 'recorded by a person {minutes} min earlier',
    ru: 'запись сотрудника на {minutes} мин раньше',
  },
  stepLater: {
    zh: '人工记录晚 {minutes} 分钟',
    en: 'recorded by a person {minutes} min later',
    ru: 'запись сотрудника на {minutes} мин позже',
  },
  stepSame: {
    zh: '与人工记录一致',
    en: 'as recorded by a person',
    ru: 'совпадает с записью сотрудника',
  },
  earlier: { zh: '历次预计', en: 'Earlier estimates', ru: 'Прежние оценки' },
})

const CONFIDENCE_TONES = {
  confirmed: 'good',
  provisional: 'wait',
  timetable: 'plain',
} as const satisfies Record<Eta['confidence'], PillTone>

export function JourneyPanel({ container }: { container: ContainerView }) {
  const t = useTexts(texts)
  const { data } = useAsk(wayApi.journey, {
    params: { containerId: container.id },
    refetchEveryMs: 30_000,
  })
  if (data === undefined || container.stage === 'cancelled') return null
  const { destination } = container.journey
  return (
    <section className="panel" aria-label={t('journey')}>
      <h2>{t('journey')}</h2>
      <EmbargoNotice touches={data.embargoes} />
      {data.eta !== null && container.stage !== 'arrived' && (
        <EtaWords eta={data.eta} station={destination} />
      )}
      {data.finalEta !== null && (
        <div className="below">
          <FinalEtaWords eta={data.finalEta} />
        </div>
      )}
      <section className="below">
        <div className="panel-head">
          <h3>{t('legs')}</h3>
          <AddCarriage container={container} />
        </div>
        <Legs journey={data} container={container} />
      </section>
      {data.seen.length > 0 && (
        <section className="below">
          <h3>{t('seen')}</h3>
          <Sightings seen={data.seen} />
        </section>
      )}
      {data.history.length > 0 && (
        <Collapse
          size="small"
          items={[
            {
              key: 'earlier',
              label: t('earlier'),
              children: <EarlierEtas etas={data.history} station={destination} />,
            },
          ]}
        />
      )}
    </section>
  )
}

function EtaWords({ eta, station }: { eta: Eta; station: string }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const tone = CONFIDENCE_TONES[eta.confidence]
  return (
    <KeyValue
      items={[
        {
          label: t('expected'),
          value: (
            <>
              <strong>
                <LocalTime at={eta.p50At} station={station} />
              </strong>{' '}
              <Pill tone={tone}>{say(confidenceTexts[eta.confidence])}</Pill>
            </>
          ),
        },
        { label: t('latest'), value: <LocalTime at={eta.p90At} station={station} /> },
        {
          label: t('basis'),
          value: eta.basis === 'timetable' ? t('timetable') : t(eta.basis, { count: eta.runs }),
          wide: true,
        },
      ]}
    />
  )
}

/** At the end of it all: beyond the train, the legs take as long as they are planned. */
function FinalEtaWords({ eta: { place, p50At, p90At } }: { eta: FinalEta }) {
  const t = useTexts(texts)
  const zone = zoneOfPlace(place.code)
  return (
    <KeyValue
      items={[
        {
          label: t('finally'),
          value: (
            <>
              <PlaceWords place={place} />{' '}
              <strong className="number">{formatMoment(p50At, zone)}</strong>
            </>
          ),
        },
        { label: t('latest'), value: <span className="number">{formatMoment(p90At, zone)}</span> },
      ]}
    />
  )
}

function EarlierEtas({ etas, station }: { etas: readonly Eta[]; station: string }) {
  const t = useTexts(texts)
  return (
    <ol>
      {etas.map((eta) => (
        <li key={eta.madeAt + eta.p50At}>
          <span className="soft">
            <LocalTime at={eta.madeAt} />
            {': '}
          </span>
          <LocalTime at={eta.p50At} station={station} /> ({t('latest')}{' '}
          <LocalTime at={eta.p90At} station={station} />)
        </li>
      ))}
    </ol>
  )
}

/** One journey: what comes before the train, the train with its borders, and what goes on from it. */
function Legs({
  journey: { legs, carriages },
  container,
}: {
  journey: Journey
  container: ContainerView
}) {
  const t = useTexts(texts)
  const by = (stage: 'pre' | 'on') =>
    carriageEntries(
      carriages.filter((carriage) => carriage.stage === stage),
      container,
    )
  const ofTrain = legs.map((leg, index): TimelineEntry => {
    const { mode, from, to, starts, ends } = leg
    const hasBegun = starts.stated !== null || starts.seen !== null
    const hasEnded = ends.stated !== null || ends.seen !== null
    return {
      key: String(index),
      tone: hasEnded ? 'done' : hasBegun ? 'now' : 'ahead',
      title: (
        <>
          {t(mode)} · <StationName code={from} /> → <StationName code={to} />
        </>
      ),
      note: <LegNote leg={leg} />,
    }
  })
  return <Timeline label={t('legs')} entries={[...by('pre'), ...ofTrain, ...by('on')]} />
}

function LegNote({ leg }: { leg: Leg }) {
  const t = useTexts(texts)
  const { trainNumber, wagonNumber, gaugeMm, handOver, mode } = leg
  const words = [
    ...(trainNumber === null ? [] : [t('train', { number: trainNumber })]),
    ...(wagonNumber === null ? [] : [t('wagon', { number: wagonNumber })]),
    ...(mode === 'rail' ? [t('gauge', { gauge: gaugeMm })] : []),
    ...(handOver === null || handOver.sealAgrees === null
      ? []
      : [t(handOver.sealAgrees ? 'sealAgrees' : 'sealDiffers')]),
    ...(handOver?.damage ? [t('damage', { damage: handOver.damage })] : []),
  ]
  return (
    <>
      {words.length > 0 && <div>{words.join(' · ')}</div>}
      <LegMoment time={leg.starts} station={leg.from} />
      <LegMoment time={leg.ends} station={leg.to} />
    </>
  )
}

function LegMoment({ time, station }: { time: Leg['starts']; station: string }) {
  const t = useTexts(texts)
  const { planned, stated, seen, expected } = time
  const shown = [
    [t('stated'), stated],
    [t('seenTime'), seen],
    [t('expectedTime'), expected],
    [t('planned'), planned],
  ] as const
  return (
    <div>
      <StationName code={station} />{' '}
      {shown.map(
        ([word, at]) =>
          at !== null && (
            <span key={word}>
              {' '}
              <span className="soft nowrap">
                · {word} <LocalTime at={at} station={station} />
              </span>
            </span>
          ),
      )}
    </div>
  )
}

function Sightings({ seen }: { seen: readonly SeenMilestone[] }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const entries = seen.map((one): TimelineEntry => ({
    key: `${one.kind} ${one.station} ${one.source}`,
    title: (
      <>
        {say(seenTexts[one.kind])} · {say(getStation(one.station).name)}{' '}
        {one.source === 'list' && <Pill>{t('list')}</Pill>}
      </>
    ),
    when: <LocalTime at={one.at} station={one.station} />,
    ...(one.step !== null && { note: <StepLink step={one.step} /> }),
  }))
  return <Timeline label={t('seen')} entries={entries} />
}

function StepLink({ step }: { step: NonNullable<SeenMilestone['step']> }) {
  const t = useTexts(texts)
  const minutes = Math.abs(step.differenceMinutes)
  if (minutes < 1) return t('stepSame')
  return t(step.differenceMinutes < 0 ? 'stepEarlier' : 'stepLater', { minutes })
}
