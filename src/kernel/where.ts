/**
 * A part of the network that an order or a list is about, in one word: a corridor (`west`), a country (`RU`) or a station (`KZ-AKTAU`).
 * A train is meant when it passes there.
 */
import { z } from 'zod'
import { CorridorName, corridorTexts } from '#kernel/corridor-name.ts'
import { COUNTRIES, isCountry } from '#kernel/country.ts'
import type { Text } from '#kernel/locale.ts'
import { findStation, getStation, nameKey } from '#kernel/station.ts'
import { textValue, type ValueTexts } from '#kernel/value.ts'

export const whereTexts = {
  'where.unknown': {
    zh: '“{typed}”不是通道（西、中、东、南）、国家代码或车站',
    en: '“{typed}” is no corridor (west, middle, east, south), country code or station',
    ru: '«{typed}» — не коридор (west, middle, east, south), не код страны и не станция',
  },
} as const satisfies ValueTexts

/** A name in any of the languages is accepted and replaced by its code. */
export const Where = textValue({
  normalise: codeOf,
  fault: (code) =>
    wordsOf(code) ? undefined : { code: 'where.unknown', facts: { typed: code.slice(0, 40) } },
  texts: whereTexts,
})
  .meta({
    description:
      'Part of the network: a corridor (west, middle, east, south), a country (ISO 3166-1 alpha-2) or a station, by code or name.',
    examples: ['west', 'RU', 'CN-ERENHOT'],
  })
  .brand<'Where'>()
export type Where = z.infer<typeof Where>

export function whereName(where: Where): Text {
  return wordsOf(where)!
}

/** Whether a train that passes these stations, through this corridor, is meant. */
export function isThere(
  where: Where,
  train: { readonly passes: ReadonlySet<string>; readonly corridor: CorridorName | undefined },
): boolean {
  if (where === train.corridor || train.passes.has(where)) return true
  return isCountry(where) && train.passes.values().some((code) => code.startsWith(`${where}-`))
}

const BY_NAME: ReadonlyMap<string, string> = new Map(
  [...Object.entries(corridorTexts), ...Object.entries<Text>(COUNTRIES)].flatMap(
    ([code, { zh, en, ru }]) => [code, zh, en, ru].map((name) => [nameKey(name), code] as const),
  ),
)

function codeOf(typed: string): string {
  return BY_NAME.get(nameKey(typed)) ?? findStation(typed)?.code ?? typed.trim()
}

function wordsOf(code: string): Text | undefined {
  if (CorridorName.safeParse(code).success) return corridorTexts[code as CorridorName]
  if (isCountry(code)) return COUNTRIES[code as keyof typeof COUNTRIES]
  return findStation(code)?.code === code ? getStation(code).name : undefined
}
