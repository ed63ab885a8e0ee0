/** What happened on a container's way, newest first; pressed, an entry shows the map as it was then. */
import type { DrawnWay } from './use-container-way.ts'
import type { Replay } from './use-replay.ts'
import { Timeline } from '#web/kit/Timeline.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useWayWords } from './use-way-words.ts'

const texts = defineTexts({
  milestones: { zh: '作业与定位记录', en: 'Milestones', ru: 'История' },
})

interface WayTimelineProps {
  readonly events: DrawnWay['events']
  readonly replay: Replay | undefined
}

export function WayTimeline({ events, replay }: WayTimelineProps) {
  const t = useTexts(texts)
  const words = useWayWords()
  const until = replay?.atMs ?? Infinity
  const current = events.findLast(({ ms }) => ms <= until)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section className="map-milestones" tabIndex={0} aria-label={t('milestones')}>
      <Timeline
        label={t('milestones')}
        entries={events.toReversed().map((event) => {
          const note = words.note(event)
          const title = words.title(event)
          return {
            key: event.key,
            title:
              replay === undefined ? (
                title
              ) : (
                <button type="button" className="link-button" onClick={() => replay.seek(event.ms)}>
                  {title}
                </button>
              ),
            when: <LocalTime at={new Date(event.ms).toISOString()} station={event.station} />,
            note: (
              <>
                {words.nameOf(event.station)}
                {note !== '' && <span className="soft"> · {note}</span>}
              </>
            ),
            tone:
              event.ms > until ? 'ahead' : event === current && until < Infinity ? 'now' : 'done',
          }
        })}
      />
    </section>
  )
}
