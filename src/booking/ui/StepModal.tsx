/** A step taken from a list: its form in a dialogue, for one container or for all that are selected. */
import { Modal } from 'antd'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { stepTexts } from '#booking/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { ContainerTitle } from './ContainerTitle.tsx'
import { StepEntry } from './StepEntry.tsx'
import type { StepForm } from './step-form.ts'
import { wordTexts } from './texts.ts'

export interface StepIntent {
  readonly step: ContainerStep
  readonly form: StepForm
  readonly containers: readonly Container[]
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
      {intent && <StepEntry {...intent} onDone={onClose} />}
    </Modal>
  )
}
