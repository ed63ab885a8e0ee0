/** One container in the list beside the map: which, how far, where now. */
import type { Container } from '#booking/contract.ts'
import { ContainerTitle } from '#booking/ui/ContainerTitle.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import type { LivePosition } from '#tracking/contract.ts'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { HeardAt, WhereNow } from './PositionWords.tsx'

interface MapListItemProps {
  readonly container: Container
  readonly position: LivePosition | undefined
  readonly selected: boolean
  readonly onSelect: (id: string) => void
}

export function MapListItem({ container, position, selected, onSelect }: MapListItemProps) {
  const { id, stage, journey, place, lastStepAt } = container
  return (
    <li>
      <button
        type="button"
        className="map-item"
        aria-pressed={selected}
        onClick={() => onSelect(id)}
      >
        <span className="card-row">
          <ContainerTitle container={container} />
          <StageTag stage={stage} />
        </span>
        <span className="soft">
          {journey.trainNumber} · <StationName code={journey.origin} city /> →{' '}
          <StationName code={journey.destination} city />
        </span>
        {position === undefined ? (
          <span>
            <StationName code={place} />{' '}
            <span className="soft">
              · <LocalTime at={lastStepAt} station={place} />
            </span>
          </span>
        ) : (
          <>
            <WhereNow position={position} />
            <HeardAt position={position} />
          </>
        )}
      </button>
    </li>
  )
}
