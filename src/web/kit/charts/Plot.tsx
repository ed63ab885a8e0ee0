/** The drawing of a chart: axis, columns or lines, and the band of what still changes. What it says is said in words by `Chart`. */
import { labelStep, ticksTo } from './scale.ts'
import type { ChartProps, Series } from './Chart.tsx'

const HEIGHT = 230
const TOP = 22
const FLOOR = 40
const DIGIT_PX = 7.2
const LABEL_PX = 46
const COLUMN_PX_MAX = 36
const CAPTION_PX = 26

export interface PlotBox {
  readonly left: number
  readonly right: number
  readonly ticks: readonly number[]
  readonly band: number
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

type Drawn = Pick<ChartProps, 'kind' | 'points' | 'series' | 'max' | 'format' | 'formatAxis'>

/** Where everything stands, for a width. */
export function plotOf(drawn: Drawn, width: number): PlotBox {
  const { kind, points, series, max = 0 } = drawn
  const highest =
    kind === 'columns'
      ? Math.max(0, ...points.map((_, index) => stackedTo(series, index, series.length)))
      : Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const ticks = ticksTo(Math.max(highest, max))
  const top = ticks.at(-1)!
  const longest = Math.max(...ticks.map((tick) => axisText(drawn, tick).length))
  const left = Math.ceil(longest * DIGIT_PX) + 12
  const right = width - 6
  const band = (right - left) / Math.max(1, points.length)
  return {
    left,
    right,
    ticks,
    band,
    x: (index) => left + (index + 0.5) * band,
    y: (value) => HEIGHT - FLOOR - (value / top) * (HEIGHT - FLOOR - TOP),
  }
}

const axisText = ({ format, formatAxis }: Drawn, value: number): string =>
  (formatAxis ?? format)(value)

/** Of a column, the sum of its first `count` parts. */
function stackedTo(series: readonly Series[], index: number, count: number): number {
  return series.slice(0, count).reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
}

interface PlotProps extends ChartProps {
  readonly width: number
  readonly active: number | undefined
}

export function Plot(props: PlotProps) {
  const { kind, width, active, openFrom } = props
  const box = plotOf(props, width)
  const floor = box.y(0)
  return (
    <svg width={width} height={HEIGHT} aria-hidden className="chart-drawing">
      {openFrom !== undefined && openFrom < props.points.length && (
        <Open {...props} box={box} openFrom={Math.max(0, openFrom)} />
      )}
      {active !== undefined && (
        <rect
          className="chart-active"
          x={box.x(active) - box.band / 2}
          y={TOP - 8}
          width={box.band}
          height={floor - TOP + 8}
        />
      )}
      {box.ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? 'chart-floor' : 'chart-rule'}
            x1={box.left}
            x2={box.right}
            y1={box.y(tick)}
            y2={box.y(tick)}
          />
          <text className="chart-axis" x={box.left - 7} y={box.y(tick) + 4} textAnchor="end">
            {axisText(props, tick)}
          </text>
        </g>
      ))}
      <PointLabels {...props} box={box} />
      {kind === 'columns' ? <Columns {...props} box={box} /> : <Lines {...props} box={box} />}
    </svg>
  )
}

type PartProps = PlotProps & { readonly box: PlotBox }

function Open({ box, openFrom, openIs }: PartProps & { readonly openFrom: number }) {
  const x = box.x(openFrom) - box.band / 2
  return (
    <g className="chart-open">
      <rect x={x} y={TOP - 8} width={box.right - x} height={box.y(0) - TOP + 8} />
      <text x={box.right - 4} y={TOP - 11} textAnchor="end">
        {openIs}
      </text>
    </g>
  )
}

function PointLabels({ points, box }: PartProps) {
  const step = labelStep(points.length, box.right - box.left, LABEL_PX)
  return points.map(({ label, name, group }, index) => {
    const before = points[index - 1]?.group
    const isWritten = index % step === 0
    const beginsGroup = group !== undefined && group !== before
    return (
      <g key={name}>
        {isWritten && (
          <text className="chart-axis" x={box.x(index)} y={HEIGHT - FLOOR + 17} textAnchor="middle">
            {label}
          </text>
        )}
        {beginsGroup && (
          <text
            className="chart-axis chart-group"
            x={box.x(index)}
            y={HEIGHT - 6}
            textAnchor="middle"
          >
            {group}
          </text>
        )}
      </g>
    )
  })
}

function Columns({ points, series, captions, box }: PartProps) {
  const wide = Math.min(COLUMN_PX_MAX, Math.max(2, box.band * 0.68))
  return points.map(({ name }, index) => {
    const x = box.x(index) - wide / 2
    const caption = captions?.[index]
    const top = stackedTo(series, index, series.length)
    return (
      <g key={name}>
        {series.map(({ label, tone, values }, part) => {
          const value = values[index] ?? 0
          if (value === 0) return null
          const from = stackedTo(series, index, part)
          const height = box.y(from) - box.y(from + value)
          return (
            <rect
              key={label}
              className={`chart-mark chart-${tone}`}
              x={x}
              y={box.y(from + value)}
              width={wide}
              height={Math.max(1, height - (part === 0 ? 0 : 1))}
            />
          )
        })}
        {caption && box.band >= CAPTION_PX && (
          <text className="chart-caption" x={box.x(index)} y={box.y(top) - 5} textAnchor="middle">
            {caption}
          </text>
        )}
      </g>
    )
  })
}

function Lines({ series, box, active }: PartProps) {
  const marksFit = box.band >= 12
  return series.map(({ label, tone, values }, line) => (
    <g key={label} className={`chart-line-of chart-${tone}`}>
      <path
        className="chart-line"
        d={pathOf(values, box)}
        strokeDasharray={DASHES[line % DASHES.length]}
      />
      {values.map(
        (value, index) =>
          value !== null &&
          (marksFit || index === active) && (
            <Marker key={index} index={line} x={box.x(index)} y={box.y(value)} />
          ),
      )}
    </g>
  ))
}

/** A gap where there is no value. */
function pathOf(values: readonly (number | null)[], box: PlotBox): string {
  return values
    .map((value, index) => {
      if (value === null) return ''
      const isFirst = index === 0 || values[index - 1] === null
      return `${isFirst ? 'M' : 'L'}${box.x(index).toFixed(1)} ${box.y(value).toFixed(1)}`
    })
    .join('')
}

const DASHES = ['none', '6 3', '2 3', '9 3 2 3', '4 2']
const SHAPES = [
  'M0-3.6A3.6 3.6 0 1 1-.01-3.6Z',
  'M-3.2-3.2H3.2V3.2H-3.2Z',
  'M0-4.4L4.2 3H-4.2Z',
  'M0-4.6L4.6 0L0 4.6L-4.6 0Z',
  'M-4.2-3H4.2L0 4.4Z',
]

interface MarkerProps {
  readonly index: number
  readonly x: number
  readonly y: number
  readonly withLine?: boolean
}

/** Each line has its own shape and dashes, so that it is told without its colour. */
export function Marker({ index, x, y, withLine = false }: MarkerProps) {
  return (
    <>
      {withLine && (
        <path
          className="chart-line"
          d={`M${x - 10} ${y}H${x + 10}`}
          strokeDasharray={DASHES[index % DASHES.length]}
        />
      )}
      <path
        className="chart-marker"
        transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
        d={SHAPES[index % SHAPES.length]}
      />
    </>
  )
}
