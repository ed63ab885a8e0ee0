/**
 * Damages good input with a sense for its structure: lines, numbers, base64, JSON members and the parts of a JWS, as well as single
 * characters. The same generator gives the same damage.
 */
import { utf8Decode, utf8Encode } from 'tlog'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'

export type Random = () => number

export const below = (random: Random, limit: number): number => Math.floor(random() * limit)

export const oneOf = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!

const NUMBERS = [
  '0',
  '00',
  '-1',
  '1',
  '255',
  '256',
  '257',
  '65535',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  '1e9',
  '0x10',
  '٣',
  '9'.repeat(40),
]
const PIECES = [
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '\t',
  '=',
  '==',
  '+',
  '-',
  '_',
  '/',
  '— ',
  '\0',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud800',
  '𝄞',
  'old ',
  'index ',
  'extra ',
  'log ',
  'witness ',
  'group ',
  'quorum ',
  'none',
  '"',
  '\\',
  '{',
  '}',
  '[',
  'null',
  '__proto__',
  'x001/',
  '.p/',
]
const REPEATED_MAX = 3_000

/** One to four damages; now and then another good input is grafted in. */
export function damageText(random: Random, good: string, other: string): string {
  let text = good
  for (let left = 1 + below(random, 4); left > 0; left -= 1) text = damageOnce(random, text, other)
  return text
}

function damageOnce(random: Random, text: string, other: string): string {
  const at = below(random, text.length + 1)
  const to = Math.min(text.length, at + below(random, 5))
  switch (below(random, 12)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at + 1)
    case 1:
      return text.slice(0, at) + text.slice(to)
    case 2:
      return text.slice(0, at) + oneOf(random, PIECES) + text.slice(to)
    case 3:
      return text.slice(0, at)
    case 4:
      return replaceMatch(random, text, /\d+/g, () => oneOf(random, NUMBERS))
    case 5:
      return replaceMatch(random, text, /[A-Za-z0-9+/_-]{8,}={0,2}/g, (run) => recode(random, run))
    case 6:
    case 7:
    case 8:
      return damageLines(random, text)
    case 9:
      return text.slice(0, at) + other.slice(below(random, other.length + 1))
    case 10: {
      const piece = text.slice(at, to) || oneOf(random, PIECES)
      return (
        text.slice(0, at) + piece.repeat(below(random, 100)).slice(0, REPEATED_MAX) + text.slice(to)
      )
    }
    default:
      return replaceMatch(random, text, /\S+/g, (word) => word.toUpperCase())
  }
}

function damageLines(random: Random, text: string): string {
  const lines = text.split('\n')
  const [one, two] = [below(random, lines.length), below(random, lines.length)]
  switch (below(random, 4)) {
    case 0:
      lines.splice(one, 1)
      break
    case 1:
      lines.splice(one, 0, lines[two]!)
      break
    case 2:
      ;[lines[one], lines[two]] = [lines[two]!, lines[one]!]
      break
    default:
      lines.splice(one, 0, ...Array<string>(below(random, 120)).fill(lines[two]!))
  }
  return lines.join('\n')
}

function replaceMatch(
  random: Random,
  text: string,
  pattern: RegExp,
  replace: (match: string) => string,
): string {
  const matches = [...text.matchAll(pattern)]
  if (matches.length === 0) return text
  const match = oneOf(random, matches)
  return text.slice(0, match.index) + replace(match[0]) + text.slice(match.index + match[0].length)
}

/** Base64 that says other bytes, as many or a few more or less, well spelled. */
function recode(random: Random, run: string): string {
  const bytes = Buffer.from(run, 'base64')
  const encoding = /[-_]/.test(run) || !run.endsWith('=') ? 'base64url' : 'base64'
  return Buffer.from(damageBytes(random, bytes)).toString(random() < 0.8 ? encoding : 'base64')
}

export function damageBytes(random: Random, good: Uint8Array): Uint8Array {
  const at = below(random, good.length + 1)
  /** Some of the bytes from there on replaced by others. */
  const splice = (count: number, ...fresh: readonly number[]): Uint8Array =>
    Uint8Array.from(
      Buffer.concat([good.subarray(0, at), Uint8Array.from(fresh), good.subarray(at + count)]),
    )
  switch (below(random, 6)) {
    case 0:
      return Uint8Array.from(good.subarray(0, at))
    case 1:
      return splice(1 + below(random, 4))
    case 2:
      return splice(0, ...Array.from({ length: 1 + below(random, 4) }, () => below(random, 256)))
    case 3:
      return splice(2, oneOf(random, [0, 0x7f, 0x80, 0xff]), oneOf(random, [0, 1, 0xff]))
    default: {
      const bytes = Uint8Array.from(good)
      const place = Math.min(at, Math.max(0, bytes.length - 1))
      if (bytes.length > 0) bytes[place]! ^= 1 << below(random, 8)
      return bytes
    }
  }
}

type Node = unknown[] | Record<string, unknown>

/** A value with something put elsewhere, left out, doubled, or replaced by what does not belong there. */
export function damageJson(random: Random, good: unknown): unknown {
  const value: unknown = structuredClone(good)
  const nodes = nodesOf(value)
  for (let left = 1 + below(random, 3); left > 0; left -= 1) {
    const node = oneOf(random, nodes)
    const names = Object.keys(node)
    const name = names.length === 0 ? '0' : oneOf(random, names)
    const members = node as Record<string, unknown>
    switch (below(random, 5)) {
      case 0:
        if (Array.isArray(node)) node.splice(Number(name), 1)
        else delete node[name]
        break
      case 1:
        if (Array.isArray(node)) node.push(node[Number(name)])
        else node[oneOf(random, ['x', '__proto__x', '', ...names])] = members[name]
        break
      case 2:
        members[name] = oneOf<unknown>(random, [
          null,
          0,
          -1,
          1.5,
          2 ** 53,
          '',
          'x',
          [],
          {},
          true,
          nested(random),
        ])
        break
      default:
        members[name] = damageValue(random, members[name])
    }
  }
  return value
}

function damageValue(random: Random, value: unknown): unknown {
  if (typeof value === 'number') return value + oneOf(random, [-1, 1, 0.5, 256, 2 ** 40])
  if (typeof value !== 'string') return oneOf(random, [value, [value], { value }])
  if (value.split('.').length === 3 && random() < 0.7) return damageJws(random, value)
  return damageText(random, value, value)
}

/** Its header, payload or signature altered, encoded anew. */
export function damageJws(random: Random, jws: string): string {
  const parts = jws.split('.')
  const at = below(random, 3)
  try {
    const bytes = base64urlDecode(parts[at]!)
    const damaged =
      at === 2
        ? damageBytes(random, bytes)
        : utf8Encode(JSON.stringify(damageJson(random, JSON.parse(utf8Decode(bytes)))))
    parts[at] = base64urlEncode(damaged)
  } catch {
    return `${jws}.`
  }
  return parts.join('.')
}

function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [{ value }]
  return [
    value as Node,
    ...Object.values(value)
      .filter((one) => typeof one === 'object' && one !== null)
      .flatMap(nodesOf),
  ]
}

function nested(random: Random): unknown {
  let value: unknown = 0
  for (let depth = below(random, 500); depth > 0; depth -= 1) value = [value]
  return value
}
