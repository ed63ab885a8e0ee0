/** What can be done with many containers at once: steps for all that may take them, with the others and their reasons named; labels; a file. */
import { Button } from 'antd'
import { stepProblem } from '#booking/booking.ts'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { decideStep, stepNames } from '#booking/step.ts'
import { stepTexts } from '#booking/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useActor } from '#web/session.ts'
import { batchTexts } from './batch-texts.ts'
import type { StepForms } from '../container/step-form.ts'
import type { StepIntent } from '../container/StepModal.tsx'
import { wordTexts } from '../texts.ts'

interface ContainerBatchProps {
  readonly containers: readonly Container[]
  readonly forms: StepForms
  readonly onChoose: (intent: StepIntent) => void
  readonly onClear: () => void
}

export function ContainerBatch({ containers, forms, onChoose, onClear }: ContainerBatchProps) {
  const t = useTexts(batchTexts)
  const words = useTexts(wordTexts)
  const numbered = containers.filter(({ containerNumber }) => containerNumber !== null)
  const unnumbered = containers.length - numbered.length
  const ids = containers.map(({ id }) => id)
  return (
    <output className="row batch-bar">
      <strong>{words('countSelected', { count: containers.length })}</strong>
      <BatchSteps containers={containers} forms={forms} onChoose={onChoose} />
      {numbered.length > 0 && (
        <a href={paths.labels(numbered.map(({ id }) => id))} target="_blank" rel="noreferrer">
          {t('openLabels', { count: numbered.length })}
        </a>
      )}
      {unnumbered > 0 && <span className="soft">{t('unnumbered', { count: unnumbered })}</span>}
      <a href={paths.containersFile('xlsx', { ids: ids.join(',') })} download>
        {t('export')}
      </a>
      <Button type="text" onClick={onClear}>
        {t('clear')}
      </Button>
    </output>
  )
}

/** One command tells of all the boxes of one train. */
function BatchSteps({ containers, forms, onChoose }: Omit<ContainerBatchProps, 'onClear'>) {
  const t = useTexts(batchTexts)
  const { say } = useLocale()
  const split = useSplit(containers)
  const steps = stepNames().flatMap((step) => {
    const form = forms[step]
    return form === 'whole' || form === 'legs' || !form.many ? [] : [{ form, ...split(step) }]
  })
  return steps.map(({ step, form, able, leftOut }) => {
    if (able.length === 0) return null
    const name = say(stepTexts[step])
    const trains = new Set(able.map(({ journey }) => journey.departureId))
    if (trains.size > 1)
      return (
        <span key={step} className="soft">
          {t('oneTrain', { step: name })}
        </span>
      )
    return (
      <Button
        key={step}
        type="primary"
        onClick={() => onChoose({ step, form, containers: able, leftOut })}
      >
        {leftOut.length === 0
          ? name
          : t('partly', { step: name, able: able.length, all: containers.length })}
      </Button>
    )
  })
}

/** Those that may take a step now, and why the others may not. */
function useSplit(containers: readonly Container[]) {
  const { locale } = useLocale()
  const { organisationKind } = useActor()
  return (step: ContainerStep): Pick<StepIntent, 'step' | 'containers'> & Split => {
    const decided = containers.map((container) => ({
      container,
      decision: decideStep(container, step, organisationKind),
    }))
    const able = decided.flatMap(({ container, decision }) =>
      'next' in decision ? [container] : [],
    )
    const leftOut = decided.flatMap(({ container, decision }) =>
      'refusal' in decision
        ? [{ container, why: stepProblem(decision.refusal).detail(locale) }]
        : [],
    )
    return { step, able, leftOut, containers: able }
  }
}

interface Split {
  readonly able: readonly Container[]
  readonly leftOut: NonNullable<StepIntent['leftOut']>
}
