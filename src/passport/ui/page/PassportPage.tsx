/** The public page of a container, as somebody with a phone beside it reads it: what, where, by whose word, and whether that holds. */
import type { PublicPassport } from '#passport/contract.ts'
import { usePassport, type Asked } from './ask-passport.ts'
import { CodeForm } from './CodeForm.tsx'
import { Colophon } from './Colophon.tsx'
import { Hero } from './Hero.tsx'
import { Milestones } from './Milestones.tsx'
import { Place } from './Place.tsx'
import { LOCALES, useReader } from './reader.ts'
import { useCheck } from './use-check.ts'
import { Verification } from './Verification.tsx'

const LANGUAGES = { zh: '中文', en: 'English', ru: 'Русский' } as const
const LANGUAGE_TAGS = { zh: 'zh-CN', en: 'en', ru: 'ru' } as const

interface PassportPageProps {
  readonly code: string
  readonly first: Promise<Asked>
}

export function PassportPage({ code, first }: PassportPageProps) {
  const { t } = useReader()
  const { asked, again } = usePassport(code, first)
  return (
    <>
      <a className="skip" href="#content">
        {t('toContent')}
      </a>
      <Masthead />
      <main id="content">
        {asked.state === 'asking' && (
          <section className="hero" aria-busy="true">
            <p className="hero-kind">{t('title')}</p>
            <h1 className="hero-title">{t('loading')}</h1>
          </section>
        )}
        {asked.state === 'refused' && <CodeForm code={code} why={asked.why} onRetry={again} />}
        {asked.state === 'known' && <Known passport={asked.passport} />}
      </main>
    </>
  )
}

function Known({ passport }: { passport: PublicPassport }) {
  const { checking, markOf } = useCheck(passport)
  return (
    <>
      <Hero passport={passport} checking={checking} />
      <div className="columns">
        <Verification passport={passport} checking={checking} />
        <Place passport={passport} />
        <Milestones passport={passport} markOf={markOf} />
        <Colophon passport={passport} checking={checking} />
      </div>
    </>
  )
}

function Masthead() {
  const { t, locale, setLocale } = useReader()
  return (
    <header className="masthead">
      <a className="brand" href="/" aria-label={`landbridge ${t('motto')}`}>
        <img src="/mark.svg" alt="" width="34" height="34" />
        <span>
          <span className="brand-name">landbridge</span>
          <span className="brand-motto">{t('motto')}</span>
        </span>
      </a>
      <div className="languages" role="group" aria-label={t('language')}>
        {LOCALES.map((each) => (
          <button
            key={each}
            type="button"
            lang={LANGUAGE_TAGS[each]}
            aria-pressed={each === locale}
            onClick={() => setLocale(each)}
          >
            {LANGUAGES[each]}
          </button>
        ))}
      </div>
    </header>
  )
}
