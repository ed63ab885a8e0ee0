/** What a row of a list is, beside the list; the whole of it is a link away. */
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { LinkButton } from './LinkButton.tsx'

const texts = defineTexts({
  whole: { zh: '打开完整页面', en: 'Open the whole page', ru: 'Открыть страницу целиком' },
})

interface DetailDrawerProps {
  readonly title: string
  readonly to: string
  readonly onClose: () => void
  readonly children: ReactNode
}

export function DetailDrawer({ title, to, onClose, children }: DetailDrawerProps) {
  const t = useTexts(texts)
  return (
    <Drawer open title={title} size={560} onClose={onClose}>
      <div className="detail-drawer">
        {children}
        <div>
          <LinkButton primary to={to} label={t('whole')} />
        </div>
      </div>
    </Drawer>
  )
}
