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
  // Without the answer the list is worth more than its filter.
  const isKnown = data !== undefined || error !== null
  useEffect(() => {
    if (settled || !isKnown) return
    const preset = data?.items.find(({ isDefault }) => isDefault)
    if (preset !== undefined) set(preset.fields)
    setSettled(true)
  }, [settled, isKnown, data, set])
  return settled ? children : <Skeleton active paragraph={{ rows: 6 }} />
}
