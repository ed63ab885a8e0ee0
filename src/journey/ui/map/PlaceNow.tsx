/** Where a container is, in words: by its tracker or a list, else by its last step. */
import { HeardAt, WhereNow, type HeardPosition } from '#tracking/ui/PositionWords.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'

interface PlaceNowProps {
  readonly heard: HeardPosition | undefined
  readonly place: string
  readonly stepAt: string
}

export function PlaceNow({ heard, place, stepAt }: PlaceNowProps) {
  if (heard === undefined)
    return (
      <span>
        <StationName code={place} />{' '}
        <span className="soft">
          · <LocalTime at={stepAt} station={place} />
        </span>
      </span>
    )
  return (
    <>
      <WhereNow position={heard} />
      <HeardAt position={heard} />
    </>
  )
}
