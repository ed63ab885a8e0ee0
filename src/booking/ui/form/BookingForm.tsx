/** Books containers on a train. What is typed is kept until it is booked; what is wrong is said at its field. */
import { Button, Form, Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { NewBooking } from '#booking/contract.ts'
import { HOLD_MINUTES } from '#booking/slot-contract.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { BookingTotals } from '../list/BookingTotals.tsx'
import { BoxFields } from './BoxFields.tsx'
import { CargoFields, EMPTY_CARGO } from './CargoFields.tsx'
import { ConsigneeFields } from './ConsigneeFields.tsx'
import { draftKeyOf, dropDraft, readDraft, writeDraft } from './draft.ts'
import { formTexts } from './form-texts.ts'
import { draftOf, useSource, type Purpose } from './from-booking.ts'
import { FindingList } from './FindingList.tsx'
import { AskedUpdate } from './AskedUpdate.tsx'
import { HeldBasket, useBasketPhase } from './HeldBasket.tsx'
import { PriceFields } from './PriceFields.tsx'
import { TemplateBar } from './Templates.tsx'
import { TermsFields } from './TermsFields.tsx'
import { useFindings } from './use-findings.ts'
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
  // Without the booking it is filled in from, the form would be another one than was asked for.
  if (from.problem !== null) return <ProblemAlert problem={from.problem} onRetry={from.retry} />
  if (data === undefined || from.waiting) return <Skeleton active />
  return <FormOf key={`${data.id}${from.sourceId}`} departure={data} from={from} />
}

interface FormOfProps {
  readonly departure: Departure
  readonly from: ReturnType<typeof useSource>
}

function FormOf({ departure, from }: FormOfProps) {
  const [form] = Form.useForm<BookingDraft>()
  const draftKey = draftKeyOf(departure.id, from.sourceId)
  const pricing = usePrice(departure, form)
  const { send, keep, running, problem } = useSending({ departure, from, pricing, draftKey })
  const left = useFaults(form, problem)
  const first = firstOf(from)
  const isHeld = isFixed(from.purpose)
  const basket = from.purpose === 'confirm' ? from.booking : undefined
  const phase = useBasketPhase(basket)
  const clear = () => {
    dropDraft(draftKey)
    form.setFieldsValue(first as never)
    form.resetFields()
  }
  const holdSlots = async () => {
    const { cargo } = form.getFieldsValue(true) as BookingDraft
    const masses = cargo.map((_, index) => ['cargo', index, 'grossMassKg'])
    const isTyped = await form.validateFields(masses, { recursive: true }).then(
      () => true,
      () => false,
    )
    if (isTyped) await keep(withoutBlanks(form.getFieldsValue(true) as BookingDraft))
    else form.scrollToField(masses[0]!)
  }
  return (
    <>
      <FormHeader departure={departure} purpose={from.purpose} />
      <AboveForm departure={departure} from={from} />
      <Form<BookingDraft>
        {...FORM}
        form={form}
        initialValues={{ ...first, ...readDraft(draftKey), ...(isHeld && { lines: first.lines }) }}
        onValuesChange={() => writeDraft(draftKey, form.getFieldsValue(true))}
        onFinish={(draft) =>
          void send(withoutBlanks({ ...draft, ifFull: form.getFieldValue('ifFull') }))
        }
      >
        {isNew(from.purpose) && <TemplateBar departure={departure} from={from} />}
        <ProblemAlert problem={left} />
        <BoxFields fixed={isHeld} />
        <CargoFields />
        <ConsigneeFields />
        <TermsFields />
        {isNew(from.purpose) && <WaitingFields />}
        {from.purpose !== 'update' && <PriceFields pricing={pricing} departure={departure} />}
        <FormFindings departure={departure} />
        <FormFoot
          departure={departure}
          purpose={from.purpose}
          ownTeu={ownTeuOf(from, departure)}
          isOver={basket !== undefined && phase !== 'running'}
          running={running}
          onClear={clear}
          onHold={() => void holdSlots()}
        />
      </Form>
    </>
  )
}

/** What there is already: a basket with its time, or a request that is corrected. */
function AboveForm({ departure, from: { purpose, booking } }: FormOfProps) {
  if (booking === undefined) return null
  if (purpose === 'confirm') return <HeldBasket basket={booking} departure={departure} />
  return purpose === 'update' ? <AskedUpdate booking={booking} /> : null
}

const FORM = {
  name: 'booking',
  layout: 'vertical',
  requiredMark: false,
  validateTrigger: 'onBlur',
  scrollToFirstError: { behavior: 'smooth', block: 'center' },
} as const

/** A basket knows its boxes only; the rest begins empty. */
function firstOf({ booking, template, purpose }: FormOfProps['from']) {
  if (template) return template.content
  if (!booking) return EMPTY
  return purpose === 'confirm' ? { ...EMPTY, lines: booking.lines } : draftOf(booking, purpose)
}

/** Of this train; amended onto another one, it brings nothing there. */
function ownTeuOf({ booking, purpose }: FormOfProps['from'], { id }: Departure): number {
  const isOfTrain = purpose === 'amend' && booking?.journey.departureId === id
  return isOfTrain ? booking.teu : 0
}

function isNew(purpose: Purpose): boolean {
  return purpose === 'new' || purpose === 'copy' || purpose === 'template'
}

/** Its boxes are held as they are, and what is typed is the rest. */
function isFixed(purpose: Purpose): boolean {
  return purpose === 'confirm' || purpose === 'update'
}

interface FormFootProps {
  readonly departure: Departure
  readonly purpose: Purpose
  readonly ownTeu: number
  /** The basket is a basket no more. */
  readonly isOver: boolean
  readonly running: boolean
  readonly onClear: () => void
  readonly onHold: () => void
}

function FormFoot({ departure, purpose, ownTeu, isOver, ...more }: FormFootProps) {
  const { running, onClear, onHold } = more
  const t = useTexts(formTexts)
  const isHeld = isFixed(purpose)
  const findings = useFindings(departure)
  const isRefused = findings.some(({ effect }) => effect === 'refuse')
  const isClosed = !isHeld && !departure.bookable && departure.freeTeu > 0
  return (
    <div className="form-foot">
      <BookingTotals {...{ departure, isHeld, ownTeu, findings }} />
      <span className="soft form-draft">{t('draft')}</span>
      <Button onClick={onClear} disabled={running}>
        {t('clear')}
      </Button>
      {isNew(purpose) && departure.bookable && (
        <Button onClick={onHold} disabled={running}>
          {t('hold', { minutes: HOLD_MINUTES })}
        </Button>
      )}
      <Button
        type="primary"
        htmlType="submit"
        loading={running}
        disabled={isClosed || isOver || isRefused}
      >
        {t(SUBMITS[purpose])}
      </Button>
    </div>
  )
}

/** Each point with its rule and its line; nothing is shown while there is nothing to say. */
function FormFindings({ departure }: { departure: Departure }) {
  const t = useTexts(formTexts)
  const findings = useFindings(departure)
  if (findings.length === 0) return null
  return (
    <section className="panel" aria-label={t('rules')} aria-live="polite">
      <h2>{t('rules')}</h2>
      <FindingList findings={findings} />
    </section>
  )
}

const TITLES = {
  new: 'title',
  copy: 'title',
  template: 'title',
  amend: 'amendTitle',
  confirm: 'confirmTitle',
  update: 'updateTitle',
} as const satisfies Record<Purpose, string>

const SUBMITS = {
  new: 'submit',
  copy: 'submit',
  template: 'submit',
  amend: 'amend',
  confirm: 'submit',
  update: 'update',
} as const satisfies Record<Purpose, string>

function FormHeader({ departure, purpose }: Pick<FormFootProps, 'departure' | 'purpose'>) {
  const t = useTexts(formTexts)
  const { service, departsAt, bookable, trainNumber } = departure
  const isClosed = !isFixed(purpose) && !bookable && departure.freeTeu > 0
  return (
    <PageHeader
      title={t(TITLES[purpose])}
      note={
        <>
          {t('on', { number: trainNumber })} · <StationName code={service.origin} /> →{' '}
          <StationName code={service.destination} /> ·{' '}
          <LocalTime at={departsAt} station={service.origin} />{' '}
          {isClosed && <Pill tone="bad">{t('closed')}</Pill>}
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
