/** Who had not come when the gate closed: for the operator with the next train in one click, for the shipper as a notice. */
import { Alert, App, Button } from 'antd'
import { Link } from 'react-router'
import type { Container } from '#booking/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import type { Board, NoShow } from '#booking/slot-contract.ts'
import { getStation } from '#kernel/station.ts'
import type { Departure } from '#train/contract.ts'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  title: { zh: '未到场', en: 'No-shows', ru: 'Невывоз' },
  count: {
    zh: '{count} 箱未进站',
    en: ['{count} container has not come', '{count} containers have not come'],
    ru: [
      'не завезён {count} контейнер',
      'не завезено {count} контейнера',
      'не завезено {count} контейнеров',
    ],
  },
  move: { zh: '改配至 {train}', en: 'Roll over to {train}', ru: 'Перенести на {train}' },
  moveAll: {
    zh: '全部改配至 {train}',
    en: 'Roll all over to {train}',
    ru: 'Перенести все на {train}',
  },
  moved: { zh: '已改配', en: 'Rolled over', ru: 'Перенесено' },
  noTrain: {
    zh: '同线路暂无可容纳的后续班次。',
    en: 'No later train of the line has room for them.',
    ru: 'На следующих поездах маршрута нет мест.',
  },
  reason: { zh: '截箱时未到场', en: 'No-show at the gate', ru: 'Невывоз к закрытию приёма' },
  notice: {
    zh: '截箱时有 {count} 箱未进站，已记为未到场',
    en: [
      '{count} container had not come when the gate closed: a no-show',
      '{count} containers had not come when the gate closed: a no-show',
    ],
    ru: [
      'К закрытию приёма не завезён {count} контейнер: невывоз',
      'К закрытию приёма не завезено {count} контейнера: невывоз',
      'К закрытию приёма не завезено {count} контейнеров: невывоз',
    ],
  },
  next: {
    zh: '按运价表收取的亏舱费见费用清单；舱位仍为贵方保留，班列公司可改配到下一班。',
    en: 'What the rate sheet asks for that stands in the charges. The slots are still yours; the operator can roll them over to the next train.',
    ru: 'Плата по тарифному листу указана в ведомости платежей. Места пока за вами; оператор может перенести их на следующий поезд.',
  },
})

interface NoShowListProps {
  readonly departure: Departure
  readonly board: Pick<Board, 'noShows' | 'next'>
}

export function NoShowList({ departure, board }: NoShowListProps) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { say } = useLocale()
  const { noShows, next } = board
  const mayAct = useMayAct('operator')
  const { run, running, problem } = useCommand(departureApi.rollOver)
  if (noShows.length === 0) return null
  const moveTo = (to: Departure, some: readonly NoShow[]) => async () => {
    const done = await run({
      params: { departureId: departure.id },
      body: {
        containerIds: some.flatMap(({ containerIds }) => containerIds),
        to: to.id,
        reason: t('reason'),
        place: departure.service.origin,
      },
    })
    if (done !== undefined) void message.success(t('moved'))
  }
  const name = next && nameOf(next)
  return (
    <>
      <h3 className="panel-sub">{t('title')}</h3>
      <ProblemAlert problem={problem} />
      {next === null && <p className="soft">{t('noTrain')}</p>}
      <ul className="plain-list">
        {noShows.map(({ booking, containerIds }) => (
          <li key={booking.id} className="card-row">
            <span className="row">
              <Link className="strong-link" to={paths.booking(booking.id)}>
                {booking.number}
              </Link>
              {booking.exporter && <span>{say(booking.exporter.names)}</span>}
              <Pill tone="wait">{t('count', { count: containerIds.length })}</Pill>
            </span>
            {mayAct && next && (
              <Button
                loading={running}
                onClick={() => void moveTo(next, [{ booking, containerIds }])()}
              >
                {t('move', { train: name! })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayAct && next && noShows.length > 1 && (
        <Button type="primary" loading={running} onClick={() => void moveTo(next, noShows)()}>
          {t('moveAll', { train: name! })}
        </Button>
      )}
    </>
  )
}

function nameOf({ trainNumber, departsAt, service }: Departure): string {
  return `${trainNumber} · ${formatMoment(departsAt, getStation(service.origin).timeZone)}`
}

export function NoShowNotice({ containers }: { readonly containers: readonly Container[] }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const absent = containers.filter(({ noShow }) => noShow)
  const [first] = absent
  if (first === undefined) return null
  const { departureId, trainNumber } = first.journey
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={t('notice', { count: absent.length })}
      description={
        <>
          <Link to={paths.departure(departureId)}>
            {words('trainNumber', { number: trainNumber })}
          </Link>
          <br />
          {t('next')}
        </>
      }
    />
  )
}
