/**
 * Text files as Excel and mail programs of the corridor write them: UTF-8, UTF-16 with its mark, GB18030 from China, windows-1251 from
 * the 1520 countries. Nothing in such a file says which; the bytes do, by what they would spell.
 */

/** The text; undefined for bytes that are in none of them. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes)
  const utf8 = decodeAs('utf-8', bytes)
  if (utf8 !== undefined) return utf8
  if (looksRussian(bytes)) return decodeAs('windows-1251', bytes)
  return decodeAs('gb18030', bytes) ?? undefined
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const LETTERS_SHARE_MIN = 0.8
const TURNS_SHARE_MAX = 0.1

/**
 * In windows-1251 the letters are the bytes from C0 on, capitals before small ones, and № « » – are few. In GB18030 a third of the bytes
 * lie below, and read as Russian, its words would change from small to capital letters all the time.
 */
function looksRussian(bytes: Uint8Array): boolean {
  let foreign = 0
  let letters = 0
  let turns = 0
  let isSmall = false
  for (const byte of bytes) {
    if (byte < 0x80) {
      isSmall = false
      continue
    }
    foreign += 1
    const isLetter = byte >= 0xc0 || byte === 0xa8 || byte === 0xb8
    if (!isLetter) continue
    letters += 1
    const isCapital = (byte >= 0xc0 && byte < 0xe0) || byte === 0xa8
    if (isCapital && isSmall) turns += 1
    isSmall = !isCapital
  }
  return letters >= foreign * LETTERS_SHARE_MIN && turns <= letters * TURNS_SHARE_MAX
}
