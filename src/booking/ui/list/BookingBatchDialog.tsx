/** One command for many bookings: what it needs is asked once, then each is sent for itself, and what became of it stands in its line. */
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { bookingApi, type BookingItem, type BookingView } from '#booking/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import { decideStep } from '#booking/step.ts'
import { call } from '#web/api.ts'
import { useBatch, type BatchResult, type BatchWork } from '#web/batch.ts'
import { BatchOutcomes } from '#web/kit/BatchOutcomes.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { batchTexts } from './batch-texts.ts'
import { OtherTrainSelect } from '../departure/OtherTrainSelect.tsx'

export type BatchAction = 'accept' | 'reject' | 'roll_over' | 'labels'

const REASON_CHARS_MAX = 200
const LABELS_IN_FILE = 100
const DONE: BatchResult = { isDone: true, note: null }

interface Asked {
  readonly reason: string
  readonly to: string | undefined
}

interface BookingBatchDialogProps {
  readonly action: BatchAction
  readonly bookings: readonly BookingItem[]
  readonly onClose: () => void
}

export function BookingBatchDialog({ action, bookings, onClose }: BookingBatchDialogProps) {
  const t = useTexts(batchTexts)
  const [asked, setAsked] = useState<Asked>({ reason: '', to: undefined })
  const [labelled, setLabelled] = useState<readonly string[]>([])
  const { outcomes, running, run } = useBatch()
  const work = useWork(action, asked, (ids) => setLabelled((before) => [...before, ...ids]))
  const isMissing =
    (action === 'reject' && asked.reason.trim() === '') ||
    (action === 'roll_over' && (asked.reason.trim() === '' || asked.to === undefined))
  const begun = outcomes.length > 0
  const isOver = begun && outcomes.every(({ state }) => state === 'done')
  return (
    <Modal
      open
      title={`${t(action)} · ${t('bookingsSelected', { count: bookings.length })}`}
      onCancel={onClose}
      footer={[
        <Button key="close" disabled={running} onClick={onClose}>
          {t('close')}
        </Button>,
        <Button
          key="run"
          type="primary"
          danger={action === 'reject'}
          loading={running}
          disabled={isMissing || isOver}
          onClick={() =>
            void run(
              bookings.map(({ id, number }) => ({ id, name: number })),
              work,
            )
          }
        >
          {begun ? t('again') : t(action)}
        </Button>,
      ]}
    >
      <div className="stack">
        {!begun && (
          <BatchFields action={action} first={bookings[0]} asked={asked} onAsk={setAsked} />
        )}
        {begun && <BatchOutcomes outcomes={outcomes} />}
        <LabelLinks containerIds={labelled} />
      </div>
    </Modal>
  )
}

interface BatchFieldsProps {
  readonly action: BatchAction
  readonly first: BookingItem | undefined
  readonly asked: Asked
  readonly onAsk: (asked: Asked) => void
}

function BatchFields({ action, first, asked, onAsk }: BatchFieldsProps) {
  const t = useTexts(batchTexts)
  if (action === 'labels') return <p>{t('labelsNote')}</p>
  return (
    <Form layout="vertical" requiredMark={false}>
      {action === 'roll_over' && first !== undefined && (
        <Form.Item label={t('to')} htmlFor="batch-to">
          <OtherTrainSelect
            id="batch-to"
            departureId={first.journey.departureId}
            {...(asked.to !== undefined && { value: asked.to })}
            onChange={(to) => onAsk({ ...asked, to })}
          />
        </Form.Item>
      )}
      <Form.Item
        label={t(action === 'accept' ? 'waiver' : 'reason')}
        htmlFor="batch-reason"
        extra={action === 'accept' && t('waiverNote')}
      >
        <Input
          id="batch-reason"
          value={asked.reason}
          maxLength={REASON_CHARS_MAX}
          onChange={({ target }) => onAsk({ ...asked, reason: target.value })}
        />
      </Form.Item>
    </Form>
  )
}

function LabelLinks({ containerIds }: { containerIds: readonly string[] }) {
  const t = useTexts(batchTexts)
  const files = Array.from({ length: Math.ceil(containerIds.length / LABELS_IN_FILE) }, (_, at) =>
    containerIds.slice(at * LABELS_IN_FILE, (at + 1) * LABELS_IN_FILE),
  )
  return files.map((ids) => (
    <a key={ids[0]} href={paths.labels(ids)} target="_blank" rel="noreferrer">
      {t('openLabels', { count: ids.length })}
    </a>
  ))
}

function useWork(
  action: BatchAction,
  { reason, to }: Asked,
  onLabelled: (containerIds: readonly string[]) => void,
): BatchWork {
  const t = useTexts(batchTexts)
  const said = reason.trim()
  const read = (bookingId: string): Promise<BookingView> =>
    call(bookingApi.getBooking, { params: { bookingId } })
  switch (action) {
    case 'accept':
    case 'reject':
      return async ({ id: bookingId }, idempotencyKey) => {
        const body =
          action === 'reject'
            ? { decision: action, reason: said }
            : { decision: action, ...(said !== '' && { reason: said }) }
        await call(slotApi.decide, { params: { bookingId }, body, idempotencyKey })
        return DONE
      }
    case 'roll_over':
      return async ({ id }, idempotencyKey) => {
        const { containers, journey } = await read(id)
        const { departureId, origin } = journey
        const movable = containers.filter(
          (each) =>
            each.journey.departureId === departureId &&
            'next' in decideStep(each, 'roll_over', 'operator'),
        )
        if (movable.length === 0) return { isDone: false, note: t('nothingToMove') }
        const containerIds = movable.map((each) => each.id)
        await call(departureApi.rollOver, {
          params: { departureId },
          body: { containerIds, to: to!, reason: said, place: origin },
          idempotencyKey,
        })
        return { isDone: true, note: t('moved', { count: movable.length }) }
      }
    case 'labels':
      return async ({ id }) => {
        const { containers } = await read(id)
        const open = containers.filter(({ stage }) => stage !== 'cancelled')
        const numbered = open.filter(({ containerNumber }) => containerNumber !== null)
        onLabelled(numbered.map((each) => each.id))
        const note = t('labelled', { count: numbered.length, all: open.length })
        return { isDone: open.length > 0 && numbered.length === open.length, note }
      }
  }
}
