/** What an organisation may set of its rules: thresholds in their order. Pure. */
import type { AlertKind, AlertRules } from '#alert/rule-contract.ts'

/** Lesser first. Standing at a station is expected for longer than on the line; a battery is worse the less it holds. */
const ORDERS: readonly (readonly [kind: AlertKind, lesser: string, greater: string])[] = [
  ['late', 'yellowDays', 'redDays'],
  ['eta_moved', 'yellowHours', 'redHours'],
  ['standing_still', 'yellowHours', 'redHours'],
  ['standing_still', 'stationYellowHours', 'stationRedHours'],
  ['standing_still', 'yellowHours', 'stationYellowHours'],
  ['off_corridor', 'yellowKm', 'redKm'],
  ['temperature', 'minC', 'maxC'],
  ['battery_low', 'redPercent', 'yellowPercent'],
]

export interface RuleRefusal {
  readonly kind: AlertKind
  readonly lesser: string
  readonly greater: string
}

/** The first pair in the wrong order; undefined when the rules can stand. */
export function findRuleRefusal(rules: AlertRules): RuleRefusal | undefined {
  const wrong = ORDERS.find(([kind, lesser, greater]) => {
    const rule = rules[kind] as Readonly<Record<string, unknown>>
    const [least, most] = [rule[lesser], rule[greater]]
    return typeof least === 'number' && typeof most === 'number' && least > most
  })
  return wrong && { kind: wrong[0], lesser: wrong[1], greater: wrong[2] }
}
