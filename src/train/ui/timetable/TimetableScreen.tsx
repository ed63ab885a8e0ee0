/** One timetable: its week, its exceptions, and the days ahead with what stands on them. */
import { Button, Popconfirm } from 'antd'
import { Link, useParams } from 'react-router'
import { timetableApi, type Timetable, type TimetableDay } from '#train/timetable-contract.ts'
import { exceptionKindTexts, onHolidayTexts } from '#train/timetable/timetable.ts'
import { timeTexts } from '#train/train.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { CUT_OFFS } from './calendar-sheet.ts'
import { ExceptionsPanel } from './ExceptionsPanel.tsx'
import { departureStateTexts } from '#train/departure/departure-columns.ts'
import { DEPARTURE_TONES, trainTexts } from '../texts.ts'
import { timetableTexts } from './timetable-texts.ts'
import { Validity } from './Timetables.tsx'
import { useLaidMessage } from './use-laid-message.ts'
import { useMayRun } from '../use-may-run.ts'
import { useWeekdayNames, Weekdays } from './Weekdays.tsx'

export function TimetableScreen() {
  const { timetableId = '' } = useParams()
  const asked = useAsk(timetableApi.get, { params: { timetableId } })
  return <Asked asked={asked}>{(timetable) => <TimetableDetail timetable={timetable} />}</Asked>
}

function TimetableDetail({ timetable }: { timetable: Timetable }) {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const mayChange = useMayRun(timetable) && timetable.withdrawnAt === null
  const { id, name, lineNames, serviceId } = timetable
  return (
    <>
      <PageHeader
        title={name}
        heading={
          <>
            {name} {timetable.withdrawnAt !== null && <Pill tone="bad">{t('withdrawn')}</Pill>}
          </>
        }
        note={<Link to={paths.service(serviceId)}>{say(lineNames)}</Link>}
        back={{ to: paths.timetables(), label: t('timetables') }}
        actions={
          mayChange && (
            <>
              <LinkButton to={paths.changeTimetable(id)} label={train('change')} />
              <WithdrawButton timetable={timetable} />
            </>
          )
        }
      />
      <div className="split">
        <WeekPanel timetable={timetable} />
        <ExceptionsPanel timetable={timetable} mayChange={mayChange} />
      </div>
      <DaysPanel timetable={timetable} />
    </>
  )
}

function WithdrawButton({ timetable: { id } }: { timetable: Timetable }) {
  const t = useTexts(timetableTexts)
  const tell = useLaidMessage()
  const { run, running, problem } = useCommand(timetableApi.withdraw, ({ laid }) => tell(laid))
  useRefusalMessage(problem)
  return (
    <Popconfirm
      title={t('reallyWithdraw')}
      okText={t('withdraw')}
      cancelText={t('keep')}
      onConfirm={() => run({ params: { timetableId: id } })}
    >
      <Button danger loading={running}>
        {t('withdraw')}
      </Button>
    </Popconfirm>
  )
}

function WeekPanel({ timetable }: { timetable: Timetable }) {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const { cutOffs, capacityTeu, departsClock, trainNumber, onHolidays } = timetable
  return (
    <section className="panel" aria-label={t('pattern')}>
      <h2>{t('pattern')}</h2>
      <KeyValue
        items={[
          { label: train('trainNumber'), value: trainNumber },
          { label: t('runs'), value: <Weekdays days={timetable.weekdays} /> },
          { label: t('departs'), value: <span className="number">{departsClock}</span> },
          { label: t('valid'), value: <Validity of={timetable} /> },
          { label: t('holidays'), value: say(onHolidayTexts[onHolidays]) },
          { label: train('capacity'), value: capacityTeu },
          ...CUT_OFFS.map((field) => {
            const { daysBefore: days, clock } = cutOffs[field]
            const value = days === 0 ? t('sameDay', { clock }) : t('before', { days, clock })
            return { label: say(timeTexts[field]), value: <span className="number">{value}</span> }
          }),
        ]}
      />
    </section>
  )
}

function DaysPanel({ timetable: { id } }: { timetable: Timetable }) {
  const t = useTexts(timetableTexts)
  const names = useWeekdayNames()
  const { data, error } = useAsk(timetableApi.days, { params: { timetableId: id } })
  return (
    <section className="panel below">
      <h2>{t('days')}</h2>
      <ProblemAlert problem={error} />
      <ScrollBox label={t('days')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col">{t('plannedCol')}</th>
              <th scope="col">{t('standing')}</th>
            </tr>
          </thead>
          <tbody>
            {data?.items.map((day) => (
              <tr key={day.day}>
                <td>
                  <span className="number">{day.day}</span>{' '}
                  <span className="soft">{names.get(new Date(day.day).getUTCDay() || 7)}</span>
                </td>
                <td>
                  <PlannedOn day={day} />
                </td>
                <td>
                  <StandingOn day={day} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

function PlannedOn({ day: { planned, because, reason } }: { day: TimetableDay }) {
  const t = useTexts(timetableTexts)
  const { say } = useLocale()
  if (because === 'pattern') return <>{planned ? t('runsThen') : t('stays')}</>
  if (because === 'holiday')
    return <Pill tone="wait">{t('holidayBecause', { reason: reason ?? '' })}</Pill>
  return (
    <span className="row">
      <Pill tone="wait">{say(exceptionKindTexts[because])}</Pill>
      {reason}
    </span>
  )
}

function StandingOn({ day: { departureId, state, left } }: { day: TimetableDay }) {
  const t = useTexts(timetableTexts)
  const { say } = useLocale()
  return (
    <span className="row">
      {departureId === null || state === null ? (
        <span className="soft">{t('noTrain')}</span>
      ) : (
        <Link to={paths.departure(departureId)}>
          <Pill tone={DEPARTURE_TONES[state]}>{say(departureStateTexts[state])}</Pill>
        </Link>
      )}
      {left !== null && <span className="warning">{t(left)}</span>}
    </span>
  )
}
