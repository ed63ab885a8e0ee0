/** The figures of the whole period by corridor and by line. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Figures, FigureSet } from '#figures/contract.ts'
import { cancelRateOf, fillOf } from '#figures/figures.ts'
import { figureTexts } from '#figures/words.ts'
import { corridorTexts } from '#train/corridor.ts'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { formatMoney } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { usePercent, useWhole } from './number-words.ts'
import { screenTexts } from './screen-texts.ts'

interface TablesProps {
  readonly figures: Figures
  readonly isShipper: boolean
}

export function FigureTables({ figures, isShipper }: TablesProps) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const names = new Map(figures.lines.map(({ id, names: name }) => [id, say(name)]))
  return (
    <>
      <FigureTable
        title={t('byCorridor')}
        heading={say(figureTexts.corridor)}
        isShipper={isShipper}
        rows={figures.byCorridor.map((row) => ({
          key: row.corridor,
          name: say(corridorTexts[row.corridor]),
          figures: row,
        }))}
      />
      <FigureTable
        title={t('byLine')}
        heading={say(figureTexts.line)}
        isShipper={isShipper}
        rows={figures.byLine.map((row) => ({
          key: row.serviceId,
          // A line's own page is its parties'.
          name: isShipper ? (
            names.get(row.serviceId)
          ) : (
            <Link to={paths.service(row.serviceId)}>{names.get(row.serviceId)}</Link>
          ),
          figures: row,
        }))}
      />
    </>
  )
}

interface TableProps {
  readonly title: string
  readonly heading: string
  readonly isShipper: boolean
  readonly rows: readonly {
    readonly key: string
    readonly name: ReactNode
    readonly figures: FigureSet
  }[]
}

function FigureTable({ title, heading, isShipper, rows }: TableProps) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const columns = [
    say(figureTexts.trains),
    ...(isShipper ? [say(figureTexts.bookedTeu)] : [say(figureTexts.soldTeu), t('fill')]),
    say(isShipper ? figureTexts.charged : figureTexts.revenue),
    say(figureTexts.bookings),
    say(figureTexts.medianDays),
    t('cancelled'),
  ]
  return (
    <section className="panel">
      <h2>{title}</h2>
      <ScrollBox label={title}>
        <table className="plain-table figure-table">
          <thead>
            <tr>
              <th scope="col">{heading}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="chart-number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, figures }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <Cells figures={figures} isShipper={isShipper} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

function Cells({ figures, isShipper }: { figures: FigureSet; isShipper: boolean }) {
  const { tag } = useLocale()
  const whole = useWhole()
  const percent = usePercent()
  const fill = fillOf(figures)
  const cells: ReactNode[] = [
    whole(figures.trains),
    whole(figures.soldTeu),
    ...(isShipper
      ? []
      : [
          <span key="fill" className="figure-fill">
            <span className="bar" aria-hidden>
              <span style={{ width: `${Math.round(Math.min(1, fill ?? 0) * 100)}%` }} />
            </span>
            {percent(fill)}
          </span>,
        ]),
    figures.revenue.length === 0
      ? '–'
      : figures.revenue.map(({ currency, amountMinor }) => (
          <div key={currency}>{formatMoney(amountMinor, currency, tag)}</div>
        )),
    whole(figures.bookings),
    figures.lead.medianDays === null ? '–' : whole(figures.lead.medianDays),
    percent(cancelRateOf(figures)),
  ]
  return cells.map((cell, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- cells stand by their place
    <td key={index} className="chart-number number">
      {cell}
    </td>
  ))
}
