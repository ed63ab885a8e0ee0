/** What the cargo rules say of a booking: which rule, of which line, how serious, and the restriction it comes from. */
import { z } from 'zod'
import { idSchema } from '#kernel/id.ts'

/** Rules that only look at the booking and its train, then those that a list of restrictions feeds. */
export const OwnRuleName = z.enum([
  'payload',
  'oversize_box',
  'dangerous_unnamed',
  'dangerous_unmarked',
  'dangerous_place',
  'temperature_box',
  'reefer_temperature',
  'reefer_plug',
])
export type OwnRuleName = z.infer<typeof OwnRuleName>

export const ListedRuleName = z.enum([
  'not_carried',
  'railway_box',
  'dangerous_not_carried',
  'papers_needed',
  'undeclared_dangerous',
  'needs_reefer',
  'box_mass',
  'lift_limit',
  'axle_load',
  'oversize_limit',
])
export type ListedRuleName = z.infer<typeof ListedRuleName>

export const CargoRuleName = z.enum([...OwnRuleName.options, ...ListedRuleName.options])
export type CargoRuleName = z.infer<typeof CargoRuleName>

/**
 * `refuse`: not booked. `ask`: booked only when the operator waives it and says why; until then the booking is received.
 * `warn`: told, and booked.
 */
export const Effect = z.enum(['refuse', 'ask', 'warn'])
export type Effect = z.infer<typeof Effect>

export const RestrictionId = idSchema<'RestrictionId'>('rst')
export type RestrictionId = z.infer<typeof RestrictionId>

/** Why, in the three languages; a restriction may be without. */
export const Why = z.object({ zh: z.string(), en: z.string(), ru: z.string() })

export const Finding = z.object({
  rule: CargoRuleName,
  effect: Effect,
  line: z.int().min(0).nullable().meta({ description: 'Which line of boxes, from 0' }),
  cargo: z.int().min(0).nullable().meta({ description: 'Which line of cargo, from 0' }),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  restriction: z
    .object({ id: RestrictionId, why: Why.nullable(), source: z.string() })
    .nullable()
    .meta({ description: 'The entry of the list it comes from; null: the rule’s own' }),
})
export type Finding = z.infer<typeof Finding>

/** As it stands with the booking: since when. */
export type KeptFinding = Finding & { readonly foundAt: string }
