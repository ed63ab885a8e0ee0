/** A line's stops with the planned time after the departure, and where the gauge changes. */
import type { ServiceStop } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/Timeline.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { serviceTexts } from './service-texts.ts'
import { trainTexts } from '../texts.ts'

const HOUR_MINUTES = 60
const DAY_HOURS = 24

export function ServiceStops({ stops }: { stops: readonly ServiceStop[] }) {
  const t = useTexts(serviceTexts)
  const train = useTexts(trainTexts)
  const entries = stops.map((stop, index): TimelineEntry => {
    const before = stops[index - 1]
    const hours = Math.floor(stop.plannedOffsetMinutes / HOUR_MINUTES)
    return {
      key: stop.station,
      title: <StationName code={stop.station} />,
      when:
        index > 0 &&
        t('after', {
          days: Math.floor(hours / DAY_HOURS),
          hours: hours % DAY_HOURS,
          minutes: String(stop.plannedOffsetMinutes % HOUR_MINUTES).padStart(2, '0'),
        }),
      note:
        before !== undefined && before.gaugeMm !== stop.gaugeMm ? (
          <Pill tone="info">{train('gauge', { from: before.gaugeMm, to: stop.gaugeMm })}</Pill>
        ) : (
          t('gaugeMm', { gauge: stop.gaugeMm })
        ),
    }
  })
  return (
    <section className="panel" aria-label={t('stops')}>
      <h2>{t('stops')}</h2>
      <Timeline label={t('stops')} entries={entries} />
    </section>
  )
}
