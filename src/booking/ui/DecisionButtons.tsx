/** Accept, send back for a correction, or say no with the reason that the other side will read; what the cargo rules leave to the operator is accepted with a reason, too. */
import { Button } from 'antd'
import type { Finding } from '#booking/finding-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { FindingList } from './form/FindingList.tsx'
import { ReasonButton } from './ReasonButton.tsx'
import { slotTexts } from './slot-texts.ts'

interface DecisionButtonsProps {
  /** `reason`: why it is carried all the same, where that must be said. Left out: it cannot be accepted as it is. */
  readonly onAccept?: (reason: string | undefined) => void
  /** Left out: there is nothing to send back. */
  readonly onAskUpdate?: (what: string) => void
  readonly onReject: (reason: string) => void
  readonly running: boolean
  readonly problem: Error | null
  readonly findings: readonly Finding[]
}

export function DecisionButtons(props: DecisionButtonsProps) {
  const { onAccept, onAskUpdate, onReject, running, problem, findings } = props
  const t = useTexts(slotTexts)
  const asking = findings.filter(({ effect }) => effect === 'ask')
  return (
    <div className="stack">
      <span className="row">
        {onAccept && asking.length === 0 && (
          <Button type="primary" size="small" loading={running} onClick={() => onAccept(undefined)}>
            {t('accept')}
          </Button>
        )}
        {onAccept && asking.length > 0 && (
          <ReasonButton title={t('carry')} label={t('accept')} running={running} onDone={onAccept}>
            <FindingList findings={asking} />
          </ReasonButton>
        )}
        {onAskUpdate && (
          <ReasonButton
            plain
            title={t('whatToUpdate')}
            label={t('askUpdate')}
            running={running}
            onDone={onAskUpdate}
          />
        )}
        <ReasonButton
          danger
          title={t('reason')}
          label={t('reject')}
          running={running}
          onDone={onReject}
        />
      </span>
      <ProblemAlert problem={problem} />
    </div>
  )
}
