/** The calendar of trains: a month or a week on a sheet, per corridor, with how full each is and what closes when; a list on a phone. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Grid, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { Day } from '#kernel/day.ts'
import { calendarApi, Corridor, type Calendar as Sheet } from '#train/calendar-contract.ts'
import { corridorTexts } from '#train/corridor.ts'
import { timetableApi } from '#train/timetable-contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useAddress } from '#web/address.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { CalendarDays, CalendarGrid } from './CalendarDays.tsx'
import { daysShown, turned, type View } from './calendar-sheet.ts'
import { calendarTexts } from './calendar-texts.ts'

interface Shown {
  readonly view: View
  readonly day: Day
  readonly corridor: Corridor | undefined
  readonly own: boolean
  readonly cutOffs: boolean
}

/** All of it in the address, so that a sheet can be sent on. */
function useShown(): [Shown, (change: Partial<Shown>) => void] {
  const { search, set: setFields } = useAddress()
  const day = Day.safeParse(search.get('day'))
  const corridor = Corridor.safeParse(search.get('corridor'))
  const shown: Shown = {
    view: search.get('view') === 'week' ? 'week' : 'month',
    day: day.success ? day.data : (dayjs().format('YYYY-MM-DD') as Day),
    corridor: corridor.success ? corridor.data : undefined,
    own: search.get('own') === 'true',
    cutOffs: search.get('cutOffs') === 'true',
  }
  const set = (change: Partial<Shown>) => {
    const next = { ...shown, ...change }
    setFields({
      view: next.view,
      day: next.day,
      corridor: next.corridor,
      own: next.own ? 'true' : undefined,
      cutOffs: next.cutOffs ? 'true' : undefined,
    })
  }
  return [shown, set]
}

export function Calendar() {
  const t = useTexts(calendarTexts)
  const [shown, set] = useShown()
  const { organisation } = useSession()
  const days = daysShown(shown.view, shown.day)
  const own = shown.own ? organisation.id : undefined
  const asked = useAsk(calendarApi.calendar, {
    query: { from: days[0], until: days.at(-1), corridor: shown.corridor, operator: own },
    refetchEveryMs: 30_000,
  })
  return (
    <>
      <PageHeader title={t('calendar')} note={t('note')} />
      <Controls shown={shown} set={set} />
      <Asked asked={asked} rows={8}>
        {(sheet) => (
          <>
            {sheet.more && <Alert className="problem" type="info" showIcon title={t('more')} />}
            <SheetOf sheet={sheet} shown={shown} days={days} />
          </>
        )}
      </Asked>
    </>
  )
}

/** A month by its name, a week by its first and last day. */
function titleOf({ view, day }: Shown, tag: string): string {
  const form = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const
  if (view === 'month') return new Intl.DateTimeFormat(tag, form).format(Date.parse(day))
  const days = daysShown('week', day)
  const ends = [Date.parse(days[0]!), Date.parse(days.at(-1)!)] as const
  return new Intl.DateTimeFormat(tag, { ...form, day: 'numeric' }).formatRange(...ends)
}

interface ControlsProps {
  readonly shown: Shown
  readonly set: (change: Partial<Shown>) => void
}

function Controls({ shown, set }: ControlsProps) {
  const t = useTexts(calendarTexts)
  const { say, tag } = useLocale()
  const { organisation } = useSession()
  const { view, day } = shown
  const title = titleOf(shown, tag)
  const turn = (by: 1 | -1) => () => set({ day: turned(view, day, by) })
  return (
    <search className="filters calendar-controls">
      <div className="row">
        <Button icon={<LeftOutlined />} aria-label={t('before')} onClick={turn(-1)} />
        <Button icon={<RightOutlined />} aria-label={t('next')} onClick={turn(1)} />
        <Button onClick={() => set({ day: dayjs().format('YYYY-MM-DD') as Day })}>
          {t('today')}
        </Button>
        <h2 className="calendar-title" aria-live="polite">
          {title}
        </h2>
      </div>
      <Segmented<View>
        aria-label={t('view')}
        value={view}
        options={[
          { value: 'month', label: t('month') },
          { value: 'week', label: t('week') },
        ]}
        onChange={(chosen) => set({ view: chosen })}
      />
      <Select
        aria-label={t('corridor')}
        value={shown.corridor ?? 'all'}
        options={[
          { value: 'all', label: t('allCorridors') },
          ...Corridor.options.map((value) => ({ value, label: say(corridorTexts[value]) })),
        ]}
        onChange={(chosen) =>
          set({ corridor: chosen === 'all' ? undefined : (chosen as Corridor) })
        }
      />
      <div className="row">
        <Checkbox
          checked={shown.cutOffs}
          onChange={({ target }) => set({ cutOffs: target.checked })}
        >
          {t('cutOffs')}
        </Checkbox>
        {organisation.kind === 'operator' && (
          <Checkbox checked={shown.own} onChange={({ target }) => set({ own: target.checked })}>
            {t('own')}
          </Checkbox>
        )}
      </div>
    </search>
  )
}

interface SheetProps {
  readonly sheet: Sheet
  readonly shown: Shown
  readonly days: readonly Day[]
}

function SheetOf({ sheet, shown, days }: SheetProps) {
  const t = useTexts(calendarTexts)
  const { organisation } = useSession()
  const { lg } = Grid.useBreakpoint()
  const { data } = useAsk(timetableApi.listHolidays, {
    query: organisation.kind === 'operator' ? { operator: organisation.id } : {},
  })
  const holidays = data?.items ?? []
  if (sheet.trains.length + sheet.planned.length === 0) return <EmptyState title={t('none')} />
  const { view, day, cutOffs } = shown
  const given = { sheet, days, holidays, cutOffs, isWeek: view === 'week' }
  return lg === false ? (
    <CalendarDays {...given} />
  ) : (
    <CalendarGrid {...given} month={view === 'month' ? day.slice(0, 7) : undefined} />
  )
}
