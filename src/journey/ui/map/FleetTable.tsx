/** The map's content as a table: sorted by any column, by pages, for keyboard and screen reader and where nothing can be drawn. */
import { Button, Grid, Pagination, Select, Table, type TableColumnsType } from 'antd'
import { DelayTag } from '#booking/ui/list/DelayTag.tsx'
import { StageTag } from '#booking/ui/Tags.tsx'
import { etaTexts } from '#journey/words.ts'
import { HeardLines } from '#tracking/ui/PositionWords.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { FleetList, FleetTitle } from './FleetList.tsx'
import { SORT_KEYS, type ListedLine, type SortKey } from './fleet-line.ts'
import type { MapQuery } from './map-query.ts'

const texts = defineTexts({
  table: { zh: '集装箱位置表', en: 'Where the containers are', ru: 'Где находятся контейнеры' },
  number: { zh: '箱号', en: 'Container', ru: 'Контейнер' },
  train: { zh: '车次', en: 'Train', ru: 'Поезд' },
  shipper: { zh: '货主', en: 'Shipper', ru: 'Грузоотправитель' },
  stage: { zh: '进度', en: 'Stage', ru: 'Этап' },
  late: { zh: '准点情况', en: 'Delay', ru: 'Опоздание' },
  expected: etaTexts.expected,
  heard: { zh: '当前位置', en: 'Position', ru: 'Положение' },
  sortBy: { zh: '排序', en: 'Sort by', ru: 'Сортировка' },
  empty: { zh: '没有符合条件的集装箱。', en: 'No containers match.', ru: 'Контейнеры не найдены.' },
  pages: { zh: '翻页', en: 'Pages', ru: 'Страницы' },
})

export const TABLE_ROWS = 50

interface FleetTableProps {
  readonly query: MapQuery
  readonly lines: readonly ListedLine[]
  readonly total: number
  readonly page: number
  readonly onPage: (page: number) => void
  readonly shippers: boolean
}

export function FleetTable({ query, lines, total, page, onPage, shippers }: FleetTableProps) {
  const t = useTexts(texts)
  const { md } = Grid.useBreakpoint()
  const select = (container: string) => query.set({ container })
  const columns = useColumns(query, shippers)
  if (total === 0) return <EmptyState title={t('empty')} />
  return (
    <div className="fleet-table">
      {md === false ? (
        <>
          <SortSelect query={query} />
          <FleetList
            label={t('table')}
            lines={lines}
            selected={query.container}
            onSelect={select}
          />
        </>
      ) : (
        <div className="wide-table">
          <Table<ListedLine>
            aria-label={t('table')}
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={[...lines]}
            pagination={false}
            showSorterTooltip={false}
            sortDirections={['ascend', 'descend', 'ascend']}
            onChange={(_, __, sorter) => {
              if (Array.isArray(sorter) || sorter.columnKey === undefined) return
              const sign = sorter.order === 'descend' ? '-' : ''
              query.set({ sort: `${sign}${String(sorter.columnKey)}` })
            }}
          />
        </div>
      )}
      <nav aria-label={t('pages')}>
        <Pagination
          size="small"
          align="end"
          current={page}
          pageSize={TABLE_ROWS}
          total={total}
          showSizeChanger={false}
          onChange={onPage}
        />
      </nav>
    </div>
  )
}

/** On a narrow screen, where there are no columns to press. */
function SortSelect({ query }: { readonly query: MapQuery }) {
  const t = useTexts(texts)
  const { sort, descending, set } = query
  return (
    <Select
      aria-label={t('sortBy')}
      value={`${descending ? '-' : ''}${sort}`}
      onChange={(value: string) => set({ sort: value })}
      options={SORT_KEYS.flatMap((key) => [
        { value: key, label: `${t(key)} ↑` },
        { value: `-${key}`, label: `${t(key)} ↓` },
      ])}
    />
  )
}

function useColumns(query: MapQuery, shippers: boolean): TableColumnsType<ListedLine> {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { sort, descending, set, container } = query
  const column = (key: SortKey, render: (line: ListedLine) => React.ReactNode) => ({
    key,
    title: t(key),
    sorter: true,
    sortOrder: sort !== key ? null : descending ? ('descend' as const) : ('ascend' as const),
    render: (_: unknown, line: ListedLine) => render(line),
  })
  return [
    column('number', (line) => (
      <Button
        type="link"
        size="small"
        aria-pressed={line.id === container}
        onClick={() => set({ container: line.id })}
      >
        <FleetTitle line={line} />
      </Button>
    )),
    column('stage', ({ stage }) => <StageTag stage={stage} />),
    column('train', ({ train }) => (
      <>
        {train.trainNumber}
        <div className="soft">
          <StationName code={train.origin} city /> → <StationName code={train.destination} city />
        </div>
      </>
    )),
    ...(shippers ? [column('shipper', ({ shipper }) => say(shipper.names))] : []),
    column('heard', (line) => <Where line={line} />),
    column('late', ({ lateMinutes }) => <DelayTag lateMinutes={lateMinutes} />),
    column('expected', ({ expectedMs, train }) =>
      expectedMs === null ? (
        '—'
      ) : (
        <LocalTime at={new Date(expectedMs).toISOString()} station={train.destination} />
      ),
    ),
  ]
}

function Where({ line: { heard, place, stepAtMs } }: { readonly line: ListedLine }) {
  if (heard !== null)
    return (
      <div className="heard-cell">
        <HeardLines {...heard} />
      </div>
    )
  return (
    <>
      <StationName code={place} />
      <div className="soft">
        <LocalTime at={new Date(stepAtMs).toISOString()} station={place} />
      </div>
    </>
  )
}
