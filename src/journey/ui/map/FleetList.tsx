/** The list beside the map: those that were heard of last come first. */
import { memo } from 'react'
import { ContainerTitle } from '#booking/ui/ContainerTitle.tsx'
import { DelayTag } from '#booking/ui/DelayTag.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import type { ContainerNumber } from '#kernel/container-number.ts'
import { HeardAt, WhereNow } from '#tracking/ui/PositionWords.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import type { FleetLine } from './fleet-line.ts'
import { heardOf } from './heard.ts'

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

/** One container in a few lines: which, how far, how late, where now. Lines come anew by the second, most saying what they said. */
export const FleetCard = memo(function FleetCard({ line }: { readonly line: FleetLine }) {
  const { train, place, stage, stepAtMs, lateMinutes } = line
  const heard = heardOf(line)
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
      {heard === undefined ? (
        <span>
          <StationName code={place} />{' '}
          <span className="soft">
            · <LocalTime at={new Date(stepAtMs).toISOString()} station={place} />
          </span>
        </span>
      ) : (
        <>
          <WhereNow position={heard} />
          <HeardAt position={heard} />
        </>
      )}
    </>
  )
}, isSameCard)

function isSameCard({ line }: { line: FleetLine }, { line: next }: { line: FleetLine }): boolean {
  return (
    line.id === next.id &&
    line.containerNumber === next.containerNumber &&
    line.train.departureId === next.train.departureId &&
    line.train.trainNumber === next.train.trainNumber &&
    line.place === next.place &&
    line.stage === next.stage &&
    line.stepAtMs === next.stepAtMs &&
    line.lateMinutes === next.lateMinutes &&
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
