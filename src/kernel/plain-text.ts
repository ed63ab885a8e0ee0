/**
 * Text that can be kept: without U+0000, which PostgreSQL refuses, and without half a surrogate pair, which is no character
 * and has no UTF-8. JSON and addresses can carry both, whatever a schema asks of the rest.
 */
import type { ValueTexts } from '#kernel/value.ts'

export const plainTextTexts = {
  'text.not_a_character': {
    zh: '此项含有无法保存的字符（空字符或不完整的字符）',
    en: 'This holds something that is no character (a NUL, or half of one) and cannot be kept',
    ru: 'Здесь есть недопустимый символ (нулевой или неполный), сохранить его нельзя',
  },
} as const satisfies ValueTexts

/** The paths of all texts in a parsed value that cannot be kept. The value's depth is bounded by its schema. */
export function findUnkeepable(value: unknown): string[][] {
  // Every request is asked, and hardly one has any: the paths are looked for when it is known that there are some.
  return isAllKeepable(value) ? [] : pathsOf(value, [])
}

function isAllKeepable(value: unknown): boolean {
  if (typeof value === 'string') return isKeepable(value)
  if (typeof value !== 'object' || value === null) return true
  for (const inner of Array.isArray(value) ? value : Object.values(value))
    if (!isAllKeepable(inner)) return false
  return true
}

function pathsOf(value: unknown, path: readonly string[]): string[][] {
  if (typeof value === 'string') return isKeepable(value) ? [] : [[...path]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))
}

function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
