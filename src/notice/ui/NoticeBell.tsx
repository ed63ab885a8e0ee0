/** The bell in the header: how much is unread, and the way to it. */
import { BellOutlined } from '@ant-design/icons'
import { Badge } from 'antd'
import { Link } from 'react-router'
import { noticeApi } from '#notice/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { bellTexts } from './texts.ts'

const REFETCH_MS = 30_000
const SHOWN_MAX = 99

export function NoticeBell() {
  const t = useTexts(bellTexts)
  const { data } = useAsk(noticeApi.countUnread, { refetchEveryMs: REFETCH_MS })
  const count = data?.unread ?? 0
  return (
    <Badge count={count} overflowCount={SHOWN_MAX} size="small" offset={[-8, 8]}>
      <Link
        className="notice-bell"
        to={paths.notices()}
        aria-label={count === 0 ? t('none') : t('unread', { count })}
      >
        <BellOutlined aria-hidden />
      </Link>
    </Badge>
  )
}
