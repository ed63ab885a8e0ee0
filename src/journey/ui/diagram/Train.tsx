/** One train on the sheet: thin as planned, thick as it ran, dashed as expected; a link, reached by pointing and by Tab. */
import { Link } from 'react-router'
import type { DiagramTrain } from '#journey/diagram-contract.ts'
import { paths } from '#web/paths.ts'
import { HEAD_PX, numberPlace, pathOf, type Sheet } from './sheet.ts'
import { useTrainWords } from './train-words.ts'

const DIGIT_PX = 7.5
/** From here on it is drawn as late. */
const LATE_MINUTES = 24 * 60

interface TrainProps {
  readonly train: DiagramTrain
  readonly sheet: Sheet
  readonly zone: string
  readonly active: boolean
  readonly onActive: (isActive: boolean) => void
}

export function Train({ train, sheet, zone, active, onActive }: TrainProps) {
  const words = useTrainWords()
  const { departureId, trainNumber, state, planned, actual, expected, lateMinutes } = train
  const isLate = (lateMinutes ?? 0) > LATE_MINUTES
  const whole = pathOf([...actual, ...expected.slice(1)], sheet)
  const place = numberPlace(planned, sheet, trainNumber.length * DIGIT_PX + 8)
  const last = actual.at(-1)
  return (
    <Link
      to={paths.departure(departureId)}
      aria-label={words(train, zone)}
      className={`diagram-train diagram-train-${state}${active ? ' diagram-train-active' : ''}`}
      onPointerEnter={() => onActive(true)}
      onPointerLeave={() => onActive(false)}
      onFocus={() => onActive(true)}
      onBlur={() => onActive(false)}
    >
      <path className="diagram-hit" d={pathOf(planned, sheet)} />
      {whole !== '' && <path className="diagram-hit" d={whole} />}
      <path className="diagram-line diagram-planned" d={pathOf(planned, sheet)} />
      {expected.length > 0 && (
        <path className="diagram-line diagram-expected" d={pathOf(expected, sheet)} />
      )}
      {actual.length > 0 && (
        <path
          className={`diagram-line ${isLate ? 'diagram-late' : 'diagram-actual'}`}
          d={pathOf(actual, sheet)}
        />
      )}
      {last !== undefined && state === 'departed' && (
        <circle
          className={isLate ? 'diagram-head diagram-head-late' : 'diagram-head'}
          cx={sheet.x(Date.parse(last.at))}
          cy={sheet.y(last.km)}
          r={4.5}
        />
      )}
      {place !== undefined && place.y > HEAD_PX && (
        <text
          className="diagram-number"
          textAnchor="middle"
          transform={`translate(${place.x.toFixed(1)} ${place.y.toFixed(1)}) rotate(${place.degrees.toFixed(1)})`}
          dy={-4}
        >
          {trainNumber}
        </text>
      )}
    </Link>
  )
}
