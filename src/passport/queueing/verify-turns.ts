/**
 * Checks a waiting list as the ledger has it: each content under its digest, each entry signed by the ledger's key, each naming the
 * entry before it, and the order of promotions as the published rule wants it. Pure: a browser can do it, and anybody offline.
 */
import { hashLeaf, utf8Encode, verifyEd25519 } from 'tlog'
import { z } from 'zod'
import { WaitingEvent } from '#booking/slot-contract.ts'
import { SLOT_UNITS } from '#train/slots.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { parseWaitingEntry } from '#passport/queueing/turn-entry.ts'
import type { ProvenTurn } from '#passport/queueing/waiting-contract.ts'
import { isDigestOf } from '#passport/statement.ts'

const Content = WaitingEvent.extend({ departureId: z.string(), previous: z.string().nullable() })

/** What is wrong, in words; empty when every event is in the ledger and nobody was promoted out of turn. */
export function verifyTurns(turns: readonly ProvenTurn[], logKey: Uint8Array): string[] {
  const findings: string[] = []
  let previous: string | null = null
  const events = turns.flatMap(({ content, salt, entry }, index) => {
    const parsed = Content.safeParse(JSON.parse(content))
    if (!parsed.success || entry === null) {
      findings.push(`event ${index + 1} has no entry`)
      return []
    }
    const sealed = parseWaitingEntry(entry)
    const part = { content: JSON.parse(content) as JsonObject, salt: base64urlDecode(salt) }
    if (!isDigestOf(sealed.digest, part))
      findings.push(`event ${index + 1} is not the one in the ledger`)
    if (!verifyEd25519(logKey, sealed.input, sealed.signature))
      findings.push(`event ${index + 1} is not signed by the ledger`)
    if (parsed.data.previous !== previous || parsed.data.sequence !== index + 1)
      findings.push(`event ${index + 1} does not follow the one before it`)
    previous = base64urlEncode(hashLeaf(utf8Encode(entry)))
    return [parsed.data]
  })
  return [...findings, ...outOfTurn(events)]
}

interface Place {
  /** Boxes it still wants. */
  readonly boxes: number
  /** It has an offer: until that is answered it is not asked again. */
  readonly isOffered: boolean
}

/** Where one walk along the list has come to: it goes from lower places to higher ones. */
interface Walk {
  readonly last: number
  readonly passed: ReadonlySet<number>
}

const BEGUN: Walk = { last: 0, passed: new Set() }

/** Whoever gets slots while a lower place waits: that place was passed over in the same walk, and did not fit. */
function outOfTurn(events: readonly z.infer<typeof Content>[]): string[] {
  const waiting = new Map<number, Place>()
  let walk = BEGUN
  return events.flatMap((event): string[] => {
    const { place, boxes, sequence } = event
    if (place <= walk.last) walk = BEGUN
    const here = waiting.get(place)
    switch (event.event) {
      case 'joined':
        waiting.set(place, { boxes, isOffered: false })
        walk = BEGUN
        return []
      case 'passed':
        walk = { last: place, passed: new Set([...walk.passed, place]) }
        return fitted(event)
          ? [`place ${place} was passed over at event ${sequence}, and fitted`]
          : []
      case 'promoted':
      case 'offered': {
        const ahead = [...waiting].filter(
          ([one, { isOffered }]) => one < place && !isOffered && !walk.passed.has(one),
        )
        const left = (here?.boxes ?? 0) - boxes
        if (left > 0 || event.event === 'offered')
          waiting.set(place, { boxes: left, isOffered: event.event === 'offered' })
        else waiting.delete(place)
        walk = { last: place, passed: new Set([...walk.passed, place]) }
        return ahead.map(([one]) => `place ${place} was served before place ${one}, which waited`)
      }
      case 'taken':
        if ((here?.boxes ?? 0) > 0) waiting.set(place, { boxes: here!.boxes, isOffered: false })
        else waiting.delete(place)
        walk = BEGUN
        return []
      case 'lapsed':
      case 'left':
      case 'closed':
        waiting.delete(place)
        walk = BEGUN
        return []
    }
  })
}

/** All that it asked for was free on open sale; who takes parts is passed over only when not one box fits. */
function fitted({ asked, free }: Pick<WaitingEvent, 'asked' | 'free'>): boolean {
  return SLOT_UNITS.every((unit) => asked[unit] <= free[unit])
}
