/** My containers on the map, moving as they report; the list beside it says the same in words and works by keyboard. */
import { Button, Input, Select, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { bookingApi, Stage, type Container } from '#booking/contract.ts'
import { stageTexts } from '#booking/words.ts'
import type { LivePosition } from '#tracking/contract.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { LazyMap } from '#web/map/LazyMap.tsx'
import { useNow } from '#web/now.ts'
import { useListing, type Listing } from '#web/queries.ts'
import { isStale } from './PositionWords.tsx'
import { MapListItem } from './MapListItem.tsx'
import { SelectedContainer } from './SelectedContainer.tsx'
import { useLivePositions, type LivePositions } from './use-live-positions.ts'
import { useJourney } from './use-journey.ts'
import './tracking.css'

const texts = defineTexts({
  title: { zh: '在途地图', en: 'Map', ru: 'Карта' },
  map: {
    zh: '集装箱位置地图，内容与列表相同',
    en: 'Map of the containers’ positions; the list says the same',
    ru: 'Карта положения контейнеров; список содержит то же самое',
  },
  list: { zh: '集装箱列表', en: 'Containers', ru: 'Контейнеры' },
  search: {
    zh: '箱号或订舱号',
    en: 'Container or booking number',
    ru: 'Номер контейнера или брони',
  },
  anyStage: { zh: '全部进度', en: 'Any stage', ru: 'Любой этап' },
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
  empty: { zh: '没有符合条件的集装箱。', en: 'No containers match.', ru: 'Контейнеры не найдены.' },
  more: { zh: '加载更多', en: 'Load more', ru: 'Показать ещё' },
})

const LINE_TONES = { opening: 'plain', live: 'good', lost: 'wait' } as const
const PAGE_ROWS = 200

export function MapScreen() {
  const t = useTexts(texts)
  const [search, setSearch] = useSearchParams()
  const [filter, setFilter] = useState<{ q: string; stage?: Stage }>({ q: '' })
  const live = useLivePositions()
  const listing = useListing(bookingApi.listContainers, {
    query: { limit: PAGE_ROWS, stage: filter.stage, q: filter.q === '' ? undefined : filter.q },
    refetchEveryMs: 20_000,
  })
  const selected = search.get('container') ?? undefined
  const select = (id: string | undefined) =>
    setSearch(id === undefined ? {} : { container: id }, { replace: true })
  const filtering = filter.q !== '' || filter.stage !== undefined
  return (
    <>
      <PageHeader title={t('title')} note={<Line live={live} />} />
      <div className="map-screen">
        <div className="map-side">
          <Filters filter={filter} onFilter={setFilter} />
          {selected !== undefined && (
            <SelectedContainer
              containerId={selected}
              position={live.byContainer.get(selected)}
              onClose={() => select(undefined)}
            />
          )}
          <List listing={listing} live={live} selected={selected} onSelect={select} />
        </div>
        <Chart
          live={live}
          shown={filtering ? listing.items : undefined}
          selected={selected}
          onSelect={select}
        />
      </div>
    </>
  )
}

function Line({ live: { line, byContainer } }: { live: LivePositions }) {
  const t = useTexts(texts)
  return (
    <span role="status">
      <Pill tone={LINE_TONES[line]}>{t(line)}</Pill> {t('positioned', { count: byContainer.size })}
    </span>
  )
}

interface FiltersProps {
  readonly filter: { readonly q: string; readonly stage?: Stage }
  readonly onFilter: (filter: { q: string; stage?: Stage }) => void
}

function Filters({ filter, onFilter }: FiltersProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <search className="filters">
      <Input.Search
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        onSearch={(q) => onFilter({ ...filter, q: q.trim() })}
      />
      <Select<Stage>
        allowClear
        aria-label={t('anyStage')}
        placeholder={t('anyStage')}
        options={Stage.options.map((value) => ({ value, label: say(stageTexts[value]) }))}
        onChange={(stage: Stage | undefined) => onFilter({ q: filter.q, ...(stage && { stage }) })}
      />
    </search>
  )
}

interface ListProps {
  readonly listing: Listing<Container>
  readonly live: LivePositions
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

/** Those that report come first. */
function List({ listing, live, selected, onSelect }: ListProps) {
  const t = useTexts(texts)
  if (listing.problem !== null)
    return <ProblemAlert problem={listing.problem} onRetry={listing.reload} />
  if (listing.loading) return <Skeleton active title={false} paragraph={{ rows: 6 }} />
  if (listing.items.length === 0) return <EmptyState title={t('empty')} />
  const silent = ({ id }: Container) => (live.byContainer.has(id) ? 0 : 1)
  return (
    <>
      <ul className="map-list" aria-label={t('list')}>
        {listing.items
          .toSorted((a, b) => silent(a) - silent(b))
          .map((container) => (
            <MapListItem
              key={container.id}
              container={container}
              position={live.byContainer.get(container.id)}
              selected={container.id === selected}
              onSelect={onSelect}
            />
          ))}
      </ul>
      {listing.hasMore && (
        <Button block loading={listing.loadingMore} onClick={listing.loadMore}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

interface ChartProps {
  readonly live: LivePositions
  /** Only these, when a filter is set. */
  readonly shown: readonly Container[] | undefined
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

function Chart({ live, shown, selected, onSelect }: ChartProps) {
  const t = useTexts(texts)
  const now = useNow()
  const { way, trail } = useJourney(selected, live.byContainer.get(selected ?? ''))
  const boxes = useMemo(() => {
    const wanted = shown && new Set<string>(shown.map(({ id }) => id))
    return [...live.byContainer.values()]
      .filter(({ containerId }) => wanted?.has(containerId) ?? true)
      .map((position) => boxOf(position, now))
  }, [live.byContainer, shown, now])
  // Framed anew when something else is looked at, not when it moves.
  const frame = [boxes.length > 0, selected, way.length, trail.length > 0].join(' ')
  return (
    <div className="map-chart">
      <LazyMap
        label={t('map')}
        boxes={boxes}
        selected={selected}
        caption={captionOf(live.byContainer.get(selected ?? ''))}
        way={way}
        trail={trail}
        frame={frame}
        onSelect={onSelect}
      />
    </div>
  )
}

function boxOf(position: LivePosition, now: Date) {
  const { containerId: id, latitude: lat, longitude: lon } = position
  return { id, lat, lon, stale: isStale(position, now) }
}

function captionOf(position: LivePosition | undefined): string | undefined {
  return position?.containerNumber ?? undefined
}
