/** When a container is expected, in three lines of a list: the moment, its spread, and how late that is and what it rests on. */
import type { Container } from '#booking/contract.ts'
import { confidenceTexts } from '#booking/words.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { DelayTag } from './DelayTag.tsx'

const texts = defineTexts({
  latest: { zh: '九成不晚于', en: '90 % by', ru: '90 % — до' },
  runs: {
    zh: '据 {count} 趟运行',
    en: ['{count} run', '{count} runs'],
    ru: ['{count} рейс', '{count} рейса', '{count} рейсов'],
  },
})

export function ExpectedCell({
  container,
}: {
  container: Pick<Container, 'expected' | 'journey'>
}) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const {
    expected,
    journey: { destination },
  } = container
  if (expected === null) return <span className="soft">—</span>
  const { p50At, p90At, confidence, runs, lateMinutes } = expected
  const rests = confidence === 'timetable' ? [] : [t('runs', { count: runs })]
  return (
    <div className="stack tags">
      <span className="nowrap">
        <LocalTime at={p50At} station={destination} />
      </span>
      <span className="soft nowrap">
        {t('latest')} <LocalTime at={p90At} station={destination} day />
      </span>
      <span className="row">
        <DelayTag lateMinutes={lateMinutes} />
        <span className="soft">{[say(confidenceTexts[confidence]), ...rests].join(' · ')}</span>
      </span>
    </div>
  )
}
