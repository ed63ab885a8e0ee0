/** The points of an area, each with its coordinates to type; points come and go where there may be several. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button, InputNumber } from 'antd'
import type { Position } from '#kernel/station.ts'
import { FENCE_POINTS_MAX } from '#journey/fence/geofence.ts'
import { useTexts } from '#web/i18n.ts'
import { rounded } from './fence-drawing.ts'
import { fenceTexts } from './fence-texts.ts'

interface FencePointsProps {
  readonly points: readonly Position[]
  /** Without it there is one, and stays one. */
  readonly pointsMin?: number
  readonly label: (number: number) => string
  readonly onChange: (points: readonly Position[]) => void
}

export function FencePoints({ points, pointsMin, label, onChange }: FencePointsProps) {
  const t = useTexts(fenceTexts)
  const set = (index: number, point: Position) => onChange(points.with(index, point))
  const add = () => {
    const [before, last] = [points.at(-2), points.at(-1)]
    if (before === undefined || last === undefined) return
    const next = { lat: (before.lat + last.lat) / 2, lon: (before.lon + last.lon) / 2 }
    onChange(points.toSpliced(-1, 0, rounded(next)))
  }
  return (
    <>
      <ol className="fence-points">
        {points.map((point, index) => {
          const name = label(index + 1)
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a point is what stands at its place in the line
            <li key={index}>
              <span>{name}</span>
              <Degrees
                label={`${name} · ${t('lat')}`}
                limit={90}
                value={point.lat}
                onChange={(lat) => set(index, { ...point, lat })}
              />
              <Degrees
                label={`${name} · ${t('lon')}`}
                limit={180}
                value={point.lon}
                onChange={(lon) => set(index, { ...point, lon })}
              />
              {pointsMin !== undefined && (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('remove', { number: index + 1 })}
                  disabled={points.length <= pointsMin}
                  onClick={() => onChange(points.toSpliced(index, 1))}
                />
              )}
            </li>
          )
        })}
      </ol>
      {pointsMin !== undefined && points.length < FENCE_POINTS_MAX && (
        <Button size="small" onClick={add}>
          {t('add')}
        </Button>
      )}
    </>
  )
}

interface DegreesProps {
  readonly label: string
  readonly limit: number
  readonly value: number
  readonly onChange: (degrees: number) => void
}

function Degrees({ label, limit, value, onChange }: DegreesProps) {
  return (
    <InputNumber<number>
      aria-label={label}
      min={-limit}
      max={limit}
      step={0.01}
      value={value}
      onChange={(degrees) => degrees !== null && onChange(degrees)}
    />
  )
}
