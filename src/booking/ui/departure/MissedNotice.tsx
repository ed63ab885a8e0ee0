/** Tells whom it concerns that a train went without their containers or does not go, why, and what happens next. */
import { Alert } from 'antd'
import { Link } from 'react-router'
import { missedBy } from '#booking/booking.ts'
import type { Container } from '#booking/contract.ts'
import { trainApi } from '#train/contract.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  leftBehind: {
    zh: '{count} 箱未随车发运',
    en: ['{count} container was left behind', '{count} containers were left behind'],
    ru: [
      'Не отправлен {count} контейнер',
      'Не отправлено {count} контейнера',
      'Не отправлено {count} контейнеров',
    ],
  },
  cancelled: {
    zh: '班次已取消，涉及 {count} 箱',
    en: [
      'The train is cancelled: {count} container concerned',
      'The train is cancelled: {count} containers concerned',
    ],
    ru: [
      'Поезд отменён: {count} контейнер',
      'Поезд отменён: {count} контейнера',
      'Поезд отменён: {count} контейнеров',
    ],
  },
  next: {
    zh: '班列公司将改配到同线路的其他班次，改配后此处和全程记录会更新。',
    en: 'The operator moves them to another departure of the line; this page and the history will show it.',
    ru: 'Оператор перенесёт их на другое отправление маршрута; это появится здесь и в истории.',
  },
})

export function MissedNotice({ containers }: { containers: readonly Container[] }) {
  const missed = containers.filter(({ stage, journey }) => missedBy(stage, journey.state))
  const byTrain = Map.groupBy(missed, ({ journey }) => journey.departureId)
  return [...byTrain].map(([departureId, those]) => (
    <TrainNotice key={departureId} journey={those[0]!.journey} count={those.length} />
  ))
}

function TrainNotice({ journey, count }: { journey: Container['journey']; count: number }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { departureId, trainNumber, departsAt, origin, state } = journey
  const { data } = useAsk(trainApi.getDeparture, { params: { departureId } })
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={t(state === 'cancelled' ? 'cancelled' : 'leftBehind', { count })}
      description={
        <>
          <Link to={paths.departure(departureId)}>
            {words('trainNumber', { number: trainNumber })}
          </Link>{' '}
          · <LocalTime at={departsAt} station={origin} />
          {data?.cancelReason && (
            <>
              {' '}
              · {words('reason')}: {data.cancelReason}
            </>
          )}
          <br />
          {t('next')}
        </>
      }
    />
  )
}
