/** Shown where no container answers to the code: says which slip it probably is, and takes another. */
import { useState, type SubmitEvent } from 'react'
import { useReader } from './reader.ts'
import { useCheckModule } from './use-check.ts'

interface CodeFormProps {
  readonly code: string
  readonly why: 'code' | 'limited' | 'offline'
  readonly onRetry: () => void
}

export function CodeForm({ code, why, onRetry }: CodeFormProps) {
  const { t, say } = useReader()
  const [typed, setTyped] = useState(code)
  const [judged, setJudged] = useState(code)
  const module = useCheckModule()
  const problem = judged === '' ? undefined : module?.whyNone(judged)
  const slip = problem !== undefined && problem.code !== 'passport.absent'

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setJudged(typed)
    const wellFormed = module?.whyNone(typed).code === 'passport.absent'
    if (typed !== '' && (module === undefined || wellFormed))
      location.assign(`/c/${encodeURIComponent(typed.trim())}`)
  }

  if (why !== 'code') {
    return (
      <section className="hero">
        <p className="hero-kind">{t('title')}</p>
        <h1 className="hero-title hero-words">{t(why === 'limited' ? 'tooOften' : 'offline')}</h1>
        <button type="button" className="button" onClick={onRetry}>
          {t('retry')}
        </button>
      </section>
    )
  }
  return (
    <section className="hero">
      <p className="hero-kind">{t('title')}</p>
      <h1 className="hero-title hero-words">{t(code === '' ? 'askHead' : 'typeHead')}</h1>
      <p className="hero-note" role="alert">
        {problem === undefined ? t('askNote') : say(problem.text, problem.facts)}
      </p>
      <form className="code-form" onSubmit={submit}>
        <label htmlFor="code">{t('typeLabel')}</label>
        <div className="code-row">
          <input
            id="code"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-invalid={slip}
            aria-describedby="code-hint"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={60}
          />
          <button type="submit" className="button">
            {t('typeSubmit')}
          </button>
        </div>
        <p id="code-hint">{t('typeHint')}</p>
      </form>
    </section>
  )
}
