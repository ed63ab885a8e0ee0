/**
 * What a booking is charged, from its first quote to its last change. Each change is an entry with its own lines; the account's
 * total is the sum of all of them, and the account's row is held while it changes.
 */
import type { Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Departure } from '#train/contract.ts'
import {
  addEntry,
  findAccountFor,
  insertAccount,
  lockAccount,
  readAccounts,
  readEntries,
  type Account,
} from '#price/charge-store.ts'
import type {
  ChargedId,
  ChargeLine,
  ChargeStatement,
  EntryReason,
  FeeFor,
  QuotedBoxes,
  QuoteId,
  RateSheetId,
} from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'
import { decideFee, feesOf, reversed, servicesOf, sumOf } from '#price/price.ts'
import { priceProblem } from '#price/price-problem.ts'
import { takeQuote, type Asking } from '#price/quotes.ts'
import { getBoundSheet } from '#price/store.ts'

interface Booked {
  readonly quoteId: QuoteId
  readonly bookingId: ChargedId
  readonly departure: Departure
  readonly boxes: readonly QuotedBoxes[]
  /** Of an LCL booking, which has no boxes. */
  readonly lcl?: LclAsked | undefined
}

/** At booking: the quote is taken, and the statement begins with its lines. */
export async function openCharges(
  tx: Tx,
  asking: Asking,
  booked: Booked & { readonly bookingNumber: string },
): Promise<void> {
  const quote = await takeQuote(tx, asking, booked)
  const { bookingId, bookingNumber } = booked
  const { operatorId, customerId, sheetId, currency, totalMinor } = quote
  await insertAccount(
    tx,
    {
      bookingId,
      bookingNumber,
      operatorId,
      customerId,
      sheetId,
      currency,
      totalMinor,
      sequence: 1,
    },
    {
      sequence: 1,
      reason: 'booked',
      at: asking.now,
      quoteId: quote.id,
      lines: quote.lines,
      amountMinor: totalMinor,
      totalMinor,
    },
  )
}

/**
 * At a change: a new quote's lines take the place of the services charged so far, and the sheet's fee for amending is added. Without
 * a quote (the boxes and the train stay) only the fee. Nothing happens to a booking without a statement.
 */
export async function amendCharges(
  tx: Tx,
  asking: Asking,
  change: Omit<Booked, 'quoteId'> & {
    readonly quoteId?: QuoteId | undefined
    readonly cutoffAt: Timestamp
  },
): Promise<void> {
  const account = await lockAccount(tx, change.bookingId)
  if (account === undefined) {
    if (change.quoteId !== undefined) throw priceProblem('price.charges_absent')
    return
  }
  const services = await netServices(tx, change.bookingId)
  const { cutoffAt, boxes } = change
  const fee = await feeNow(tx, asking.now, account, {
    ...{ fee: 'amendment', cutoffAt, servicesMinor: sumOf(services) },
    containers: countOf(boxes),
  })
  const { quoteId } = change
  if (quoteId === undefined) {
    await goOn(tx, account, { reason: 'amended', at: asking.now, lines: fee })
    return
  }
  const quote = await takeQuote(tx, asking, { ...change, quoteId })
  if (quote.currency !== account.currency)
    throw priceProblem('price.other_currency', { asked: quote.currency, kept: account.currency })
  const lines = [...reversed(services), ...quote.lines, ...fee]
  const { sheetId } = quote
  await goOn(tx, account, { reason: 'amended', at: asking.now, lines, quoteId, sheetId })
}

/** At its end without carriage: the services are given back, and the fee of the rule stays. */
export async function closeCharges(
  tx: Tx,
  now: Date,
  end: {
    readonly bookingId: ChargedId
    readonly fee: Exclude<FeeFor, 'amendment'>
    readonly cutoffAt: Timestamp
    readonly boxes: readonly Pick<QuotedBoxes, 'count'>[]
    /** The operator's doing: a train that does not run costs its shippers nothing. */
    readonly freeOfFee?: boolean
  },
): Promise<void> {
  const account = await lockAccount(tx, end.bookingId)
  if (account === undefined) return
  const services = await netServices(tx, end.bookingId)
  const { cutoffAt, boxes } = end
  const fee = end.freeOfFee
    ? []
    : await feeNow(tx, now, account, {
        ...{ fee: end.fee, cutoffAt, servicesMinor: sumOf(services) },
        containers: countOf(boxes),
      })
  const reason = end.fee === 'no_show' ? 'no_show' : 'cancelled'
  await goOn(tx, account, { reason, at: now, lines: [...reversed(services), ...fee] })
}

/** The sheet's fee for boxes that did not come; a share is one of their part of the services, which stay charged. */
export async function chargeNoShow(
  tx: Tx,
  now: Date,
  missing: {
    readonly bookingId: ChargedId
    readonly cutoffAt: Timestamp
    readonly containers: number
    /** How many the booking has in all. */
    readonly of: number
  },
): Promise<void> {
  const { bookingId, cutoffAt, containers, of } = missing
  const account = await lockAccount(tx, bookingId)
  if (account === undefined) return
  const servicesMinor = sumOf(await netServices(tx, bookingId))
  const asked = { fee: 'no_show', cutoffAt, containers } as const
  const part = { ...asked, servicesMinor: Math.round((servicesMinor * containers) / of) }
  const lines = await feeNow(tx, now, account, part)
  if (lines.length > 0) await goOn(tx, account, { reason: 'no_show', at: now, lines })
}

/** Those of the accounts whose sheet asks a fee for cancelling even after the cut-off. */
export async function hasLateFee(tx: Tx, ids: readonly ChargedId[]): Promise<ReadonlySet<string>> {
  const accounts = await readAccounts(tx, ids)
  const late = new Set<string>()
  for (const { bookingId, sheetId } of accounts) {
    const { fees } = await getBoundSheet(tx, sheetId)
    const isLate = fees.some(
      ({ fee, hoursBefore }) => fee === 'cancellation' && hoursBefore === null,
    )
    if (isLate) late.add(bookingId)
  }
  return late
}

async function feeNow(
  tx: Tx,
  now: Date,
  account: Account,
  asked: {
    readonly fee: FeeFor
    readonly cutoffAt: Timestamp
    readonly servicesMinor: number
    readonly containers: number
  },
): Promise<ChargeLine[]> {
  const { fees } = await getBoundSheet(tx, account.sheetId)
  const fee = decideFee(fees, {
    ...asked,
    nowMs: now.getTime(),
  })
  return fee === undefined ? [] : [fee]
}

async function goOn(
  tx: Tx,
  account: Account,
  entry: {
    readonly reason: EntryReason
    readonly at: Date
    readonly lines: readonly ChargeLine[]
    readonly quoteId?: QuoteId
    readonly sheetId?: RateSheetId
  },
): Promise<void> {
  const amountMinor = sumOf(entry.lines)
  await addEntry(
    tx,
    account,
    {
      sequence: account.sequence + 1,
      reason: entry.reason,
      at: entry.at,
      quoteId: entry.quoteId ?? null,
      lines: entry.lines,
      amountMinor,
      totalMinor: account.totalMinor + amountMinor,
    },
    entry.sheetId,
  )
}

const countOf = (boxes: readonly Pick<QuotedBoxes, 'count'>[]): number =>
  boxes.reduce((sum, { count }) => sum + count, 0)

/** The services that are charged by now: those of the last quote taken, unless they were given back. */
async function netServices(tx: Tx, id: ChargedId): Promise<ChargeLine[]> {
  const entries = await readEntries(tx, id)
  const last = entries.findLast(
    ({ quoteId, lines }) =>
      quoteId !== null || servicesOf(lines).some(({ amountMinor }) => amountMinor < 0),
  )
  if (last === undefined || last.quoteId === null) return []
  return servicesOf(last.lines).filter(({ amountMinor }) => amountMinor > 0)
}

export interface Charged {
  readonly currency: Currency
  /** Together the statement's total; none is negative. */
  readonly lines: readonly ChargeLine[]
}

/** What a booking comes to as it stands: the services that are charged, and every fee. Undefined of one without a statement. */
export async function readCharged(tx: Tx, id: ChargedId): Promise<Charged | undefined> {
  const [account] = await readAccounts(tx, [id])
  if (account === undefined) return undefined
  const fees = (await readEntries(tx, id)).flatMap(({ lines }) => feesOf(lines))
  return { currency: account.currency, lines: [...(await netServices(tx, id)), ...fees] }
}

export async function chargeStatement(
  tx: Tx,
  organisationId: OrganisationId,
  id: ChargedId,
): Promise<ChargeStatement> {
  const account = await findAccountFor(tx, organisationId, id)
  if (account === undefined) throw priceProblem('price.charges_absent')
  const entries = await readEntries(tx, id)
  const { fees } = await getBoundSheet(tx, account.sheetId)
  const { bookingId, bookingNumber, operatorId, customerId, currency, totalMinor } = account
  return {
    bookingId,
    bookingNumber,
    operatorId,
    customerId,
    currency,
    totalMinor,
    fees,
    entries: entries.map((entry) => ({
      ...entry,
      lines: [...entry.lines],
      at: timestampIn(entry.at.getTime(), 'Asia/Shanghai'),
    })),
  }
}
