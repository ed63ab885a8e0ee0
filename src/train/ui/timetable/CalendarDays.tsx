/** The days of the calendar: as a sheet of weeks, or one below the other; and a train on its day. */
import { Link } from 'react-router'
import { getStation } from '#kernel/station.ts'
import { weekdayOf, type Day } from '#kernel/day.ts'
import type {
  Calendar,
  CalendarLine,
  CalendarPlan,
  CalendarTrain,
} from '#train/calendar-contract.ts'
import type { Holiday } from '#train/timetable-contract.ts'
import { timeTexts } from '#train/train.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { lineOf, onDay, type Closing } from './calendar-sheet.ts'
import { calendarTexts } from './calendar-texts.ts'
import { departureStateTexts } from '#train/departure/departure-columns.ts'
import { DEPARTURE_TONES } from '../texts.ts'

interface DaysProps {
  readonly sheet: Calendar
  readonly days: readonly Day[]
  readonly holidays: readonly Holiday[]
  readonly cutOffs: boolean
  /** A week has room for more words. */
  readonly isWeek: boolean
}

export function CalendarGrid({
  month,
  ...given
}: DaysProps & { readonly month: string | undefined }) {
  const t = useTexts(calendarTexts)
  const { tag } = useLocale()
  const { days } = given
  const weeks = Array.from({ length: days.length / 7 }, (_, week) =>
    days.slice(week * 7, week * 7 + 7),
  )
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })
  return (
    <ScrollBox label={t('calendar')}>
      <table className="calendar">
        <caption className="visually-hidden">{t('calendar')}</caption>
        <thead>
          <tr>
            {days.slice(0, 7).map((day) => (
              <th key={day} scope="col">
                {weekday.format(Date.parse(day))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td
                  key={day}
                  className={month === undefined || day.startsWith(month) ? '' : 'calendar-off'}
                >
                  <DayCell day={day} {...given} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

/** Only days with something on them. */
export function CalendarDays(given: DaysProps) {
  const { sheet, days, cutOffs } = given
  const busy = days.filter((day) => {
    const { trains, planned, closing } = onDay(sheet, day)
    return trains.length + planned.length + (cutOffs ? closing.length : 0) > 0
  })
  return (
    <ul className="plain-list calendar-list">
      {busy.map((day) => (
        <li key={day} className="panel">
          <DayCell day={day} {...given} />
        </li>
      ))}
    </ul>
  )
}

function DayCell({ day, sheet, holidays, cutOffs, isWeek }: DaysProps & { readonly day: Day }) {
  const t = useTexts(calendarTexts)
  const { trains, planned, closing } = onDay(sheet, day)
  const off = holidays.filter(({ from, until }) => from <= day && day <= until)
  return (
    <>
      <DayName day={day} />
      {[...new Set(off.map(({ name }) => name))].map((name) => (
        <div key={name} className="calendar-holiday">
          {t('holiday', { name })}
        </div>
      ))}
      <ul className="plain-list">
        {trains.map((train) => (
          <li key={train.id}>
            <TrainOnDay train={train} line={lineOf(sheet, train.serviceId)} isWeek={isWeek} />
          </li>
        ))}
        {planned.map((plan) => (
          <li key={plan.timetableId}>
            <PlanOnDay plan={plan} line={lineOf(sheet, plan.serviceId)} />
          </li>
        ))}
        {cutOffs &&
          closing.map((one) => (
            <li key={one.train.id + one.what}>
              <ClosingOnDay closing={one} />
            </li>
          ))}
      </ul>
    </>
  )
}

function DayName({ day }: { day: Day }) {
  const { tag } = useLocale()
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone: 'UTC' })
  const isToday = day === useNow().toLocaleDateString('sv-SE')
  return (
    <time
      dateTime={day}
      title={full.format(Date.parse(day))}
      aria-current={isToday ? 'date' : undefined}
      className={`calendar-day${weekdayOf(day) > 5 ? ' calendar-weekend' : ''}`}
    >
      {Number(day.slice(8))}
      <span className="calendar-day-full">{full.format(Date.parse(day))}</span>
    </time>
  )
}

interface TrainProps {
  readonly train: CalendarTrain
  readonly line: CalendarLine | undefined
  readonly isWeek: boolean
}

const TIGHT_SHARE = 85

function TrainOnDay({ train, line, isWeek }: TrainProps) {
  const t = useTexts(calendarTexts)
  const { say } = useLocale()
  const { id, trainNumber, state, capacityTeu, bookedTeu, freeTeu, departsAt } = train
  const share = Math.round((bookedTeu * 100) / Math.max(1, capacityTeu))
  const isTight = share > TIGHT_SHARE
  return (
    <Link
      to={paths.departure(id)}
      className={`calendar-train calendar-${line?.corridor ?? 'other'} calendar-${state}`}
    >
      <span className="calendar-train-head">
        <strong>{trainNumber}</strong>
        <span className="number">{departsAt.slice(11, 16)}</span>
      </span>
      <Way line={line} />
      {state === 'scheduled' ? (
        <span className="calendar-fill">
          <span className="bar" aria-hidden>
            <span
              className={isTight ? 'bar-tight' : undefined}
              style={{ width: `${Math.min(100, share)}%` }}
            />
          </span>
          <span>{isWeek ? t('free', { free: freeTeu }) : t('full', { share })}</span>
        </span>
      ) : (
        <Pill tone={DEPARTURE_TONES[state]}>{say(departureStateTexts[state])}</Pill>
      )}
      {train.embargoed && state === 'scheduled' && <Pill tone="bad">{t('embargoed')}</Pill>}
    </Link>
  )
}

function PlanOnDay({ plan, line }: { plan: CalendarPlan; line: CalendarLine | undefined }) {
  const t = useTexts(calendarTexts)
  return (
    <div className={`calendar-train calendar-plan calendar-${line?.corridor ?? 'other'}`}>
      <span className="calendar-train-head">
        <strong>{plan.trainNumber}</strong>
        <span className="number">{plan.departsAt.slice(11, 16)}</span>
      </span>
      <Way line={line} />
      <span title={t('plannedNote')}>{t('planned')}</span>
    </div>
  )
}

function Way({ line }: { line: CalendarLine | undefined }) {
  const { say } = useLocale()
  if (line === undefined) return null
  const city = (code: string) => say(getStation(code).city)
  return (
    <span className="calendar-way">
      {city(line.origin)} → {city(line.destination)}
    </span>
  )
}

function ClosingOnDay({ closing: { train, what, at } }: { closing: Closing }) {
  const { say } = useLocale()
  return (
    <Link to={paths.departure(train.id)} className="calendar-closing">
      <span className="number">{at.slice(11, 16)}</span> {say(timeTexts[what])} {train.trainNumber}
    </Link>
  )
}
