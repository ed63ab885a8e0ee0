/** A button that does nothing before a reason is typed; `children` stand above its field. */
import { Button, Input, Popconfirm } from 'antd'
import { useState, type ReactNode } from 'react'

const REASON_CHARS_MAX = 200

interface ReasonButtonProps {
  /** Of what is asked for: its field, too. */
  readonly title: string
  readonly label: string
  /** Beside others that lead on. */
  readonly plain?: boolean
  readonly danger?: boolean
  readonly running: boolean
  readonly onDone: (reason: string) => void
  readonly children?: ReactNode
}

export function ReasonButton(props: ReasonButtonProps) {
  const { title, label, plain = false, danger = false, running, onDone, children } = props
  const [reason, setReason] = useState('')
  return (
    <Popconfirm
      placement="bottom"
      title={title}
      description={
        <div className="stack">
          {children}
          <Input
            aria-label={title}
            value={reason}
            maxLength={REASON_CHARS_MAX}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
      }
      okText={label}
      okButtonProps={{ disabled: reason.trim() === '' }}
      onConfirm={() => onDone(reason.trim())}
    >
      <Button
        size="small"
        type={danger || plain ? 'default' : 'primary'}
        danger={danger}
        loading={running}
      >
        {label}
      </Button>
    </Popconfirm>
  )
}
