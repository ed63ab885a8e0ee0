/** The top of every screen: its one heading, the window's title, the way back, and what can be done here. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

interface PageHeaderProps {
  readonly title: string
  /** When the heading is more than words: a container number with its tags. */
  readonly heading?: ReactNode
  readonly note?: ReactNode
  readonly back?: { readonly to: string; readonly label: string }
  readonly actions?: ReactNode
}

export function PageHeader({ title, heading, note, back, actions }: PageHeaderProps) {
  return (
    <div className="page-header">
      <title>{`${title} · landbridge`}</title>
      <div className="page-header-words">
        {back && (
          <Link className="page-back" to={back.to}>
            <ArrowLeftOutlined aria-hidden /> {back.label}
          </Link>
        )}
        <h1>{heading ?? title}</h1>
        {note !== undefined && <div className="page-note">{note}</div>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </div>
  )
}
