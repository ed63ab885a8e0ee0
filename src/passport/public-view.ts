/** What the public page tells of a container, put together from the public parts of its statements and nothing else. */
import { findStation, getStation } from '#kernel/station.ts'
import { StepEvent, type ContainerState } from '#booking/contract.ts'
import { STEPS } from '#booking/step.ts'
import type { Milestone, PublicPassport, PublicPlace } from '#passport/contract.ts'
import type { PublicPart } from '#passport/statement.ts'
import { publicPart, type InLedger, type Statement } from '#passport/store.ts'

type PublicView = Pick<
  PublicPassport,
  'containerNumber' | 'equipmentType' | 'trainNumber' | 'stage' | 'customs' | 'held' | 'milestones'
>

export function publicView(statements: readonly InLedger<Statement>[]): PublicView {
  const parts = statements.map(publicPart)
  const last = parts.at(-1)
  if (last === undefined) throw new TypeError('a passport is made with its first statement')
  return {
    containerNumber: last.containerNumber ?? null,
    equipmentType: last.equipmentType,
    trainNumber: last.trainNumber,
    ...stateAfter(parts),
    milestones: statements.map((statement, at) => milestoneOf(parts[at]!, statement.index)),
  }
}

/** As it was signed: of a leg before or after the train it may be no station, and then has no position of ours. */
function placeOfStatement({ code, city }: PublicPart['place']): PublicPlace {
  return findStation(code)?.code === code ? placeOf(code) : { code, city, lat: null, lon: null }
}

/** A place as the public may know it, with the station's position for the map. */
export function placeOf(stationCode: string): PublicPlace {
  const { code, city, lat, lon } = getStation(stationCode)
  return { code, city: { zh: city.zh, en: city.en, ru: city.ru }, lat, lon }
}

function stateAfter(parts: readonly PublicPart[]): ContainerState {
  let state: ContainerState = { stage: 'booked', customs: 'none', held: false }
  const rules = new Map(Object.values(STEPS).map((rule) => [rule.event as string, rule]))
  for (const { event } of parts) {
    const rule = rules.get(event)
    state = {
      stage: rule?.toStage ?? state.stage,
      customs: rule?.toCustoms ?? state.customs,
      held: rule?.toHeld ?? state.held,
    }
  }
  return state
}

const SAID_ELSEWHERE = new Set([
  'code',
  'sequence',
  'previous',
  'event',
  'at',
  'recordedAt',
  'place',
  'party',
  'equipmentType',
  'containerNumber',
  'trainNumber',
])

function milestoneOf(part: PublicPart, index: number | null): Milestone {
  const said = Object.entries(part).filter(([name]) => !SAID_ELSEWHERE.has(name))
  const { kind, names } = part.party
  return {
    sequence: part.sequence,
    event: StepEvent.parse(part.event),
    at: part.at,
    recordedAt: part.recordedAt,
    place: placeOfStatement(part.place),
    party: { kind, ...(names && { names }) },
    said: Object.fromEntries(said) as Milestone['said'],
    index,
  }
}
