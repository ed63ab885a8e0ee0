/**
 * The departure gate: what must be true of a container before it leaves, one rule a row. A rule looks at the facts and gives
 * its verdict with the facts it was made from, so that a screen can say why in the reader's language.
 */
import type { CustomsStatus } from '#booking/contract.ts'
import type { Check, CheckName, ContainerClearance, Verdict } from '#supervision/contract.ts'

/** Named in every reply, so that a verdict kept elsewhere can be traced to the rules it was made by. */
export const RULE_VERSION = '2026-03'

/**
 * How far the weighed gross may differ from the declared one, in per cent of the declared. Customs practice is 3 to 5;
 * 1 is where a difference is worth a look. A difference of exactly the limit still passes it.
 */
export const GROSS_DIFFERENCE_PERCENT = { warnAbove: 1, blockAbove: 5 } as const

/** What is known of one container when its train is to leave. */
export interface ContainerFacts {
  readonly customs: CustomsStatus
  readonly containerNumber: string | null
  readonly sealAssigned: string | null
  readonly sealRecorded: string | null
  readonly weighedKg: number | null
  /** Declared and weighed gross (cargo and boxes) of its whole booking; null until all of its boxes are weighed. */
  readonly gross: { readonly declaredKg: number; readonly weighedKg: number } | null
  readonly declarationNumber: string | null
  /** Reasons of the holds that nobody has lifted. */
  readonly holds: readonly string[]
}

type Judged = Pick<Check, 'verdict' | 'facts'>
type Rule = (container: ContainerFacts) => Judged

const pass = (facts: Check['facts'] = {}): Judged => ({ verdict: 'pass', facts })
const block = (facts: Check['facts'] = {}): Judged => ({ verdict: 'block', facts })
const warn = (facts: Check['facts'] = {}): Judged => ({ verdict: 'warn', facts })

const RULES: Readonly<Record<CheckName, Rule>> = {
  container_number_assigned: ({ containerNumber }) =>
    containerNumber === null ? block() : pass({ containerNumber }),
  weighed: ({ weighedKg }) => (weighedKg === null ? block() : pass({ weighedKg })),
  gross_mass_agrees: judgeGross,
  sealed: ({ sealRecorded, sealAssigned }) => {
    if (sealRecorded === null) return block()
    // A seal assigned anew after the doors were shut is not the one on them.
    return sealRecorded === sealAssigned
      ? pass({ sealRecorded })
      : block({ sealRecorded, ...(sealAssigned !== null && { sealAssigned }) })
  },
  declared: ({ declarationNumber }) =>
    declarationNumber === null ? block() : pass({ declarationNumber }),
  no_open_hold: ({ holds }) =>
    holds.length === 0 ? pass() : block({ reason: holds.join('; '), holds: holds.length }),
  released: ({ customs }) => (customs === 'released' ? pass() : block({ customs })),
}

function judgeGross({ gross }: ContainerFacts): Judged {
  // Not weighed is the other rule's matter; here it means only that there is nothing to compare yet.
  if (gross === null) return warn()
  const { declaredKg, weighedKg } = gross
  const percent = (Math.abs(weighedKg - declaredKg) / declaredKg) * 100
  const facts = { declaredKg, weighedKg, differencePercent: Math.round(percent * 10) / 10 }
  if (percent > GROSS_DIFFERENCE_PERCENT.blockAbove) return block(facts)
  return percent > GROSS_DIFFERENCE_PERCENT.warnAbove ? warn(facts) : pass(facts)
}

export const CHECK_NAMES = Object.keys(RULES) as readonly CheckName[]

export function checkContainer(
  container: ContainerFacts,
): Pick<ContainerClearance, 'verdict' | 'checks'> {
  const checks = CHECK_NAMES.map((name) => ({ name, ...RULES[name](container) }))
  return { verdict: worstOf(checks.map((check) => check.verdict)), checks }
}

/** An empty train has nothing against it. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('block')) return 'block'
  return verdicts.includes('warn') ? 'warn' : 'pass'
}

export interface WeighedBox {
  readonly tareKg: number
  readonly weighedKg: number | null
}

/** A booking's cargo is declared as a whole, so it is compared as a whole: with the tares of its boxes on the declared side. */
export function grossOfBooking(
  cargoKg: number,
  boxes: readonly WeighedBox[],
): ContainerFacts['gross'] {
  let declaredKg = cargoKg
  let weighedKg = 0
  for (const box of boxes) {
    if (box.weighedKg === null) return null
    declaredKg += box.tareKg
    weighedKg += box.weighedKg
  }
  return { declaredKg, weighedKg }
}
