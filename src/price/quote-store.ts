/** Quotes in SQL: the only file that touches `quote`. */
import type { Selectable } from 'kysely'
import type { Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId } from '#train/contract.ts'
import type {
  ChargedId,
  ChargeLine,
  ExtraAsked,
  QuotedBoxes,
  QuoteId,
  RateSheetId,
} from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'

export interface QuoteRow {
  readonly id: QuoteId
  readonly sheetId: RateSheetId
  readonly operatorId: OrganisationId
  readonly customerId: OrganisationId
  readonly departureId: DepartureId
  readonly boxes: readonly QuotedBoxes[]
  readonly lcl: LclAsked | null
  readonly extras: readonly ExtraAsked[]
  readonly lines: readonly ChargeLine[]
  readonly currency: Currency
  readonly totalMinor: number
  readonly quotedAt: Date
  readonly expiresAt: Date
  readonly bookingId: ChargedId | null
}

export async function insertQuotes(
  tx: Tx,
  quotes: readonly Omit<QuoteRow, 'bookingId'>[],
): Promise<void> {
  if (quotes.length === 0) return
  await tx
    .insertInto('quote')
    .values(
      quotes.map((quote) => ({
        id: quote.id,
        rate_sheet_id: quote.sheetId,
        operator_id: quote.operatorId,
        customer_id: quote.customerId,
        departure_id: quote.departureId,
        boxes: JSON.stringify(quote.boxes),
        lcl: quote.lcl === null ? null : JSON.stringify(quote.lcl),
        extras: JSON.stringify(quote.extras),
        lines: JSON.stringify(quote.lines),
        currency: quote.currency,
        total_minor: quote.totalMinor,
        quoted_at: quote.quotedAt,
        expires_at: quote.expiresAt,
      })),
    )
    .execute()
}

/** For the one who asked, and the one who gave it. */
export async function findQuoteFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: QuoteId,
): Promise<QuoteRow | undefined> {
  const row = await tx
    .selectFrom('quote')
    .selectAll()
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('customer_id', '=', organisationId), eb('operator_id', '=', organisationId)]),
    )
    .executeTakeFirst()
  return row && toQuote(row)
}

/** Holds the customer's own quote until the transaction ends, so that it is taken once. */
export async function lockOwnQuote(
  tx: Tx,
  customerId: OrganisationId,
  id: QuoteId,
): Promise<QuoteRow | undefined> {
  const row = await tx
    .selectFrom('quote')
    .selectAll()
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .forUpdate()
    .executeTakeFirst()
  return row && toQuote(row)
}

/** Given for what then was not booked, in the same transaction: nobody has seen them. */
export async function dropQuotes(tx: Tx, ids: readonly QuoteId[]): Promise<void> {
  if (ids.length === 0) return
  await tx.deleteFrom('quote').where('id', 'in', ids).where('booking_id', 'is', null).execute()
}

export async function markAccepted(tx: Tx, id: QuoteId, bookingId: ChargedId): Promise<void> {
  await tx.updateTable('quote').set({ booking_id: bookingId }).where('id', '=', id).execute()
}

export async function pageQuotes(
  tx: Tx,
  reader: { readonly organisationId: OrganisationId; readonly isOperator: boolean },
  asked: {
    readonly departure?: DepartureId | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<Page<QuoteRow>> {
  let rows = tx
    .selectFrom('quote')
    .selectAll()
    .where(reader.isOperator ? 'operator_id' : 'customer_id', '=', reader.organisationId)
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
  if (asked.departure !== undefined) rows = rows.where('departure_id', '=', asked.departure)
  if (asked.cursor !== undefined) rows = rows.where('id', '<', asked.cursor)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toQuote) }
}

function toQuote(row: Selectable<Tables['quote']>): QuoteRow {
  return {
    id: row.id as QuoteId,
    sheetId: row.rate_sheet_id as RateSheetId,
    operatorId: row.operator_id as OrganisationId,
    customerId: row.customer_id as OrganisationId,
    departureId: row.departure_id as DepartureId,
    boxes: row.boxes as QuotedBoxes[],
    lcl: row.lcl as LclAsked | null,
    extras: row.extras as ExtraAsked[],
    lines: row.lines as ChargeLine[],
    currency: row.currency as Currency,
    totalMinor: row.total_minor,
    quotedAt: row.quoted_at,
    expiresAt: row.expires_at,
    bookingId: row.booking_id as ChargedId | null,
  }
}
