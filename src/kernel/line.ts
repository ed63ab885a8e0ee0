/** One line of text that a person typed: trimmed, in Unicode NFC, bounded, without control characters. */
import { z } from 'zod'

import { textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const lineTexts = {
  'line.empty': {
    zh: '此项不能为空',
    en: 'This must not be empty',
    ru: 'Поле не может быть пустым',
  },
  'line.too_long': {
    zh: '此项最多 {lengthMax} 个字符，现为 {length} 个',
    en: 'This has {length} characters; at most {lengthMax} fit',
    ru: 'Здесь {length} знаков, допускается не более {lengthMax}',
  },
  'line.control_character': {
    zh: '此项不能包含换行或控制字符',
    en: 'This must be one line without control characters',
    ru: 'Допускается одна строка без управляющих символов',
  },
} as const satisfies ValueTexts

/** Controls, line and paragraph separators, and the marks that turn text around to deceive a reader. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

export function line(lengthMax: number): z.ZodString {
  return textValue({
    normalise: tidyLine,
    fault: (text) => lineFault(text, lengthMax),
    texts: lineTexts,
  }).meta({ description: `One line of text, 1 to ${lengthMax} characters.`, examples: ['济南'] })
}

export function tidyLine(typed: string): string {
  return typed.normalize('NFC').trim()
}

export function lineFault(
  text: string,
  lengthMax: number,
): Fault<keyof typeof lineTexts> | undefined {
  if (text === '') return { code: 'line.empty' }
  // A character is one code unit or two: what has few enough of these need not be counted.
  const length = text.length > lengthMax ? Array.from(text).length : text.length
  if (length > lengthMax) return { code: 'line.too_long', facts: { length, lengthMax } }
  return CONTROL.test(text) ? { code: 'line.control_character' } : undefined
}
