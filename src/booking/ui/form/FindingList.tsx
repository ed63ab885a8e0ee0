/** What the cargo rules found: how serious, by which rule, of which line, where that is written, and who carries it all the same. */
import { findingText, effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import type { FindingView } from '#booking/contract.ts'
import type { Effect, Finding } from '#booking/finding-contract.ts'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  title: { zh: '承运规定核对', en: 'Cargo rules', ru: 'Правила перевозки' },
  source: { zh: '依据：{source}', en: 'Source: {source}', ru: 'Источник: {source}' },
  waived: {
    zh: '{name} 已同意：{reason}',
    en: '{name} carries it: {reason}',
    ru: '{name} принимает: {reason}',
  },
  since: {
    zh: '订舱后规定有变更，于此时起适用：',
    en: 'A restriction that came after the booking, from',
    ru: 'Ограничение, появившееся после бронирования, с',
  },
})

export const EFFECT_TONES: Readonly<Record<Effect, PillTone>> = {
  refuse: 'bad',
  ask: 'wait',
  warn: 'info',
}

/** The most serious first. */
export function bySeverity<One extends Pick<Finding, 'effect'>>(findings: readonly One[]): One[] {
  const order: readonly Effect[] = ['refuse', 'ask', 'warn']
  return findings.toSorted((one, other) => order.indexOf(one.effect) - order.indexOf(other.effect))
}

/** Of what is typed, or of a booking with what was waived of it. */
export function FindingList({ findings }: { findings: readonly (Finding | FindingView)[] }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <ul className="plain-list findings">
      {bySeverity(findings).map((finding, index) => (
        <li key={index} className="finding">
          <Pill tone={EFFECT_TONES[finding.effect]}>{say(effectTexts[finding.effect])}</Pill>
          <span className="stack">
            <span>{say(findingText(finding))}</span>
            {finding.restriction && (
              <span className="soft">{t('source', { source: finding.restriction.source })}</span>
            )}
            {'waived' in finding && finding.waived && (
              <span>
                {t('waived', {
                  name: say(finding.waived.by.names),
                  reason: finding.waived.reason,
                })}{' '}
                <LocalTime at={finding.waived.at} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

interface FindingPanelProps {
  readonly findings: readonly FindingView[]
  readonly bookedAt: string
}

/** Those of a booking; what came after it was booked is said to be new. */
export function FindingPanel({ findings, bookedAt }: FindingPanelProps) {
  const t = useTexts(texts)
  if (findings.length === 0) return null
  const later = findings.filter(({ foundAt }) => Date.parse(foundAt) > Date.parse(bookedAt))
  const first = later.map(({ foundAt }) => foundAt).toSorted()[0]
  return (
    <section className="panel" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {first !== undefined && (
        <p className="cut-off-soon">
          {t('since')} <LocalTime at={first} />
        </p>
      )}
      <FindingList findings={findings} />
    </section>
  )
}
