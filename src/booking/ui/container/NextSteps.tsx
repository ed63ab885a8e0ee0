/** The buttons of what the reader's kind of party may do to a container now, from the very table the server decides by. */
import { Button } from 'antd'
import { Link } from 'react-router'
import { missedBy } from '#booking/booking.ts'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { STEPS, stepsOpenTo } from '#booking/step.ts'
import { stepTexts } from '#booking/words.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import { useLocale } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useActor } from '#web/session.ts'
import type { StepForms } from './step-form.ts'
import type { StepIntent } from './StepModal.tsx'

/**
 * Open to this kind, and its next piece of work rather than a correction or a measure of force. What its train left behind is
 * given another one before it is loaded.
 */
export function stepsDueTo(container: Container, kind: OrganisationKind): ContainerStep[] {
  const { stage, journey } = container
  const missed = missedBy(stage, journey.state) !== undefined
  return stepsOpenTo(container, kind).filter((step) =>
    missed && (step === 'load' || step === 'roll_over')
      ? step === 'roll_over'
      : STEPS[step].dueFrom.includes(stage),
  )
}

interface NextStepsProps {
  readonly container: Container
  readonly forms: StepForms
  readonly onChoose: (intent: StepIntent) => void
}

export function NextSteps({ container, forms, onChoose }: NextStepsProps) {
  const { say } = useLocale()
  const { organisationKind, role } = useActor()
  if (role === 'viewer') return null
  return (
    <div className="row">
      {stepsDueTo(container, organisationKind).map((step) => {
        const form = forms[step]
        const name = say(stepTexts[step])
        if (form === 'legs') return null
        if (form === 'whole') return <WholeStep key={step} name={name} container={container} />
        return (
          <Button
            key={step}
            size="small"
            aria-label={`${name} ${container.containerNumber ?? container.bookingNumber}`}
            onClick={() => onChoose({ step, form, containers: [container] })}
          >
            {name}
          </Button>
        )
      })}
    </div>
  )
}

/** A train departs as a whole, on its own page. */
function WholeStep({ name, container }: { name: string; container: Container }) {
  const { departureId, trainNumber } = container.journey
  return (
    <Link to={paths.departure(departureId)} aria-label={`${name} ${trainNumber}`}>
      {name} →
    </Link>
  )
}
