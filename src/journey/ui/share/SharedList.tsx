/** The containers of a link. */
import { DelayTag } from '#booking/ui/list/DelayTag.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import type { SharedContainer } from '#journey/share-contract.ts'
import { ContainerNumber, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { SharedPlace } from './SharedPlace.tsx'

const texts = defineTexts({
  list: { zh: '集装箱列表', en: 'Containers', ru: 'Контейнеры' },
  unnumbered: { zh: '尚未分配箱号', en: 'No number yet', ru: 'Номер ещё не присвоен' },
})

interface SharedListProps {
  readonly containers: readonly SharedContainer[]
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

export function SharedList({ containers, selected, onSelect }: SharedListProps) {
  const t = useTexts(texts)
  return (
    <ul className="map-list" aria-label={t('list')}>
      {containers.map((container) => {
        const { containerId, containerNumber, stage, origin, destination, lateMinutes } = container
        return (
          <li key={containerId}>
            <button
              type="button"
              className="map-item"
              aria-pressed={containerId === selected}
              onClick={() => onSelect(containerId)}
            >
              <span className="card-row">
                {containerNumber === null ? (
                  t('unnumbered')
                ) : (
                  <ContainerNumber number={containerNumber} />
                )}
                <StageTag stage={stage} />
              </span>
              <span className="card-row">
                <span className="soft">
                  {container.trainNumber} · <StationName code={origin} city /> →{' '}
                  <StationName code={destination} city />
                </span>
                {lateMinutes !== null && <DelayTag lateMinutes={lateMinutes} />}
              </span>
              <SharedPlace container={container} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
