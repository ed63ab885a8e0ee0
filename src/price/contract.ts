/**
 * What price says to the outside: rate sheets with their versions, quotes that hold until they expire, and the charge statement
 * of each booking. Amounts are whole numbers of the smallest unit of the sheet's one currency.
 */
import { z } from 'zod'
import { BoxOwner } from '#kernel/box-owner.ts'
import { command, query } from '#kernel/endpoint.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { AmountMinor, Currency } from '#kernel/money.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { cellFaults, SheetFile } from '#kernel/spreadsheet.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { LclAsked, LclQuoteAsked, LclRate } from '#price/lcl-contract.ts'
import { DepartureId } from '#train/contract.ts'

export const RateSheetId = idSchema<'RateSheetId'>('rsh')
export type RateSheetId = z.infer<typeof RateSheetId>
export const QuoteId = idSchema<'QuoteId'>('quo')
export type QuoteId = z.infer<typeof QuoteId>
/** What is charged for. Bookings come later than prices, so theirs is only a name here. */
export const ChargedId = idSchema<'BookingId'>('bkg')
export type ChargedId = z.infer<typeof ChargedId>

export const RATES_MAX = 1_000
export const BASIS_POINTS_MAX = 10_000
const TERMS_MAX = 40
const BOXES_MAX = 110

/** What money is asked for. */
export const ChargeKind = z.enum([
  'carriage',
  'fuel',
  'peak_season',
  'reefer',
  'dangerous',
  'security',
  'documents',
  'minimum',
  'pick_up',
  'stuffing',
  'lashing',
  'weighing',
  'storage',
  'customs_agency',
  'insurance',
  'delivery',
  'empty_return',
  'cancellation',
  'amendment',
  'no_show',
])
export type ChargeKind = z.infer<typeof ChargeKind>

/** By what it is counted. */
export const Basis = z.enum(['container', 'teu', 'booking', 'container_day'])
export type Basis = z.infer<typeof Basis>

/** By what a line is counted: `wm` is thousandths of W/M, which LCL alone is carried by. */
export const LineBasis = z.enum([...Basis.options, 'wm'])
export type LineBasis = z.infer<typeof LineBasis>

/** Which boxes of the booking it touches. */
export const Touches = z.enum(['all', 'twenty', 'forty', 'reefer'])
export type Touches = z.infer<typeof Touches>

/** The price of one box from one end of the lane to the other. */
export const Rate = z.object({
  origin: StationCode,
  destination: StationCode,
  equipmentType: EquipmentType,
  owner: BoxOwner,
  priceMinor: AmountMinor,
})
export type Rate = z.infer<typeof Rate>

const BasisPoints = z
  .int()
  .min(1)
  .max(BASIS_POINTS_MAX)
  .meta({ description: 'Hundredths of a per cent: 1250 is 12.5 %' })

/** Asked of everybody: an amount for each unit of its basis, or a share of the carriage it touches. */
export const Surcharge = z.object({
  kind: ChargeKind,
  touches: Touches,
  price: z.discriminatedUnion('by', [
    z.object({
      by: z.literal('amount'),
      basis: Basis.exclude(['container_day']),
      priceMinor: AmountMinor,
    }),
    z.object({ by: z.literal('share'), basisPoints: BasisPoints }),
  ]),
})
export type Surcharge = z.infer<typeof Surcharge>

/** Asked of whoever wants it: pick-up, lashing, days of storage. */
export const Extra = z.object({ kind: ChargeKind, basis: Basis, priceMinor: AmountMinor })
export type Extra = z.infer<typeof Extra>

export const FeeFor = z.enum(['cancellation', 'amendment', 'no_show'])
export type FeeFor = z.infer<typeof FeeFor>

/** What changing one's mind costs, by how long before the booking cut-off. */
export const FeeRule = z.object({
  fee: FeeFor,
  hoursBefore: z
    .int()
    .min(0)
    .max(24 * 365)
    .nullable()
    .meta({
      description:
        'At least so many hours before the booking cut-off; null: later than every other, also after it',
    }),
  price: z.discriminatedUnion('by', [
    z.object({
      by: z.literal('amount'),
      basis: z.enum(['booking', 'container']),
      priceMinor: AmountMinor,
    }),
    z.object({ by: z.literal('share'), basisPoints: BasisPoints }),
  ]),
})
export type FeeRule = z.infer<typeof FeeRule>

export const Day = z.iso.date()

/** Everything that may be edited while it is a draft. */
export const NewRateSheet = z.object({
  title: line(120),
  currency: Currency,
  customerId: OrganisationId.nullable().meta({
    description: 'For this customer alone, who alone may see it; null for everyone',
  }),
  validFrom: Day.meta({ description: 'First day of departure, by the calendar of the first stop' }),
  validUntil: Day.meta({ description: 'Last day of departure' }),
  quoteHours: z
    .int()
    .min(1)
    .max(24 * 30)
    .meta({ description: 'How long a quote holds; never beyond the booking cut-off' }),
  rates: z.array(Rate).min(1).max(RATES_MAX),
  lclRates: z.array(LclRate).max(RATES_MAX).default([]),
  surcharges: z.array(Surcharge).max(TERMS_MAX),
  extras: z.array(Extra).max(TERMS_MAX),
  fees: z.array(FeeRule).max(TERMS_MAX),
})
export type NewRateSheet = z.infer<typeof NewRateSheet>

export const RateSheetState = z.enum(['draft', 'published', 'superseded', 'withdrawn'])
export type RateSheetState = z.infer<typeof RateSheetState>

export const RateSheetItem = NewRateSheet.omit({
  rates: true,
  lclRates: true,
  surcharges: true,
  extras: true,
  fees: true,
}).extend({
  id: RateSheetId,
  operatorId: OrganisationId,
  version: z.int().min(1),
  supersedes: RateSheetId.nullable(),
  state: RateSheetState,
  publishedAt: Timestamp.nullable(),
  rateCount: z.int(),
})
export type RateSheetItem = z.infer<typeof RateSheetItem>

export const RateSheet = NewRateSheet.extend(RateSheetItem.shape)
export type RateSheet = z.infer<typeof RateSheet>

export const QuotedBoxes = z.object({
  equipmentType: EquipmentType,
  owner: BoxOwner,
  count: z.int().min(1).max(BOXES_MAX),
})
export type QuotedBoxes = z.infer<typeof QuotedBoxes>

export const ExtraAsked = z.object({
  kind: ChargeKind,
  quantity: z
    .int()
    .min(1)
    .max(10_000)
    .meta({ description: 'Containers, TEU, container-days; 1 for a booking' }),
})
export type ExtraAsked = z.infer<typeof ExtraAsked>

export const QuoteAsked = z.object({
  departureId: DepartureId,
  boxes: z.array(QuotedBoxes).min(1).max(12),
  extras: z.array(ExtraAsked).max(TERMS_MAX).default([]),
})
export type QuoteAsked = z.infer<typeof QuoteAsked>

const SignedMinor = z.int()

/** One line of a quote or a statement. `unitMinor` is null where the amount is a share of others. */
export const ChargeLine = z.object({
  kind: ChargeKind,
  equipmentType: EquipmentType.nullable(),
  owner: BoxOwner.nullable(),
  quantity: z.int().min(1).meta({ description: 'Of `wm`: thousandths of a cubic metre or tonne' }),
  basis: LineBasis,
  unitMinor: SignedMinor.nullable(),
  basisPoints: z.int().nullable(),
  amountMinor: SignedMinor.meta({ description: 'Negative where something is given back' }),
})
export type ChargeLine = z.infer<typeof ChargeLine>

export const QuoteState = z.enum(['open', 'accepted', 'expired'])
export type QuoteState = z.infer<typeof QuoteState>

export const Quote = z.object({
  id: QuoteId,
  departureId: DepartureId,
  operatorId: OrganisationId,
  customerId: OrganisationId,
  sheetId: RateSheetId.meta({ description: 'The version of the sheet that it is bound to' }),
  sheetTitle: z.string(),
  sheetVersion: z.int(),
  boxes: z.array(QuotedBoxes),
  lcl: LclAsked.nullable().meta({ description: 'Of an LCL booking, which has no boxes' }),
  extras: z.array(ExtraAsked),
  lines: z.array(ChargeLine),
  currency: Currency,
  totalMinor: z.int(),
  fees: z.array(FeeRule).meta({ description: 'What cancelling or amending would cost' }),
  quotedAt: Timestamp,
  expiresAt: Timestamp,
  state: QuoteState,
  bookingId: ChargedId.nullable(),
})
export type Quote = z.infer<typeof Quote>

/** Why an entry was made. */
export const EntryReason = z.enum(['booked', 'amended', 'cancelled', 'no_show'])
export type EntryReason = z.infer<typeof EntryReason>

export const ChargeEntry = z.object({
  sequence: z.int().min(1),
  reason: EntryReason,
  at: Timestamp,
  quoteId: QuoteId.nullable(),
  lines: z.array(ChargeLine),
  amountMinor: z.int().meta({ description: 'By how much it changes the total' }),
  totalMinor: z.int().meta({ description: 'The total from then on' }),
})
export type ChargeEntry = z.infer<typeof ChargeEntry>

export const ChargeStatement = z.object({
  bookingId: ChargedId,
  bookingNumber: z.string(),
  operatorId: OrganisationId,
  customerId: OrganisationId,
  currency: Currency,
  totalMinor: z.int(),
  fees: z.array(FeeRule),
  entries: z.array(ChargeEntry),
})
export type ChargeStatement = z.infer<typeof ChargeStatement>

const ofSheet = z.object({ rateSheetId: RateSheetId })
const operator = ['operator'] as const
const shipper = ['exporter', 'forwarder'] as const

/** What a file of rates held: all of its rows or none. */
export const RatesRead = z.object({
  rates: z.array(Rate),
  ...cellFaults,
})
export type RatesRead = z.infer<typeof RatesRead>

export const priceApi = {
  createRateSheet: command({
    path: '/rate-sheets',
    summary: 'Draft a rate sheet, seen by your organisation only until it is published',
    access: operator,
    body: NewRateSheet,
    reply: RateSheet,
  }),
  changeRateSheet: command({
    path: '/rate-sheets/:rateSheetId/change',
    summary: 'Change a draft; what was published is never changed',
    access: operator,
    params: ofSheet,
    body: NewRateSheet,
    reply: RateSheet,
  }),
  succeedRateSheet: command({
    path: '/rate-sheets/:rateSheetId/succeed',
    summary: 'Draft the next version of a published sheet',
    access: operator,
    params: ofSheet,
    reply: RateSheet,
  }),
  publishRateSheet: command({
    path: '/rate-sheets/:rateSheetId/publish',
    summary:
      'Publish a draft; the version before it is superseded at the same moment, quotes given from it hold',
    access: operator,
    params: ofSheet,
    reply: RateSheet,
  }),
  withdrawRateSheet: command({
    path: '/rate-sheets/:rateSheetId/withdraw',
    summary: 'Quote no more from this sheet; quotes given hold',
    access: operator,
    params: ofSheet,
    reply: RateSheet,
  }),
  readRates: command({
    path: '/rates/read',
    summary: 'Read a file of rates, with every wrong cell named; nothing is kept',
    access: operator,
    body: z.object({ file: SheetFile, currency: Currency }),
    reply: RatesRead,
  }),
  listRateSheets: query({
    path: '/rate-sheets',
    summary: 'Your own sheets; for others, those in force that they may see',
    access: [...operator, ...shipper],
    query: z.object({ state: RateSheetState.optional(), ...pageQuery }),
    reply: pageOf(RateSheetItem),
  }),
  getRateSheet: query({
    path: '/rate-sheets/:rateSheetId',
    summary: 'One sheet with its rates and terms',
    access: [...operator, ...shipper],
    params: ofSheet,
    reply: RateSheet,
  }),
  departureRates: query({
    path: '/departures/:departureId/rates',
    summary:
      'The sheets you would be quoted from for a train, the first that prices every box first',
    access: [...operator, ...shipper],
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(RateSheet) }),
  }),
  quote: command({
    path: '/quotes',
    summary: 'A price for boxes on a train that holds until it expires',
    access: shipper,
    body: QuoteAsked,
    reply: Quote,
  }),
  quoteLcl: command({
    path: '/quotes/lcl',
    summary: 'A price for an LCL consignment on a train that holds until it expires',
    access: shipper,
    body: LclQuoteAsked,
    reply: Quote,
  }),
  listQuotes: query({
    path: '/quotes',
    summary: 'Quotes asked by your organisation, or given by it, newest first',
    access: [...operator, ...shipper],
    query: z.object({ departure: DepartureId.optional(), ...pageQuery }),
    reply: pageOf(Quote),
  }),
  getQuote: query({
    path: '/quotes/:quoteId',
    summary: 'One quote with its lines',
    access: [...operator, ...shipper],
    params: z.object({ quoteId: QuoteId }),
    reply: Quote,
  }),
  getCharges: query({
    path: '/bookings/:bookingId/charges',
    summary: 'What a booking costs and why: for its shipper and the operator only',
    access: 'member',
    params: z.object({ bookingId: ChargedId }),
    reply: ChargeStatement,
  }),
}
