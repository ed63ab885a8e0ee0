/** Nothing here yet, why, and what to do about it. */
import { InboxOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

export function EmptyState({ title, action }: { title: string; action?: ReactNode }) {
  return (
    <div className="empty">
      <InboxOutlined aria-hidden className="empty-icon" />
      <p>{title}</p>
      {action}
    </div>
  )
}
