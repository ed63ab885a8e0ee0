/**
 * The code a container carries on one shipment: 128 bits of chance, written so that a person can read it aloud and type it.
 *
 * 26 characters of Crockford base 32 (no I, L, O, U), then one check character: the whole number modulo 37. Any one wrong
 * character and any two exchanged neighbours are caught by it. Crockford writes the remainders 32–35 with punctuation, which
 * addresses and telephones mangle; a code with such a remainder is never given out.
 */
import { z } from 'zod'
import { textValue, type Fault } from '#kernel/value.ts'
import { passportCodeTexts, passportProblem } from '#passport/contract.ts'

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
    examples: ['2PJK88MBJKZZ5E1GRG7SDDDXG71'],
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

/** The code that somebody typed, or a sentence that helps to find the mistake. */
export function parseTypedCode(typed: string): PassportCode {
  const wrong = fault(normalise(typed))
  if (wrong !== undefined) throw passportProblem(wrong.code, wrong.facts)
  return PassportCode.parse(typed)
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
  const characters = Array.from(code)
  const foreign = characters.find(
    (character, at) => !(at === BODY_CHARS ? CHECK_ALPHABET : ALPHABET).includes(character),
  )
  if (foreign !== undefined && characters.length === CODE_CHARS)
    return { code: 'passport.code_character', facts: { character: foreign } }
  if (characters.length !== CODE_CHARS)
    return { code: 'passport.code_length', facts: { length: characters.length } }
  // 26 characters hold 130 bits; a first character above 7 would be more than 128.
  const whole = code.charAt(0) <= '7' && checkCharacter(code.slice(0, BODY_CHARS)) === code.at(-1)
  return whole ? undefined : { code: 'passport.code_check' }
}
