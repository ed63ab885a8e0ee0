/** A list opened without a filter in its address is opened with the member's default one, where there is any. */
import { Skeleton } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { savedFilterApi, type FilteredScreen } from '#identity/saved-filter-contract.ts'
import { useAddress } from '#web/address.ts'
import { useAsk } from '#web/queries.ts'

interface DefaultFilterProps {
  readonly screen: FilteredScreen
  readonly children: ReactNode
}

export function DefaultFilter({ screen, children }: DefaultFilterProps) {
  const { search, set } = useAddress({ replace: true })
  const [settled, setSettled] = useState(search.size > 0)
  const { data, error } = useAsk(savedFilterApi.list, { query: { screen }, enabled: !settled })
  const preset = data?.items.find(({ isDefault }) => isDefault)
  // Without the answer the list is worth more than its filter.
  const hasNone = error !== null || (data !== undefined && preset === undefined)
  const isOpen = settled || search.size > 0 || hasNone
  // Once only: who clears the filter afterwards wants all of the list.
  if (isOpen && !settled) setSettled(true)
  useEffect(() => {
    if (!isOpen && preset !== undefined) set(preset.fields)
  }, [isOpen, preset, set])
  return isOpen ? children : <Skeleton active paragraph={{ rows: 6 }} />
}
