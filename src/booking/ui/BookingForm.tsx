/** Books containers on a train. What is typed is kept until it is booked; what is wrong is said at its field. */
import { Button, Form, Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { NewBooking } from '#booking/contract.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { BookingTotals } from './BookingTotals.tsx'
import { BoxFields } from './BoxFields.tsx'
import { CargoFields, EMPTY_CARGO } from './CargoFields.tsx'
import { ConsigneeFields } from './ConsigneeFields.tsx'
import { dropDraft, readDraft, writeDraft } from './draft.ts'
import { formTexts } from './form-texts.ts'
import { draftOf, useSource, type Purpose } from './from-booking.ts'
import { PriceFields } from './PriceFields.tsx'
import { TermsFields } from './TermsFields.tsx'
import { usePrice } from './use-price.ts'
import { useSending } from './use-sending.ts'
import { WaitingFields } from './WaitingFields.tsx'

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
  const from = useSource(search)
  const { data, error, refetch } = useAsk(trainApi.getDeparture, {
    params: { departureId },
    refetchEveryMs: 30_000,
  })
  if (error !== null && data === undefined) {
    return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  }
  if (data === undefined || from.waiting) return <Skeleton active />
  return <FormOf key={`${data.id}${from.bookingId}`} departure={data} from={from} />
}

interface FormOfProps {
  readonly departure: Departure
  readonly from: ReturnType<typeof useSource>
}

function FormOf({ departure, from }: FormOfProps) {
  const t = useTexts(formTexts)
  const [form] = Form.useForm<BookingDraft>()
  const draftKey = `booking-draft-${departure.id}${from.bookingId}`
  const pricing = usePrice(departure, form)
  const { send, running, problem } = useSending({ departure, from, pricing, draftKey })
  const left = useFaults(form, problem)
  const first = from.source ? draftOf(from.source, from.purpose) : EMPTY
  const clear = () => {
    dropDraft(draftKey)
    form.setFieldsValue(first as never)
    form.resetFields()
  }
  return (
    <>
      <FormHeader departure={departure} purpose={from.purpose} />
      <Form<BookingDraft>
        form={form}
        name="booking"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
        initialValues={{ ...first, ...readDraft(draftKey) }}
        onValuesChange={() => writeDraft(draftKey, form.getFieldsValue(true))}
        onFinish={(draft) =>
          void send(withoutBlanks({ ...draft, ifFull: form.getFieldValue('ifFull') }))
        }
      >
        <ProblemAlert problem={left} />
        <BoxFields />
        <CargoFields />
        <ConsigneeFields />
        <TermsFields />
        {from.purpose !== 'amend' && <WaitingFields />}
        <PriceFields pricing={pricing} />
        <div className="form-foot">
          <BookingTotals departure={departure} />
          <span className="soft form-draft">{t('draft')}</span>
          <Button onClick={clear} disabled={running}>
            {t('clear')}
          </Button>
          <Button
            type="primary"
            htmlType="submit"
            loading={running}
            disabled={!departure.bookable && departure.freeTeu > 0}
          >
            {from.purpose === 'amend' ? t('amend') : t('submit')}
          </Button>
        </div>
      </Form>
    </>
  )
}

function FormHeader({ departure, purpose }: { departure: Departure; purpose: Purpose }) {
  const t = useTexts(formTexts)
  const { service, departsAt, bookable, trainNumber } = departure
  return (
    <PageHeader
      title={purpose === 'amend' ? t('amendTitle') : t('title')}
      note={
        <>
          {t('on', { number: trainNumber })} · <StationName code={service.origin} /> →{' '}
          <StationName code={service.destination} /> ·{' '}
          <LocalTime at={departsAt} station={service.origin} />{' '}
          {!bookable && departure.freeTeu > 0 && <Pill tone="bad">{t('closed')}</Pill>}
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
