/** The sheet itself: the grid of stations and time, marks of borders and gauges, and a line for each train to point at and to open. */
import { useState, type PointerEvent } from 'react'
import type { Day } from '#kernel/day.ts'
import { findStation, getStation } from '#kernel/station.ts'
import type { Diagram, DiagramTrain } from '#journey/diagram-contract.ts'
import { useWidth } from '#web/kit/charts/use-width.ts'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { CLOCK_ZONES, clockTime, useClockName, type Clock } from './clocks.ts'
import { diagramTexts } from './diagram-texts.ts'
import { HEAD_PX, marksOf, nearestStation, sheetOf, type Sheet } from './sheet.ts'
import { StationNames } from './StationNames.tsx'
import { Train } from './Train.tsx'
import { useTrainWords } from './train-words.ts'

interface SheetProps {
  readonly diagram: Diagram
  readonly clock: Clock
}

interface Pointed {
  readonly ms: number
  readonly km: number
}

export function DiagramSheet({ diagram, clock }: SheetProps) {
  const t = useTexts(diagramTexts)
  const { say } = useLocale()
  const [ref, width] = useWidth<HTMLDivElement>()
  const [train, setTrain] = useState<DiagramTrain>()
  const [pointed, setPointed] = useState<Pointed>()
  const zone = CLOCK_ZONES[clock]
  const { from, until, stations } = diagram
  const namesWidth = width < 560 ? 112 : 176
  const sheet = sheetOf(stations, { from, until, zone }, width - namesWidth)
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    setPointed(y < HEAD_PX ? undefined : { ms: sheet.msAt(x), km: sheet.kmAt(y) })
  }
  return (
    <section className="panel diagram" aria-label={t('diagram')}>
      <Legend clock={clock} />
      <Reading {...{ diagram, zone, train, pointed }} />
      <div ref={ref}>
        <ScrollBox label={say(diagram.line.names)}>
          <div className="diagram-sheet">
            <StationNames stations={stations} sheet={sheet} width={namesWidth} />
            <svg
              className="diagram-drawing"
              width={sheet.width}
              height={sheet.height}
              onPointerMove={point}
              onPointerLeave={() => setPointed(undefined)}
            >
              <Grid diagram={diagram} sheet={sheet} />
              {pointed && <Cross sheet={sheet} pointed={pointed} />}
              {diagram.trains.map((one) => (
                <Train
                  key={one.departureId}
                  train={one}
                  sheet={sheet}
                  zone={zone}
                  active={one.departureId === train?.departureId}
                  onActive={(isActive) => setTrain(isActive ? one : undefined)}
                />
              ))}
            </svg>
          </div>
        </ScrollBox>
      </div>
    </section>
  )
}

function Legend({ clock }: { clock: Clock }) {
  const t = useTexts(diagramTexts)
  const clockName = useClockName()
  const key = (name: 'planned' | 'actual' | 'late' | 'expected') => (
    <span className="diagram-key">
      <svg width={34} height={10} aria-hidden>
        <path className={`diagram-line diagram-${name}`} d="M1 5H33" />
      </svg>
      {t(name)}
    </span>
  )
  return (
    <div className="row diagram-legend">
      {key('planned')}
      {key('actual')}
      {key('late')}
      {key('expected')}
      {[1435, 1520].map((mm) => (
        <span key={mm} className="diagram-key">
          <svg width={16} height={10} aria-hidden>
            <rect className={`diagram-gauge-${mm}`} width={14} height={10} />
          </svg>
          {t('gauge', { mm })}
        </span>
      ))}
      <strong>{t('clockIs', { clock: clockName(clock) })}</strong>
    </div>
  )
}

interface ReadingProps {
  readonly diagram: Diagram
  readonly zone: string
  readonly train: DiagramTrain | undefined
  readonly pointed: Pointed | undefined
}

/** What is pointed at, in words: the train that is reached, and the place and time. */
function Reading({ diagram, zone, train, pointed }: ReadingProps) {
  const t = useTexts(diagramTexts)
  const { say } = useLocale()
  const words = useTrainWords()
  const near = pointed && nearestStation(diagram.stations, pointed.km)
  const at = pointed && new Date(pointed.ms).toISOString()
  return (
    <div className="diagram-reading">
      <output>{train ? words(train, zone) : t('hint')}</output>
      {near && at && (
        <span className="number soft">
          {t('pointing', {
            station: say(getStation(near.station).name),
            at: clockTime(at, zone),
            local: clockTime(at, getStation(near.station).timeZone),
          })}
        </span>
      )}
    </div>
  )
}

function Cross({ sheet, pointed }: { sheet: Sheet; pointed: Pointed }) {
  return (
    <g className="diagram-cross">
      <line x1={0} x2={sheet.width} y1={sheet.y(pointed.km)} y2={sheet.y(pointed.km)} />
      <line x1={sheet.x(pointed.ms)} x2={sheet.x(pointed.ms)} y1={HEAD_PX} y2={sheet.height} />
    </g>
  )
}

function Grid({ diagram: { stations }, sheet }: { diagram: Diagram; sheet: Sheet }) {
  const t = useTexts(diagramTexts)
  const nowMs = useNow().getTime()
  const { width, height, days, hours, x, y } = sheet
  const isNowShown = nowMs > sheet.fromMs && nowMs < sheet.untilMs
  return (
    <g aria-hidden>
      {days.map(({ day, x: at, width: wide }) => (
        <DayOfSheet key={day} day={day} x={at} width={wide} height={height} />
      ))}
      {hours.map((at) => (
        <line key={at} className="diagram-hour" x1={at} x2={at} y1={HEAD_PX} y2={height} />
      ))}
      {stations.map(({ station, km, isStop }) => (
        <line
          key={station}
          className={stationLine(station, isStop)}
          x1={0}
          x2={width}
          y1={y(km)}
          y2={y(km)}
        />
      ))}
      {marksOf(stations).map(({ kind, km, from, to }) =>
        kind === 'border' ? (
          <line
            key={from + to}
            className="diagram-border"
            x1={0}
            x2={width}
            y1={y(km)}
            y2={y(km)}
          />
        ) : (
          <line
            key={km}
            className="diagram-change"
            x1={0}
            x2={width}
            y1={y(km) + 2.5}
            y2={y(km) + 2.5}
          />
        ),
      )}
      {isNowShown && (
        <g className="diagram-now">
          <line x1={x(nowMs)} x2={x(nowMs)} y1={HEAD_PX} y2={height} />
          <text x={x(nowMs)} y={HEAD_PX - 3} textAnchor="middle">
            {t('now')}
          </text>
        </g>
      )}
    </g>
  )
}

function stationLine(code: string, isStop: boolean): string {
  const isCrossing = findStation(code)?.role === 'crossing'
  if (isCrossing) return 'diagram-station diagram-station-crossing'
  return isStop ? 'diagram-station' : 'diagram-station diagram-station-passed'
}

interface DayProps {
  readonly day: Day
  readonly x: number
  readonly width: number
  readonly height: number
}

/** As a railway's sheet has it: days between heavy rules, their names at the head. */
function DayOfSheet({ day, x, width, height }: DayProps) {
  const { tag } = useLocale()
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })
  const isWeekend = [0, 6].includes(new Date(Date.parse(day)).getUTCDay())
  return (
    <g>
      {isWeekend && (
        <rect
          className="diagram-weekend"
          x={x}
          y={HEAD_PX}
          width={width}
          height={height - HEAD_PX}
        />
      )}
      <line className="diagram-day" x1={x} x2={x} y1={HEAD_PX - 6} y2={height} />
      <text className="diagram-date" x={x + width / 2} y={14} textAnchor="middle">
        {day.slice(5)}
      </text>
      <text className="diagram-weekday" x={x + width / 2} y={28} textAnchor="middle">
        {weekday.format(Date.parse(day))}
      </text>
    </g>
  )
}
