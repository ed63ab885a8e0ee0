/** The public page of a container, as somebody with a phone beside it reads it: what, where, by whose word, and whether that holds. */
import type { PublicPassport } from '#passport/contract.ts'
import { usePassport, type Asked } from './ask-passport.ts'
import { CodeForm } from './CodeForm.tsx'
import { Colophon } from './Colophon.tsx'
import { Hero } from './Hero.tsx'
import { Masthead } from './Masthead.tsx'
import { Milestones } from './Milestones.tsx'
import { Place } from './Place.tsx'
import { useReader } from './reader.ts'
import { useCheck } from './use-check.ts'
import { Verification } from './Verification.tsx'
import { Way } from './Way.tsx'

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
        <Way way={passport.way} />
        <Place passport={passport} />
        <Milestones passport={passport} markOf={markOf} />
        <Colophon passport={passport} checking={checking} />
      </div>
    </>
  )
}
