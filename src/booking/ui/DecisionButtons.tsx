/** Accept, or say no with the reason that the other side will read. */
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { slotTexts } from './slot-texts.ts'

const REASON_CHARS_MAX = 200

interface DecisionButtonsProps {
  readonly onAccept: () => void
  readonly onReject: (reason: string) => void
  readonly running: boolean
  readonly problem: Error | null
}

export function DecisionButtons({ onAccept, onReject, running, problem }: DecisionButtonsProps) {
  const t = useTexts(slotTexts)
  const [reason, setReason] = useState('')
  return (
    <div className="stack">
      <span className="row">
        <Button type="primary" size="small" loading={running} onClick={onAccept}>
          {t('accept')}
        </Button>
        <Popconfirm
          title={t('reason')}
          description={
            <Input
              aria-label={t('reason')}
              value={reason}
              maxLength={REASON_CHARS_MAX}
              onChange={({ target }) => setReason(target.value)}
            />
          }
          okText={t('reject')}
          okButtonProps={{ disabled: reason.trim() === '' }}
          onConfirm={() => onReject(reason.trim())}
        >
          <Button size="small" danger loading={running}>
            {t('reject')}
          </Button>
        </Popconfirm>
      </span>
      <ProblemAlert problem={problem} />
    </div>
  )
}
