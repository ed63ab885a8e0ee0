/** How a line is named in files. Pure. */
import { say, type Locale } from '#kernel/locale.ts'
import { nameKey } from '#kernel/station.ts'
import type { ServiceSummary } from '#train/contract.ts'

type Named = Pick<ServiceSummary, 'id' | 'names'>

/** By its id, or by a name of it that none of the others has. */
export function findLine<Line extends Named>(
  lines: readonly Line[],
  typed: string,
): Line | undefined {
  const key = nameKey(typed)
  const found = lines.filter(
    ({ id, names: { zh, en, ru } }) =>
      id === typed || [zh, en, ru].some((name) => nameKey(name) === key),
  )
  return found.length === 1 ? found[0] : undefined
}

/** A line whose name another of the operator's lines has, too, is written by its id. */
export function lineWritten(line: Named, lines: readonly Named[], locale: Locale): string {
  const name = say(line.names, locale)
  return findLine(lines, name)?.id === line.id ? name : line.id
}
