/**
 * The rules of prices: what boxes on a lane cost by a sheet, what changing one's mind costs, and how a statement goes on.
 *
 * All amounts are whole minor units. Only a share (basis points) can fall between two of them; it is rounded once, on its own
 * line, half away from zero, and the total is the sum of the lines as they are printed. Pure: the moment is an argument.
 */
import { equipmentFacts, type EquipmentType } from '#kernel/equipment-type.ts'
import { AMOUNT_MINOR_MAX } from '#kernel/money.ts'
import type { StationCode } from '#kernel/station.ts'
import { epochMs, type Timestamp } from '#kernel/time.ts'
import type {
  Basis,
  ChargeLine,
  Extra,
  ExtraAsked,
  FeeFor,
  FeeRule,
  LineBasis,
  NewRateSheet,
  QuotedBoxes,
  RateSheetState,
  Surcharge,
  Touches,
} from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'

const HOUR_MS = 3_600_000

/** Of lines counted by W/M. */
const WM = 1_000

export interface Asked {
  readonly origin: StationCode
  readonly destination: StationCode
  readonly boxes: readonly QuotedBoxes[]
  readonly extras: readonly ExtraAsked[]
}

export interface Priced {
  readonly lines: readonly ChargeLine[]
  readonly totalMinor: number
}

export type PriceRefusal =
  | {
      readonly code: 'price.no_rate'
      readonly facts: { readonly equipmentType: EquipmentType; readonly owner: string }
    }
  | { readonly code: 'price.no_lcl_rate'; readonly facts: Readonly<Record<never, never>> }
  | {
      readonly code: 'price.extra_not_offered'
      readonly facts: { readonly kind: ExtraAsked['kind'] }
    }
  | {
      readonly code: 'price.extra_too_many'
      readonly facts: { readonly kind: ExtraAsked['kind']; readonly quantityMax: number }
    }
  | { readonly code: 'price.extra_repeated'; readonly facts: { readonly kind: ExtraAsked['kind'] } }
  | { readonly code: 'price.too_much'; readonly facts: { readonly amountMinorMax: number } }

type Terms = Pick<NewRateSheet, 'rates' | 'surcharges' | 'extras'>

/** The lines in the order they are printed: carriage by box, surcharges, extras; or the first reason why there is no price. */
export function decidePrice(sheet: Terms, asked: Asked): Priced | PriceRefusal {
  const carriage: ChargeLine[] = []
  for (const boxes of asked.boxes) {
    const rate = sheet.rates.find(
      (each) =>
        each.origin === asked.origin &&
        each.destination === asked.destination &&
        each.equipmentType === boxes.equipmentType &&
        each.owner === boxes.owner,
    )
    const { equipmentType, owner } = boxes
    if (rate === undefined) return { code: 'price.no_rate', facts: { equipmentType, owner } }
    carriage.push({
      ...lineOf('carriage', 'container', boxes.count, rate.priceMinor),
      equipmentType,
      owner,
    })
  }
  const refusal = findExtraRefusal(sheet.extras, asked)
  if (refusal) return refusal
  const surcharges = sheet.surcharges.flatMap(
    (each) => surchargeLine(each, asked.boxes, carriage) ?? [],
  )
  const extras = asked.extras.map(({ kind, quantity }) => {
    const { basis, priceMinor } = sheet.extras.find((extra) => extra.kind === kind)!
    return lineOf(kind, basis, quantity, priceMinor)
  })
  const lines = [...carriage, ...surcharges, ...extras]
  const totalMinor = sumOf(lines)
  return totalMinor > AMOUNT_MINOR_MAX
    ? { code: 'price.too_much', facts: { amountMinorMax: AMOUNT_MINOR_MAX } }
    : { lines, totalMinor }
}

/** Thousandths of W/M: a dm³ is a thousandth of a cubic metre, a kilogram of a tonne; whichever are more. */
export function weightOrMeasure({ volumeDm3, grossMassKg }: LclAsked): number {
  return Math.max(volumeDm3, grossMassKg)
}

/**
 * LCL: the lane's rate by W/M, what is missing to its minimum on a line of its own, and the surcharges that are asked of a booking
 * or as a share of its carriage. Those by box are asked of the container, which is not the shipper's.
 */
export function decideLclPrice(
  sheet: Pick<NewRateSheet, 'lclRates' | 'surcharges'>,
  asked: Pick<Asked, 'origin' | 'destination'> & { readonly lcl: LclAsked },
): Priced | PriceRefusal {
  const rate = sheet.lclRates.find(
    ({ origin, destination }) => origin === asked.origin && destination === asked.destination,
  )
  if (rate === undefined) return { code: 'price.no_lcl_rate', facts: {} }
  const quantity = weightOrMeasure(asked.lcl)
  const carriage = {
    ...lineOf('carriage', 'wm', quantity, rate.priceMinor),
    amountMinor: roundedPart(rate.priceMinor, quantity, WM),
  }
  const missing = rate.minimumMinor - carriage.amountMinor
  const minimum = missing > 0 ? [lineOf('minimum', 'booking', 1, missing)] : []
  const carried = sumOf([carriage, ...minimum])
  const surcharges = sheet.surcharges.flatMap(({ kind, touches, price }) => {
    if (touches !== 'all') return []
    if (price.by === 'share') return [shareLine(kind, price.basisPoints, carried)]
    return price.basis === 'booking' ? [lineOf(kind, 'booking', 1, price.priceMinor)] : []
  })
  const lines = [carriage, ...minimum, ...surcharges]
  const totalMinor = sumOf(lines)
  return totalMinor > AMOUNT_MINOR_MAX
    ? { code: 'price.too_much', facts: { amountMinorMax: AMOUNT_MINOR_MAX } }
    : { lines, totalMinor }
}

function findExtraRefusal(offered: readonly Extra[], asked: Asked): PriceRefusal | undefined {
  const seen = new Set<string>()
  for (const { kind, quantity } of asked.extras) {
    const extra = offered.find((each) => each.kind === kind)
    if (extra === undefined) return { code: 'price.extra_not_offered', facts: { kind } }
    if (seen.has(kind)) return { code: 'price.extra_repeated', facts: { kind } }
    seen.add(kind)
    const quantityMax = extraQuantityMax(extra.basis, asked.boxes)
    if (quantity > quantityMax)
      return { code: 'price.extra_too_many', facts: { kind, quantityMax } }
  }
  return undefined
}

const STORAGE_DAYS_MAX = 90

/** Nobody lashes more boxes than they book; storage is counted by boxes and days. */
export function extraQuantityMax(basis: Basis, boxes: readonly QuotedBoxes[]): number {
  return basis === 'container_day'
    ? unitsOf('container', boxes) * STORAGE_DAYS_MAX
    : unitsOf(basis, boxes)
}

function surchargeLine(
  { kind, touches, price }: Surcharge,
  boxes: readonly QuotedBoxes[],
  carriage: readonly ChargeLine[],
): ChargeLine | undefined {
  const touched = boxes.filter((box) => isTouched(touches, box.equipmentType))
  if (touched.length === 0) return undefined
  if (price.by === 'amount')
    return lineOf(kind, price.basis, unitsOf(price.basis, touched), price.priceMinor)
  const ofWhich = carriage.filter((each) => isTouched(touches, each.equipmentType!))
  return shareLine(kind, price.basisPoints, sumOf(ofWhich))
}

function isTouched(touches: Touches, type: EquipmentType): boolean {
  const { lengthFt, refrigerated } = equipmentFacts(type)
  switch (touches) {
    case 'all':
      return true
    case 'twenty':
      return lengthFt === 20
    case 'forty':
      return lengthFt !== 20
    case 'reefer':
      return refrigerated
  }
}

/** A 40 or 45 ft box takes two twenty-foot places. */
function unitsOf(basis: Basis, boxes: readonly QuotedBoxes[]): number {
  if (basis === 'booking') return 1
  return boxes.reduce(
    (sum, { equipmentType, count }) =>
      sum + count * (basis === 'teu' ? equipmentFacts(equipmentType).slots * 2 : 1),
    0,
  )
}

function lineOf(
  kind: ChargeLine['kind'],
  basis: LineBasis,
  quantity: number,
  unitMinor: number,
): ChargeLine {
  return {
    kind,
    equipmentType: null,
    owner: null,
    quantity,
    basis,
    unitMinor,
    basisPoints: null,
    amountMinor: quantity * unitMinor,
  }
}

function shareLine(kind: ChargeLine['kind'], basisPoints: number, ofMinor: number): ChargeLine {
  return {
    ...lineOf(kind, 'booking', 1, 0),
    unitMinor: null,
    basisPoints,
    amountMinor: shareOf(ofMinor, basisPoints),
  }
}

/** Basis points of an amount, to the nearest minor unit, half away from zero. Exact: the product may pass 2^53. */
export function shareOf(amountMinor: number, basisPoints: number): number {
  return roundedPart(amountMinor, basisPoints, 10_000)
}

function roundedPart(amountMinor: number, part: number, of: number): number {
  const product = BigInt(Math.abs(amountMinor)) * BigInt(part)
  const rounded = Number((product + BigInt(of / 2)) / BigInt(of))
  return amountMinor < 0 ? -rounded : rounded
}

export function sumOf(lines: readonly Pick<ChargeLine, 'amountMinor'>[]): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

/**
 * The fee for changing one's mind now: the rule with the most hours that are still left. Undefined where the sheet asks none.
 * A share is one of what the services come to, never of earlier fees.
 */
export function decideFee(
  rules: readonly FeeRule[],
  asked: {
    readonly fee: FeeFor
    readonly nowMs: number
    readonly cutoffAt: Timestamp
    readonly servicesMinor: number
    readonly containers: number
  },
): ChargeLine | undefined {
  const leftMs = epochMs(asked.cutoffAt) - asked.nowMs
  const rule = rules
    .filter(
      ({ fee, hoursBefore }) =>
        fee === asked.fee && (hoursBefore === null || leftMs >= hoursBefore * HOUR_MS),
    )
    .toSorted((one, other) => (other.hoursBefore ?? -1) - (one.hoursBefore ?? -1))[0]
  if (rule === undefined) return undefined
  const { price } = rule
  const charge =
    price.by === 'share'
      ? shareLine(asked.fee, price.basisPoints, asked.servicesMinor)
      : lineOf(
          asked.fee,
          price.basis,
          price.basis === 'booking' ? 1 : asked.containers,
          price.priceMinor,
        )
  return charge.amountMinor === 0 ? undefined : charge
}

const FEES: ReadonlySet<string> = new Set<FeeFor>(['cancellation', 'amendment', 'no_show'])

/** The lines that are services and not fees. */
export function servicesOf(lines: readonly ChargeLine[]): ChargeLine[] {
  return lines.filter(({ kind }) => !FEES.has(kind))
}

export function feesOf(lines: readonly ChargeLine[]): ChargeLine[] {
  return lines.filter(({ kind }) => FEES.has(kind))
}

/** The same lines given back. */
export function reversed(lines: readonly ChargeLine[]): ChargeLine[] {
  return lines.map((each) => ({ ...each, amountMinor: -each.amountMinor || 0 }))
}

/** When a quote ends: after the sheet's hours, but not after the train stops taking bookings. */
export function quoteEndsMs(quoteHours: number, nowMs: number, bookingCutoffAt: Timestamp): number {
  return Math.min(nowMs + quoteHours * HOUR_MS, epochMs(bookingCutoffAt))
}

export type SheetRefusal =
  | { readonly code: 'price.dates_reversed' }
  | { readonly code: 'price.rate_repeated'; readonly facts: { readonly position: number } }
  | { readonly code: 'price.lcl_rate_repeated'; readonly facts: { readonly position: number } }
  | { readonly code: 'price.term_repeated'; readonly facts: { readonly kind: ChargeLine['kind'] } }
  | {
      readonly code: 'price.fee_is_no_service'
      readonly facts: { readonly kind: ChargeLine['kind'] }
    }
  | { readonly code: 'price.fee_repeated'; readonly facts: { readonly fee: FeeFor } }

/** The first thing that would make a sheet say two things at once. */
export function decideSheet(sheet: NewRateSheet): SheetRefusal | undefined {
  if (sheet.validUntil < sheet.validFrom) return { code: 'price.dates_reversed' }
  const position = repeatedAt(
    sheet.rates.map(({ origin, destination, equipmentType, owner }) =>
      [origin, destination, equipmentType, owner].join(),
    ),
  )
  if (position !== undefined) return { code: 'price.rate_repeated', facts: { position } }
  for (const { kind } of [...sheet.surcharges, ...sheet.extras])
    if (FEES.has(kind) || kind === 'carriage' || kind === 'minimum')
      return { code: 'price.fee_is_no_service', facts: { kind } }
  const twice = repeatedAt(sheet.lclRates.map(({ origin, destination }) => origin + destination))
  if (twice !== undefined) return { code: 'price.lcl_rate_repeated', facts: { position: twice } }
  const again = repeatedAt(sheet.extras.map(({ kind }) => kind))
  if (again !== undefined)
    return { code: 'price.term_repeated', facts: { kind: sheet.extras[again - 1]!.kind } }
  const fee = repeatedAt(sheet.fees.map((rule) => `${rule.fee}/${rule.hoursBefore}`))
  return fee === undefined
    ? undefined
    : { code: 'price.fee_repeated', facts: { fee: sheet.fees[fee - 1]!.fee } }
}

/** The first place, counted from 1, whose key stood before. */
function repeatedAt(keys: readonly string[]): number | undefined {
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at)
  return index < 0 ? undefined : index + 1
}

export type SheetCommand = 'change' | 'succeed' | 'publish' | 'withdraw'

const FROM: Readonly<Record<SheetCommand, RateSheetState>> = {
  change: 'draft',
  publish: 'draft',
  succeed: 'published',
  withdraw: 'published',
}

/** A draft is changed and published; what is published is succeeded or withdrawn, and nothing else is ever done to it. */
export function mayDo(command: SheetCommand, state: RateSheetState): boolean {
  return FROM[command] === state
}

export type QuoteRefusal = 'price.quote_used' | 'price.quote_expired' | 'price.quote_differs'

/** Whether a quote may still be accepted for this booking, in the order a person would want to hear it. */
export function decideQuote(
  quote: {
    readonly accepted: boolean
    readonly expiresMs: number
    readonly departureId: string
    readonly boxes: readonly QuotedBoxes[]
    readonly lcl?: LclAsked | null
  },
  wanted: {
    readonly nowMs: number
    readonly departureId: string
    readonly boxes: readonly QuotedBoxes[]
    readonly lcl?: LclAsked | null | undefined
  },
): QuoteRefusal | undefined {
  if (quote.accepted) return 'price.quote_used'
  if (wanted.nowMs >= quote.expiresMs) return 'price.quote_expired'
  const same = quote.departureId === wanted.departureId && sameBoxes(quote.boxes, wanted.boxes)
  return same && sameLcl(quote.lcl ?? null, wanted.lcl ?? null) ? undefined : 'price.quote_differs'
}

export function sameBoxes(one: readonly QuotedBoxes[], other: readonly QuotedBoxes[]): boolean {
  return tally(one) === tally(other)
}

export function sameLcl(one: LclAsked | null, other: LclAsked | null): boolean {
  return one?.volumeDm3 === other?.volumeDm3 && one?.grossMassKg === other?.grossMassKg
}

/** Boxes counted by kind and owner, whatever the order and the lines they stand on. */
function tally(boxes: readonly QuotedBoxes[]): string {
  const counts = new Map<string, number>()
  for (const { equipmentType, owner, count } of boxes) {
    const key = `${equipmentType}/${owner}`
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)).join()
}
