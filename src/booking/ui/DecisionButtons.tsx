/** Accept, or say no with the reason that the other side will read; what the cargo rules leave to the operator is accepted with a reason, too. */
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import type { Finding } from '#booking/finding-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { FindingList } from './FindingList.tsx'
import { slotTexts } from './slot-texts.ts'

const REASON_CHARS_MAX = 200

interface DecisionButtonsProps {
  /** `reason`: why it is carried all the same, where that must be said. */
  readonly onAccept: (reason: string | undefined) => void
  readonly onReject: (reason: string) => void
  readonly running: boolean
  readonly problem: Error | null
  readonly findings: readonly Finding[]
}

export function DecisionButtons(props: DecisionButtonsProps) {
  const { onAccept, onReject, running, problem, findings } = props
  const t = useTexts(slotTexts)
  const asking = findings.filter(({ effect }) => effect === 'ask')
  return (
    <div className="stack">
      <span className="row">
        {asking.length === 0 ? (
          <Button type="primary" size="small" loading={running} onClick={() => onAccept(undefined)}>
            {t('accept')}
          </Button>
        ) : (
          <WithReason
            title={t('carry')}
            label={t('accept')}
            findings={asking}
            running={running}
            onDone={onAccept}
          />
        )}
        <WithReason
          danger
          title={t('reason')}
          label={t('reject')}
          findings={[]}
          running={running}
          onDone={onReject}
        />
      </span>
      <ProblemAlert problem={problem} />
    </div>
  )
}

interface WithReasonProps {
  readonly title: string
  readonly label: string
  readonly danger?: boolean
  readonly findings: readonly Finding[]
  readonly running: boolean
  readonly onDone: (reason: string) => void
}

function WithReason({ title, label, danger = false, findings, running, onDone }: WithReasonProps) {
  const [reason, setReason] = useState('')
  return (
    <Popconfirm
      title={title}
      description={
        <div className="stack">
          {findings.length > 0 && <FindingList findings={findings} />}
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
      <Button size="small" type={danger ? 'default' : 'primary'} danger={danger} loading={running}>
        {label}
      </Button>
    </Popconfirm>
  )
}
