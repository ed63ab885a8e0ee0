/** Where a shared container is, in words: by its tracker, else by its last step. */
import type { SharedContainer } from '#journey/share-contract.ts'
import { HeardAt, WhereNow } from '#tracking/ui/PositionWords.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { heardOf } from '../map/heard.ts'

export function SharedPlace({ container }: { readonly container: SharedContainer }) {
  const { fix, place, lastStepAt } = container
  const heard =
    fix === null
      ? undefined
      : heardOf({
          fix: {
            lat: fix[0],
            lon: fix[1],
            atMs: fix[2] * 1000,
            heardMs: fix[3] * 1000,
            speedKmh: fix[4],
            precision: fix[5],
          },
        })
  if (heard === undefined)
    return (
      <span>
        <StationName code={place} />{' '}
        <span className="soft">
          · <LocalTime at={lastStepAt} station={place} />
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
