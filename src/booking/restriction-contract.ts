/**
 * Restrictions: what trains do not carry, or carry only with the operator's word, as dated entries of lists, each with its source.
 * They are data, kept by railways, operators and the platform; the rules that read them are in cargo-rule.ts.
 */
import { z } from 'zod'
import { BoxOwner } from '#kernel/box-owner.ts'
import { DangerousClass, DangerousPaperKind, UnNumber } from '#kernel/dangerous-goods.ts'
import { command, query } from '#kernel/endpoint.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { eventKind } from '#kernel/event.ts'
import { HsPrefix } from '#kernel/hs-code.ts'
import { line } from '#kernel/line.ts'
import { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { cellFaults, SheetFile } from '#kernel/spreadsheet.ts'
import { Where } from '#kernel/where.ts'
import { BookingItem } from '#booking/contract.ts'
import { OVERSIZE_CM_MAX } from '#booking/cargo-contract.ts'
import { Effect, Finding, ListedRuleName, RestrictionId } from '#booking/finding-contract.ts'
import { EmbargoDirection } from '#train/embargo-contract.ts'

export const CODES_MAX = 300
export const RESTRICTIONS_MAX = 1_000
const PLACES_MAX = 40
export const LIMIT_KG_MAX = 200_000

export const OversizeAxis = z.enum(['length', 'width', 'height'])
export type OversizeAxis = z.infer<typeof OversizeAxis>

export const NewRestriction = z.object({
  rule: ListedRuleName,
  effect: Effect,
  direction: EmbargoDirection,
  where: z.array(Where).max(PLACES_MAX).meta({
    description: 'Trains that pass one of these; none: every train',
  }),
  owners: z.array(BoxOwner).max(3).meta({ description: 'Boxes of these owners; none: of any' }),
  equipment: z
    .array(EquipmentType)
    .max(30)
    .meta({ description: 'Boxes of these types; none: any' }),
  hs: z.array(HsPrefix).max(CODES_MAX).meta({ description: 'Beginnings of commodity codes' }),
  un: z.array(UnNumber).max(CODES_MAX),
  classes: z.array(DangerousClass).max(30),
  papers: z.array(DangerousPaperKind).max(10),
  axis: OversizeAxis.nullable().meta({ description: 'Of an over-size limit' }),
  kgMax: z.int().min(1).max(LIMIT_KG_MAX).nullable(),
  cmMax: z.int().min(0).max(OVERSIZE_CM_MAX).nullable(),
  from: z.iso.date().meta({ description: 'First day of departure it counts for' }),
  until: z.iso.date().nullable().meta({ description: 'Last day; null: until further notice' }),
  why: z.object({ zh: line(300), en: line(300), ru: line(300) }).nullable(),
  source: line(300).meta({ description: 'Where it is written, and how sure that is' }),
})
export type NewRestriction = z.infer<typeof NewRestriction>

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })

export const Restriction = NewRestriction.extend({
  id: RestrictionId,
  enteredBy: z
    .object({ id: OrganisationId, kind: OrganisationKind, names: Names })
    .nullable()
    .meta({
      description:
        'A railway’s and the platform’s count for every train, an operator’s for its own; null: came with landbridge',
    }),
  enteredAt: z.iso.datetime(),
  changedAt: z.iso.datetime().nullable(),
  withdrawnAt: z.iso.datetime().nullable(),
})
export type Restriction = z.infer<typeof Restriction>

/** Said when some were entered, changed or withdrawn: open bookings are judged anew. */
export const restrictionsChanged = eventKind(
  'booking.restrictions_changed',
  z.object({ restrictionIds: z.array(RestrictionId).max(RESTRICTIONS_MAX) }),
)

export const RestrictionsRead = z.object({
  items: z.array(NewRestriction),
  ...cellFaults,
})
export type RestrictionsRead = z.infer<typeof RestrictionsRead>

export const Affected = z.object({ booking: BookingItem, findings: z.array(Finding) })
export type Affected = z.infer<typeof Affected>

const AUTHORITIES = ['operator', 'rail', 'platform'] as const
const params = z.object({ restrictionId: RestrictionId })

export const restrictionApi = {
  enter: command({
    path: '/restrictions',
    summary: 'Enter restrictions, all of them or none',
    access: AUTHORITIES,
    body: z.object({
      items: z.array(NewRestriction).min(1).max(RESTRICTIONS_MAX),
      replace: z.boolean().optional().meta({
        description: 'Withdraw all that your organisation entered before: the list is this one now',
      }),
    }),
    reply: z.object({ items: z.array(Restriction) }),
  }),
  change: command({
    path: '/restrictions/:restrictionId/change',
    summary: 'Change one that you entered',
    access: AUTHORITIES,
    params,
    body: NewRestriction,
    reply: Restriction,
  }),
  withdraw: command({
    path: '/restrictions/:restrictionId/withdraw',
    summary: 'Take back one that you entered',
    access: AUTHORITIES,
    params,
    reply: Restriction,
  }),
  read: command({
    path: '/restrictions/read',
    summary: 'Read restrictions from an Excel or CSV file; nothing is kept',
    access: AUTHORITIES,
    body: z.object({ file: SheetFile }),
    reply: RestrictionsRead,
    repeatable: true,
  }),
  list: query({
    path: '/restrictions',
    summary: 'Restrictions that were not withdrawn, newest first',
    access: 'member',
    query: z.object({
      rule: ListedRuleName.optional(),
      day: z.iso.date().optional().meta({ description: 'In force on this day of departure' }),
      q: z.string().trim().max(40).optional().meta({
        description: 'Beginning of a commodity code or a UN number that it names',
      }),
      ...pageQuery,
    }),
    reply: pageOf(Restriction),
  }),
  affected: query({
    path: '/restrictions/:restrictionId/bookings',
    summary: 'Bookings of your organisation that a restriction touches',
    access: 'member',
    params,
    query: z.object(pageQuery),
    reply: pageOf(Affected),
  }),
  ofDeparture: query({
    path: '/departures/:departureId/restrictions',
    summary: 'Restrictions that count for a train, by the day of its departure',
    access: 'member',
    params: z.object({ departureId: BookingItem.shape.journey.shape.departureId }),
    reply: z.object({ items: z.array(Restriction) }),
  }),
}
