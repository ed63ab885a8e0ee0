/**
 * What is said of a carriage, as steps of its containers: so it stands in their history, and as statements in the ledger. The public part
 * tells mode, places and times, the restricted part who carries it and by which vessel, flight or lorry. Pure.
 */
import type { SaidAside } from '#booking'
import type { Text } from '#kernel/locale.ts'
import { unLocodeName } from '#kernel/place-code.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { timestampIn, type Timestamp } from '#kernel/time.ts'
import { TRANSPORT_MODE_CODES } from '#kernel/transport-mode.ts'
import type { UnLocode } from '#kernel/un-locode.ts'
import type { CarriagePlace, SaidCarriage } from '#journey/carriage-contract.ts'

export type CarriageStepKind = 'plan' | 'departure' | 'arrival' | 'withdrawal'

/** Of one kind, everything that its statement tells but when it was said. */
interface Telling {
  readonly kind: CarriageStepKind
  readonly place: CarriagePlace
  /** When it happened; undefined for what is said of what is to come. */
  readonly at: Timestamp | undefined
  readonly open: Readonly<Record<string, unknown>>
}

const STEP_OF = {
  pre: { departure: 'depart_pre_carriage', arrival: 'arrive_pre_carriage' },
  on: { departure: 'depart_on_carriage', arrival: 'arrive_on_carriage' },
} as const

/** What is told of what is said now; what was told already, just so, is not told again. */
export function findTellings(before: SaidCarriage | undefined, said: SaidCarriage): Telling[] {
  const told = new Set((before === undefined ? [] : tellingsOf(before)).map(asTold(before)))
  return tellingsOf(said).filter((telling) => !told.has(asTold(said)(telling)))
}

function tellingsOf(said: SaidCarriage): Telling[] {
  const { from, to, departedAt, arrivedAt } = said
  const plan = {
    from: openPlace(from),
    to: openPlace(to),
    plannedDepartureAt: clocked(said.plannedDepartureAt, from.code),
    plannedArrivalAt: clocked(said.plannedArrivalAt, to.code),
  }
  return [
    { kind: 'plan', place: from, at: undefined, open: plan },
    ...(departedAt === undefined
      ? []
      : [{ kind: 'departure', place: from, at: departedAt, open: {} } as const]),
    ...(arrivedAt === undefined
      ? []
      : [{ kind: 'arrival', place: to, at: arrivedAt, open: {} } as const]),
  ]
}

const asTold =
  (said: SaidCarriage | undefined) =>
  ({ kind, place, at, open }: Telling): string =>
    JSON.stringify([kind, openPlace(place), at && Date.parse(at), open, said && runOf(said)])

/** Who carries it, and by what: for those entitled. */
const runOf = ({ carrier, conveyance, voyage, mode }: SaidCarriage) => [
  mode,
  carrier,
  conveyance,
  voyage,
]

export const withdrawalOf = ({ from }: SaidCarriage): Telling => ({
  kind: 'withdrawal',
  place: from,
  at: undefined,
  open: {},
})

/**
 * The telling as a step. `planned`: the number of the step that the carriage was planned with, by which all others name it; undefined
 * for that step itself.
 */
export function toStep(
  telling: Telling,
  said: SaidCarriage,
  { planned, now }: { readonly planned: number | undefined; readonly now: Date },
): SaidAside {
  const { kind, place, open } = telling
  const { stage, mode, carrier, conveyance, voyage } = said
  const at = telling.at ?? timestampIn(now.getTime(), zoneOfPlace(place.code))
  return {
    step: stepOf(kind, said),
    at: clocked(at, place.code),
    place: place.code,
    city: cityOf(place),
    said: {
      public: {
        ...open,
        carriageStage: stage,
        transportMode: mode,
        transportModeCode: TRANSPORT_MODE_CODES[mode],
        ...(planned !== undefined && { carriage: planned }),
      },
      restricted: {
        carrier,
        ...(conveyance !== undefined && { conveyance }),
        ...(voyage !== undefined && { voyage }),
      },
    },
  }
}

function stepOf(kind: CarriageStepKind, { stage }: SaidCarriage): SaidAside['step'] {
  if (kind === 'plan') return 'plan_carriage'
  return kind === 'withdrawal' ? 'withdraw_carriage' : STEP_OF[stage][kind]
}

const clocked = (at: Timestamp, code: UnLocode): Timestamp =>
  timestampIn(Date.parse(at), zoneOfPlace(code))

const openPlace = (place: CarriagePlace) => ({ code: place.code, city: cityOf(place) })

/** What the platform knows the place by, else what whoever arranged the leg called it. */
export function cityOf({ code, name = code }: CarriagePlace): Text {
  const known = unLocodeName(code)
  return known ? { zh: known.zh, en: known.en, ru: known.ru } : { zh: name, en: name, ru: name }
}
