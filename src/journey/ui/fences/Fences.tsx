/** The areas by which containers are seen at stations: a list, a map, and a form in which one of them is drawn anew. */
import { Input, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { getStation, nameKey, namesOf, type Position } from '#kernel/station.ts'
import type { Fence } from '#journey/fence/geofence.ts'
import { wayApi, type Geofence } from '#journey/way-contract.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { LazyMap } from '#web/map/LazyMap.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { areaOf, extentOf, handlesOf, withHandle, withPlace } from './fence-drawing.ts'
import { FenceEditor } from './FenceEditor.tsx'
import { fenceSourceTexts, fenceTexts } from './fence-texts.ts'
import { FenceSize } from './FenceSize.tsx'
import '../map/map-screen.css'
import './fences.css'

const NO_BOXES: readonly never[] = []
const NO_HANDLES: readonly Position[] = []
/** A yard, not a country. */
const ZOOM_MAX = 11

export function Fences() {
  const t = useTexts(fenceTexts)
  const { data, error, refetch } = useAsk(wayApi.geofences)
  const [search, setSearch] = useSearchParams()
  const items = data?.items ?? []
  const chosen = items.find(({ station }) => station === search.get('station'))
  const choose = (station: string | undefined) =>
    setSearch(station === undefined ? {} : { station }, { replace: true })
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      {error !== null && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active title={false} />}
      {data !== undefined && (
        <Drawing
          // Drawn anew by somebody, or another one looked at: what was begun here is over.
          key={`${chosen?.station} ${chosen?.version}`}
          items={items}
          chosen={chosen}
          onChoose={choose}
        />
      )}
    </>
  )
}

interface DrawingProps {
  readonly items: readonly Geofence[]
  readonly chosen: Geofence | undefined
  readonly onChoose: (station: string | undefined) => void
}

function Drawing({ items, chosen, onChoose }: DrawingProps) {
  const [drafted, setDraft] = useState<Fence>()
  const fence = drafted ?? chosen?.fence
  return (
    <div className="map-screen">
      <div className="map-side">
        {chosen !== undefined && fence !== undefined && (
          <FenceEditor
            geofence={chosen}
            fence={fence}
            isChanged={drafted !== undefined}
            onChange={setDraft}
            onClose={() => onChoose(undefined)}
          />
        )}
        <FenceList items={items} chosen={chosen?.station} onChoose={onChoose} />
      </div>
      <div className="map-chart">
        <FenceMap
          items={items}
          chosen={chosen}
          fence={fence}
          onChoose={onChoose}
          onChange={setDraft}
        />
      </div>
    </div>
  )
}

interface FenceMapProps extends Omit<DrawingProps, 'onChoose'> {
  readonly fence: Fence | undefined
  readonly onChoose: (station: string) => void
  readonly onChange: (fence: Fence) => void
}

function FenceMap({ items, chosen, fence, onChoose, onChange }: FenceMapProps) {
  const t = useTexts(fenceTexts)
  const mayAct = useMayAct()
  const areas = useMemo(
    () =>
      items.map((item) => {
        const isChosen = item.station === chosen?.station
        return areaOf(item.station, isChosen && fence ? fence : item.fence, isChosen)
      }),
    [items, chosen, fence],
  )
  const isDrawn = mayAct && chosen !== undefined && fence !== undefined
  const handles = useMemo(() => (isDrawn ? handlesOf(fence) : NO_HANDLES), [isDrawn, fence])
  const [framed] = useState(fence)
  return (
    <LazyMap
      label={t('map')}
      boxes={NO_BOXES}
      areas={areas}
      handles={handles}
      frame={chosen?.station ?? ''}
      extent={framed ? extentOf(framed) : WHOLE}
      zoomMax={ZOOM_MAX}
      onArea={onChoose}
      onPlace={(position) => isDrawn && onChange(withPlace(fence, position))}
      onHandle={(index, position) => isDrawn && onChange(withHandle(fence, index, position))}
    />
  )
}

/** From the ports of Europe to those of China. */
const WHOLE: readonly number[] = [-4, 28, 133, 61]

interface FenceListProps {
  readonly items: readonly Geofence[]
  readonly chosen: string | undefined
  readonly onChoose: (station: string) => void
}

function FenceList({ items, chosen, onChoose }: FenceListProps) {
  const t = useTexts(fenceTexts)
  const { say } = useLocale()
  const [typed, setTyped] = useState('')
  const shown = items.filter(({ station }) =>
    namesOf(getStation(station)).some((name) => nameKey(name).includes(nameKey(typed))),
  )
  return (
    <>
      <Input.Search
        allowClear
        aria-label={t('find')}
        placeholder={t('find')}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className="map-list" aria-label={t('list')}>
        {shown.map(({ station, fence, source }) => (
          <li key={station}>
            <button
              type="button"
              className="map-item"
              aria-pressed={station === chosen}
              onClick={() => onChoose(station)}
            >
              <span className="card-row">
                <StationName code={station} />
                <Pill tone={source === 'own' ? 'good' : 'plain'}>
                  {say(fenceSourceTexts[source])}
                </Pill>
              </span>
              <span className="soft">
                <FenceSize fence={fence} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
