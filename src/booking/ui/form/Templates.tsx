/** Booking again: a template to fill the form from, another train for it, what does not fit that train; and keeping a booking as a template. */
import { Alert, App, Button, Form, Input, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { BookingView } from '#booking/contract.ts'
import { templateApi, type BookingFit } from '#booking/template-contract.ts'
import { line } from '#kernel/line.ts'
import type { Departure } from '#train/contract.ts'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { useValueRule } from '#web/value-rule.ts'
import { draftKeyOf, moveDraft } from './draft.ts'
import type { Source } from './from-booking.ts'
import { OtherTrainSelect } from '../departure/OtherTrainSelect.tsx'
import { wordTexts } from '../texts.ts'

const NAME_CHARS_MAX = 60

const texts = defineTexts({
  again: { zh: '复用', en: 'Book again', ru: 'Забронировать снова' },
  template: { zh: '用模板填写', en: 'Fill in from a template', ru: 'Заполнить по шаблону' },
  none: {
    zh: '还没有模板：可在任一订舱页面“存为模板”。',
    en: 'No templates yet: keep one on the page of any booking.',
    ru: 'Шаблонов пока нет: сохраните их на странице любого бронирования.',
  },
  train: { zh: '改订其他班次', en: 'Take another train', ru: 'Выбрать другой поезд' },
  misfits: {
    zh: '以下内容不适合该班次',
    en: 'This does not fit the train',
    ru: 'Это не подходит для поезда',
  },
  ask: { zh: '须班列公司同意', en: 'The operator decides', ru: 'Решает оператор' },
  fits: {
    zh: '全部内容适合该班次，可直接订舱。',
    en: 'All of it fits the train: it can be booked as it is.',
    ru: 'Всё подходит: можно бронировать.',
  },
  remove: { zh: '删除模板', en: 'Delete the template', ru: 'Удалить шаблон' },
  sure: {
    zh: '删除该模板？已订的舱不受影响。',
    en: 'Delete this template? What was booked with it stays.',
    ru: 'Удалить шаблон? Сделанные бронирования останутся.',
  },
  removed: { zh: '模板已删除', en: 'Template deleted', ru: 'Шаблон удалён' },
  save: { zh: '存为模板', en: 'Keep as a template', ru: 'Сохранить как шаблон' },
  name: { zh: '模板名称', en: 'Name of the template', ru: 'Название шаблона' },
  nameHint: {
    zh: '保存箱型箱量、货物、收货人、条款和报关行；不含班次、委托编号和报价。',
    en: 'Keeps boxes, cargo, consignee, terms and broker; not the train, your reference or the quote.',
    ru: 'Сохраняются контейнеры, груз, получатель, условия и брокер; без поезда, номера заказа и цены.',
  },
  missing: { zh: '请填写名称', en: 'Give it a name', ru: 'Укажите название' },
  saved: {
    zh: '已存为模板“{name}”',
    en: 'Kept as “{name}”',
    ru: 'Сохранено как «{name}»',
  },
})

interface TemplateBarProps {
  readonly departure: Departure
  readonly from: Source
}

export function TemplateBar({ departure, from }: TemplateBarProps) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const { data } = useAsk(templateApi.list)
  const { purpose, sourceId, template } = from
  const isAgain = purpose === 'copy' || purpose === 'template'
  const goOn = (departureId: string): string =>
    purpose === 'copy'
      ? paths.copyBooking(departureId, sourceId)
      : paths.bookTemplate(departureId, sourceId)
  /** What was typed goes with it. */
  const takeTrain = (departureId: string | undefined) => {
    if (departureId === undefined) return
    moveDraft(draftKeyOf(departure.id, sourceId), draftKeyOf(departureId, sourceId))
    void navigate(goOn(departureId), { replace: true })
  }
  return (
    <section className="panel" aria-label={t('again')}>
      <div className="form-pair">
        <label className="stack">
          <span className="soft">{t('template')}</span>
          <Select
            aria-label={t('template')}
            showSearch={{ optionFilterProp: 'label' }}
            value={template?.id ?? null}
            notFoundContent={t('none')}
            options={(data?.items ?? []).map(({ id, name }) => ({
              value: id as string,
              label: name,
            }))}
            onChange={(id: string) =>
              void navigate(paths.bookTemplate(departure.id, id), { replace: true })
            }
          />
        </label>
        {isAgain && (
          <label className="stack">
            <span className="soft">{t('train')}</span>
            <OtherTrainSelect departureId={departure.id} onChange={takeTrain} />
          </label>
        )}
      </div>
      {template && <DeleteTemplate departure={departure} templateId={template.id} />}
      {isAgain && <Misfits departure={departure} from={from} />}
    </section>
  )
}

function DeleteTemplate({
  departure,
  templateId,
}: {
  readonly departure: Departure
  readonly templateId: string
}) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { run, running, problem } = useCommand(templateApi.delete, () => {
    void message.success(t('removed'))
    void navigate(paths.newBooking(departure.id), { replace: true })
  })
  return (
    <p>
      <ProblemAlert problem={problem} />
      <Popconfirm
        title={t('sure')}
        okText={t('remove')}
        onConfirm={() => void run({ params: { templateId } })}
      >
        <Button size="small" loading={running}>
          {t('remove')}
        </Button>
      </Popconfirm>
    </p>
  )
}

/** As it was kept: what is typed after that is judged below, as it is typed. */
function Misfits({ departure, from }: TemplateBarProps) {
  const { purpose, sourceId } = from
  const query = { departure: departure.id }
  const ofTemplate = useAsk(templateApi.fit, {
    params: { templateId: sourceId },
    query,
    enabled: purpose === 'template' && from.template !== undefined,
  })
  const ofBooking = useAsk(templateApi.again, {
    params: { bookingId: sourceId },
    query,
    enabled: purpose === 'copy',
  })
  const { data, error } = purpose === 'template' ? ofTemplate : ofBooking
  if (data === undefined) return <ProblemAlert problem={error} />
  return <FitNotice fit={data} />
}

function FitNotice({ fit }: { readonly fit: BookingFit }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  if (fit.misfits.length === 0) return <p className="soft">{t('fits')}</p>
  return (
    <Alert
      type="warning"
      showIcon
      title={t('misfits')}
      description={
        <ul className="plain-list">
          {fit.misfits.map(({ code, effect, text }) => (
            <li key={`${code} ${text.en}`}>
              {say(text)} {effect === 'ask' && <Pill tone="wait">{t('ask')}</Pill>}
            </li>
          ))}
        </ul>
      }
    />
  )
}

export function SaveTemplateButton({ booking }: { readonly booking: BookingView }) {
  const t = useTexts(texts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const [asking, setAsking] = useState(false)
  // A basket has nothing to keep yet.
  if (!mayBook || booking.incoterm === null) return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('save')}</Button>
      {asking && <SaveModal booking={booking} onClose={() => setAsking(false)} />}
    </>
  )
}

function SaveModal({
  booking,
  onClose,
}: {
  readonly booking: BookingView
  readonly onClose: () => void
}) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const valueRule = useValueRule()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ name: string }>()
  const { run, running, problem } = useCommand(templateApi.save, ({ name }) => {
    onClose()
    void message.success(t('saved', { name }))
  })
  const left = useFaults(form, problem)
  return (
    <Modal
      open
      title={t('save')}
      okText={t('save')}
      cancelText={words('back')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form<{ name: string }>
        form={form}
        name="save-template"
        layout="vertical"
        requiredMark={false}
        onFinish={({ name }) => void run({ body: { name, bookingId: booking.id } })}
      >
        <Form.Item
          name="name"
          label={t('name')}
          extra={t('nameHint')}
          rules={[{ required: true, message: t('missing') }, valueRule(line(NAME_CHARS_MAX))]}
        >
          <Input autoComplete="off" maxLength={NAME_CHARS_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
