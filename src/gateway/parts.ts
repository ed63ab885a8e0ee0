/**
 * Puts together a message that a terminal sent in packages (分包). Pure: what is held of one connection's unfinished message, and what a
 * package does to it.
 *
 * Packages of a message have consecutive serials, so number and serial of any one tell the first's: that, with the message's id and the
 * total, is what a message is known by. One message is gathered at a time; a package of another lets go of it.
 */
import { concat } from '#gateway/protocols/jt808/bytes.ts'
import type { Header } from '#gateway/protocols/jt808/frame.ts'

/** As many as one request for missing packages can name. */
const PARTS_MAX = 255
/** A day of reports in the blind area is some tens of kilobytes. */
export const MESSAGE_BYTES_MAX = 64 * 1024
/** How often missing packages are asked for before the message is given up. */
const REQUESTS_MAX = 3

export interface Gathering {
  /** Of the first package, but without its place: the header the whole message would have had. */
  readonly header: Header
  readonly total: number
  /** By number, from 1. */
  readonly bodies: ReadonlyMap<number, Uint8Array>
  readonly bytes: number
  /** How often its missing packages were asked for since one arrived. */
  readonly requests: number
}

export type Taken =
  /** The rest is still to come. */
  | { readonly gathering: Gathering; readonly dropped?: Gathering }
  /** This was the last one. */
  | { readonly header: Header; readonly body: Uint8Array; readonly total: number }
  | { readonly refused: 'parts_too_many' | 'parts_too_large' | 'parts_disagree' }

export function takePart(
  held: Gathering | null,
  header: Header & { readonly part: NonNullable<Header['part']> },
  body: Uint8Array,
): Taken {
  const { part, ...rest } = header
  const first: Header = { ...rest, serial: (header.serial - part.number + 1) & 0xffff }
  if (part.total > PARTS_MAX) return { refused: 'parts_too_many' }
  const isSame = held !== null && isOfOne(held.header, first)
  if (isSame && held.total !== part.total) return { refused: 'parts_disagree' }
  const bodies = new Map(isSame ? held.bodies : []).set(part.number, body.slice())
  const bytes = [...bodies.values()].reduce((sum, one) => sum + one.length, 0)
  if (bytes > MESSAGE_BYTES_MAX) return { refused: 'parts_too_large' }
  if (bodies.size === part.total)
    return { header: first, body: joined(bodies, part.total), total: part.total }
  const gathering = { header: first, total: part.total, bodies, bytes, requests: 0 }
  return held === null || isSame ? { gathering } : { gathering, dropped: held }
}

function isOfOne(one: Header, other: Header): boolean {
  return one.messageId === other.messageId && one.serial === other.serial
}

function joined(bodies: ReadonlyMap<number, Uint8Array>, total: number): Uint8Array {
  return concat(Array.from({ length: total }, (_, at) => bodies.get(at + 1)!))
}

/** What is to be asked for once more, and what is held then; null when it was asked for often enough. */
export function askAgain(
  held: Gathering,
): { readonly missing: readonly number[]; readonly gathering: Gathering } | null {
  if (held.requests === REQUESTS_MAX) return null
  const missing = Array.from({ length: held.total }, (_, at) => at + 1).filter(
    (number) => !held.bodies.has(number),
  )
  return { missing, gathering: { ...held, requests: held.requests + 1 } }
}
