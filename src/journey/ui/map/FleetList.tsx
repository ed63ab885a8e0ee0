/** The list beside the map: those that were heard of last come first. */
import { memo } from 'react'
import { ContainerTitle } from '#booking/ui/container/ContainerTitle.tsx'
import { DelayTag } from '#booking/ui/list/DelayTag.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import type { ContainerNumber } from '#kernel/container-number.ts'
import { HeardLines } from '#tracking/ui/PositionWords.tsx'
import { StationName } from '#web/kit/Values.tsx'
import type { ListedLine } from './fleet-line.ts'
import { LastStep } from './PlaceNow.tsx'

interface FleetListProps {
  readonly label: string
  readonly lines: readonly ListedLine[]
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

export function FleetList({ label, lines, selected, onSelect }: FleetListProps) {
  return (
    <ul className="map-list" aria-label={label}>
      {lines.map((line) => (
        <FleetItem
          key={line.id}
          line={line}
          isSelected={line.id === selected}
          onSelect={onSelect}
        />
      ))}
    </ul>
  )
}

interface LineProps {
  readonly line: ListedLine
}

interface ItemProps extends LineProps {
  readonly isSelected: boolean
  readonly onSelect: (id: string) => void
}

/** One container in a few lines: which, how far, how late, where now. Its parts are drawn anew when they read otherwise. */
function FleetItem({ line, isSelected, onSelect }: ItemProps) {
  return (
    <li>
      <button
        type="button"
        className="map-item"
        aria-pressed={isSelected}
        onClick={() => onSelect(line.id)}
      >
        <CardHead line={line} />
        {line.heard === null ? (
          <LastStep place={line.place} stepAt={new Date(line.stepAtMs).toISOString()} />
        ) : (
          <HeardLines {...line.heard} />
        )}
      </button>
    </li>
  )
}

/** Lines come anew by the second: what moves is the place, and the rest says what it said. */
const CardHead = memo(function CardHead({ line }: LineProps) {
  const { train, stage, lateMinutes } = line
  return (
    <>
      <span className="card-row">
        <FleetTitle line={line} />
        <StageTag stage={stage} />
      </span>
      <span className="card-row">
        <span className="soft">
          {train.trainNumber} · <StationName code={train.origin} city /> →{' '}
          <StationName code={train.destination} city />
        </span>
        {lateMinutes !== null && <DelayTag lateMinutes={lateMinutes} />}
      </span>
    </>
  )
}, isSameHead)

function isSameHead({ line }: LineProps, { line: next }: LineProps): boolean {
  return (
    line.id === next.id &&
    line.containerNumber === next.containerNumber &&
    line.train.departureId === next.train.departureId &&
    line.train.trainNumber === next.train.trainNumber &&
    line.stage === next.stage &&
    line.lateMinutes === next.lateMinutes
  )
}

export function FleetTitle({ line }: { readonly line: ListedLine }) {
  const { containerNumber, bookingNumber } = line
  return (
    <ContainerTitle
      container={{ containerNumber: containerNumber as ContainerNumber | null, bookingNumber }}
    />
  )
}
