/** A train's waiting lists as the platform gives them, for slots and for LCL space: digests, signatures, chain, and the rule by which places are served. */
import {
  array,
  as,
  count,
  must,
  object,
  parseCanonical,
  salted,
  text,
  type Json,
  type JsonObject,
} from './bytes.ts'
import { readEntry, signedBy, TYP, waitingPayload } from './entries.ts'
import { ledgerKey } from './signatures.ts'

const UNITS = ['dangerousPlaces', 'grossKg', 'plugs', 'teu']
const LCL_UNITS = ['grossKg', 'packages', 'volumeDm3']
const MEMBERS = 'asked at boxes departureId event free inParts place previous promotion sequence'
const LCL_MEMBERS = 'asked at departureId event free into load place previous promotion sequence'
type Place = { boxes: number; offered: boolean }
type Walk = { last: number; passed: Set<number> }
type Serve = (content: JsonObject, waiting: Map<number, Place>, walk: Walk) => Walk

const amount = (value: Json | undefined, units = UNITS, more = ''): Record<string, number> => {
  const read = object(value, [...units, more].join(' '))
  return Object.fromEntries(units.map((unit) => [unit, count(read[unit])]))
}
const freeIn = (value: Json): { id: string; has: Record<string, number> } => {
  const has = amount(value, LCL_UNITS, 'consolidationId')
  return { id: text((value as JsonObject).consolidationId), has }
}

function readTurn(
  value: Json,
  key: Buffer,
  members: string,
): { content: JsonObject; link: string } {
  const { content: written, entry: signed, salt } = object(value, 'content entry index salt')
  const content = object(parseCanonical(text(written)), members)
  const entry = readEntry(text(signed))
  must(
    entry.typ === TYP.waiting && signedBy(entry, key),
    'waiting.entry',
    'not an entry of this ledger',
  )
  must(
    salted({ content, salt: salt! }).digest === waitingPayload(entry.payload),
    'waiting.digest',
    'another content',
  )
  return { content, link: entry.leaf.toString('base64url') }
}

/** Refuses a list that was changed, is not whole, or was not served by the rule; answers how many events it has. */
export const verifyWaiting = (items: Json, vkey: string): number =>
  verifyList(items, vkey, MEMBERS, serveSlots)

/** The same of a list for LCL space. */
export const verifyLclWaiting = (items: Json, vkey: string): number =>
  verifyList(items, vkey, LCL_MEMBERS, serveSpace)

function verifyList(items: Json, vkey: string, members: string, serve: Serve): number {
  const { key } = ledgerKey(vkey)
  const waiting = new Map<number, Place>()
  let walk: Walk = { last: 0, passed: new Set() }
  let previous: string | null = null
  const all = array(items)
  all.forEach((value, i) => {
    const { content, link } = as(`waiting.event ${i + 1}`, () => readTurn(value, key, members))
    must(
      content.sequence === i + 1 && content.previous === previous,
      'waiting.chain',
      `event ${i + 1}`,
    )
    previous = link
    walk = serve(content, waiting, walk)
  })
  return all.length
}

const serveSlots: Serve = (content, waiting, walk) => {
  const [place, boxes, event] = [count(content.place), count(content.boxes), text(content.event)]
  const [asked, free] = [amount(content.asked), amount(content.free)]
  const left = waiting.get(place)?.boxes ?? 0
  if (!isServing(event)) {
    if (event === 'joined') waiting.set(place, { boxes, offered: false })
    else if (event === 'taken' && left > 0) waiting.set(place, { boxes: left, offered: false })
    else end(event, ['taken', 'lapsed', 'left', 'closed'], place, waiting)
    return { last: 0, passed: new Set() }
  }
  if (event === 'passed')
    must(
      UNITS.some((unit) => asked[unit]! > free[unit]!),
      'waiting.passed',
      `place ${place} fitted`,
    )
  const next = walkOn(event, place, waiting, walk)
  if (event === 'passed') return next
  if (left - boxes > 0 || event === 'offered')
    waiting.set(place, { boxes: left - boxes, offered: event === 'offered' })
  else waiting.delete(place)
  return next
}

const serveSpace: Serve = (content, waiting, walk) => {
  must(content.load === 'LCL', 'waiting.load', 'not a list for LCL space')
  const [place, event] = [count(content.place), text(content.event)]
  const asked = amount(content.asked, LCL_UNITS)
  const free = array(content.free ?? null).map(freeIn)
  if (!isServing(event)) {
    if (event === 'joined' || event === 'withdrawn')
      waiting.set(place, { boxes: 1, offered: false })
    else end(event, ['taken', 'lapsed', 'left', 'closed'], place, waiting)
    return { last: 0, passed: new Set() }
  }
  const first = free.find(({ has }) => LCL_UNITS.every((unit) => asked[unit]! <= has[unit]!))
  if (event === 'passed') must(first === undefined, 'waiting.passed', `place ${place} fitted`)
  else must(content.into === first?.id, 'waiting.into', `place ${place} fitted before or nowhere`)
  const next = walkOn(event, place, waiting, walk)
  if (event === 'offered') waiting.set(place, { boxes: 1, offered: true })
  else if (event === 'promoted') waiting.delete(place)
  return next
}

const isServing = (event: string): boolean => ['passed', 'promoted', 'offered'].includes(event)

function end(event: string, known: string[], place: number, waiting: Map<number, Place>): void {
  must(known.includes(event), 'waiting.event', `unknown ${event}`)
  waiting.delete(place)
}

/** Whoever is served stands behind no place that waits and was not passed over in this walk. */
function walkOn(event: string, place: number, waiting: Map<number, Place>, walk: Walk): Walk {
  const passed = place > walk.last ? walk.passed : new Set<number>()
  if (event !== 'passed')
    for (const [lower, { offered }] of waiting)
      must(
        lower >= place || offered || passed.has(lower),
        'waiting.turn',
        `place ${lower} waited while ${place} was served`,
      )
  return { last: place, passed: new Set([...passed, place]) }
}
