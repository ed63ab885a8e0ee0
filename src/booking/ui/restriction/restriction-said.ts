/** A restriction in words: the fields that it has, each by its name, as the form and the file call it. */
import { axisTexts } from '#booking/cargo/cargo-rule-words.ts'
import type { Restriction } from '#booking/restriction-contract.ts'
import { ownersText, restrictionTexts } from '#booking/cargo/restriction-words.ts'
import { dangerousPaperTexts } from '#kernel/dangerous-goods.ts'
import type { Text } from '#kernel/locale.ts'
import { whereName, type Where } from '#kernel/where.ts'
import { formatNumber } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  every: { zh: '所有班列', en: 'Every train', ru: 'Все поезда' },
  more: { zh: '{some} 等 {count} 项', en: '{some} and {count} more', ru: '{some} и ещё {count}' },
})

const CODES_SHOWN = 12

interface SaidField {
  readonly label: string
  readonly value: string
}

/** Long lists are cut short; the file has them whole. */
export function useRestrictionWords() {
  const t = useTexts(texts)
  const { say, tag, locale } = useLocale()
  const list = (codes: readonly string[]): string => {
    const some = codes.slice(0, CODES_SHOWN).join(', ')
    const left = codes.length - CODES_SHOWN
    if (left <= 0) return some
    return t('more', { some, count: locale === 'zh' ? codes.length : left })
  }
  const words = (all: readonly Text[]): string => all.map((text) => say(text)).join(', ')
  const said = (one: Restriction): SaidField[] => {
    const fields: readonly (readonly [Text, string | null])[] = [
      [restrictionTexts.hs, list(one.hs)],
      [restrictionTexts.un, list(one.un)],
      [restrictionTexts.classes, list(one.classes)],
      [restrictionTexts.papers, words(one.papers.map((kind) => dangerousPaperTexts[kind]))],
      [restrictionTexts.axis, one.axis && say(axisTexts[one.axis])],
      [restrictionTexts.kgMax, one.kgMax === null ? null : formatNumber(one.kgMax, tag)],
      [restrictionTexts.cmMax, one.cmMax === null ? null : formatNumber(one.cmMax, tag)],
      [restrictionTexts.equipment, list(one.equipment)],
      [restrictionTexts.owners, say(ownersText(one.owners))],
    ]
    return fields.flatMap(([label, value]) => (value ? [{ label: say(label), value }] : []))
  }
  return Object.assign(said, {
    places: (where: readonly Where[]) => words(where.map(whereName)),
    every: t('every'),
  })
}
