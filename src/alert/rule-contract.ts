/**
 * The kinds of alert and what each organisation may set of them: on or off, and from where on it is yellow or red. A table: contract,
 * rules and the screen are made from it.
 */
import { z } from 'zod'

export const AlertKind = z.enum([
  'late',
  'eta_moved',
  'embargo_ahead',
  'standing_still',
  'off_corridor',
  'door_opened',
  'seal_broken',
  'temperature',
  'battery_low',
  'device_lost',
])
export type AlertKind = z.infer<typeof AlertKind>

/** Red is worse. An alert becomes red, never yellow again. */
export const Severity = z.enum(['yellow', 'red'])
export type Severity = z.infer<typeof Severity>

export type RuleUnit = 'days' | 'hours' | 'km' | 'celsius' | 'percent' | 'times'

export interface RuleField {
  readonly unit: RuleUnit
  readonly usual: number | null
  readonly min: number
  readonly max: number
}

const field = <Usual extends number | null>(
  unit: RuleUnit,
  usual: Usual,
  min: number,
  max: number,
) => ({ unit, usual, min, max })
const days = (usual: number) => field('days', usual, 0.5, 60)
const hours = (usual: number) => field('hours', usual, 1, 1_000)
const degrees = (usual: null) => field<number | null>('celsius', usual, -60, 60)

export const RULE_FIELDS = {
  late: { yellowDays: days(3), redDays: days(5) },
  // Below what journey tells of an estimate, no move is heard of.
  eta_moved: {
    yellowHours: field('hours', 12, 6, 1_000),
    redHours: field('hours', 24, 6, 1_000),
  },
  embargo_ahead: { redDays: days(3) },
  standing_still: {
    yellowHours: hours(12),
    redHours: hours(24),
    stationYellowHours: hours(48),
    stationRedHours: hours(96),
  },
  // The lines are drawn through few points: rails lie up to some fifty kilometres off them.
  off_corridor: { yellowKm: field('km', 70, 20, 2_000), redKm: field('km', 150, 20, 2_000) },
  door_opened: {},
  seal_broken: {},
  temperature: {
    minC: degrees(null),
    maxC: degrees(null),
    redC: field('celsius', 5, 0.5, 40),
  },
  battery_low: {
    yellowPercent: field('percent', 20, 1, 90),
    redPercent: field('percent', 10, 1, 90),
  },
  device_lost: { intervals: field('times', 6, 2, 100), leastHours: hours(6) },
} as const satisfies Readonly<Record<AlertKind, Readonly<Record<string, RuleField>>>>

type Fields = typeof RULE_FIELDS
export type AlertRules = {
  readonly [Kind in AlertKind]: { readonly on: boolean } & {
    readonly [Name in keyof Fields[Kind]]: Fields[Kind][Name] extends {
      readonly usual: infer Usual
    }
      ? null extends Usual
        ? number | null
        : number
      : never
  }
}

export function fieldsOf(kind: AlertKind): readonly (readonly [name: string, field: RuleField])[] {
  return Object.entries<RuleField>(RULE_FIELDS[kind])
}

/** What holds for an organisation that has set nothing. */
export const USUAL_RULES = Object.fromEntries(
  AlertKind.options.map((kind) => [
    kind,
    { on: true, ...Object.fromEntries(fieldsOf(kind).map(([name, { usual }]) => [name, usual])) },
  ]),
) as AlertRules

function ruleSchema(kind: AlertKind) {
  const numbers = fieldsOf(kind).map(([name, { min, max, usual }]) => {
    const number = z.number().min(min).max(max)
    return [name, usual === null ? number.nullable() : number] as const
  })
  return z.strictObject({ on: z.boolean(), ...Object.fromEntries(numbers) })
}

export const RULE_SCHEMAS = Object.fromEntries(
  AlertKind.options.map((kind) => [kind, ruleSchema(kind)]),
) as unknown as { readonly [Kind in AlertKind]: z.ZodType<AlertRules[Kind]> }

export const AlertRules = z
  .strictObject(RULE_SCHEMAS)
  .meta({ description: 'By kind: whether it is on, and from where on it is yellow or red' })
