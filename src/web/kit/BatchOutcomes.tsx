/** What became of each of many: one line a row of the list, with the reason of every refusal. */
import type { Outcome } from '#web/batch.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { Pill, type PillTone } from './Pill.tsx'
import { useProblemWords } from './ProblemAlert.tsx'

const texts = defineTexts({
  title: { zh: '办理结果', en: 'What became of each', ru: 'Результат по каждой строке' },
  waiting: { zh: '等待中', en: 'Waiting', ru: 'Ожидает' },
  done: { zh: '已办', en: 'Done', ru: 'Выполнено' },
  refused: { zh: '未办', en: 'Refused', ru: 'Отказано' },
  summary: {
    zh: '已办 {done} · 未办 {refused} · 共 {all}',
    en: '{done} done · {refused} refused · {all} in all',
    ru: 'Выполнено {done} · отказано {refused} · всего {all}',
  },
})

const TONES: Readonly<Record<Outcome['state'], PillTone>> = {
  waiting: 'wait',
  done: 'good',
  refused: 'bad',
}

export function BatchOutcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const t = useTexts(texts)
  const wordsOf = useProblemWords()
  const count = (state: Outcome['state']) => outcomes.filter((one) => one.state === state).length
  return (
    <section className="stack" aria-label={t('title')}>
      <output>
        {t('summary', { done: count('done'), refused: count('refused'), all: outcomes.length })}
      </output>
      <ul className="plain-list batch-outcomes">
        {outcomes.map(({ id, name, state, problem, note }) => (
          <li key={id} className="stack">
            <span className="card-row">
              <strong className="number">{name}</strong>
              <Pill tone={TONES[state]}>{t(state)}</Pill>
            </span>
            {problem !== null && <span>{wordsOf(problem)}</span>}
            {note !== null && <span className="soft">{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
