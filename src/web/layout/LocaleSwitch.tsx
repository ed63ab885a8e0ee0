/** The language switch, on every page, the sign-in page included. Each language is named in itself. */
import { GlobalOutlined } from '@ant-design/icons'
import { LOCALE_TAGS, Locale } from '#kernel/locale.ts'
import { queryClient } from '#web/queries.ts'
import { LOCALE_NAMES, useLocale } from '#web/i18n.ts'

export function LocaleSwitch() {
  const { locale, setLocale } = useLocale()
  return (
    <fieldset className="locale-switch" aria-label="语言 · Language · Язык">
      <GlobalOutlined aria-hidden />
      {Locale.options.map((option) => (
        <button
          key={option}
          type="button"
          lang={LOCALE_TAGS[option]}
          aria-pressed={option === locale}
          onClick={() => {
            setLocale(option)
            void queryClient.invalidateQueries()
          }}
        >
          {LOCALE_NAMES[option]}
        </button>
      ))}
    </fieldset>
  )
}
