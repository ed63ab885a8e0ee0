/** One container of a link: where now, when expected, its legs and what happened on its way. */
import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { DelayTag } from '#booking/ui/list/DelayTag.tsx'
import { HoldTag, StageTag } from '#booking/ui/Tags.tsx'
import { zoneOfPlace } from '#kernel/ports.ts'
import type { SharedCarriage, SharedContainer, SharedWay } from '#journey/share-contract.ts'
import { etaTexts } from '#journey/words.ts'
import { Timeline } from '#web/kit/Timeline.tsx'
import { ContainerNumber, LocalTime, StationName } from '#web/kit/Values.tsx'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { carriageTexts } from '../carriage/carriage-texts.ts'
import { CarriageTimes, CarriageTitle, PlaceWords, toneOf } from '../carriage/CarriageWords.tsx'
import type { Replay } from '../map/use-replay.ts'
import { WayTimeline } from '../map/WayTimeline.tsx'
import { SharedPlace } from './SharedPlace.tsx'
import type { KnownSharedWay } from './use-shared-way.ts'

const texts = defineTexts({
  ...etaTexts,
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
  unnumbered: { zh: '尚未分配箱号', en: 'No number yet', ru: 'Номер ещё не присвоен' },
  container: { zh: '集装箱', en: 'Container', ru: 'Контейнер' },
})

interface SharedWayPanelProps {
  readonly container: SharedContainer
  readonly known: KnownSharedWay
  readonly replay: Replay | undefined
  readonly onClose?: () => void
}

export function SharedWayPanel({ container, known, replay, onClose }: SharedWayPanelProps) {
  const t = useTexts(texts)
  const { containerNumber, stage, held, lateMinutes, origin, destination, trainNumber } = container
  const eta = stage === 'arrived' ? undefined : known.shared?.eta
  const { carriages = [], finalEta } = known.shared ?? {}
  return (
    <section className="panel map-selected" aria-label={containerNumber ?? t('container')}>
      <div className="panel-head">
        <h2>
          {containerNumber === null ? (
            t('unnumbered')
          ) : (
            <ContainerNumber number={containerNumber} />
          )}
        </h2>
        {onClose && (
          <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
        )}
      </div>
      <div className="stack">
        <span className="row">
          <StageTag stage={stage} />
          <HoldTag held={held} />
          {lateMinutes !== null && <DelayTag lateMinutes={lateMinutes} />}
        </span>
        <span className="soft">
          {trainNumber} · <StationName code={origin} /> → <StationName code={destination} />
        </span>
        <div className="stack" aria-live="polite">
          <SharedPlace container={container} />
        </div>
        {eta && (
          <span>
            {t('expected')}{' '}
            <strong>
              <LocalTime at={eta.p50At} station={destination} />
            </strong>
            <span className="soft">
              {' '}
              · {t('latest')} <LocalTime at={eta.p90At} station={destination} />
            </span>
          </span>
        )}
        {finalEta && <FinalEtaWords eta={finalEta} />}
      </div>
      <Carriages stage="pre" carriages={carriages} />
      <Carriages stage="on" carriages={carriages} />
      <WayTimeline events={known.events} replay={replay} />
    </section>
  )
}

function FinalEtaWords({
  eta: { place, p50At, p90At },
}: {
  readonly eta: NonNullable<SharedWay['finalEta']>
}) {
  const t = useTexts(texts)
  const zone = zoneOfPlace(place.code)
  return (
    <span>
      {t('finally')} <PlaceWords place={place} />{' '}
      <strong className="number">{formatMoment(p50At, zone)}</strong>
      <span className="soft">
        {' '}
        · {t('latest')} <span className="number">{formatMoment(p90At, zone)}</span>
      </span>
    </span>
  )
}

interface CarriagesProps {
  readonly stage: SharedCarriage['stage']
  readonly carriages: readonly SharedCarriage[]
}

/** Legs by other means, on one side of the train. */
function Carriages({ stage, carriages }: CarriagesProps) {
  const t = useTexts(carriageTexts)
  const title = t(stage === 'pre' ? 'before' : 'after')
  const those = carriages.filter((carriage) => carriage.stage === stage)
  if (those.length === 0) return null
  return (
    <section className="below" aria-label={title}>
      <h3>{title}</h3>
      <Timeline
        label={title}
        entries={those.map((carriage) => ({
          key: `${carriage.from.code} ${carriage.plannedDepartureAt}`,
          tone: toneOf(carriage),
          title: <CarriageTitle carriage={carriage} />,
          note: <CarriageTimes carriage={carriage} />,
        }))}
      />
    </section>
  )
}
