/** Books a consignment into a consolidation, or amends one: its cargo by volume, its parties, its price by W/M before it is sent. */
import { App, Button, Form, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import type { z } from 'zod'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { volumeOf } from '#booking/lcl/lcl.ts'
import { lclApi, type ConsolidationView, type NewConsignment } from '#booking/lcl-contract.ts'
import { priceApi, type RateSheet } from '#price/contract.ts'
import { LclAsked } from '#price/lcl-contract.ts'
import { decideLclPrice, weightOrMeasure } from '#price/price.ts'
import { Estimate, type Estimated } from '#price/ui/Estimate.tsx'
import { trainApi, type Departure } from '#train/contract.ts'
import { useFaults } from '#web/faults.ts'
import { formatMass, formatMoney, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { CargoFields, EMPTY_CARGO } from '../form/CargoFields.tsx'
import { ConsigneeFields } from '../form/ConsigneeFields.tsx'
import { formTexts } from '../form/form-texts.ts'
import { lclTexts } from './lcl-texts.ts'
import { Lot } from './LclWords.tsx'
import { TermsFields } from '../form/TermsFields.tsx'

type Draft = z.input<typeof NewConsignment>

export function LclForm() {
  const [search] = useSearchParams()
  const consolidationId = search.get('consolidation') ?? ''
  const bookingId = search.get('amend') ?? ''
  const asked = useAsk(lclApi.getConsolidation, {
    params: { consolidationId },
    refetchEveryMs: 10_000,
  })
  const departureId = asked.data?.departureId ?? ''
  const train = useAsk(trainApi.getDeparture, {
    params: { departureId },
    enabled: departureId !== '',
  })
  const booking = useAsk(bookingApi.getBooking, {
    params: { bookingId },
    enabled: bookingId !== '',
  })
  const problem = asked.error ?? train.error ?? booking.error
  if (problem !== null) return <ProblemAlert problem={problem} />
  if (!asked.data || !train.data || (bookingId !== '' && !booking.data)) return <Skeleton active />
  return <FormOf consolidation={asked.data} departure={train.data} booking={booking.data} />
}

interface FormOfProps {
  readonly consolidation: ConsolidationView
  readonly departure: Departure
  /** That is amended. */
  readonly booking: BookingView | undefined
}

function FormOf({ consolidation, departure, booking }: FormOfProps) {
  const t = useTexts(lclTexts)
  const [form] = Form.useForm<Draft>()
  const lcl = useTypedLot(form)
  const estimated = useEstimate(departure, lcl)
  const of = { consolidation, departure, booking }
  const { send, running, problem } = useSending(of, lcl, estimated)
  const left = useFaults(form, problem)
  return (
    <>
      <FormHeader {...of} />
      <Form<Draft>
        form={form}
        name="lcl"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
        initialValues={booking ? draftOf(booking) : { cargo: [EMPTY_CARGO], incoterm: 'FCA' }}
        onFinish={(draft) => void send(withoutBlanks(draft))}
      >
        <ProblemAlert problem={left} />
        <CargoFields byVolume />
        <ConsigneeFields />
        <TermsFields />
        <Estimate estimated={estimated}>{null}</Estimate>
        <div className="form-foot">
          <Total lcl={lcl} />
          <Button
            type="primary"
            htmlType="submit"
            loading={running}
            disabled={!booking && !consolidation.bookable}
          >
            {t(booking ? 'save' : 'book')}
          </Button>
        </div>
      </Form>
    </>
  )
}

function FormHeader({ consolidation, departure, booking }: FormOfProps) {
  const t = useTexts(lclTexts)
  const words = useTexts(formTexts)
  const { service, trainNumber, id } = departure
  const on = words('on', { number: trainNumber })
  return (
    <>
      <PageHeader
        title={t(booking ? 'amendTitle' : 'bookTitle')}
        note={
          <>
            {on} · <StationName code={service.origin} /> →{' '}
            <StationName code={service.destination} /> · {t('closes')}{' '}
            <LocalTime at={consolidation.closesAt} station={service.origin} />
          </>
        }
        back={{ to: paths.departure(id), label: on }}
      />
      <p>
        {consolidation.equipmentType} · <Lot lot={consolidation.free} words="free" />
      </p>
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

/** What is typed so far comes to; undefined while nothing can be priced. */
function useTypedLot(form: ReturnType<typeof Form.useForm<Draft>>[0]): LclAsked | undefined {
  const typed = Form.useWatch((draft: Partial<Draft>) => draft, form)
  const rows = typed?.cargo ?? []
  const sum = rows.reduce(
    (all, row) => ({
      volumeDm3: all.volumeDm3 + (row === undefined ? 0 : (volumeOf(cleaned(row)) ?? 0)),
      grossMassKg: all.grossMassKg + (Number(row?.grossMassKg) || 0),
    }),
    { volumeDm3: 0, grossMassKg: 0 },
  )
  return LclAsked.safeParse(sum).data
}

type Row = Draft['cargo'][number]

/** Empty fields of a form are null, and sides count when all three are there. */
function cleaned({ volumeDm3, packageCm, packages }: Row) {
  const { lengthCm, widthCm, heightCm } = packageCm ?? {}
  return {
    packages: Number(packages) || 0,
    volumeDm3: volumeDm3 ?? undefined,
    packageCm: lengthCm && widthCm && heightCm ? { lengthCm, widthCm, heightCm } : undefined,
  }
}

function useEstimate(
  departure: Departure,
  lcl: LclAsked | undefined,
): (Estimated & { readonly refresh: () => void }) | undefined {
  const { data, refetch } = useAsk(priceApi.departureRates, {
    params: { departureId: departure.id },
  })
  if (lcl === undefined) return undefined
  const priced = firstPrice(data?.items ?? [], departure, lcl)
  return priced && { ...priced, refresh: () => void refetch() }
}

/** By the first sheet that prices LCL, as the server takes it. */
function firstPrice(
  sheets: readonly RateSheet[],
  { service }: Departure,
  lcl: LclAsked,
): Estimated | undefined {
  const { origin, destination } = service
  for (const { title, version, currency, ...sheet } of sheets) {
    const priced = decideLclPrice(sheet, { origin, destination, lcl })
    if ('lines' in priced) return { title, version, currency, ...priced }
  }
  return undefined
}

/** First the price is fixed by a quote, then space and price are taken together. */
function useSending(
  { consolidation, departure, booking }: FormOfProps,
  lcl: LclAsked | undefined,
  estimated: ReturnType<typeof useEstimate>,
) {
  const t = useTexts(lclTexts)
  const { tag } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const done = (made: BookingView) => {
    void message.success(t(booking ? 'amended' : 'booked', { number: made.number }))
    void navigate(paths.booking(made.id), { replace: true })
  }
  const quote = useCommand(priceApi.quoteLcl)
  const consign = useCommand(lclApi.consign, done)
  const amend = useCommand(lclApi.amendConsignment, done)
  const send = async (draft: Draft): Promise<void> => {
    let quoteId: string | undefined
    if (estimated !== undefined && lcl !== undefined) {
      const quoted = await quote.run({ body: { ...lcl, departureId: departure.id } })
      if (quoted === undefined) return
      if (quoted.totalMinor !== estimated.totalMinor) {
        const total = formatMoney(quoted.totalMinor, quoted.currency, tag)
        void message.warning(t('changed', { total }), 8)
        estimated.refresh()
        return
      }
      quoteId = quoted.id
    }
    const body = { ...draft, ...(quoteId && { quoteId }) } as never
    if (booking) await amend.run({ params: { bookingId: booking.id }, body })
    else await consign.run({ params: { consolidationId: consolidation.id }, body })
  }
  const commands = [quote, consign, amend]
  return {
    send,
    running: commands.some(({ running }) => running),
    problem: commands.find(({ problem }) => problem !== null)?.problem ?? null,
  }
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

/** Optional fields left empty are not sent; neither are the sides of a package that are not all there. */
function withoutBlanks(draft: Draft): Draft {
  const cargo = draft.cargo.map((row) => ({ ...row, packageCm: cleaned(row).packageCm }))
  return JSON.parse(
    JSON.stringify({ ...draft, cargo }, (_, value: unknown) =>
      value === '' || value === null ? undefined : value,
    ),
  ) as Draft
}
