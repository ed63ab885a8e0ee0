/**
 * A container's number: ISO 6346, clause 3 (owner code, category letter, serial number) and annex A (check digit).
 *
 * A wrong check digit is nearly always a typing error, so the refusal names the digit that would be right.
 */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const containerNumberTexts = {
  'container_number.format': {
    zh: '箱号应为 4 个字母加 7 位数字，例如 CSQU3054383',
    en: 'A container number is four letters and seven digits, for example CSQU3054383',
    ru: 'Номер контейнера состоит из 4 букв и 7 цифр, например CSQU3054383',
  },
  'container_number.category': {
    zh: '箱号第 4 位应为设备识别码 U、J 或 Z，而不是 {letter}',
    en: 'The fourth letter of a container number is U, J or Z, not {letter}',
    ru: 'Четвёртая буква номера контейнера — U, J или Z, а не {letter}',
  },
  'container_number.check_digit_missing': {
    zh: '箱号缺少校验位，完整箱号应为 {whole}',
    en: 'This container number lacks its check digit; the whole number would be {whole}',
    ru: 'В номере контейнера нет контрольной цифры; полный номер — {whole}',
  },
  'container_number.check_digit': {
    zh: '箱号校验位应为 {expected}，请核对箱号 {whole}',
    en: 'The check digit of this container number should be {expected} ({whole}); check the digits before it too',
    ru: 'Контрольная цифра номера контейнера должна быть {expected} ({whole}); проверьте и остальные цифры',
  },
} as const satisfies ValueTexts

type Code = keyof typeof containerNumberTexts

export const ContainerNumber = textValue({
  normalise: compact,
  fault,
  texts: containerNumberTexts,
})
  .meta({
    description:
      'Container number, ISO 6346: owner code (3 letters), category U, J or Z, serial number (6 digits), check digit. ' +
      'Spaces, hyphens and lower case are accepted and normalised away.',
    examples: ['CSQU3054383', 'TEXU3605231'],
  })
  .brand<'ContainerNumber'>()
export type ContainerNumber = z.infer<typeof ContainerNumber>

export const EQUIPMENT_CATEGORIES = {
  U: 'freight_container',
  J: 'detachable_equipment',
  Z: 'trailer_or_chassis',
} as const
export type EquipmentCategory = (typeof EQUIPMENT_CATEGORIES)[keyof typeof EQUIPMENT_CATEGORIES]

export function equipmentCategory(number: ContainerNumber): EquipmentCategory {
  return EQUIPMENT_CATEGORIES[number.charAt(3) as keyof typeof EQUIPMENT_CATEGORIES]
}

/** The owner's BIC code with its category letter: `CSQU`. */
export function ownerPrefix(number: ContainerNumber): string {
  return number.slice(0, 4)
}

/** As it is painted on the box and printed on a label: `CSQU 305438 3`. */
export function containerNumberSpaced(number: ContainerNumber): string {
  return `${number.slice(0, 4)} ${number.slice(4, 10)} ${number.slice(10)}`
}

/**
 * The check digit for the ten characters before it (ISO 6346 annex A): letter and digit values weighted by powers of two,
 * the sum modulo 11, and 10 written as 0.
 */
export function containerCheckDigit(unchecked: string): number {
  let sum = 0
  for (const [position, character] of Array.from(unchecked).entries()) {
    sum += characterValue(character) * 2 ** position
  }
  return (sum % 11) % 10
}

/** A is 10 and every multiple of 11 is left out, so that B is 12, K 21, L 23, U 32, V 34 and Z 38. */
function characterValue(character: string): number {
  if (character <= '9') return Number(character)
  const ordinal = character.charCodeAt(0) - 'A'.charCodeAt(0)
  return 10 + ordinal + Math.floor((ordinal + 9) / 10)
}

function fault(number: string): Fault<Code> | undefined {
  if (!/^[A-Z]{4}\d{6,7}$/.test(number)) return { code: 'container_number.format' }
  const letter = number.charAt(3)
  if (!(letter in EQUIPMENT_CATEGORIES)) {
    return { code: 'container_number.category', facts: { letter } }
  }
  const unchecked = number.slice(0, 10)
  const expected = containerCheckDigit(unchecked)
  const whole = `${unchecked}${expected}`
  if (number.length === 10)
    return { code: 'container_number.check_digit_missing', facts: { whole } }
  return number === whole
    ? undefined
    : { code: 'container_number.check_digit', facts: { expected, whole } }
}
