/** Figures for whoever reckons on: one row a line and week, money in a column for each currency; what they count on a second sheet. */
import type { Day } from '#kernel/day.ts'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { currencyMinorDigits } from '#kernel/money.ts'
import type { Cell, SheetWritten } from '#platform/spreadsheet.ts'
import { majorOf } from '#price'
import { corridorTexts } from '#train'
import type { FigureLine, FigureSet } from '#figures/contract.ts'
import { definitionsFor } from '#figures/definitions.ts'
import { cancelRateOf, figuresOf, fillOf, groupSums, weeksOf } from '#figures/figures.ts'
import type { Read } from '#figures/reading.ts'
import { figureTexts } from '#figures/words.ts'

interface Row {
  readonly week: Day
  readonly line: FigureLine
  readonly figures: FigureSet
}

type Column = readonly [heading: string, cell: (row: Row) => Cell]

export function figureSheets(read: Read, locale: Locale): SheetWritten[] {
  const word = (text: Text) => say(text, locale)
  const rows = rowsOf(read)
  const columns = [...columnsOf(read.isShipper, locale), ...moneyColumns(rows, read, locale)]
  return [
    {
      name: word(figureTexts.figures),
      rows: [
        columns.map(([heading]) => heading),
        ...rows.map((row) => columns.map(([, cell]) => cell(row))),
      ],
    },
    {
      name: word(figureTexts.howCounted),
      rows: [
        [word(figureTexts.howCounted)],
        ...definitionsFor(read.isShipper).map((text) => [word(text)]),
      ],
    },
  ]
}

function rowsOf({ period, lines, sums, isShipper }: Read): Row[] {
  const byLine = groupSums(sums, ({ serviceId }) => serviceId)
  const weeks = weeksOf(period)
  return lines.flatMap((line) => {
    const ofLine = byLine.get(line.id)
    if (ofLine === undefined) return []
    const byWeek = groupSums(ofLine, ({ week }) => week)
    return weeks.flatMap((week): Row[] => {
      const sumsOfWeek = byWeek.get(week)
      return sumsOfWeek === undefined
        ? []
        : [{ week, line, figures: figuresOf(sumsOfWeek, isShipper) }]
    })
  })
}

const percent = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 1_000) / 10

function columnsOf(isShipper: boolean, locale: Locale): Column[] {
  const word = (text: Text) => say(text, locale)
  const t = figureTexts
  const ofTrains: Column[] = [
    [word(t.capacityTeu), ({ figures }) => figures.capacityTeu],
    [word(t.soldTeu), ({ figures }) => figures.soldTeu],
    [word(t.heldTeu), ({ figures }) => figures.heldTeu],
    [word(t.fillPercent), ({ figures }) => percent(fillOf(figures))],
  ]
  return [
    [word(t.week), ({ week }) => week],
    [word(t.corridor), ({ line }) => word(corridorTexts[line.corridor])],
    [word(t.line), ({ line }) => line.names[locale]],
    [word(t.trains), ({ figures }) => figures.trains],
    ...(isShipper
      ? []
      : ([[word(t.trainsCancelled), ({ figures }) => figures.trainsCancelled]] as Column[])),
    ...(isShipper
      ? ([[word(t.bookedTeu), ({ figures }) => figures.soldTeu]] as Column[])
      : ofTrains),
    [word(t.tonnes), ({ figures }) => Math.round(figures.soldKg / 100) / 10],
    [word(t.bookings), ({ figures }) => figures.bookings],
    [word(t.medianDays), ({ figures }) => figures.lead.medianDays],
    [word(t.lateDays), ({ figures }) => figures.lead.lateDays],
    [word(t.early), ({ figures }) => figures.cancelled.early],
    [word(t.late), ({ figures }) => figures.cancelled.late],
    [word(t.declined), ({ figures }) => figures.cancelled.declined],
    [word(t.withTrain), ({ figures }) => figures.cancelled.withTrain],
    [word(t.cancelPercent), ({ figures }) => percent(cancelRateOf(figures))],
    [word(t.unpriced), ({ figures }) => figures.unpriced],
  ]
}

/** Never one column for two currencies. */
function moneyColumns(rows: readonly Row[], { isShipper }: Read, locale: Locale): Column[] {
  const currencies = new Set(
    rows.flatMap(({ figures }) => figures.revenue.map(({ currency }) => currency)),
  )
  return [...currencies].toSorted().flatMap((currency): Column[] => {
    const digits = currencyMinorDigits(currency)
    const of = ({ figures }: Row) => figures.revenue.find((one) => one.currency === currency)
    const major = (minor: number | undefined) =>
      minor === undefined ? null : majorOf(minor, digits)
    const heading = isShipper ? figureTexts.charged : figureTexts.revenue
    return [
      [`${say(heading, locale)} ${currency}`, (row) => major(of(row)?.amountMinor)],
      [`${say(figureTexts.fees, locale)} ${currency}`, (row) => major(of(row)?.feesMinor)],
    ]
  })
}
