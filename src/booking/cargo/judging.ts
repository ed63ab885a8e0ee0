/** The cargo rules at work: what is asked is judged by the restrictions of its train's day, what they find is kept, what is refused is said. */
import type { Actor } from '#kernel/organisation.ts'
import { Problem, type ProblemFault } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { massOf } from '#booking/booking.ts'
import { judgeCargo, sameFinding, type CargoAsked } from '#booking/cargo/cargo-rule.ts'
import { cargoProblem, findingText } from '#booking/cargo/cargo-rule-words.ts'
import { cargoTrainOf } from '#booking/cargo/cargo-train.ts'
import type { BookingId, BookingLine, CargoLine } from '#booking/contract.ts'
import type { Finding, KeptFinding } from '#booking/finding-contract.ts'
import { insertWaivers, readWaivers } from '#booking/cargo/finding-store.ts'
import { readRestrictionsOn } from '#booking/cargo/restriction-store.ts'

export type CargoJudge = (asked: CargoAsked) => Finding[]

/** Judges for one train, with what counts on the day it departs. */
export async function judgeFor(tx: Tx, departure: Departure): Promise<CargoJudge> {
  const train = cargoTrainOf(departure)
  const restrictions = await readRestrictionsOn(tx, train.day)
  return (asked) => judgeCargo(asked, train, restrictions)
}

export function askedOf({
  lines,
  cargo,
}: {
  readonly lines: readonly BookingLine[]
  readonly cargo: readonly CargoLine[]
}): CargoAsked {
  return { lines, cargo, cargoKg: massOf(cargo) }
}

/** The refusal, with every fault at its field; undefined when it is booked, with or without the operator's word. */
export function refusalOf(findings: readonly Finding[]): Problem | undefined {
  const refused = findings.filter(({ effect }) => effect === 'refuse')
  const [first] = refused
  if (first === undefined) return undefined
  const faults = refused.map((finding): ProblemFault => ({
    pointer: pointerOf(finding),
    code: `booking.rule_${finding.rule}`,
    text: findingText(finding),
  }))
  const text = cargoProblem.table['booking.cargo_refused']
  const said = findingText(first)
  const inLocale = (locale: 'zh' | 'en' | 'ru') =>
    text[locale].replace('{finding}', () => said[locale])
  return new Problem(
    'booking.cargo_refused',
    { kind: text.kind, zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') },
    { rules: [...new Set(refused.map(({ rule }) => rule))].join(' ') },
    faults,
  )
}

/** RFC 6901, into the booking as it was sent. */
function pointerOf({ rule, cargo, line }: Finding): string {
  if (cargo !== null) {
    const field = rule === 'papers_needed' || rule.startsWith('dangerous') ? 'dangerous' : 'hsCode'
    return `/cargo/${cargo}/${field}`
  }
  return line === null ? '/lines' : `/lines/${line}/equipmentType`
}

/** As it is kept: what was found before keeps its moment. */
export function keptOf(
  findings: readonly Finding[],
  now: Date,
  before: readonly KeptFinding[] = [],
): KeptFinding[] {
  return findings.map((finding) => {
    const known = before.find((one) => sameFinding(one, finding))
    return { ...finding, foundAt: known?.foundAt ?? now.toISOString() }
  })
}

/** What the operator carries all the same; nothing is waived without a reason, and what was waived before needs none again. */
export async function waive(
  tx: Tx,
  by: { readonly actor: Actor; readonly now: Date; readonly reason: string | undefined },
  booking: { readonly id: BookingId; readonly departureId: DepartureId },
  findings: readonly Finding[],
): Promise<void> {
  const asking = findings.filter(({ effect }) => effect === 'ask')
  if (asking.length === 0) return
  const waived = (await readWaivers(tx, [booking.id])).get(booking.id) ?? []
  const open = asking.filter(
    (finding) =>
      !waived.some(
        (one) => one.departureId === booking.departureId && sameFinding(one.finding, finding),
      ),
  )
  if (open.length === 0) return
  const { reason } = by
  if (reason === undefined) throw cargoProblem('booking.waiver_reason_needed')
  await insertWaivers(tx, booking, open, { ...by, reason })
}
