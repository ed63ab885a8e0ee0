/** The stops of a train with the planned time on each station's own clock, and where the gauge changes. */
import type { Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/Timeline.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { trainTexts } from '../texts.ts'

const texts = defineTexts({
  stops: {
    zh: '停靠站（计划，当地时间）',
    en: 'Stops (planned, local time)',
    ru: 'Остановки (план, местное время)',
  },
})

const MINUTE_MS = 60_000

export function DepartureStops({ departure }: { departure: Departure }) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const startsMs = new Date(departure.departedAt ?? departure.departsAt).getTime()
  const { stops } = departure.service
  const entries = stops.map((stop, index): TimelineEntry => {
    const before = stops[index - 1]
    return {
      key: stop.station,
      title: <StationName code={stop.station} />,
      when: (
        <LocalTime
          at={new Date(startsMs + stop.plannedOffsetMinutes * MINUTE_MS).toISOString()}
          station={stop.station}
        />
      ),
      ...(before !== undefined &&
        before.gaugeMm !== stop.gaugeMm && {
          note: (
            <Pill tone="info">{train('gauge', { from: before.gaugeMm, to: stop.gaugeMm })}</Pill>
          ),
        }),
    }
  })
  return (
    <section className="panel" aria-label={t('stops')}>
      <h2>{t('stops')}</h2>
      <Timeline label={t('stops')} entries={entries} />
    </section>
  )
}
