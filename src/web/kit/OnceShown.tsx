/** A secret that the server will not show again: to be copied, then closed. Closing takes a press of the button, never a slip beside it. */
import { Alert, App, Button, Input, Modal, Space } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  done: { zh: '完成', en: 'Done', ru: 'Готово' },
  copy: { zh: '复制', en: 'Copy', ru: 'Копировать' },
  copied: { zh: '已复制', en: 'Copied', ru: 'Скопировано' },
})

interface OnceShownProps {
  readonly title: string
  readonly note: string
  readonly secret: string | undefined
  readonly onClose: () => void
  /** What to do with it, where that takes more than a note. */
  readonly children?: ReactNode
}

export function OnceShown({ title, note, secret, onClose, children }: OnceShownProps) {
  const t = useTexts(texts)
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="stack">
        <Alert type="warning" showIcon title={note} />
        <CopyLine label={title} text={secret ?? ''} />
        {children}
      </div>
    </Modal>
  )
}

function CopyLine({ label, text }: { label: string; text: string }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  // The clipboard exists only on https and localhost; elsewhere the field is there to be selected.
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => void message.success(t('copied')))
  return (
    <Space.Compact block>
      <Input readOnly value={text} aria-label={label} onFocus={(event) => event.target.select()} />
      {'clipboard' in navigator && <Button onClick={() => void copy()}>{t('copy')}</Button>}
    </Space.Compact>
  )
}
