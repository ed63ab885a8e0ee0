/** Takes a train out of the timetable, with its reason, and says where its containers go. */
import { App, Button, Form, Modal } from 'antd'
import { useState } from 'react'
import { departureApi } from '#booking/departure-contract.ts'
import type { Departure } from '#train/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { OtherTrainSelect } from './OtherTrainSelect.tsx'
import { ReasonField } from '../container/ReasonField.tsx'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  cancel: { zh: '取消班次', en: 'Cancel the train', ru: 'Отменить поезд' },
  title: { zh: '取消 {number} 次', en: 'Cancel train {number}', ru: 'Отменить поезд {number}' },
  what: {
    zh: '已装车的集装箱先卸车。原因会告知该班次的全部委托方，取消后不能恢复。',
    en: 'What is loaded is taken off first. Every shipper on the train reads the reason. This cannot be undone.',
    ru: 'Погруженное сначала снимается с вагонов. Причину увидят все отправители этого поезда. Отмену нельзя отозвать.',
  },
  moveTo: { zh: '集装箱改配至', en: 'Move its containers to', ru: 'Перенести контейнеры на' },
  moveToHint: {
    zh: '不选择则集装箱保持现状，等待改配；未进场的订舱可由委托方自行取消。',
    en: 'If left empty they stay as they are and wait; shippers may cancel bookings of which no box was received.',
    ru: 'Если не выбрать, контейнеры останутся как есть и будут ждать; бронирования без принятых контейнеров отправитель может отменить.',
  },
  done: { zh: '班次已取消', en: 'The train is cancelled', ru: 'Поезд отменён' },
})

interface CancelValues {
  readonly reason: string
  readonly moveTo?: string
}

export function CancelTrainButton({ departure }: { departure: Departure }) {
  const t = useTexts(texts)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('cancel')}
      </Button>
      {asking && <CancelModal departure={departure} onClose={() => setAsking(false)} />}
    </>
  )
}

function CancelModal({ departure, onClose }: { departure: Departure; onClose: () => void }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<CancelValues>()
  const { run, running, problem } = useCommand(departureApi.cancelDeparture, () => {
    onClose()
    void message.success(t('done'))
  })
  const left = useFaults(form, problem)
  return (
    <Modal
      open
      title={t('title', { number: departure.trainNumber })}
      okText={t('cancel')}
      okButtonProps={{ danger: true }}
      cancelText={words('back')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <p>{t('what')}</p>
      <Form<CancelValues>
        form={form}
        name="cancel-train"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        onFinish={({ reason, moveTo }) =>
          void run({
            params: { departureId: departure.id },
            body: { place: departure.service.origin, reason, ...(moveTo && { moveTo }) },
          })
        }
      >
        <ReasonField />
        <Form.Item name="moveTo" label={t('moveTo')} extra={t('moveToHint')}>
          <OtherTrainSelect departureId={departure.id} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
