/** How lines, and the parties that work on them, are named in files: by a name that no other has, else by their id. Pure. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { nameKey } from '#kernel/station.ts'

interface Named {
  readonly id: string
  readonly names: Text
}

/** All that answer to what was typed: their id, or their name in any language. */
export function allNamed<One extends Named>(all: readonly One[], typed: string): One[] {
  const key = nameKey(typed)
  return all.filter(
    ({ id, names: { zh, en, ru } }) =>
      id === typed || [zh, en, ru].some((name) => nameKey(name) === key),
  )
}

/** The only one that does. */
export function findNamed<One extends Named>(all: readonly One[], typed: string): One | undefined {
  const found = allNamed(all, typed)
  return found.length === 1 ? found[0] : undefined
}

/** As it is found again. */
export function nameWritten(one: Named, all: readonly Named[], locale: Locale): string {
  const name = say(one.names, locale)
  return findNamed(all, name)?.id === one.id ? name : one.id
}
