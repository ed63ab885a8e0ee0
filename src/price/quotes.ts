/** Quoting: from the sheet in force at that moment, bound to its version, and taken once. */
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { say, type Locale, type TextFacts } from '#kernel/locale.ts'
import type { Money } from '#kernel/money.ts'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, formatLocalTime, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { getDeparture, getTrainsInBrief } from '#train'
import type { Departure } from '#train/contract.ts'
import type {
  ChargedId,
  Quote,
  QuoteAsked,
  QuotedBoxes,
  QuoteId,
  RateSheet,
} from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'
import {
  decideLclPrice,
  decidePrice,
  decideQuote,
  quoteEndsMs,
  type PriceRefusal,
} from '#price/price.ts'
import { priceProblem } from '#price/price-problem.ts'
import { insertQuotes, lockOwnQuote, markAccepted, type QuoteRow } from '#price/quote-store.ts'
import { readSheetsInForce, readTerms, shareSheetsOf, type QuoteTerms } from '#price/store.ts'
import { chargeTexts } from '#price/words.ts'

export interface Asking {
  readonly actor: Actor
  readonly now: Date
}

/** The sheets somebody would be quoted from for a train, in the order they are tried. */
export async function sheetsForTrain(
  tx: Tx,
  customerId: OrganisationId,
  departure: Departure,
): Promise<RateSheet[]> {
  const { service, departsAt } = departure
  return readSheetsInForce(tx, {
    operatorId: service.operatorId,
    customerId,
    // Departures are given by the clock of the first stop.
    departsOn: departsAt.slice(0, 10),
    origin: service.origin,
    destination: service.destination,
  })
}

export async function makeQuote(
  tx: Tx,
  asking: Asking & { readonly ids: Ids },
  { departureId, ...asked }: PriceAsked & Pick<QuoteAsked, 'departureId'>,
): Promise<QuoteRow> {
  const departure = await getDeparture(tx, departureId, asking.now)
  const [quote] = await makeQuotes(tx, asking, departure, [asked])
  if (quote instanceof Problem) throw quote
  return quote!
}

type PriceAsked = Omit<QuoteAsked, 'departureId'> & { readonly lcl?: LclAsked }

/** Several for one train, from the same sheets; each is a quote, or why there is none. */
export async function makeQuotes(
  tx: Tx,
  { actor, now, ids }: Asking & { readonly ids: Ids },
  departure: Departure,
  asked: readonly PriceAsked[],
): Promise<(QuoteRow | Problem)[]> {
  const { service, bookingCutoffAt } = departure
  if (departure.state !== 'scheduled' || now.getTime() >= epochMs(bookingCutoffAt))
    return asked.map(() => priceProblem('price.train_closed'))
  await shareSheetsOf(tx, service.operatorId)
  const sheets = await sheetsForTrain(tx, actor.organisationId, departure)
  const quotes = asked.map((one): QuoteRow | Problem => {
    const { lcl = null, boxes, extras } = one
    const found =
      lcl === null ? firstPrice(sheets, departure, one) : firstLclPrice(sheets, departure, lcl)
    if (found instanceof Problem) return found
    const { sheet, priced } = found
    return {
      id: ids('quo') as QuoteId,
      sheetId: sheet.id,
      operatorId: service.operatorId,
      customerId: actor.organisationId,
      departureId: departure.id,
      ...{ boxes, lcl, extras },
      lines: priced.lines,
      currency: sheet.currency,
      totalMinor: priced.totalMinor,
      quotedAt: now,
      expiresAt: new Date(quoteEndsMs(sheet.quoteHours, now.getTime(), bookingCutoffAt)),
      bookingId: null,
    }
  })
  await insertQuotes(
    tx,
    quotes.flatMap((one) => (one instanceof Problem ? [] : [one])),
  )
  return quotes
}

/** What each would cost now; null where no sheet prices all of it. Nothing is kept, nothing is promised. */
export async function estimatePrices(
  tx: Tx,
  customerId: OrganisationId,
  departure: Departure,
  asked: readonly PriceAsked[],
): Promise<(Money | null)[]> {
  const sheets = await sheetsForTrain(tx, customerId, departure)
  return asked.map((one) => {
    const found = firstPrice(sheets, departure, one)
    if (found instanceof Problem) return null
    const { sheet, priced } = found
    return { amountMinor: priced.totalMinor as Money['amountMinor'], currency: sheet.currency }
  })
}

/** The first sheet that prices everything asked; else the first one's reason. */
function firstPrice(sheets: readonly RateSheet[], { service }: Departure, asked: PriceAsked) {
  let first: PriceRefusal | undefined
  for (const sheet of sheets) {
    const { origin, destination } = service
    const priced = decidePrice(sheet, { origin, destination, ...asked })
    if ('lines' in priced) return { sheet, priced }
    first ??= priced
  }
  const [boxes] = asked.boxes
  const { equipmentType, owner } = boxes!
  return refusedPrice(first ?? { code: 'price.no_rate', facts: { equipmentType, owner } })
}

function firstLclPrice(sheets: readonly RateSheet[], { service }: Departure, lcl: LclAsked) {
  const { origin, destination } = service
  for (const sheet of sheets) {
    const priced = decideLclPrice(sheet, { origin, destination, lcl })
    if ('lines' in priced) return { sheet, priced }
  }
  return priceProblem('price.no_lcl_rate')
}

/** Codes become words in each language; the facts stay codes for programs. */
function refusedPrice(refusal: PriceRefusal): Problem {
  const text = priceProblem.table[refusal.code]
  const facts: TextFacts = { ...refusal.facts }
  const wordsIn = (locale: Locale): TextFacts => ({
    ...facts,
    ...('owner' in refusal.facts && {
      owner: boxOwnerTexts[refusal.facts.owner as keyof typeof boxOwnerTexts][locale],
    }),
    ...('kind' in refusal.facts && { kind: chargeTexts[refusal.facts.kind][locale] }),
  })
  const inLocale = (locale: Locale) => say(text, locale, wordsIn(locale))
  return new Problem(
    refusal.code,
    { kind: text.kind, zh: inLocale('zh'), en: inLocale('en'), ru: inLocale('ru') },
    facts,
  )
}

interface Wanted {
  readonly quoteId: QuoteId
  readonly departure: Departure
  readonly boxes: readonly QuotedBoxes[]
  readonly lcl?: LclAsked | undefined
}

/** Takes the caller's own quote for a booking of just these boxes on this train; held until the transaction ends. */
export async function takeQuote(
  tx: Tx,
  asking: Asking,
  wanted: Wanted & { readonly bookingId: ChargedId },
): Promise<QuoteRow> {
  const quote = await holdQuote(tx, asking, wanted)
  if (quote instanceof Problem) throw quote
  await markAccepted(tx, quote.id, wanted.bookingId)
  return quote
}

/** Why it could not be taken; undefined when it can, and then it is held until the transaction ends. */
export async function checkQuote(
  tx: Tx,
  asking: Asking,
  wanted: Wanted,
): Promise<Problem | undefined> {
  const quote = await holdQuote(tx, asking, wanted)
  return quote instanceof Problem ? quote : undefined
}

async function holdQuote(
  tx: Tx,
  { actor, now }: Asking,
  { quoteId, departure, boxes, lcl }: Wanted,
): Promise<QuoteRow | Problem> {
  const quote = await lockOwnQuote(tx, actor.organisationId, quoteId)
  if (quote === undefined) return priceProblem('price.quote_absent')
  const refusal = decideQuote(
    {
      accepted: quote.bookingId !== null,
      expiresMs: quote.expiresAt.getTime(),
      departureId: quote.departureId,
      boxes: quote.boxes,
      lcl: quote.lcl,
    },
    { nowMs: now.getTime(), departureId: departure.id, boxes, lcl },
  )
  if (refusal === undefined) return quote
  const { timeZone } = getStation(departure.service.origin)
  const at = timestampIn(quote.expiresAt.getTime(), timeZone)
  return priceProblem(refusal, { expiresAt: formatLocalTime(at, timeZone, 'sv-SE') })
}

/** As their readers see them, in the order given. */
export async function quoteViews(tx: Tx, rows: readonly QuoteRow[], now: Date): Promise<Quote[]> {
  const terms = await readTerms(
    tx,
    rows.map((row) => row.sheetId),
  )
  const trains = await getTrainsInBrief(
    tx,
    rows.map((row) => row.departureId),
  )
  return rows.map((row) => {
    const { timeZone } = getStation(trains.get(row.departureId)!.service.origin)
    return toView(row, { terms: terms.get(row.sheetId)!, timeZone, now })
  })
}

function toView(
  row: QuoteRow,
  { terms, timeZone, now }: { terms: QuoteTerms; timeZone: string; now: Date },
): Quote {
  const open = now.getTime() < row.expiresAt.getTime() ? 'open' : 'expired'
  return {
    ...row,
    boxes: [...row.boxes],
    extras: [...row.extras],
    lines: [...row.lines],
    sheetTitle: terms.title,
    sheetVersion: terms.version,
    fees: terms.fees,
    quotedAt: timestampIn(row.quotedAt.getTime(), timeZone),
    expiresAt: timestampIn(row.expiresAt.getTime(), timeZone),
    state: row.bookingId === null ? open : 'accepted',
  }
}
