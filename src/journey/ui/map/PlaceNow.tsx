/** Where a container is, in words: by its tracker or a list, else by its last step. */
import { memo } from 'react'
import type { HeardPosition } from '#tracking/ui/position-words.ts'
import { HeardAt, WhereNow } from '#tracking/ui/PositionWords.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'

interface PlaceNowProps {
  readonly heard: HeardPosition | undefined
  readonly place: string
  readonly stepAt: string
}

export function PlaceNow({ heard, place, stepAt }: PlaceNowProps) {
  if (heard === undefined) return <LastStep place={place} stepAt={stepAt} />
  return (
    <>
      <WhereNow position={heard} />
      <HeardAt position={heard} />
    </>
  )
}

/** Where it was seen last by people. */
export const LastStep = memo(function LastStep({ place, stepAt }: Omit<PlaceNowProps, 'heard'>) {
  return (
    <span>
      <StationName code={place} />{' '}
      <span className="soft">
        · <LocalTime at={stepAt} station={place} />
      </span>
    </span>
  )
})
