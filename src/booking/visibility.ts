/**
 * Who sees what of a booking and of its containers' steps: one table, field by kind of party. A row of the table answers for
 * every screen, reply and document; a field that is not in it is seen by the party who said it and nobody else.
 *
 * Reasons. The exporter, the operator who carries it, the broker who declares it and the customs that judge it see the whole.
 * A warehouse must know what to stuff and how heavy it is, not what it is worth or to whom it goes. A railway writes goods,
 * code, mass, consignor and consignee on its waybill, not prices. A consignee knows what was sent, but the value stays
 * between seller and customs: with a forwarder in between it may not be the consignee's own price.
 */
import type { OrganisationKind } from '#kernel/organisation.ts'

type PartyKind = Exclude<OrganisationKind, 'platform'>

const ALL = [
  'exporter',
  'forwarder',
  'operator',
  'warehouse',
  'broker',
  'customs',
  'rail',
  'consignee',
] as const satisfies readonly PartyKind[]
const WHOLE = ['exporter', 'forwarder', 'operator', 'broker', 'customs'] as const

const SEEN_BY = {
  exporter: ALL,
  broker: ALL,
  goodsName: ALL,
  packages: ALL,
  packageKind: ALL,
  grossMassKg: ALL,
  volumeDm3: ALL,
  hsCode: [...WHOLE, 'rail', 'consignee'],
  dangerous: ALL,
  findings: ['exporter', 'forwarder', 'operator'],
  value: WHOLE,
  incoterm: [...WHOLE, 'consignee'],
  consignee: [...WHOLE, 'rail', 'consignee'],
  remarks: ['exporter', 'forwarder', 'operator', 'warehouse', 'broker'],
  reference: ['exporter', 'forwarder', 'operator', 'broker'],
  sealNumber: ALL,
  oldSealNumber: ALL,
  sealFound: ALL,
  damage: ALL,
  holdCauses: ALL,
  tareKg: ALL,
  stuffedPackages: ALL,
  declarationNumber: WHOLE,
  documents: WHOLE,
  reason: WHOLE,
  carrier: ALL,
  conveyance: ALL,
  voyage: ALL,
  terminalId: ['exporter', 'forwarder', 'operator'],
  note: ['exporter', 'forwarder', 'operator', 'warehouse', 'broker', 'customs'],
} as const satisfies Record<string, readonly PartyKind[]>

export type RestrictedField = keyof typeof SEEN_BY

export const RESTRICTED_FIELDS = Object.keys(SEEN_BY) as RestrictedField[]

export function sees(kind: OrganisationKind, field: string): boolean {
  if (!Object.hasOwn(SEEN_BY, field)) return false
  return (SEEN_BY[field as RestrictedField] as readonly OrganisationKind[]).includes(kind)
}

/**
 * Who goes in a consolidation's container by an LCL booking sees of its steps what is true of the box: neither goods nor masses,
 * papers nor words, which may be those of somebody else's cargo.
 */
const OF_THE_BOX = new Set<string>([
  'sealNumber',
  'oldSealNumber',
  'sealFound',
  'damage',
  'holdCauses',
] satisfies RestrictedField[])

/**
 * The restricted part of a step as one party may read it. `own`: the party said it itself; `isShared`: it is entitled by an LCL
 * booking alone.
 */
export function restrictedFor(
  kind: OrganisationKind,
  restricted: Readonly<Record<string, unknown>>,
  { own, isShared }: { readonly own: boolean; readonly isShared: boolean },
): Record<string, unknown> {
  const entries = Object.entries(restricted).flatMap(([field, value]): [string, unknown][] => {
    if (own) return [[field, value]]
    if (isShared && !OF_THE_BOX.has(field)) return []
    // Cargo is not seen or hidden whole: each of its lines is cut to the fields this kind may read.
    if (field === 'cargo' && Array.isArray(value)) return [[field, cargoFor(kind, value)]]
    return sees(kind, field) ? [[field, value]] : []
  })
  return Object.fromEntries(entries)
}

export function cargoFor<Line extends object>(
  kind: OrganisationKind,
  cargo: readonly Line[],
): Partial<Line>[] {
  return cargo.map(
    (cargoLine) =>
      Object.fromEntries(
        Object.entries(cargoLine).filter(([field]) => sees(kind, field)),
      ) as Partial<Line>,
  )
}
