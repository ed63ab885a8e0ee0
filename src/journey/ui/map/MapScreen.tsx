/** My containers on the map, moving as they report; the list beside it and the table instead of it say the same in words. */
import { Button, Segmented, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import type { TimedPosition } from '#web/map/replay.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useSession } from '#web/session.ts'
import { FleetList } from './FleetList.tsx'
import { FleetTable, TABLE_ROWS } from './FleetTable.tsx'
import type { FleetLine, FleetState } from './fleet-line.ts'
import { MapFilters } from './MapFilters.tsx'
import { LINK_MAKERS } from '../share/makers.ts'
import { useMapQuery, type MapQuery } from './map-query.ts'
import { ReplayBar } from './ReplayBar.tsx'
import { SelectedContainer } from './SelectedContainer.tsx'
import { useContainerWay } from './use-container-way.ts'
import { useFleet, useTold, type LiveFleet } from './use-fleet.ts'
import { useReplay } from './use-replay.ts'
import { WayMap } from './WayMap.tsx'
import './map-screen.css'

const texts = defineTexts({
  title: { zh: '在途地图', en: 'Map', ru: 'Карта' },
  map: {
    zh: '集装箱位置地图，内容与列表相同',
    en: 'Map of the containers’ positions; the list says the same',
    ru: 'Карта положения контейнеров; список содержит то же самое',
  },
  asMap: { zh: '地图', en: 'Map', ru: 'Карта' },
  asTable: { zh: '表格', en: 'Table', ru: 'Таблица' },
  view: { zh: '显示方式', en: 'Shown as', ru: 'Вид' },
  list: { zh: '集装箱列表', en: 'Containers', ru: 'Контейнеры' },
  opening: { zh: '连接中…', en: 'Connecting…', ru: 'Подключение…' },
  live: { zh: '实时更新', en: 'Live', ru: 'Онлайн' },
  lost: {
    zh: '连接中断，正在重连',
    en: 'Connection lost, reconnecting',
    ru: 'Связь потеряна, переподключение',
  },
  positioned: {
    zh: '{count} 个集装箱有定位',
    en: ['{count} container with a position', '{count} containers with a position'],
    ru: [
      '{count} контейнер с координатами',
      '{count} контейнера с координатами',
      '{count} контейнеров с координатами',
    ],
  },
  shown: {
    zh: '筛选出 {count} 个',
    en: ['{count} matches', '{count} match'],
    ru: ['подходит {count}', 'подходят {count}', 'подходят {count}'],
  },
  empty: { zh: '没有符合条件的集装箱。', en: 'No containers match.', ru: 'Контейнеры не найдены.' },
  rest: {
    zh: '另有 {count} 个，见表格',
    en: ['{count} more in the table', '{count} more in the table'],
    ru: ['ещё {count} в таблице', 'ещё {count} в таблице', 'ещё {count} в таблице'],
  },
  here: {
    zh: '此处有 {count} 个集装箱',
    en: ['{count} container here', '{count} containers here'],
    ru: ['Здесь {count} контейнер', 'Здесь {count} контейнера', 'Здесь {count} контейнеров'],
  },
  links: { zh: '分享链接', en: 'Links', ru: 'Ссылки' },
  all: { zh: '全部显示', en: 'Show all', ru: 'Показать все' },
})

/** Beside the map stand those that were heard of last: the rest is a matter for the table. */
const LIST_ROWS = 20

const LINE_TONES = { opening: 'plain', live: 'good', lost: 'wait' } as const

export function MapScreen() {
  const t = useTexts(texts)
  const shown = useShown()
  const { query, fleet } = shown
  const { view, filter, set } = query
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const makesLinks = LINK_MAKERS.has(useSession().organisation.kind)
  return (
    <>
      <PageHeader
        title={t('title')}
        note={<Line fleet={fleet} isFiltered={isFiltered} />}
        actions={
          <>
            {makesLinks && <Link to={paths.shareLinks()}>{t('links')}</Link>}
            <Segmented
              aria-label={t('view')}
              value={view}
              onChange={(value) => set({ view: value === 'table' ? value : undefined })}
              options={[
                { value: 'map', label: t('asMap') },
                { value: 'table', label: t('asTable') },
              ]}
            />
          </>
        }
      />
      <Filters query={query} fleet={fleet} />
      {view === 'table' ? <AsTable shown={shown} /> : <AsMap shown={shown} />}
    </>
  )
}

/** What the address asks for, and all that is known of it. */
function useShown() {
  const query = useMapQuery()
  const { filter, view, sort, descending, container } = query
  const [within, setWithin] = useState<readonly number[] | null>(null)
  const [turned, setTurned] = useState({ of: filter, page: 1 })
  // Another filter, another first page.
  const page = turned.of === filter ? turned.page : 1
  const table = useMemo(
    () =>
      view === 'table'
        ? { sort, descending, from: (page - 1) * TABLE_ROWS, limit: TABLE_ROWS }
        : ({ sort: 'heard', descending: true, from: 0, limit: LIST_ROWS } as const),
    [view, sort, descending, page],
  )
  const fleet = useFleet({ filter, table, within, selected: container })
  const selected = useTold(fleet, (told) => told.selected)
  const chosen = selected?.id === container ? selected : null
  const known = useContainerWay(container, useLast(chosen))
  const replay = useReplay(container, known.points, known.events)
  const turnTo = (next: number) => setTurned({ of: filter, page: next })
  return { query, fleet, chosen, known, replay, within, setWithin, page, turnTo }
}

type Shown = ReturnType<typeof useShown>

function AsTable({ shown }: { readonly shown: Shown }) {
  const { query, fleet, page, turnTo } = shown
  const opens = useTold(fleet, ({ state }) => isOpening(state))
  const { lines, total } = useTold(fleet, ({ table }) => table)
  const shippers = useTold(fleet, ({ facets }) => facets.shippers.length > 1)
  return (
    <div className={query.container === undefined ? '' : 'fleet-split'}>
      {opens ? (
        <Skeleton active title={false} />
      ) : (
        <FleetTable
          query={query}
          lines={lines}
          total={total}
          page={page}
          onPage={turnTo}
          shippers={shippers}
        />
      )}
      <Side shown={shown} />
    </div>
  )
}

function AsMap({ shown }: { readonly shown: Shown }) {
  const t = useTexts(texts)
  const { query, fleet, chosen, known, replay, within, setWithin } = shown
  const { container, filter, set } = query
  const select = (id: string) => set({ container: id })
  const extent = useTold(fleet, ({ state }) => state.extent)
  return (
    <div className="map-screen">
      <div className="map-side">
        <Side shown={shown} />
        <SideList
          fleet={fleet}
          within={within}
          selected={container}
          onSelect={select}
          onAll={() => setWithin(null)}
        />
      </div>
      <div className="map-chart">
        <WayMap
          label={t('map')}
          containerId={container}
          caption={chosen?.containerNumber ?? undefined}
          known={known}
          replay={replay}
          crowd={fleet.crowd}
          frame={`${extent !== null} ${JSON.stringify(filter)}`}
          extent={container === undefined ? extent : null}
          onSelect={select}
          onGather={setWithin}
        />
        {container !== undefined && replay !== undefined && (
          <ReplayBar replay={replay} points={known.points} />
        )}
      </div>
    </div>
  )
}

/** The container that is looked at. */
function Side({ shown: { query, known, chosen, replay } }: { readonly shown: Shown }) {
  if (query.container === undefined) return null
  return (
    <SelectedContainer
      known={known}
      line={chosen}
      replay={query.view === 'map' ? replay : undefined}
      onClose={() => query.set({ container: undefined })}
    />
  )
}

const isOpening = ({ line, all }: FleetState): boolean => line === 'opening' && all === 0

function Filters({ query, fleet }: { readonly query: MapQuery; readonly fleet: LiveFleet }) {
  return <MapFilters query={query} facets={useTold(fleet, ({ facets }) => facets)} />
}

function Line({ fleet, isFiltered }: { fleet: LiveFleet; isFiltered: boolean }) {
  const t = useTexts(texts)
  const { line, positioned, shown } = useTold(fleet, ({ state }) => state)
  return (
    <span role="status">
      <Pill tone={LINE_TONES[line]}>{t(line)}</Pill> {t('positioned', { count: positioned })}
      {isFiltered && <> · {t('shown', { count: shown })}</>}
    </span>
  )
}

interface SideListProps {
  readonly fleet: LiveFleet
  readonly within: readonly number[] | null
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly onAll: () => void
}

/** What lies on one spot of the map where that was asked for; else the filtered, as far as a list is readable. */
function SideList({ fleet, within, selected, onSelect, onAll }: SideListProps) {
  const t = useTexts(texts)
  const opens = useTold(fleet, ({ state }) => isOpening(state))
  const total = useTold(fleet, ({ table }) => table.total)
  const lines = useTold(fleet, (told) => (within === null ? told.table.lines : told.within))
  if (opens) return <Skeleton active title={false} paragraph={{ rows: 6 }} />
  if (lines.length === 0 && within === null) return <EmptyState title={t('empty')} />
  const rest = total - lines.length
  return (
    <>
      {within !== null && (
        <div className="card-row">
          <h2>{t('here', { count: lines.length })}</h2>
          <Button size="small" onClick={onAll}>
            {t('all')}
          </Button>
        </div>
      )}
      <FleetList label={t('list')} lines={lines} selected={selected} onSelect={onSelect} />
      {within === null && rest > 0 && <p className="soft">{t('rest', { count: rest })}</p>}
    </>
  )
}

/** The newest position of the container that is looked at, as a point of its way. */
function useLast(line: FleetLine | null): TimedPosition | undefined {
  const fix = line?.fix
  const [lat, lon, ms, precision] = [fix?.lat, fix?.lon, fix?.atMs, fix?.precision]
  return useMemo(
    () =>
      lat === undefined || lon === undefined || ms === undefined
        ? undefined
        : { lat, lon, ms, listed: precision !== 'gps' },
    [lat, lon, ms, precision],
  )
}
