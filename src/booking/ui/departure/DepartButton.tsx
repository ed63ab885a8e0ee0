/** Departs a train: first its sheet, who goes and who stays, and a tick that those who stay are known to. */
import { App, Button, Checkbox, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { departureApi, type DepartureSheet } from '#booking/departure-contract.ts'
import type { Container } from '#booking/contract.ts'
import type { Departure } from '#train/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { ContainerTitle } from '../container/ContainerTitle.tsx'
import { CustomsTag, StageTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  depart: { zh: '发车', en: 'Depart', ru: 'Отправить поезд' },
  sheet: {
    zh: '发车清单 · {number} 次',
    en: 'Departure sheet · train {number}',
    ru: 'Ведомость отправления · поезд {number}',
  },
  going: { zh: '随车发运（{count}）', en: 'Goes ({count})', ru: 'Отправляются ({count})' },
  staying: { zh: '留在场内（{count}）', en: 'Stays behind ({count})', ru: 'Остаются ({count})' },
  goingNone: {
    zh: '尚无已装车的集装箱，不能发车。',
    en: 'Nothing is loaded yet: the train cannot depart.',
    ru: 'Пока ничего не погружено: отправление невозможно.',
  },
  stayingNone: { zh: '无。', en: 'None.', ru: 'Нет.' },
  later: {
    zh: '留下的集装箱发车后可改配到本线路的其他班次。',
    en: 'After the departure they can be rolled over to another train of the line.',
    ru: 'После отправления их можно перенести на другой поезд маршрута.',
  },
  known: {
    zh: '已核对：以上 {count} 箱不随车发运',
    en: [
      'Checked: this {count} container does not go',
      'Checked: these {count} containers do not go',
    ],
    ru: [
      'Проверено: {count} контейнер не отправляется',
      'Проверено: {count} контейнера не отправляются',
      'Проверено: {count} контейнеров не отправляются',
    ],
  },
  departed: {
    zh: '已发车：{count} 箱',
    en: ['Departed with {count} container', 'Departed with {count} containers'],
    ru: [
      'Отправлен с {count} контейнером',
      'Отправлен с {count} контейнерами',
      'Отправлен с {count} контейнерами',
    ],
  },
})

export function DepartButton({ departure }: { departure: Departure }) {
  const t = useTexts(texts)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('depart')}
      </Button>
      {asking && <SheetModal departure={departure} onClose={() => setAsking(false)} />}
    </>
  )
}

function SheetModal({ departure, onClose }: { departure: Departure; onClose: () => void }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { message } = App.useApp()
  const [known, setKnown] = useState<readonly string[]>([])
  const { data, error, refetch } = useAsk(departureApi.departureSheet, {
    params: { departureId: departure.id },
    refetchEveryMs: 10_000,
  })
  const { run, running, problem } = useCommand(departureApi.depart, ({ departed }) => {
    onClose()
    void message.success(t('departed', { count: departed.length }))
  })
  const staying = data?.staying.map(({ id }) => id) ?? []
  // A container that falls back while the sheet is open takes the tick away again.
  const allKnown = staying.every((id) => known.includes(id))
  return (
    <Modal
      open
      width={680}
      title={t('sheet', { number: departure.trainNumber })}
      okText={t('depart')}
      cancelText={words('back')}
      confirmLoading={running}
      okButtonProps={{ disabled: data === undefined || data.going.length === 0 || !allKnown }}
      onOk={() =>
        void run({
          params: { departureId: departure.id },
          body: { place: departure.service.origin, leaveBehind: staying },
        })
      }
      onCancel={onClose}
    >
      <ProblemAlert problem={problem ?? error} {...(error && { onRetry: () => void refetch() })} />
      {data === undefined && error === null && <Skeleton active />}
      {data && <Sheet sheet={data} />}
      {staying.length > 0 && (
        <Checkbox
          checked={allKnown}
          onChange={({ target }) => setKnown(target.checked ? staying : [])}
        >
          {t('known', { count: staying.length })}
        </Checkbox>
      )}
    </Modal>
  )
}

function Sheet({ sheet: { going, staying } }: { sheet: DepartureSheet }) {
  const t = useTexts(texts)
  return (
    <>
      <h3>{t('going', { count: going.length })}</h3>
      <SheetList containers={going} empty={t('goingNone')} />
      <h3>{t('staying', { count: staying.length })}</h3>
      <SheetList containers={staying} empty={t('stayingNone')} />
      {staying.length > 0 && <p className="soft">{t('later')}</p>}
    </>
  )
}

function SheetList({ containers, empty }: { containers: readonly Container[]; empty: string }) {
  if (containers.length === 0) return <p className="soft">{empty}</p>
  return (
    <ul className="sheet-list">
      {containers.map((container) => (
        <li key={container.id} className="card-row">
          <span>
            <ContainerTitle container={container} short />{' '}
            <span className="soft">
              {container.equipmentType} · {container.bookingNumber}
              {container.wagonNumber !== null && ` · ${container.wagonNumber}`}
            </span>
          </span>
          <span className="row">
            <StageTag stage={container.stage} />
            <CustomsTag customs={container.customs} />
          </span>
        </li>
      ))}
    </ul>
  )
}
