// C2SP tlog-tiles entry bundles: up to 256 entries, each a big-endian uint16 length and its bytes.
import { copyBytes } from './bytes.ts'
import { check } from './error.ts'

export const ENTRY_BYTES_MAX = 65_535
export const BUNDLE_WIDTH_MAX = 256

export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const fits = entries.length >= 1 && entries.length <= BUNDLE_WIDTH_MAX
  check(fits, 'entries.malformed', 'a bundle holds 1 to 256 entries')
  let length = 0
  for (const entry of entries) {
    check(entry.length <= ENTRY_BYTES_MAX, 'entries.too_long', 'an entry exceeds 65,535 bytes')
    length += 2 + entry.length
  }
  const out = new Uint8Array(length)
  let at = 0
  for (const entry of entries) {
    out[at++] = entry.length >> 8
    out[at++] = entry.length
    out.set(entry, at)
    at += entry.length
  }
  return out
}

/** Splits a bundle; with `width`, it must hold exactly that many entries. */
export function decodeEntries(bundle: Uint8Array, width?: number): Uint8Array[] {
  const out: Uint8Array[] = []
  for (let at = 0; at < bundle.length;) {
    check(at + 2 <= bundle.length, 'entries.malformed', 'bundle ends within a length')
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0)
    at += 2
    check(at + length <= bundle.length, 'entries.malformed', 'bundle ends within an entry')
    check(out.length < BUNDLE_WIDTH_MAX, 'entries.malformed', 'bundle holds over 256 entries')
    out.push(copyBytes(bundle, at, at + length))
    at += length
  }
  check(out.length > 0, 'entries.malformed', 'bundle is empty')
  const asked = width === undefined || out.length === width
  check(asked, 'entries.malformed', `bundle holds ${out.length} entries instead of ${width}`)
  return out
}
