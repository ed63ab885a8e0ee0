/** Before a train leaves: every container with what still stands against its departure, the worst first. */
import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Text } from '#kernel/locale.ts'
import {
  supervisionApi,
  type Check,
  type CheckName,
  type ContainerClearance,
  type Verdict,
} from '#supervision/contract.ts'
import type { Departure } from '#train/contract.ts'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { ContainerNumber } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useSession } from '#web/session.ts'

const texts = defineTexts({
  title: { zh: '发车前核查', en: 'Clearance to depart', ru: 'Допуск к отправлению' },
  rules: { zh: '规则版本 {version}', en: 'Rules {version}', ru: 'Правила {version}' },
  none: {
    zh: '这趟班列上还没有集装箱。',
    en: 'There is no container on this train yet.',
    ru: 'В этом поезде пока нет контейнеров.',
  },
  noNumber: { zh: '待配箱', en: 'Box not assigned', ru: 'Контейнер не назначен' },
})

const checkTexts: Readonly<Record<CheckName, Text>> = {
  container_number_assigned: { zh: '已配箱', en: 'Box assigned', ru: 'Контейнер назначен' },
  sealed: { zh: '已施封', en: 'Sealed', ru: 'Опломбирован' },
  weighed: { zh: '已称重', en: 'Weighed', ru: 'Взвешен' },
  gross_mass_agrees: { zh: '重量相符', en: 'Mass agrees', ru: 'Масса сходится' },
  declared: { zh: '已申报', en: 'Declared', ru: 'Задекларирован' },
  no_open_hold: { zh: '无扣留', en: 'Not held', ru: 'Не задержан' },
  released: { zh: '已放行', en: 'Released', ru: 'Выпущен' },
}

const verdictTexts: Readonly<Record<Verdict, Text>> = {
  pass: { zh: '可以发车', en: 'May depart', ru: 'Допущен' },
  warn: { zh: '请复核', en: 'Look at it', ru: 'Проверьте' },
  block: { zh: '不得发车', en: 'May not depart', ru: 'Не допущен' },
}

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
  const t = useTexts(texts)
  const { say } = useLocale()
  const { data, error } = useAsk(supervisionApi.clearance, {
    params: { departureId: departure.id },
    refetchEveryMs: 15_000,
  })
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
  const t = useTexts(texts)
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
