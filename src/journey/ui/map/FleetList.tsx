/** The list beside the map: those that were heard of last come first. */
import { memo } from 'react'
import { ContainerTitle } from '#booking/ui/ContainerTitle.tsx'
import { DelayTag } from '#booking/ui/DelayTag.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import type { ContainerNumber } from '#kernel/container-number.ts'
import { StationName } from '#web/kit/Values.tsx'
import type { FleetLine } from './fleet-line.ts'
import { heardOf } from './heard.ts'
import { PlaceNow } from './PlaceNow.tsx'

interface FleetListProps {
  readonly label: string
  readonly lines: readonly FleetLine[]
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

export function FleetList({ label, lines, selected, onSelect }: FleetListProps) {
  return (
    <ul className="map-list" aria-label={label}>
      {lines.map((line) => (
        <li key={line.id}>
          <button
            type="button"
            className="map-item"
            aria-pressed={line.id === selected}
            onClick={() => onSelect(line.id)}
          >
            <FleetCard line={line} />
          </button>
        </li>
      ))}
    </ul>
  )
}

interface LineProps {
  readonly line: FleetLine
}

/** One container in a few lines: which, how far, how late, where now. */
export function FleetCard({ line }: LineProps) {
  return (
    <>
      <CardHead line={line} />
      <CardPlace line={line} />
    </>
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

const CardPlace = memo(function CardPlace({ line }: LineProps) {
  const { place, stepAtMs } = line
  return <PlaceNow heard={heardOf(line)} place={place} stepAt={new Date(stepAtMs).toISOString()} />
}, isSamePlace)

function isSamePlace({ line }: LineProps, { line: next }: LineProps): boolean {
  return (
    line.id === next.id &&
    line.place === next.place &&
    line.stepAtMs === next.stepAtMs &&
    line.fix?.atMs === next.fix?.atMs &&
    line.fix?.heardMs === next.fix?.heardMs &&
    line.fix?.precision === next.fix?.precision
  )
}

export function FleetTitle({ line }: { readonly line: FleetLine }) {
  const { containerNumber, bookingNumber } = line
  return (
    <ContainerTitle
      container={{ containerNumber: containerNumber as ContainerNumber | null, bookingNumber }}
    />
  )
}
