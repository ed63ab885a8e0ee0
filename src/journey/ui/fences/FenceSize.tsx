/** An area in a few words: its shape and how large it is. */
import type { Fence } from '#journey/fence/geofence.ts'
import { formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { fenceKindTexts, fenceTexts } from './fence-texts.ts'

export function FenceSize({ fence }: { readonly fence: Fence }) {
  const t = useTexts(fenceTexts)
  const { say, tag } = useLocale()
  const size = () => {
    switch (fence.kind) {
      case 'circle':
        return t('circleSize', { km: formatNumber(fence.radiusKm, tag) })
      case 'polygon':
        return t('polygonSize', { count: fence.points.length })
      case 'corridor':
        return t('corridorSize', { km: formatNumber(fence.widthKm, tag) })
    }
  }
  return (
    <>
      {say(fenceKindTexts[fence.kind])} · {size()}
    </>
  )
}
