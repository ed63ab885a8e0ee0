/** Books containers on a train. What is typed is kept until it is booked; what is wrong is said at its field. */
import { App, Button, Form, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import type { z } from 'zod'
import { bookingApi, type NewBooking } from '#booking/contract.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { BookingTotals } from './BookingTotals.tsx'
import { BoxFields } from './BoxFields.tsx'
import { CargoFields, EMPTY_CARGO } from './CargoFields.tsx'
import { ConsigneeFields } from './ConsigneeFields.tsx'
import { dropDraft, readDraft, writeDraft } from './draft.ts'
import { formTexts } from './form-texts.ts'
import { TermsFields } from './TermsFields.tsx'

/** The body of the command without its departure, which the address names. */
export type BookingDraft = Omit<z.input<typeof NewBooking>, 'departureId'>

const EMPTY = {
  lines: [{ equipmentType: '45G1', count: 1 }],
  cargo: [EMPTY_CARGO],
  incoterm: 'FCA',
}

export function BookingForm() {
  const [search] = useSearchParams()
  const departureId = search.get('departure') ?? ''
  const { data, error, refetch } = useAsk(trainApi.getDeparture, {
    params: { departureId },
    refetchEveryMs: 30_000,
  })
  if (error !== null && data === undefined) {
    return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  }
  if (data === undefined) return <Skeleton active />
  return <FormOf key={data.id} departure={data} />
}

function FormOf({ departure }: { departure: Departure }) {
  const t = useTexts(formTexts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<BookingDraft>()
  const draftKey = `booking-draft-${departure.id}`
  const { run, running, problem } = useCommand(bookingApi.book, (booking) => {
    dropDraft(draftKey)
    void message.success(t('done', { number: booking.number }))
    void navigate(paths.booking(booking.id), { replace: true })
  })
  const left = useFaults(form, problem)
  const clear = () => {
    dropDraft(draftKey)
    form.setFieldsValue(EMPTY)
    form.resetFields()
  }
  return (
    <>
      <FormHeader departure={departure} />
      <Form<BookingDraft>
        form={form}
        name="booking"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
        initialValues={{ ...EMPTY, ...readDraft(draftKey) }}
        onValuesChange={() => writeDraft(draftKey, form.getFieldsValue(true))}
        onFinish={(draft) =>
          void run({ body: { ...withoutBlanks(draft), departureId: departure.id } })
        }
      >
        <ProblemAlert problem={left} />
        <BoxFields />
        <CargoFields />
        <ConsigneeFields />
        <TermsFields />
        <div className="form-foot">
          <BookingTotals departure={departure} />
          <span className="soft form-draft">{t('draft')}</span>
          <Button onClick={clear} disabled={running}>
            {t('clear')}
          </Button>
          <Button type="primary" htmlType="submit" loading={running} disabled={!departure.bookable}>
            {t('submit')}
          </Button>
        </div>
      </Form>
    </>
  )
}

function FormHeader({ departure }: { departure: Departure }) {
  const t = useTexts(formTexts)
  const { service, departsAt, bookable, trainNumber } = departure
  return (
    <PageHeader
      title={t('title')}
      note={
        <>
          {t('on', { number: trainNumber })} · <StationName code={service.origin} /> →{' '}
          <StationName code={service.destination} /> ·{' '}
          <LocalTime at={departsAt} station={service.origin} />{' '}
          {!bookable && <Pill tone="bad">{t('closed')}</Pill>}
        </>
      }
      back={{ to: paths.departure(departure.id), label: t('on', { number: trainNumber }) }}
    />
  )
}

/** Optional fields left empty are not sent: an empty text is not a telephone number. */
function withoutBlanks(draft: BookingDraft): BookingDraft {
  return JSON.parse(
    JSON.stringify(draft, (_, value: unknown) =>
      value === '' || value === null ? undefined : value,
    ),
  ) as BookingDraft
}
