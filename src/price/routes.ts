/** Rate sheets, quotes and charges over HTTP, and as files. */
import { z } from 'zod'
import { listOrganisations } from '#identity'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { getDeparture } from '#train'
import { chargeRows } from '#price/charge-file.ts'
import { findAccountFor, readEntries, readEntriesBetween } from '#price/charge-store.ts'
import { chargeStatement } from '#price/charges.ts'
import { ChargedId, priceApi, RateSheetId, type Quote } from '#price/contract.ts'
import { priceProblem } from '#price/price-problem.ts'
import { findQuoteFor, pageQuotes, type QuoteRow } from '#price/quote-store.ts'
import { makeQuote, quoteViews, sheetsForTrain } from '#price/quotes.ts'
import { rateRows, readRates, sheetBook } from '#price/rate-file.ts'
import {
  changeSheet,
  draftSheet,
  publishSheet,
  succeedSheet,
  withdrawSheet,
} from '#price/sheets.ts'
import { findSheetFor, pageSheets } from '#price/store.ts'

const FILE_ENTRIES_MAX = 20_000
const MONTH_MS = 31 * 86_400_000

export function priceRoutes(http: Http): void {
  sheetCommands(http)
  sheetQueries(http)
  quoteRoutes(http)
  sheetFiles(http)
  chargeFiles(http)
}

const readerOf = ({ organisationId, organisationKind }: Actor) => ({
  organisationId,
  isOperator: organisationKind === 'operator',
})

function sheetCommands(http: Http): void {
  serve(http, priceApi.createRateSheet, ({ tx, body, ...asking }) => draftSheet(tx, asking, body))

  serve(http, priceApi.changeRateSheet, ({ tx, params, body, ...asking }) =>
    changeSheet(tx, asking, params.rateSheetId, body),
  )

  serve(http, priceApi.succeedRateSheet, ({ tx, params, ...asking }) =>
    succeedSheet(tx, asking, params.rateSheetId),
  )

  serve(http, priceApi.publishRateSheet, ({ tx, params, ...asking }) =>
    publishSheet(tx, asking, params.rateSheetId),
  )

  serve(http, priceApi.withdrawRateSheet, ({ tx, params, ...asking }) =>
    withdrawSheet(tx, asking, params.rateSheetId),
  )

  serve(http, priceApi.readRates, async ({ body, locale }) => {
    const grid = await readSpreadsheet(Buffer.from(body.file.base64, 'base64'))
    return readRates(grid, body.currency, locale)
  })
}

function sheetQueries(http: Http): void {
  serve(http, priceApi.listRateSheets, ({ tx, query, actor }) =>
    pageSheets(tx, readerOf(actor), query),
  )

  serve(http, priceApi.getRateSheet, async ({ tx, params, actor }) => {
    const sheet = await findSheetFor(tx, readerOf(actor), params.rateSheetId)
    if (sheet === undefined) throw priceProblem('price.sheet_absent')
    return sheet
  })

  serve(http, priceApi.departureRates, async ({ tx, params, actor, now }) => {
    const departure = await getDeparture(tx, params.departureId, now)
    const items = await sheetsForTrain(tx, actor.organisationId, departure)
    return { items }
  })
}

function quoteRoutes(http: Http): void {
  const viewOf = async (tx: Tx, row: QuoteRow, now: Date): Promise<Quote> =>
    (await quoteViews(tx, [row], now))[0]!

  serve(http, priceApi.quote, async ({ tx, body, now, ...asking }) =>
    viewOf(tx, await makeQuote(tx, { now, ...asking }, body), now),
  )

  serve(http, priceApi.quoteLcl, async ({ tx, body, now, ...asking }) => {
    const { departureId, ...lcl } = body
    const asked = { departureId, boxes: [], extras: [], lcl }
    return viewOf(tx, await makeQuote(tx, { now, ...asking }, asked), now)
  })

  serve(http, priceApi.listQuotes, async ({ tx, query, actor, now }) => {
    const page = await pageQuotes(tx, readerOf(actor), query)
    return { ...page, items: await quoteViews(tx, page.items, now) }
  })

  serve(http, priceApi.getQuote, async ({ tx, params, actor, now }) => {
    const row = await findQuoteFor(tx, actor.organisationId, params.quoteId)
    if (row === undefined) throw priceProblem('price.quote_absent')
    return viewOf(tx, row, now)
  })

  serve(http, priceApi.getCharges, ({ tx, params, actor }) =>
    chargeStatement(tx, actor.organisationId, params.bookingId),
  )
}

function sheetFiles(http: Http): void {
  const access = ['operator', 'exporter', 'forwarder'] as const
  serveTable(
    http,
    {
      path: '/api/rate-sheets/:rateSheetId/rates',
      summary: 'The rates of a sheet',
      access,
      params: z.object({ rateSheetId: RateSheetId }),
    },
    async ({ tx, params, actor, locale }) => {
      const sheet = await findSheetFor(tx, readerOf(actor), params.rateSheetId)
      if (sheet === undefined) throw priceProblem('price.sheet_absent')
      return {
        name: `rates-v${sheet.version}-${sheet.validFrom}`,
        sheets: sheetBook(sheet, locale),
      }
    },
  )
  serveTable(
    http,
    { path: '/api/rates/template', summary: 'An empty sheet of rates to fill in', access },
    async ({ locale }) => ({
      name: 'rates',
      sheets: [{ name: 'rates', rows: rateRows({ rates: [], currency: 'CNY' as never }, locale) }],
    }),
  )
}

function chargeFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/bookings/:bookingId/charges',
      summary: 'The charge statement of a booking',
      access: 'member',
      params: z.object({ bookingId: ChargedId }),
    },
    async ({ tx, params: { bookingId }, actor, locale }) => {
      const account = await findAccountFor(tx, actor.organisationId, bookingId)
      if (account === undefined) throw priceProblem('price.charges_absent')
      const entries = await readEntries(tx, bookingId)
      const names = await namesOf(tx, [account.operatorId, account.customerId])
      const rows = chargeRows(
        entries.map((entry) => ({ account, entry })),
        names,
        locale,
      )
      const name = `charges-${account.bookingNumber}`
      return { name, sheets: [{ name: account.bookingNumber, rows }] }
    },
  )
  serveTable(
    http,
    {
      path: '/api/charges',
      summary: 'Everything charged from one moment (from) to another (to), or in the last month',
      access: ['operator', 'exporter', 'forwarder'],
      query: z.object({ from: z.string().optional(), to: z.string().optional() }),
    },
    async ({ tx, query, actor, locale, now }) => {
      const [from, to] = periodOf(query, now)
      const { organisationId } = actor
      const found = await readEntriesBetween(tx, organisationId, from, to, FILE_ENTRIES_MAX + 1)
      if (found.length > FILE_ENTRIES_MAX)
        throw priceProblem('price.period_too_long', { entriesMax: FILE_ENTRIES_MAX })
      const ids = found.flatMap(({ account }) => [account.operatorId, account.customerId])
      const rows = chargeRows(found, await namesOf(tx, ids), locale)
      const name = `charges-${from.toISOString().slice(0, 10)}`
      return { name, sheets: [{ name: 'charges', rows }] }
    },
  )
}

/** As asked, the end not included; the last month when nothing was. */
function periodOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): [Date, Date] {
  const at = (text: string | undefined, otherwise: number) => {
    if (text === undefined) return new Date(otherwise)
    const parsed = Timestamp.safeParse(text)
    if (!parsed.success) throw priceProblem('price.period_unclear')
    return new Date(parsed.data)
  }
  return [at(from, now.getTime() - MONTH_MS), at(to, now.getTime() + 1)]
}

async function namesOf(
  tx: Parameters<typeof listOrganisations>[0],
  ids: readonly OrganisationId[],
) {
  const found = await listOrganisations(tx, [...new Set(ids)])
  return new Map(found.map(({ id, names }) => [id as string, names]))
}
