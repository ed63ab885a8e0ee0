/** Everything the reader's kind of party ever does to a container: what is open as forms, the rest greyed out with its reason. */
import { Collapse } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { stepProblem } from '#booking/booking.ts'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { decideStep, STEPS, stepNames } from '#booking/step.ts'
import { stepTexts } from '#booking/words.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useActor } from '#web/session.ts'
import { stepsDueTo } from './NextSteps.tsx'
import { StepEntry } from './StepEntry.tsx'
import type { StepForms } from './step-form.ts'

const texts = defineTexts({
  actions: { zh: '办理', en: 'Actions', ru: 'Действия' },
  wholeTrain: {
    zh: '在班次页面整列发车',
    en: 'Depart the whole train on its page',
    ru: 'Отправление всего поезда — на его странице',
  },
  wholeBooking: {
    zh: '在订舱页面整单取消',
    en: 'Cancel the whole booking on its page',
    ru: 'Отмена всего бронирования — на его странице',
  },
  viewer: {
    zh: '您的角色只能查看。',
    en: 'Your role may only read.',
    ru: 'Ваша роль позволяет только просмотр.',
  },
})

interface StepPanelProps {
  readonly container: Container
  readonly forms: StepForms
}

export function StepPanel({ container, forms }: StepPanelProps) {
  const t = useTexts(texts)
  const { organisationKind, role } = useActor()
  const steps = stepNames().filter(
    (step) => forms[step] !== 'legs' && STEPS[step].by.includes(organisationKind),
  )
  const [due] = stepsDueTo(container, organisationKind)
  if (steps.length === 0 || container.shared) return null
  return (
    <section className="panel" aria-label={t('actions')}>
      <h2>{t('actions')}</h2>
      {role === 'viewer' ? (
        <p className="soft">{t('viewer')}</p>
      ) : (
        <StepList
          key={container.sequence}
          steps={steps}
          due={due}
          container={container}
          forms={forms}
        />
      )}
    </section>
  )
}

interface StepListProps extends StepPanelProps {
  readonly steps: readonly ContainerStep[]
  readonly due: ContainerStep | undefined
}

/** Drawn anew after every step, so that the next piece of work lies open. */
function StepList({ steps, due, container, forms }: StepListProps) {
  const { say, locale } = useLocale()
  const { organisationKind } = useActor()
  const [open, setOpen] = useState(due === undefined ? [] : [due])
  const decisions = steps.map((step) => ({
    step,
    decision: decideStep(container, step, organisationKind),
  }))
  const allowed = decisions.filter(({ decision }) => 'next' in decision)
  return (
    <>
      {allowed.length > 0 && (
        <Collapse
          activeKey={open}
          onChange={(keys) => setOpen(keys as ContainerStep[])}
          items={allowed.map(({ step }) => ({
            key: step,
            label: say(stepTexts[step]),
            children: <StepBody step={step} container={container} forms={forms} />,
          }))}
        />
      )}
      <ul className="refused-steps">
        {decisions.map(
          ({ step, decision }) =>
            'refusal' in decision && (
              <li key={step}>
                <span className="refused-step">{say(stepTexts[step])}</span>
                <span>{stepProblem(decision.refusal).detail(locale)}</span>
              </li>
            ),
        )}
      </ul>
    </>
  )
}

function StepBody({ step, container, forms }: StepPanelProps & { step: ContainerStep }) {
  const t = useTexts(texts)
  const form = forms[step]
  if (form === 'legs') return null
  if (form !== 'whole') return <StepEntry step={step} form={form} containers={[container]} />
  return step === 'cancel' ? (
    <Link to={paths.booking(container.bookingId)}>{t('wholeBooking')}</Link>
  ) : (
    <Link to={paths.departure(container.journey.departureId)}>{t('wholeTrain')}</Link>
  )
}
