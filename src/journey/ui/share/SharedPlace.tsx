/** Where a shared container is, in words. */
import type { SharedContainer } from '#journey/share-contract.ts'
import { heardOf } from '../map/heard.ts'
import { PlaceNow } from '../map/PlaceNow.tsx'

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
  return <PlaceNow heard={heard} place={place} stepAt={lastStepAt} />
}
