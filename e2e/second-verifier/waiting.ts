/** A train's waiting list as the platform gives it: digests, signatures, chain, and the rule by which places are served. */
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
const MEMBERS = 'asked at boxes departureId event free inParts place previous promotion sequence'
type Place = { boxes: number; offered: boolean }
type Walk = { last: number; passed: Set<number> }

const amount = (value: Json | undefined): Record<string, number> => {
  const read = object(value, UNITS.join(' '))
  return Object.fromEntries(UNITS.map((unit) => [unit, count(read[unit])]))
}

function readTurn(value: Json, key: Buffer): { content: JsonObject; link: string } {
  const { content: written, entry: signed, salt } = object(value, 'content entry index salt')
  const content = object(parseCanonical(text(written)), MEMBERS)
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
export function verifyWaiting(items: Json, vkey: string): number {
  const { key } = ledgerKey(vkey)
  const waiting = new Map<number, Place>()
  let walk: Walk = { last: 0, passed: new Set() }
  let previous: string | null = null
  const all = array(items)
  all.forEach((value, i) => {
    const { content, link } = as(`waiting.event ${i + 1}`, () => readTurn(value, key))
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

function serve(content: JsonObject, waiting: Map<number, Place>, walk: Walk): Walk {
  const [place, boxes, event] = [count(content.place), count(content.boxes), text(content.event)]
  const [asked, free] = [amount(content.asked), amount(content.free)]
  const begun = { last: 0, passed: new Set<number>() }
  if (!['passed', 'promoted', 'offered'].includes(event)) {
    const left = waiting.get(place)?.boxes ?? 0
    if (event === 'joined') waiting.set(place, { boxes, offered: false })
    else if (event === 'taken' && left > 0) waiting.set(place, { boxes: left, offered: false })
    else {
      must(
        ['taken', 'lapsed', 'left', 'closed'].includes(event),
        'waiting.event',
        `unknown ${event}`,
      )
      waiting.delete(place)
    }
    return begun
  }
  const { passed } = place > walk.last ? walk : begun
  if (event === 'passed')
    must(
      UNITS.some((unit) => asked[unit]! > free[unit]!),
      'waiting.passed',
      `place ${place} fitted`,
    )
  else {
    for (const [lower, { offered }] of waiting)
      must(
        lower >= place || offered || passed.has(lower),
        'waiting.turn',
        `place ${lower} waited while ${place} was served`,
      )
    const left = (waiting.get(place)?.boxes ?? 0) - boxes
    if (left > 0 || event === 'offered')
      waiting.set(place, { boxes: left, offered: event === 'offered' })
    else waiting.delete(place)
  }
  return { last: place, passed: new Set([...passed, place]) }
}
