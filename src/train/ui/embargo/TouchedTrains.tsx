/** Which trains an embargo touches, the soonest first: judged by the same rule that closes their booking. */
import { Link } from 'react-router'
import { trainApi, type Departure } from '#train/contract.ts'
import type { Embargo, EmbargoTouch } from '#train/embargo-contract.ts'
import { embargoesTouching } from '#train/embargo/embargo.ts'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { DepartureState } from '../departure/DepartureState.tsx'

const texts = defineTexts({
  touched: {
    zh: '影响 {count} 列',
    en: ['{count} train touched', '{count} trains touched'],
    ru: ['Затронут {count} поезд', 'Затронуто {count} поезда', 'Затронуто {count} поездов'],
  },
  least: {
    zh: '至少影响 {count} 列',
    en: ['At least {count} train touched', 'At least {count} trains touched'],
    ru: [
      'Затронут как минимум {count} поезд',
      'Затронуто как минимум {count} поезда',
      'Затронуто как минимум {count} поездов',
    ],
  },
  none: { zh: '暂未影响班列', en: 'No train touched', ru: 'Поездов не затрагивает' },
})

/** Trains that left longer ago than this are through, or late beyond any embargo's planned passage. */
const UNDER_WAY_DAYS = 30
const TRAINS_MAX = 200
const DAY_MS = 86_400_000

export interface TouchedTrain {
  readonly train: Departure
  readonly touch: EmbargoTouch
}

/** What touches what, for all embargoes on the screen by one question; `more`: there are more trains than were asked for. */
export function useTouchedTrains(): {
  readonly touchedBy: (embargo: Embargo) => TouchedTrain[]
  readonly more: boolean
} {
  // The day, not the minute: the question stays the same, and its answer is kept.
  const since = new Date(useNow().getTime() - UNDER_WAY_DAYS * DAY_MS)
  const from = `${since.toISOString().slice(0, 10)}T00:00:00Z`
  const { items, hasMore } = useListing(trainApi.listDepartures, {
    query: { from, limit: String(TRAINS_MAX) },
  })
  return {
    more: hasMore,
    touchedBy: (embargo) =>
      items.flatMap((train) =>
        embargoesTouching(train, [embargo]).map((touch) => ({ train, touch })),
      ),
  }
}

export function TouchedTrains({
  touched,
  more,
}: {
  readonly touched: readonly TouchedTrain[]
  readonly more: boolean
}) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const count = touched.length
  if (count === 0 && !more) return <span className="soft">{t('none')}</span>
  return (
    <details>
      <summary>{t(more ? 'least' : 'touched', { count })}</summary>
      <ul className="plain-list">
        {touched.map(({ train, touch: { place, at } }) => (
          <li key={train.id}>
            <Link className="strong-link" to={paths.departure(train.id)}>
              {train.trainNumber}
            </Link>{' '}
            <DepartureState departure={train} /> {say(train.service.names)}
            <div className="soft">
              <StationName code={place} /> · <LocalTime at={at} station={place} />
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}
