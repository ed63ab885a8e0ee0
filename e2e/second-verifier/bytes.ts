/** Bytes, JSON in its one spelling, shapes, salted digests; and how a verifier refuses. */
import { createHash } from 'node:crypto'

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [name: string]: Json }

export class Refused extends Error {
  readonly code: string
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}
export const refuse = (code: string, detail: string): never => {
  throw new Refused(code, detail)
}
export function must(condition: boolean, code: string, detail: string): asserts condition {
  if (!condition) refuse(code, detail)
}

export const sha256 = (...parts: (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const DEPTH_MAX = 32
/** How deep a salted part stands in a file. */
const PART_DEPTH = 4

/** RFC 8785. The outermost value is at depth 0; scalars have a depth, too. */
export function canonical(value: Json, depth = 0): string {
  must(depth <= DEPTH_MAX, 'not_canonical', 'nested too deeply')
  if (typeof value === 'number')
    must(Number.isFinite(value), 'not_canonical', 'a number without end')
  if (typeof value === 'string') must(value.isWellFormed(), 'not_canonical', 'a lone surrogate')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`
  const members = Object.keys(value).sort()
  must(!members.includes('__proto__'), 'not_canonical', 'a member that is none')
  return `{${members.map((name) => `${canonical(name)}:${canonical(value[name]!, depth + 1)}`).join(',')}}`
}

export function parseCanonical(text: string): Json {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return refuse('not_json', 'not JSON')
  }
  must(canonical(value) === text, 'not_canonical', 'not the one spelling of this JSON')
  return value
}

/** base64 in its one spelling. */
export function decode(
  text: Json | undefined,
  encoding: 'base64' | 'base64url',
  length?: number,
): Buffer {
  must(typeof text === 'string', 'shape', 'not a base64 text')
  const bytes = Buffer.from(text, encoding)
  must(bytes.toString(encoding) === text, 'shape', `not the one ${encoding} spelling`)
  must(
    length === undefined || bytes.length === length,
    'shape',
    `${bytes.length} bytes instead of ${length}`,
  )
  return bytes
}

/** An object with exactly these members; those ending in "?" may be absent. */
export function object(value: Json | undefined, members: string): JsonObject {
  must(
    value !== null && typeof value === 'object' && !Array.isArray(value),
    'shape',
    `no object {${members}}`,
  )
  const wanted = members.split(' ').filter(Boolean)
  const known = new Set(wanted.map((name) => name.replace('?', '')))
  for (const name of Object.keys(value)) must(known.has(name), 'shape', `unknown member ${name}`)
  for (const name of wanted)
    must(name.endsWith('?') || Object.hasOwn(value, name), 'shape', `member ${name} is missing`)
  return value
}
export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : refuse('shape', 'no string')
export const count = (value: Json | undefined): number =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : refuse('shape', 'no whole number')
export const array = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : refuse('shape', 'no array')
export const anyObject = (value: Json | undefined): JsonObject =>
  object(value, Object.keys((value ?? {}) as object).join(' '))
export const names = (value: Json | undefined): JsonObject => {
  const of = object(value, 'en ru zh')
  Object.values(of).forEach(text)
  return of
}
/** Runs a reading of a shape and names what it belongs to if that fails. */
export function as<T>(code: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    return refuse(code, (error as Error).message)
  }
}

/** {content, salt} → content and its salted digest. `completed` are the members put back before hashing. */
export function salted(
  value: Json | undefined,
  completed: JsonObject = {},
): { content: JsonObject; digest: string } {
  const part = object(value, 'content salt')
  const content = { ...anyObject(part.content), ...completed }
  return {
    content,
    digest: sha256(decode(part.salt, 'base64url', 16), canonical(content, PART_DEPTH)).toString(
      'base64url',
    ),
  }
}

export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return refuse('not_json', 'not UTF-8')
  }
}
