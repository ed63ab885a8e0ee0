/** A container's journey from the booking on: each step with who said it, when and where; then what is still ahead. */
import { z } from 'zod'
import { Stage, type ContainerView, type StepRecord } from '#booking/contract.ts'
import { eventTexts, stageTexts } from '#booking/words.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { isStation } from '#kernel/place-code.ts'
import { TransportMode } from '#kernel/transport-mode.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import { Timeline, type TimelineEntry } from '#web/kit/Timeline.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts, type LocaleChoice } from '#web/i18n.ts'
import { SaidFields } from './SaidFields.tsx'

const texts = defineTexts({
  history: { zh: '全程记录', en: 'History', ru: 'История' },
  recordedLater: {
    zh: '补录于',
    en: 'recorded at',
    ru: 'внесено',
  },
})

/** Set-backs are seen at a glance. */
const BAD: ReadonlySet<StepRecord['event']> = new Set([
  'held',
  'cancelled',
  'unloaded',
  'rolled_over',
  'held_in_transit',
])

/** Recorded this much after it happened is worth showing. */
const LATE_MS = 15 * 60_000

export function ContainerHistory({ container }: { container: ContainerView }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const done = container.history
    .toSorted((one, other) => one.sequence - other.sequence)
    .map((record) => entryOf(record, record.sequence === container.sequence, locale))
  return (
    <section className="panel" aria-label={t('history')}>
      <h2>{t('history')}</h2>
      <Timeline label={t('history')} entries={[...done, ...aheadOf(container, locale)]} />
    </section>
  )
}

function entryOf(record: StepRecord, newest: boolean, { say }: LocaleChoice): TimelineEntry {
  const { organisation } = record
  const bad = BAD.has(record.event)
  return {
    key: String(record.sequence),
    tone: bad ? 'bad' : newest ? 'now' : 'done',
    title: say(eventTexts[record.event]),
    when: <LocalTime at={record.at} station={record.place} />,
    note: (
      <>
        <div>
          <PlaceOf record={record} /> · {say(organisation.names)}{' '}
          <span className="soft">({say(organisationKindTexts[organisation.kind])})</span>
        </div>
        <SaidFields record={record} />
        <RecordedLater record={record} />
      </>
    ),
  }
}

/** A leg before or after the train begins and ends where there may be no station. */
function PlaceOf({ record: { place, public: said } }: { record: StepRecord }) {
  const { say } = useLocale()
  if (isStation(place)) return <StationName code={place} />
  const mode = TransportMode.safeParse(said['transportMode'])
  const to = CityOf.safeParse(said['to'])
  return (
    <span title={place}>
      {mode.success && `${say(transportModeTexts[mode.data])} · `}
      {say(said.place.city)}
      {to.success && ` → ${say(to.data.city)}`}
    </span>
  )
}

const CityOf = z.object({ city: z.object({ zh: z.string(), en: z.string(), ru: z.string() }) })

function RecordedLater({ record }: { record: StepRecord }) {
  const t = useTexts(texts)
  if (Date.parse(record.recordedAt) - Date.parse(record.at) < LATE_MS) return null
  return (
    <div>
      {t('recordedLater')} <LocalTime at={record.recordedAt} station={record.place} />
    </div>
  )
}

function aheadOf({ stage }: ContainerView, { say }: LocaleChoice): TimelineEntry[] {
  if (stage === 'cancelled' || stage === 'arrived') return []
  const stages = Stage.options.filter((option) => option !== 'cancelled')
  return stages
    .slice(stages.indexOf(stage) + 1)
    .map((ahead) => ({ key: ahead, tone: 'ahead', title: say(stageTexts[ahead]) }))
}
