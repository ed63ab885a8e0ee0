/** Before a train leaves: every container with what still stands against its departure, the worst first. */
import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import {
  supervisionApi,
  type Check,
  type ContainerClearance,
  type Verdict,
} from '#supervision/contract.ts'
import type { Departure } from '#train/contract.ts'
import { ProblemReply } from '#web/api.ts'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { ContainerNumber } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { checkTexts, clearanceTexts, reasonTexts, verdictTexts } from './texts.ts'

const TONES: Readonly<Record<Verdict, PillTone>> = { pass: 'good', warn: 'wait', block: 'bad' }
const WORST_FIRST: readonly Verdict[] = ['block', 'warn', 'pass']
const MARKS: Readonly<Record<Verdict, ReactNode>> = {
  pass: <CheckCircleFilled className="mark-pass" aria-hidden />,
  warn: <ExclamationCircleFilled className="mark-warn" aria-hidden />,
  block: <CloseCircleFilled className="mark-block" aria-hidden />,
}

export function ClearancePanel({ departure }: { departure: Departure }) {
  const { organisation } = useSession()
  const concerned =
    organisation.kind === 'customs' || departure.service.operatorId === organisation.id
  return concerned && departure.state === 'scheduled' ? <Clearance departure={departure} /> : null
}

function Clearance({ departure }: { departure: Departure }) {
  const t = useTexts(clearanceTexts)
  const { say } = useLocale()
  const { data, error } = useAsk(supervisionApi.clearance, {
    params: { departureId: departure.id },
    refetchEveryMs: 15_000,
  })
  // A train that carries nothing of the reader's has nothing to be cleared.
  if (error instanceof ProblemReply && error.status === 404) return null
  if (error !== null) return <ProblemAlert problem={error} />
  if (data === undefined) return <Skeleton active />
  const containers = data.containers.toSorted(
    (one, other) => WORST_FIRST.indexOf(one.verdict) - WORST_FIRST.indexOf(other.verdict),
  )
  return (
    <section className="panel" aria-label={t('title')}>
      <div className="panel-head">
        <h2>
          {t('title')}{' '}
          {containers.length > 0 && (
            <Pill tone={TONES[data.verdict]}>{say(verdictTexts[data.verdict])}</Pill>
          )}
        </h2>
        <span className="soft">{t('rules', { version: data.ruleVersion })}</span>
      </div>
      {containers.length === 0 && <p className="soft">{t('none')}</p>}
      <ul className="clearance">
        {containers.map((container) => (
          <ContainerRow key={container.containerId} container={container} />
        ))}
      </ul>
    </section>
  )
}

function ContainerRow({ container }: { container: ContainerClearance }) {
  const t = useTexts(clearanceTexts)
  const { say } = useLocale()
  return (
    <li>
      <Link to={paths.container(container.containerId)}>
        {container.containerNumber === null ? (
          t('noNumber')
        ) : (
          <ContainerNumber number={container.containerNumber} />
        )}
      </Link>
      <Pill tone={TONES[container.verdict]}>{say(verdictTexts[container.verdict])}</Pill>
      <span className="row clearance-checks">
        {container.checks.map((check) => (
          <CheckMark key={check.name} check={check} />
        ))}
      </span>
      {container.checks.map((check) => (
        <Reason key={check.name} check={check} />
      ))}
    </li>
  )
}

function CheckMark({ check }: { check: Check }) {
  const { say } = useLocale()
  return (
    <span className="check-mark">
      {MARKS[check.verdict]} {say(checkTexts[check.name])}
      <span className="visually-hidden">: {say(verdictTexts[check.verdict])}</span>
    </span>
  )
}

/** The sentence is shown only when every fact it speaks of is there. */
function Reason({ check }: { check: Check }) {
  const { say } = useLocale()
  const text = reasonTexts[check.name]
  if (check.verdict === 'pass' || text === undefined) return null
  const sentence = say(text, check.facts)
  return sentence.includes('{') ? null : <span className="clearance-reason">{sentence}</span>
}
