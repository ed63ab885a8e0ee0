/** Another departure of the same line that is still to come, with its day and what is free on it. */
import { Select } from 'antd'
import { trainApi, type DepartureId } from '#train/contract.ts'
import { getStation } from '#kernel/station.ts'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useAsk, useListing } from '#web/queries.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  free: { zh: '余 {free} TEU', en: '{free} TEU free', ru: 'свободно {free} ДФЭ' },
  none: {
    zh: '该线路没有其他待发班次，请先新建班次。',
    en: 'This line has no other departure to come: schedule one first.',
    ru: 'На маршруте нет других отправлений: сначала назначьте поезд.',
  },
})

/** A train with its day and what is free on it, in one line, however narrow the field. */
const POPUP_PX = 330

interface OtherTrainSelectProps {
  readonly id?: string
  readonly departureId: DepartureId
  readonly value?: string
  readonly onChange?: (departureId: string | undefined) => void
}

export function OtherTrainSelect({ departureId, ...rest }: OtherTrainSelectProps) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { data: own } = useAsk(trainApi.getDeparture, { params: { departureId } })
  const trains = useListing(trainApi.listDepartures, {
    query: { service: own?.serviceId, limit: 100 },
    enabled: own !== undefined,
  })
  const others = trains.items.filter(({ id, state }) => id !== departureId && state === 'scheduled')
  return (
    <Select
      {...rest}
      allowClear
      popupMatchSelectWidth={POPUP_PX}
      loading={trains.loading}
      notFoundContent={t('none')}
      options={others.map(({ id, trainNumber, departsAt, freeTeu, service }) => ({
        value: id,
        label: [
          words('trainNumber', { number: trainNumber }),
          formatMoment(departsAt, getStation(service.origin).timeZone),
          t('free', { free: freeTeu }),
        ].join(' · '),
      }))}
    />
  )
}
