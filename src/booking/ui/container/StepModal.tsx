/** A step taken from a list: its form in a dialogue, for one container or for all that are selected. */
import { Alert, Modal } from 'antd'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { stepTexts } from '#booking/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { batchTexts } from '../list/batch-texts.ts'
import { ContainerTitle } from './ContainerTitle.tsx'
import { StepEntry } from './StepEntry.tsx'
import type { StepForm } from './step-form.ts'
import { wordTexts } from '../texts.ts'

export interface StepIntent {
  readonly step: ContainerStep
  readonly form: StepForm
  readonly containers: readonly Container[]
  /** Selected too, but not to be taken along, each with its reason. */
  readonly leftOut?: readonly { readonly container: Container; readonly why: string }[]
}

interface StepModalProps {
  readonly intent: StepIntent | undefined
  readonly onClose: () => void
}

export function StepModal({ intent, onClose }: StepModalProps) {
  const t = useTexts(wordTexts)
  const { say } = useLocale()
  const [first] = intent?.containers ?? []
  return (
    <Modal
      open={intent !== undefined}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      title={
        intent && (
          <>
            {say(stepTexts[intent.step])} ·{' '}
            {intent.containers.length === 1 && first !== undefined ? (
              <ContainerTitle container={first} />
            ) : (
              t('countContainers', { count: intent.containers.length })
            )}
          </>
        )
      }
    >
      {intent?.leftOut && intent.leftOut.length > 0 && <LeftOut of={intent.leftOut} />}
      {intent && <StepEntry {...intent} onDone={onClose} />}
    </Modal>
  )
}

function LeftOut({ of }: { of: NonNullable<StepIntent['leftOut']> }) {
  const t = useTexts(batchTexts)
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={t('leftOut')}
      description={of.map(({ container, why }) => (
        <div key={container.id}>
          <ContainerTitle container={container} />: {why}
        </div>
      ))}
    />
  )
}
