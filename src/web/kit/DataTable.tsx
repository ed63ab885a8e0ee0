/** A cursor-paged list: a table on a desk, cards on a phone, a button for more, words when there is nothing. */
import { Button, Checkbox, Grid, Skeleton, Table, type TableColumnsType } from 'antd'
import type { Key, KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { defineTexts, useTexts } from '#web/i18n.ts'
import type { Listing } from '#web/queries.ts'
import { EmptyState } from './EmptyState.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'

const texts = defineTexts({
  more: { zh: '加载更多', en: 'Load more', ru: 'Показать ещё' },
  selectAll: { zh: '全选', en: 'Select all', ru: 'Выбрать все' },
  selectRow: { zh: '选择此行', en: 'Select this row', ru: 'Выбрать строку' },
})

interface DataTableProps<Item extends object> {
  readonly label: string
  readonly listing: Listing<Item>
  readonly rowKey: (item: Item) => string
  readonly columns: TableColumnsType<Item>
  /** One item on a narrow screen. */
  readonly card: (item: Item) => ReactNode
  readonly empty: string
  readonly emptyAction?: ReactNode
  readonly selected?: readonly string[]
  readonly onSelect?: (keys: string[]) => void
  /** Shows more of an item: by a press on its row beside its links and buttons, or by Enter. */
  readonly onOpen?: (item: Item) => void
}

export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { listing, label, rowKey, card } = props
  const t = useTexts(texts)
  const { md } = Grid.useBreakpoint()
  if (listing.problem !== null) {
    return <ProblemAlert problem={listing.problem} onRetry={listing.reload} />
  }
  if (listing.loading) return <Skeleton active paragraph={{ rows: 6 }} title={false} />
  if (listing.items.length === 0) {
    return <EmptyState title={props.empty} action={props.emptyAction} />
  }
  return (
    <div className="data-table">
      {md === false ? (
        <ul className="cards" aria-label={label}>
          {listing.items.map((item) => (
            <li key={rowKey(item)} className="card" {...rowOf(props, item)}>
              <CardSelection {...props} item={item} />
              {card(item)}
            </li>
          ))}
        </ul>
      ) : (
        <div className="wide-table">
          <WideTable {...props} />
        </div>
      )}
      {listing.hasMore && (
        <Button block loading={listing.loadingMore} onClick={listing.loadMore}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}

/** Not for the Tab key: the arrows go through the rows. */
function rowOf<Item extends object>(props: DataTableProps<Item>, item: Item) {
  const { onOpen, onSelect, rowKey } = props
  return {
    'data-row': rowKey(item),
    tabIndex: -1,
    ...(onOpen && { style: { cursor: 'pointer' } }),
    onClick: (event: MouseEvent<HTMLElement>) => {
      // Who marks a number to copy it wants nothing opened.
      const isMarking = window.getSelection()?.isCollapsed === false
      if (onOpen && !isMarking && !isOwnBusiness(event.target)) onOpen(item)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.target !== event.currentTarget) return
      if (event.key === 'Enter' && onOpen) onOpen(item)
      else if (event.key === ' ' && onSelect) toggle(props, item)
      else return
      event.preventDefault()
    },
  }
}

/** What is pressed for itself, within a row or over it. */
function isOwnBusiness(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false
  const inRow = target.closest('[data-row]') !== null
  return (
    !inRow ||
    target.closest('a, button, input, label, summary, .ant-table-selection-column') !== null
  )
}

function toggle<Item extends object>(props: DataTableProps<Item>, item: Item): void {
  const { selected = [], onSelect, rowKey } = props
  const key = rowKey(item)
  onSelect?.(selected.includes(key) ? selected.filter((one) => one !== key) : [...selected, key])
}

function CardSelection<Item extends object>(props: DataTableProps<Item> & { readonly item: Item }) {
  const t = useTexts(texts)
  const { selected = [], onSelect, rowKey, item } = props
  if (onSelect === undefined) return null
  return (
    <Checkbox
      className="card-selection"
      aria-label={t('selectRow')}
      checked={selected.includes(rowKey(item))}
      onChange={() => toggle(props, item)}
    />
  )
}

function WideTable<Item extends object>(props: DataTableProps<Item>) {
  const { listing, label, rowKey, columns, selected, onSelect } = props
  const t = useTexts(texts)
  return (
    <Table<Item>
      aria-label={label}
      size="middle"
      rowKey={rowKey}
      columns={columns}
      dataSource={listing.items as Item[]}
      pagination={false}
      onRow={(item) => rowOf(props, item)}
      {...(onSelect && {
        rowSelection: {
          selectedRowKeys: [...(selected ?? [])],
          onChange: (keys: Key[]) => onSelect(keys.map(String)),
          getTitleCheckboxProps: () => ({ 'aria-label': t('selectAll') }),
          getCheckboxProps: () => ({ 'aria-label': t('selectRow') }),
        },
      })}
    />
  )
}
