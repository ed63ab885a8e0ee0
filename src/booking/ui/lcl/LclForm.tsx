/** Books a consignment into a consolidation, or amends one: its cargo by volume, its parties, its price by W/M before it is sent. */
import { Button, Form, Skeleton, type FormInstance } from 'antd'
import { useSearchParams } from 'react-router'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { lclApi, type ConsolidationView } from '#booking/lcl-contract.ts'
import { HOLD_MINUTES } from '#booking/slot-contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'
import { weightOrMeasure } from '#price/price.ts'
import { Estimate } from '#price/ui/Estimate.tsx'
import { trainApi, type Departure } from '#train/contract.ts'
import { useFaults } from '#web/faults.ts'
import { formatMass, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { CargoFields, EMPTY_CARGO } from '../form/CargoFields.tsx'
import { ConsigneeFields } from '../form/ConsigneeFields.tsx'
import { draftKeyOf, readDraft, writeDraft } from '../form/draft.ts'
import { formTexts } from '../form/form-texts.ts'
import { HeldBasket, useBasketPhase } from '../form/HeldBasket.tsx'
import { TermsFields } from '../form/TermsFields.tsx'
import { LclWaitingFields } from './LclWaiting.tsx'
import { lclTexts } from './lcl-texts.ts'
import { Lot } from './LclWords.tsx'
import { useLclSending, type LclPurpose } from './use-lcl-sending.ts'
import {
  lotTyped,
  useEstimate,
  useTypedLot,
  withoutBlanks,
  type LclDraft,
} from './use-typed-lot.ts'

export function LclForm() {
  const [search] = useSearchParams()
  const consolidationId = search.get('consolidation') ?? ''
  const purpose = purposeOf(search)
  const bookingId = search.get(purpose) ?? ''
  const asked = useAsk(lclApi.getConsolidation, {
    params: { consolidationId },
    refetchEveryMs: 10_000,
    enabled: purpose !== 'wait',
  })
  const departureId = asked.data?.departureId ?? search.get('departure') ?? ''
  const train = useAsk(trainApi.getDeparture, {
    params: { departureId },
    enabled: departureId !== '',
  })
  const booking = useAsk(bookingApi.getBooking, {
    params: { bookingId },
    enabled: bookingId !== '',
    refetchEveryMs: 10_000,
  })
  const problem = asked.error ?? train.error ?? booking.error
  if (problem !== null) return <ProblemAlert problem={problem} />
  const isLoading = (purpose !== 'wait' && !asked.data) || (bookingId !== '' && !booking.data)
  if (!train.data || isLoading) return <Skeleton active />
  const of = { consolidation: asked.data, departure: train.data, booking: booking.data }
  return <FormOf key={purpose + bookingId} {...of} purpose={purpose} />
}

function purposeOf(search: URLSearchParams): LclPurpose {
  if (search.has('amend')) return 'amend'
  if (search.has('confirm')) return 'confirm'
  return search.has('departure') ? 'wait' : 'new'
}

interface FormOfProps {
  /** Undefined of one that waits for any. */
  readonly consolidation: ConsolidationView | undefined
  readonly departure: Departure
  /** That is amended, or the basket that is confirmed. */
  readonly booking: BookingView | undefined
  readonly purpose: LclPurpose
}

function FormOf(of: FormOfProps) {
  const { departure, booking, purpose } = of
  const [form] = Form.useForm<LclDraft>()
  const draftKey = draftKeyOf(of.consolidation?.id ?? departure.id, booking?.id ?? '')
  const lcl = useTypedLot(form)
  const estimated = useEstimate(departure, lcl)
  const { send, keep, running, problem } = useLclSending({ ...of, draftKey }, lcl, estimated)
  const left = useFaults(form, problem)
  const first = firstOf(of)
  return (
    <>
      <FormHeader {...of} />
      {booking && purpose === 'confirm' && <HeldBasket basket={booking} departure={departure} />}
      <Form<LclDraft>
        form={form}
        name="lcl"
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
        <CargoFields byVolume />
        <ConsigneeFields />
        <TermsFields />
        {(purpose === 'new' || purpose === 'wait') && (
          <LclWaitingFields always={purpose === 'wait'} />
        )}
        <Estimate estimated={estimated}>{null}</Estimate>
        <FormFoot {...of} lcl={lcl} running={running} onHold={() => void holdTyped(form, keep)} />
      </Form>
    </>
  )
}

function firstOf({ booking, purpose }: FormOfProps): object {
  if (booking && purpose === 'amend') return draftOf(booking)
  const waits = purpose === 'wait' && { ifFull: { promotion: 'automatic' } }
  return { cargo: [EMPTY_CARGO], incoterm: 'FCA', ...waits }
}

/** Volume, mass and packages are all that a basket needs. */
async function holdTyped(
  form: FormInstance<LclDraft>,
  keep: ReturnType<typeof useLclSending>['keep'],
): Promise<void> {
  const { cargo } = form.getFieldsValue(true) as LclDraft
  const needed = cargo.flatMap((_, index) =>
    ['packages', 'grossMassKg', 'volumeDm3'].map((name) => ['cargo', index, name]),
  )
  const isTyped = await form.validateFields(needed, { recursive: true }).then(
    () => true,
    () => false,
  )
  if (isTyped) await keep(lotTyped(cargo))
  else form.scrollToField(needed[0]!)
}

interface FormFootProps extends FormOfProps {
  readonly lcl: LclAsked | undefined
  readonly running: boolean
  readonly onHold: () => void
}

function FormFoot({ consolidation, booking, purpose, lcl, running, onHold }: FormFootProps) {
  const t = useTexts(lclTexts)
  const phase = useBasketPhase(purpose === 'confirm' ? booking : undefined)
  const isNew = purpose === 'new'
  const isOver = phase !== undefined && phase !== 'running'
  return (
    <div className="form-foot">
      <Total lcl={lcl} />
      {isNew && consolidation?.bookable && (
        <Button onClick={onHold} disabled={running}>
          {t('hold', { minutes: HOLD_MINUTES })}
        </Button>
      )}
      <Button
        type="primary"
        htmlType="submit"
        loading={running}
        disabled={isOver || (isNew && !consolidation?.bookable)}
      >
        {t(SUBMITS[purpose])}
      </Button>
    </div>
  )
}

const SUBMITS = { new: 'book', wait: 'wait', confirm: 'confirm', amend: 'save' } as const
const TITLES = {
  new: 'bookTitle',
  wait: 'waitTitle',
  confirm: 'confirmTitle',
  amend: 'amendTitle',
} as const

function FormHeader({ consolidation, departure, purpose }: FormOfProps) {
  const t = useTexts(lclTexts)
  const words = useTexts(formTexts)
  const { service, trainNumber, id } = departure
  const on = words('on', { number: trainNumber })
  return (
    <>
      <PageHeader
        title={t(TITLES[purpose])}
        note={
          <>
            {on} · <StationName code={service.origin} /> →{' '}
            <StationName code={service.destination} />
            {consolidation && (
              <>
                {' '}
                · {t('closes')} <LocalTime at={consolidation.closesAt} station={service.origin} />
              </>
            )}
          </>
        }
        back={{ to: paths.departure(id), label: on }}
      />
      {consolidation && (
        <p>
          {consolidation.equipmentType} · <Lot lot={consolidation.free} words="free" />
        </p>
      )}
    </>
  )
}

function Total({ lcl }: { lcl: LclAsked | undefined }) {
  const t = useTexts(lclTexts)
  const { tag } = useLocale()
  if (lcl === undefined) return <span />
  return (
    <strong aria-live="polite">
      {t('total', {
        volume: formatNumber(lcl.volumeDm3 / 1_000, tag),
        mass: formatMass(lcl.grossMassKg, tag),
        wm: formatNumber(weightOrMeasure(lcl) / 1_000, tag),
      })}
    </strong>
  )
}

function draftOf({
  reference,
  brokerId,
  consignee,
  incoterm,
  cargo,
  remarks,
}: BookingView): object {
  return {
    ...{ reference, consignee, incoterm, cargo, remarks },
    brokerId: brokerId ?? undefined,
  }
}
