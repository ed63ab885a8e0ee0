/**
 * A chart over points in a row, weeks for instance: stacked columns or lines, with what it counts written under its name. Its values
 * are read by pointing, by arrow keys, by a screen reader, and from the same content as a table; on paper it stands as it is drawn.
 */
import { useId, useState, type ChangeEvent, type PointerEvent, type ReactNode } from 'react'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import './chart.css'
import { Marker, Plot, plotOf } from './Plot.tsx'
import { useWidth } from './use-width.ts'

const texts = defineTexts({
  asTable: { zh: '数据表', en: 'As a table', ru: 'Таблицей' },
  none: { zh: '无', en: 'none', ru: 'нет' },
})

export type Tone = 'deep' | 'pale' | 'ground' | 'amber' | 'violet' | 'green' | 'grey' | 'red'

export interface Series {
  readonly label: string
  readonly tone: Tone
  /** One a point; null where there is nothing to say. */
  readonly values: readonly (number | null)[]
}

export interface ChartPoint {
  /** Under the axis: short. */
  readonly label: string
  /** In words, for the reading and the table. */
  readonly name: string
  /** Written once below the labels, where it changes: a year. */
  readonly group?: string
}

export interface ChartProps {
  readonly title: string
  /** What is counted. */
  readonly note: ReactNode
  readonly kind: 'columns' | 'lines'
  readonly points: readonly ChartPoint[]
  /** What the points are: the heading of the table's first column. */
  readonly pointsAre: string
  readonly series: readonly Series[]
  readonly format: (value: number) => string
  readonly formatAxis?: (value: number) => string
  /** The axis goes to here at least. */
  readonly max?: number
  /** Above a column, where there is room. */
  readonly captions?: readonly (string | null)[]
  /** What `captions` are called in the reading and the table. */
  readonly captionsAre?: string
  /** From this point on values still change. */
  readonly openFrom?: number
  readonly openIs?: string
}

export function Chart(props: ChartProps) {
  const { title, note, points, series } = props
  const [ref, width] = useWidth<HTMLDivElement>()
  const [active, setActive] = useState<number>()
  const id = useId()
  const shown = Math.min(active ?? lastWithValues(series), points.length - 1)
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <p className="chart-note">{note}</p>
      </figcaption>
      <Legend {...props} shown={shown} />
      <div ref={ref} className="chart-plot">
        <Plot {...props} width={width} active={active} />
        <Cursor {...props} width={width} shown={shown} onActive={setActive} />
      </div>
      <ChartTable {...props} />
    </figure>
  )
}

function lastWithValues(series: readonly Series[]): number {
  const last = Math.max(
    -1,
    ...series.map(({ values }) => values.findLastIndex((value) => (value ?? 0) > 0)),
  )
  return last === -1 ? 0 : last
}

/** Each series by its name, with its value at the point that is read. */
function Legend({
  series,
  points,
  format,
  kind,
  shown,
  captions,
  captionsAre,
}: ChartProps & { shown: number }) {
  const t = useTexts(texts)
  const caption = captions?.[shown]
  return (
    <div className="chart-legend">
      <span className="chart-point">{points[shown]?.name}</span>
      {series.map(({ label, tone, values }, index) => (
        <span key={label} className={`chart-key chart-${tone}`}>
          <svg width={20} height={12} aria-hidden>
            {kind === 'lines' ? (
              <Marker index={index} x={10} y={6} withLine />
            ) : (
              <rect x={3} y={0.5} width={12} height={11} rx={2} />
            )}
          </svg>
          {label} <strong>{valueText(values[shown], format, t('none'))}</strong>
        </span>
      ))}
      {caption !== undefined && caption !== null && (
        <span className="chart-key">
          {captionsAre} <strong>{caption}</strong>
        </span>
      )}
    </div>
  )
}

function valueText(
  value: number | null | undefined,
  format: (value: number) => string,
  none: string,
): string {
  return value === null || value === undefined ? none : format(value)
}

interface CursorProps extends ChartProps {
  readonly width: number
  readonly shown: number
  readonly onActive: (index: number | undefined) => void
}

/** A slider over the plot: whoever uses keys or a screen reader moves from point to point as with any other slider. */
function Cursor(props: CursorProps) {
  const { title, points, series, format, width, shown, onActive, captions, captionsAre } = props
  const t = useTexts(texts)
  const { left, right } = plotOf(props, width)
  const pointAt = (event: PointerEvent<HTMLInputElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const index = Math.floor(((event.clientX - box.left) / box.width) * points.length)
    onActive(Math.max(0, Math.min(points.length - 1, index)))
  }
  const caption = captions?.[shown]
  const reading = [
    points[shown]?.name,
    ...series.map(({ label, values }) => `${label} ${valueText(values[shown], format, t('none'))}`),
    ...(caption ? [`${captionsAre} ${caption}`] : []),
  ].join(', ')
  return (
    <input
      type="range"
      className="chart-cursor"
      style={{ left, width: right - left }}
      min={0}
      max={Math.max(0, points.length - 1)}
      value={shown}
      aria-label={title}
      aria-valuetext={reading}
      onChange={(event: ChangeEvent<HTMLInputElement>) => onActive(Number(event.target.value))}
      onPointerMove={pointAt}
      onPointerUp={pointAt}
      onPointerLeave={() => onActive(undefined)}
    />
  )
}

function ChartTable(props: ChartProps) {
  const { title, points, pointsAre, series, format, captions, captionsAre, openFrom, openIs } =
    props
  const t = useTexts(texts)
  return (
    <details className="chart-table">
      <summary>{t('asTable')}</summary>
      <ScrollBox label={title}>
        <table className="plain-table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{pointsAre}</th>
              {series.map(({ label }) => (
                <th key={label} scope="col" className="chart-number">
                  {label}
                </th>
              ))}
              {captions && (
                <th scope="col" className="chart-number">
                  {captionsAre}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {points.map(({ name }, index) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {openFrom !== undefined && index >= openFrom && ` · ${openIs}`}
                </th>
                {series.map(({ label, values }) => (
                  <td key={label} className="chart-number">
                    {valueText(values[index], format, '–')}
                  </td>
                ))}
                {captions && <td className="chart-number">{captions[index] ?? '–'}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  )
}
