/** The check of a waiting list, from everything that ever happened on it: nobody got slots while a lower place waited for them. Pure. */
import { SLOT_UNITS } from '#train/slots.ts'
import type { LclWaitingEvent } from '#booking/lcl-waiting-contract.ts'
import { SPACE_UNITS } from '#train/space.ts'
import type { WaitingEvent } from '#booking/slot-contract.ts'

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

/** Whoever gets slots while a lower place waits: that place was passed over in the same walk, and did not fit. Oldest first. */
export function findOutOfTurn(events: readonly WaitingEvent[]): string[] {
  return inOrder(events, (event) => event.event === 'passed' && fitted(event))
}

/** The same of a list for LCL space; and whoever got some got it in the first consolidation that had enough. */
export function findLclOutOfTurn(events: readonly LclWaitingEvent[]): string[] {
  const fits = ({ asked, free }: LclWaitingEvent) =>
    free.find((one) => SPACE_UNITS.every((unit) => asked[unit] <= one[unit]))?.consolidationId
  const elsewhere = events
    .filter(({ event }) => event === 'promoted' || event === 'offered')
    .filter((event) => event.into !== fits(event))
    .map(({ place, sequence }) => `place ${place} went elsewhere than the rule says at ${sequence}`)
  const turns = events.map((event) => ({ ...event, boxes: 1, fitted: fits(event) !== undefined }))
  return [...inOrder(turns, (turn) => turn.fitted), ...elsewhere]
}

type Happened = Pick<WaitingEvent, 'place' | 'boxes' | 'sequence'> & Pick<LclWaitingEvent, 'event'>

function inOrder<Event extends Happened>(
  events: readonly Event[],
  isWrong: (passed: Event) => boolean,
): string[] {
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
        return isWrong(event)
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
      case 'withdrawn':
        waiting.set(place, { boxes, isOffered: false })
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
