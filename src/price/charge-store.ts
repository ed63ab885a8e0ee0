/** Charge statements in SQL: the only file that touches `charge_account` and `charge_entry`. Entries are added, never changed. */
import { sql, type Selectable } from 'kysely'
import type { Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { ChargedId, ChargeLine, EntryReason, QuoteId, RateSheetId } from '#price/contract.ts'

export interface Account {
  readonly bookingId: ChargedId
  readonly bookingNumber: string
  readonly operatorId: OrganisationId
  readonly customerId: OrganisationId
  /** The sheet whose fee rules count. */
  readonly sheetId: RateSheetId
  readonly currency: Currency
  readonly totalMinor: number
  readonly sequence: number
}

export interface Entry {
  readonly sequence: number
  readonly reason: EntryReason
  readonly at: Date
  readonly quoteId: QuoteId | null
  readonly lines: readonly ChargeLine[]
  readonly amountMinor: number
  readonly totalMinor: number
}

export async function insertAccount(tx: Tx, account: Account, entry: Entry): Promise<void> {
  await tx
    .insertInto('charge_account')
    .values({
      booking_id: account.bookingId,
      booking_number: account.bookingNumber,
      operator_id: account.operatorId,
      customer_id: account.customerId,
      rate_sheet_id: account.sheetId,
      currency: account.currency,
      total_minor: account.totalMinor,
      sequence: account.sequence,
    })
    .execute()
  await insertEntry(tx, account.bookingId, entry)
}

/** Of an account that the caller holds by `lockAccount`. */
export async function addEntry(
  tx: Tx,
  account: Account,
  entry: Entry,
  sheetId: RateSheetId = account.sheetId,
): Promise<void> {
  await tx
    .updateTable('charge_account')
    .set({ total_minor: entry.totalMinor, sequence: entry.sequence, rate_sheet_id: sheetId })
    .where('booking_id', '=', account.bookingId)
    .execute()
  await insertEntry(tx, account.bookingId, entry)
}

async function insertEntry(tx: Tx, bookingId: ChargedId, entry: Entry): Promise<void> {
  await tx
    .insertInto('charge_entry')
    .values({
      booking_id: bookingId,
      sequence: entry.sequence,
      reason: entry.reason,
      at: entry.at,
      quote_id: entry.quoteId,
      lines: JSON.stringify(entry.lines),
      amount_minor: entry.amountMinor,
      total_minor: entry.totalMinor,
    })
    .execute()
}

/** Holds the account until the transaction ends: whoever changes it goes one after the other. */
export async function lockAccount(tx: Tx, id: ChargedId): Promise<Account | undefined> {
  const row = await tx
    .selectFrom('charge_account')
    .selectAll()
    .where('booking_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toAccount(row)
}

/** Those of the bookings that have a statement. */
export async function listCharged(tx: Tx, ids: readonly ChargedId[]): Promise<ChargedId[]> {
  return (await readAccounts(tx, ids)).map(({ bookingId }) => bookingId)
}

export async function readAccounts(tx: Tx, ids: readonly ChargedId[]): Promise<Account[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('charge_account')
    .selectAll()
    .where('booking_id', 'in', ids)
    .execute()
  return rows.map(toAccount)
}

/** Only for the shipper and the operator of the booking. */
export async function findAccountFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: ChargedId,
): Promise<Account | undefined> {
  const row = await tx
    .selectFrom('charge_account')
    .selectAll()
    .where('booking_id', '=', id)
    .where((eb) =>
      eb.or([eb('customer_id', '=', organisationId), eb('operator_id', '=', organisationId)]),
    )
    .executeTakeFirst()
  return row && toAccount(row)
}

export async function readEntries(tx: Tx, id: ChargedId): Promise<Entry[]> {
  const rows = await tx
    .selectFrom('charge_entry')
    .selectAll()
    .where('booking_id', '=', id)
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    reason: row.reason as EntryReason,
    at: row.at,
    quoteId: row.quote_id as QuoteId | null,
    lines: row.lines as ChargeLine[],
    amountMinor: row.amount_minor,
    totalMinor: row.total_minor,
  }))
}

/** What one organisation charged or was charged in a period, entry by entry, in the order it happened. */
export async function readEntriesBetween(
  tx: Tx,
  organisationId: OrganisationId,
  from: Date,
  to: Date,
  limit: number,
): Promise<{ readonly account: Account; readonly entry: Entry }[]> {
  const rows = await tx
    .selectFrom('charge_entry')
    .innerJoin('charge_account', 'charge_account.booking_id', 'charge_entry.booking_id')
    .selectAll('charge_entry')
    .select([
      'charge_account.booking_number',
      'charge_account.operator_id',
      'charge_account.customer_id',
      'charge_account.rate_sheet_id',
      'charge_account.currency',
    ])
    .where((eb) =>
      eb.or([
        eb('charge_account.customer_id', '=', organisationId),
        eb('charge_account.operator_id', '=', organisationId),
      ]),
    )
    .where('charge_entry.at', '>=', from)
    .where('charge_entry.at', '<', to)
    .orderBy('charge_entry.at')
    .orderBy('charge_entry.booking_id')
    .orderBy('charge_entry.sequence')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    account: toAccount(row),
    entry: {
      sequence: row.sequence,
      reason: row.reason as EntryReason,
      at: row.at,
      quoteId: row.quote_id as QuoteId | null,
      lines: row.lines as ChargeLine[],
      amountMinor: row.amount_minor,
      totalMinor: row.total_minor,
    },
  }))
}

/** Of these bookings, or of all, those whose total is not the sum of the entries, or an entry not of its lines. There are none. */
export async function findUnbalanced(
  tx: Tx,
  bookings: readonly ChargedId[] | null = null,
): Promise<ChargedId[]> {
  const { rows } = await sql<{ booking_id: string }>`
    select a.booking_id from charge_account a
    join charge_entry e using (booking_id)
    where ${bookings}::text[] is null or a.booking_id = any(${bookings}::text[])
    group by a.booking_id, a.total_minor, a.sequence
    having sum(e.amount_minor) <> a.total_minor
      or count(*) <> a.sequence
      or bool_or(e.amount_minor <> (
        select coalesce(sum((line ->> 'amountMinor')::bigint), 0) from jsonb_array_elements(e.lines) line))
      or (array_agg(e.total_minor order by e.sequence desc))[1] <> a.total_minor`.execute(tx)
  return rows.map((row) => row.booking_id as ChargedId)
}

type AccountRow = Selectable<
  Pick<
    Tables['charge_account'],
    | 'booking_id'
    | 'booking_number'
    | 'operator_id'
    | 'customer_id'
    | 'rate_sheet_id'
    | 'currency'
    | 'total_minor'
    | 'sequence'
  >
>

function toAccount(row: AccountRow): Account {
  return {
    bookingId: row.booking_id as ChargedId,
    bookingNumber: row.booking_number,
    operatorId: row.operator_id as OrganisationId,
    customerId: row.customer_id as OrganisationId,
    sheetId: row.rate_sheet_id as RateSheetId,
    currency: row.currency as Currency,
    totalMinor: row.total_minor,
    sequence: row.sequence,
  }
}
