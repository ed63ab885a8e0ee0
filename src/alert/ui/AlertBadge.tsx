/** How many alerts wait for somebody, beside the menu's word for them; red when one of them is. */
import { Badge } from 'antd'
import { alertApi } from '#alert/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { alertTexts } from './texts.ts'

const REFETCH_MS = 30_000
const SHOWN_MAX = 99

export function AlertBadge() {
  const t = useTexts(alertTexts)
  const { data } = useAsk(alertApi.count, { refetchEveryMs: REFETCH_MS })
  if (data === undefined || data.open === 0) return null
  return (
    <Badge
      className="menu-badge"
      size="small"
      count={data.open}
      overflowCount={SHOWN_MAX}
      color={data.red > 0 ? '#c0392b' : '#b26a00'}
      title={t('badge', { count: data.open })}
    />
  )
}
