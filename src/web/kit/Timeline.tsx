/** What happened, newest or oldest first as given: an ordered list with a mark per entry. */
import type { ReactNode } from 'react'

export interface TimelineEntry {
  readonly key: string
  readonly title: ReactNode
  readonly when?: ReactNode
  readonly note?: ReactNode
  readonly tone?: 'done' | 'now' | 'ahead' | 'bad'
}

export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map(({ key, title, when, note, tone = 'done' }) => (
        <li
          key={key}
          className={`timeline-${tone}`}
          aria-current={tone === 'now' ? 'step' : undefined}
        >
          <div className="timeline-head">
            <span className="timeline-title">{title}</span>
            {when !== undefined && <span className="timeline-when">{when}</span>}
          </div>
          {note !== undefined && <div className="timeline-note">{note}</div>}
        </li>
      ))}
    </ol>
  )
}
