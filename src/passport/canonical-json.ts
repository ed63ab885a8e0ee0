/**
 * Canonical JSON, RFC 8785 (JCS): one spelling for every value, so that bytes can be hashed and signed.
 *
 * Written here rather than taken from a library because it is fifteen lines that every verifier must trust: ECMAScript's own
 * serialisation of strings and numbers *is* the one RFC 8785 asks for, so only the order of names is left to do.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

/** Deeper than anything we write; a stranger's file must not exhaust the stack. */
const DEPTH_MAX = 32

/** Throws a TypeError for what has no canonical form: infinities, lone surrogates, values nested without end. */
export function canonicalJson(value: Json, depth = 0): string {
  // What was parsed from canonical JSON stands in order already, and then the engine's own serialisation is the canonical one.
  return isInOrder(value, depth) ? JSON.stringify(value) : inOrder(value, depth)
}

/** Whether nothing is left to do but to write it; no where something has no canonical form, too. */
function isInOrder(value: Json, depth: number): boolean {
  if (depth > DEPTH_MAX) return false
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every((item: Json) => isInOrder(item, depth + 1))
  const object = value as JsonObject
  let before = ''
  for (const name of Object.keys(object)) {
    // Texts compare by UTF-16 code unit, which is the order RFC 8785 §3.2.3 asks for.
    if (name < before || !name.isWellFormed() || !isInOrder(object[name]!, depth + 1)) return false
    before = name
  }
  return true
}

function inOrder(value: Json, depth: number): string {
  if (depth > DEPTH_MAX) throw new TypeError(`JSON is nested deeper than ${DEPTH_MAX}`)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${value} has no JSON form`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value))
    return `[${value.map((item: Json) => inOrder(item, depth + 1)).join(',')}]`
  const object = value as JsonObject
  // The default order of sort() is the same.
  const members = Object.keys(object)
    .sort()
    .map((name) => `${canonicalString(name)}:${inOrder(object[name]!, depth + 1)}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form')
  return JSON.stringify(text)
}
