/** A deadline on the origin's clock and how long is left until it. */
import { LocalTime } from '#web/kit/Values.tsx'
import { formatDistance } from '#web/formats.ts'
import { useLocale } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'

const SOON_MS = 12 * 3_600_000

export function CutOff({ at, station }: { at: string; station: string }) {
  const { tag } = useLocale()
  const now = useNow()
  const leftMs = new Date(at).getTime() - now.getTime()
  const tone = leftMs > 0 && leftMs < SOON_MS ? 'cut-off-soon' : 'soft'
  return (
    <div className="stack">
      <LocalTime at={at} station={station} />
      <span className={tone}>{formatDistance(at, now, tag)}</span>
    </div>
  )
}
