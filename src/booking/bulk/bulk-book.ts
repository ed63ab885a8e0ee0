/**
 * A sheet of containers decided: read, judged, priced, and booked in one transaction, every train's account held from the beginning.
 * All of it or none is a savepoint; each for itself is what `bookTogether` does anyway.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { hsSubheading } from '#kernel/hs-code.ts'
import type { Locale } from '#kernel/locale.ts'
import type { Money } from '#kernel/money.ts'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { Problem, problems } from '#kernel/problem.ts'
import type { CellFault, Grid } from '#kernel/spreadsheet.ts'
import { CELL_FAULTS_MAX, readTable, toldFaults } from '#kernel/spreadsheet.ts'
import { nameKey } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { listOrganisationsOfKind } from '#identity'
import { dropQuotes, estimatePrices, makeQuotes } from '#price'
import { findTrainsByNumber, getDeparture, getDepartures, holdAccounts } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { bookTogether, wrongLoad, type Asking } from '#booking/book.ts'
import { massOf, teuOf } from '#booking/booking.ts'
import { assembleSheet, cellOf, type Assembled, type BulkSheet } from '#booking/bulk/bulk.ts'
import { BULK_COLUMNS } from '#booking/bulk/bulk-columns.ts'
import type {
  BulkAsked,
  BulkBooking,
  BulkOutcome,
  BulkRead,
  BulkResult,
  CellNote,
} from '#booking/bulk-contract.ts'
import {
  findBookedBefore,
  insertBulkBookings,
  type BookedBefore,
} from '#booking/bulk/bulk-store.ts'
import { needsOperator } from '#booking/cargo/cargo-rule.ts'
import { findingText } from '#booking/cargo/cargo-rule-words.ts'
import type { BookingId } from '#booking/contract.ts'
import { checkFacts } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { askedOf, judgeFor } from '#booking/cargo/judging.ts'
import { quotedBoxes } from '#booking/pricing.ts'
import { readBookings } from '#booking/store.ts'
import { journeyOf } from '#booking/container-views.ts'

export const bulkProblem = problems({
  'booking.bulk_faulty': {
    kind: 'invalid',
    zh: '表中有 {count} 处错误，未订舱；请先预览并改正',
    en: 'The sheet has {count} faults, so nothing was booked: look at it first and mend them',
    ru: 'В таблице ошибок: {count}; ничего не забронировано. Сначала просмотрите и исправьте',
  },
  'booking.bulk_price_changed': {
    kind: 'conflict',
    zh: '运价已变化，未订舱；请重新预览',
    en: 'Prices have changed, so nothing was booked: look at the sheet again',
    ru: 'Цены изменились, ничего не забронировано: просмотрите таблицу ещё раз',
  },
})

interface Reading {
  readonly actor: Actor
  readonly now: Date
  readonly locale: Locale
}

interface Prepared {
  readonly one: Assembled
  readonly departure: Departure
  readonly findings: readonly Finding[]
  readonly digest: Buffer
  readonly already: BookedBefore | undefined
}

interface PreparedSheet {
  readonly all: readonly Prepared[]
  readonly faults: readonly CellFault[]
  readonly notes: readonly CellNote[]
  readonly sheet: BulkSheet
}

/** What a sheet would book, and what is wrong with which cell. */
export async function readBulk(
  tx: Tx,
  reading: Reading,
  asked: Pick<BulkAsked, 'file' | 'departureId'>,
): Promise<BulkRead> {
  const { all, faults, notes } = await prepare(tx, reading, asked)
  const prices = await pricesOf(tx, reading.actor, all)
  const bookings = all.map((prepared) => toView(prepared, prices.get(prepared) ?? null))
  return {
    bookings,
    trains: trainsOf(all),
    totals: totalsOf(all.flatMap((one) => (one.already ? [] : (prices.get(one) ?? [])))),
    notes: notes.slice(0, CELL_FAULTS_MAX),
    ...toldFaults(faults),
  }
}

export async function bookBulk(
  tx: Tx,
  asking: Asking & Pick<Reading, 'locale'>,
  { mode, totals, ...asked }: BulkAsked,
): Promise<BulkResult> {
  const prepared = await prepare(tx, asking, asked)
  const { all, faults } = prepared
  if (faults.length > 0) throw bulkProblem('booking.bulk_faulty', { count: faults.length })
  const fresh = all.filter(({ already }) => already === undefined)
  const outcomes = await decideFresh(tx, asking, fresh, { mode, totals })
  const made = [...outcomes.values()].filter((one) => typeof one === 'string')
  const bookings = await readBookings(tx, [
    ...made,
    ...all.flatMap(({ already }) => already?.id ?? []),
  ])
  const items = all.map((one): BulkOutcome => {
    const outcome = one.already?.id ?? outcomes.get(one)
    const { reference } = one.one.body
    const rows = [...one.one.rows]
    if (outcome instanceof Problem)
      return {
        reference,
        rows,
        outcome: 'refused',
        booking: null,
        fault: faultOf(one, outcome, prepared.sheet, asking.locale),
      }
    const booking = outcome && bookings.get(outcome)
    if (!booking) return { reference, rows, outcome: 'not_booked', booking: null, fault: null }
    const { id, number, state } = booking
    const how = one.already ? 'already' : 'booked'
    return { reference, rows, outcome: how, booking: { id, number, state }, fault: null }
  })
  const count = (outcome: BulkOutcome['outcome']) =>
    items.filter((item) => item.outcome === outcome).length
  return { items, booked: count('booked'), refused: count('refused') }
}

/** The id of each that was booked, or why it was not; of those that another kept from being booked, nothing. */
async function decideFresh(
  tx: Tx,
  asking: Asking,
  fresh: readonly Prepared[],
  { mode, totals }: Pick<BulkAsked, 'mode' | 'totals'>,
): Promise<Map<Prepared, BookingId | Problem>> {
  if (fresh.length === 0) return new Map()
  const byTrain = Map.groupBy(fresh, ({ departure }) => departure.id)
  // Every train at once and in one order: two sheets for the same trains do not wait for each other.
  await holdAccounts(tx, [...byTrain.keys()], asking.now)
  await sql`savepoint bulk`.execute(tx)
  const quoted = await quoteAll(tx, asking, byTrain)
  if (!isSame(totalsOf(quoted.prices), totals)) throw bulkProblem('booking.bulk_price_changed')
  const outcomes = new Map<Prepared, BookingId | Problem>()
  for (const some of byTrain.values()) {
    const bodies = some.map((one) => ({
      actor: asking.actor,
      body: { ...one.one.body, ...(quoted.ids.has(one) && { quoteId: quoted.ids.get(one)! }) },
    }))
    const decided = await bookTogether(tx, asking, bodies)
    for (const [index, outcome] of decided.entries()) outcomes.set(some[index]!, outcome)
  }
  const refused = [...outcomes].filter(([, outcome]) => outcome instanceof Problem)
  if (mode === 'together' && refused.length > 0) {
    await sql`rollback to savepoint bulk`.execute(tx)
    return new Map(refused)
  }
  await dropQuotes(
    tx,
    refused.flatMap(([one]) => quoted.ids.get(one) ?? []),
  )
  await insertBulkBookings(
    tx,
    asking.actor.organisationId,
    [...outcomes].flatMap(([{ digest }, id]) => (id instanceof Problem ? [] : [{ id, digest }])),
  )
  return outcomes
}

async function quoteAll(
  tx: Tx,
  asking: Asking,
  byTrain: ReadonlyMap<DepartureId, readonly Prepared[]>,
) {
  const ids = new Map<Prepared, NonNullable<Assembled['body']['quoteId']>>()
  const prices: Money[] = []
  for (const some of byTrain.values()) {
    const quotes = await makeQuotes(tx, asking, some[0]!.departure, some.map(pricedBoxes))
    for (const [index, quote] of quotes.entries()) {
      // No rates: at a price agreed elsewhere, as when it is booked by itself.
      if (quote instanceof Problem) continue
      ids.set(some[index]!, quote.id)
      prices.push({
        amountMinor: quote.totalMinor as Money['amountMinor'],
        currency: quote.currency,
      })
    }
  }
  return { ids, prices }
}

const pricedBoxes = ({ one }: Prepared) => ({ boxes: quotedBoxes(one.body.lines), extras: [] })

async function pricesOf(
  tx: Tx,
  actor: Actor,
  all: readonly Prepared[],
): Promise<ReadonlyMap<Prepared, Money>> {
  const prices = new Map<Prepared, Money>()
  for (const some of Map.groupBy(all, ({ departure }) => departure.id).values()) {
    const [{ departure }] = some as [Prepared]
    const found = await estimatePrices(tx, actor.organisationId, departure, some.map(pricedBoxes))
    for (const [index, price] of found.entries()) if (price) prices.set(some[index]!, price)
  }
  return prices
}

async function prepare(
  tx: Tx,
  { actor, now, locale }: Reading,
  { file, departureId }: Pick<BulkAsked, 'file' | 'departureId'>,
): Promise<PreparedSheet> {
  const grid = await readSpreadsheet(Buffer.from(file.base64, 'base64'))
  const trains = await trainsIn(tx, grid, locale)
  const brokers = await brokersByName(tx)
  // Named before anything is read from the sheet, so that a train that is not is answered as such.
  if (departureId !== undefined) await getDeparture(tx, departureId, now)
  const sheet = assembleSheet(
    grid,
    {
      departureId,
      brokerNamed: (name) => brokers.get(nameKey(name)),
      trainsOn: (trainNumber, day) => trains.get(`${trainNumber} ${day}`) ?? [],
    },
    locale,
  )
  const bodies = sheet.bookings.map(({ body }) => body)
  const departures = await getDepartures(
    tx,
    bodies.map((body) => body.departureId),
    now,
  )
  const digests = bodies.map((body) => createHash('sha256').update(JSON.stringify(body)).digest())
  const before = await findBookedBefore(tx, actor.organisationId, digests)
  const judges = new Map<DepartureId, Awaited<ReturnType<typeof judgeFor>>>()
  for (const [id, departure] of departures) judges.set(id, await judgeFor(tx, departure))
  const all = sheet.bookings.map((one, index): Prepared => {
    const digest = digests[index]!
    return {
      one,
      digest,
      departure: departures.get(one.body.departureId)!,
      findings: judges.get(one.body.departureId)!(askedOf(one.body)),
      already: before.get(digest.toString('hex')),
    }
  })
  const found = await faultsOf(tx, all, sheet, locale)
  return { all, sheet, notes: found.notes, faults: [...sheet.faults, ...found.faults] }
}

/** The trains that the sheet names, by number and day. */
async function trainsIn(
  tx: Tx,
  grid: Grid,
  locale: Locale,
): Promise<ReadonlyMap<string, DepartureId[]>> {
  const { trainNumber, departsOn } = BULK_COLUMNS
  const { rows } = readTable(grid, { trainNumber, departsOn }, locale)
  const named = new Map(
    rows.flatMap(({ value }) => {
      // An optional cell may be empty, whatever its type says.
      const { trainNumber: number, departsOn: day } = value as Partial<typeof value>
      return number && day ? [[`${number} ${day}`, { trainNumber: number, day }] as const] : []
    }),
  )
  const found = await findTrainsByNumber(tx, [...named.values()])
  return new Map(
    [...Map.groupBy(found, ({ trainNumber: number, day }) => `${number} ${day}`)].map(
      ([key, some]) => [key, some.map(({ id }) => id)],
    ),
  )
}

/** By any of their names; a name that two of them share is nobody's. */
async function brokersByName(tx: Tx): Promise<ReadonlyMap<string, OrganisationId>> {
  const found = await listOrganisationsOfKind(tx, 'broker')
  const named = found.flatMap(({ id, names }) =>
    [...new Set([id, names.zh, names.en, names.ru].map(nameKey))].map((name) => ({ name, id })),
  )
  return new Map(
    [...Map.groupBy(named, ({ name }) => name)].flatMap(([name, some]) =>
      some.length === 1 ? [[name, some[0]!.id] as const] : [],
    ),
  )
}

/** What the cargo rules and the facts say, at the cells they are about; of what is booked already nothing more. */
async function faultsOf(
  tx: Tx,
  all: readonly Prepared[],
  { faultAt }: BulkSheet,
  locale: Locale,
): Promise<{ readonly faults: CellFault[]; readonly notes: CellNote[] }> {
  const faults: CellFault[] = []
  const notes: CellNote[] = []
  const fresh = all.filter(({ already }) => already === undefined)
  const wrongFact = await checkFacts(
    tx,
    fresh.map(({ one }) => one.body),
  )
  for (const prepared of fresh) {
    const { one, departure, findings } = prepared
    const { lines, cargo } = one.body
    const wrong = wrongLoad(lines, massOf(cargo), departure) ?? wrongFact(one.body)
    if (wrong) faults.push(faultAt(...placeOf(one, wrong), wrong.code, sameIn(wrong, locale)))
    for (const finding of findings) {
      // Said by the load itself, above.
      if (finding.rule === 'payload') continue
      const code = `booking.rule_${finding.rule}`
      const fault = faultAt(...cellOf(finding, one), code, findingText(finding))
      if (finding.effect === 'refuse') faults.push(fault)
      else notes.push({ ...fault, effect: finding.effect })
    }
  }
  return { faults, notes }
}

/** A refusal in the reader's language, where only that is asked for. */
function sameIn(problem: Problem, locale: Locale) {
  const said = problem.detail(locale)
  return { zh: said, en: said, ru: said }
}

function placeOf(one: Assembled, { code, facts }: Problem): ReturnType<typeof cellOf> {
  if (code === 'booking.hs_unknown') {
    const at = one.body.cargo.findIndex(
      ({ hsCode }) => hsSubheading(hsCode) === facts['subheading'],
    )
    return [one.cargoRows[at]!, 'hsCode']
  }
  const isLoad = code === 'booking.payload_exceeded' || code === 'train.over_wagon'
  return [one.rows[0]!, isLoad ? 'grossMassKg' : 'reference']
}

function faultOf(
  { one }: Prepared,
  problem: Problem,
  { faultAt }: BulkSheet,
  locale: Locale,
): CellFault {
  return faultAt(one.rows[0]!, 'reference', problem.code, sameIn(problem, locale))
}

function toView({ one, departure, findings, already }: Prepared, price: Money | null): BulkBooking {
  const { reference, consignee, lines, cargo } = one.body
  return {
    reference,
    rows: [...one.rows],
    journey: journeyOf(departure),
    consignee: consignee.name,
    lines,
    boxes: lines.reduce((count, line) => count + line.count, 0),
    teu: teuOf(lines),
    grossMassKg: massOf(cargo),
    price,
    asksOperator: needsOperator(lines, findings),
    already: already ?? null,
  }
}

/** What is asked of each train against what is free on it; more than that is refused when it is booked. */
function trainsOf(all: readonly Prepared[]): BulkRead['trains'] {
  const fresh = all.filter(({ already }) => already === undefined)
  return [...Map.groupBy(fresh, ({ departure }) => departure.id).values()].map((some) => ({
    journey: journeyOf(some[0]!.departure),
    askedTeu: some.reduce((teu, { one }) => teu + teuOf(one.body.lines), 0),
    freeTeu: some[0]!.departure.freeTeu,
  }))
}

function totalsOf(prices: readonly Money[]): Money[] {
  const byCurrency = Map.groupBy(prices, ({ currency }) => currency)
  return [...byCurrency].map(([currency, some]) => ({
    currency,
    amountMinor: some.reduce(
      (sum, { amountMinor }) => sum + amountMinor,
      0,
    ) as Money['amountMinor'],
  }))
}

function isSame(one: readonly Money[], other: readonly Money[]): boolean {
  const key = (totals: readonly Money[]) =>
    totals
      .map(({ currency, amountMinor }) => `${currency} ${amountMinor}`)
      .toSorted()
      .join()
  return key(one) === key(other)
}
