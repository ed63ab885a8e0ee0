/** The head of every public page: whose page it is, and its languages. */
import { LOCALES, useReader } from './reader.ts'

const LANGUAGES = { zh: '中文', en: 'English', ru: 'Русский' } as const
const LANGUAGE_TAGS = { zh: 'zh-CN', en: 'en', ru: 'ru' } as const

/** `alone`: in a file of its own, away from the site, where there is nothing to lead to. */
export function Masthead({ alone = false }: { alone?: boolean }) {
  const { t, locale, setLocale } = useReader()
  return (
    <header className="masthead">
      {alone ? (
        <span className="brand">
          <Name />
        </span>
      ) : (
        <a className="brand" href="/">
          <img src="/mark.svg" alt="" width="34" height="34" />
          <Name />
        </a>
      )}
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

function Name() {
  const { t } = useReader()
  return (
    <span>
      <span className="brand-name">landbridge</span>
      <span className="brand-motto">{t('motto')}</span>
    </span>
  )
}
