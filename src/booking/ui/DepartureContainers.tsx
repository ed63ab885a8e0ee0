/** The containers of one train, for the parties that work on it; for its operator, the departure itself. */
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { bookingApi } from '#booking/contract.ts'
import type { Departure } from '#train/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { ContainerList } from './ContainerList.tsx'
import type { StepForms } from './step-form.ts'
import { wordTexts } from './texts.ts'

const texts = defineTexts({
  empty: {
    zh: '这趟班列上没有贵方参与的集装箱。',
    en: 'None of your containers is on this train.',
    ru: 'В этом поезде нет контейнеров с вашим участием.',
  },
  depart: { zh: '发车', en: 'Depart', ru: 'Отправить поезд' },
  sure: {
    zh: '{number} 次发车？已装车的集装箱将一并记为已发车，未装车的留在场内。',
    en: 'Depart train {number}? Every loaded container is recorded as departed; the others stay behind.',
    ru: 'Отправить поезд {number}? Все погруженные контейнеры будут отмечены отправленными, остальные останутся.',
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

const PAGE_ITEMS = 200

export function DepartureContainers({
  departure,
  forms,
}: {
  departure: Departure
  forms: StepForms
}) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { organisation, role } = useSession()
  const listing = useListing(bookingApi.listContainers, {
    query: { departure: departure.id, limit: PAGE_ITEMS },
    refetchEveryMs: 15_000,
  })
  const mayDepart =
    role !== 'viewer' &&
    departure.service.operatorId === organisation.id &&
    departure.state === 'scheduled'
  return (
    <section aria-label={words('containers')}>
      <div className="panel-head">
        <h2>{words('containers')}</h2>
        {mayDepart && <DepartButton departure={departure} />}
      </div>
      <ContainerList listing={listing} forms={forms} empty={t('empty')} ofOneTrain />
    </section>
  )
}

function DepartButton({ departure }: { departure: Departure }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  const { run, running, problem, reset } = useCommand(bookingApi.depart, ({ departed }) => {
    setAsking(false)
    void message.success(t('departed', { count: departed.length }))
  })
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('depart')}
      </Button>
      <Modal
        open={asking}
        title={t('depart')}
        okText={t('depart')}
        confirmLoading={running}
        onOk={() =>
          void run({
            params: { departureId: departure.id },
            body: { place: departure.service.origin },
          })
        }
        onCancel={() => {
          reset()
          setAsking(false)
        }}
      >
        <ProblemAlert problem={problem} />
        <p>{t('sure', { number: departure.trainNumber })}</p>
      </Modal>
    </>
  )
}
