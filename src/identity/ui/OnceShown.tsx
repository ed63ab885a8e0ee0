/** A secret that the server will not show again: to be copied, then closed. Closing takes a press of the button, never a slip beside it. */
import { Alert, App, Button, Input, Modal, Space } from 'antd'
import { useTexts } from '#web/i18n.ts'
import { wordTexts } from './texts.ts'

interface OnceShownProps {
  readonly title: string
  readonly note: string
  readonly secret: string | undefined
  readonly onClose: () => void
}

export function OnceShown({ title, note, secret, onClose }: OnceShownProps) {
  const words = useTexts(wordTexts)
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {words('done')}
        </Button>
      }
    >
      <div className="stack">
        <Alert type="warning" showIcon title={note} />
        <CopyLine label={title} text={secret ?? ''} />
      </div>
    </Modal>
  )
}

function CopyLine({ label, text }: { label: string; text: string }) {
  const words = useTexts(wordTexts)
  const { message } = App.useApp()
  // The clipboard exists only on https and localhost; elsewhere the field is there to be selected.
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => void message.success(words('copied')))
  return (
    <Space.Compact block>
      <Input readOnly value={text} aria-label={label} onFocus={(event) => event.target.select()} />
      {'clipboard' in navigator && <Button onClick={() => void copy()}>{words('copy')}</Button>}
    </Space.Compact>
  )
}
