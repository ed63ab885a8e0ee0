/**
 * The code a container carries on one shipment: 128 bits of chance, written so that a person can read it aloud and type it.
 *
 * 26 characters of Crockford base 32 (no I, L, O, U), then one check character: the whole number modulo 37. Any one wrong
 * character and any two exchanged neighbours are caught by it. Crockford writes the remainders 32–35 with punctuation, which
 * addresses and telephones mangle; a code with such a remainder is never given out.
 */
import { z } from 'zod'
import { textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const passportCodeTexts = {
  'passport_code.length': {
    zh: '集装箱护照码共 27 位，您输入了 {length} 位，请对照标签核对',
    en: 'A container’s code has 27 characters and this one has {length}; please compare it with the label',
    ru: 'Код контейнера состоит из 27 знаков, а введено {length}; сверьте его с этикеткой',
  },
  'passport_code.character': {
    zh: '集装箱护照码中不会出现字符“{character}”，请对照标签核对',
    en: 'The character “{character}” never stands in a container’s code; please compare it with the label',
    ru: 'Знак «{character}» не встречается в коде контейнера; сверьте код с этикеткой',
  },
  'passport_code.check': {
    zh: '集装箱护照码校验不符，可能有一位输错或相邻两位颠倒，请对照标签逐位核对',
    en: 'This code does not check: one character is wrong or two are exchanged; please compare it with the label',
    ru: 'Код не проходит проверку: один знак неверен или два знака переставлены; сверьте код с этикеткой',
  },
} as const satisfies ValueTexts

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Remainder 36 is written U; 32 to 35 are not used. */
const CHECK_ALPHABET = `${ALPHABET}....U`
export const PASSPORT_CODE_BYTES = 16
const BODY_CHARS = 26
const CODE_CHARS = BODY_CHARS + 1

export const PassportCode = textValue({ normalise, fault, texts: passportCodeTexts })
  .meta({
    description:
      'Code of a container on one shipment: 128 random bits in Crockford base 32 and a check character. ' +
      'Hyphens, spaces and lower case are accepted; I and L are read as 1, O as 0.',
    examples: ['3N8R60XW7C9EPK2D5M1QTVBHG4U'],
  })
  .brand<'PassportCode'>()
export type PassportCode = z.infer<typeof PassportCode>

/** The code for 16 random bytes, or undefined where its check character would be punctuation: draw again. */
export function passportCodeOf(bytes: Uint8Array): PassportCode | undefined {
  if (bytes.length !== PASSPORT_CODE_BYTES) throw new TypeError('a code is made of 16 bytes')
  let number = 0n
  for (const byte of bytes) number = number * 256n + BigInt(byte)
  let body = ''
  for (let rest = number, i = 0; i < BODY_CHARS; i += 1, rest /= 32n)
    body = ALPHABET.charAt(Number(rest % 32n)) + body
  const check = checkCharacter(body)
  return check === '.' ? undefined : PassportCode.parse(body + check)
}

/** As it is printed, in threes: `3N8-R60-…`. */
export function passportCodeSpaced(code: PassportCode): string {
  return code.replace(/(...)(?=.)/g, '$1-')
}

/** What people make of a code on paper: groups, lower case, and the letters that look like digits. */
function normalise(typed: string): string {
  return typed
    .replace(/[\s.\-‐-–/]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}

function checkCharacter(body: string): string {
  let remainder = 0
  for (const character of body) remainder = (remainder * 32 + ALPHABET.indexOf(character)) % 37
  return CHECK_ALPHABET.charAt(remainder)
}

function fault(code: string): Fault<keyof typeof passportCodeTexts> | undefined {
  const characters = [...code]
  const foreign = characters.find(
    (character, at) => !(at === BODY_CHARS ? CHECK_ALPHABET : ALPHABET).includes(character),
  )
  if (foreign !== undefined && characters.length === CODE_CHARS)
    return { code: 'passport_code.character', facts: { character: foreign } }
  if (characters.length !== CODE_CHARS)
    return { code: 'passport_code.length', facts: { length: characters.length } }
  // 26 characters hold 130 bits; a first character above 7 would be more than 128.
  const whole = code.charAt(0) <= '7' && checkCharacter(code.slice(0, BODY_CHARS)) === code.at(-1)
  return whole ? undefined : { code: 'passport_code.check' }
}
