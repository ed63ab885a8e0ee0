/** One booking: its train, its parties, its cargo, its containers; for its owner, the way to cancel it in time. */
import { App, Button, Popconfirm } from 'antd'
import type { ComponentType } from 'react'
import { useParams } from 'react-router'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { isAmendable } from '#booking/amending/amendment.ts'
import { ChargesPanel } from '#price/ui/ChargesPanel.tsx'
import { Asked } from '#web/kit/Asked.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand, type Listing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { AmendmentPanel } from './AmendmentPanel.tsx'
import { CargoPanel } from './form/CargoPanel.tsx'
import { ContainerList } from './list/ContainerList.tsx'
import { FindingPanel } from './form/FindingList.tsx'
import { MissedNotice } from './departure/MissedNotice.tsx'
import { NoShowNotice } from './departure/NoShows.tsx'
import { SlotNotice } from './SlotNotice.tsx'
import type { StepForms } from './container/step-form.ts'
import { BookingParticulars } from './BookingParticulars.tsx'
import { ConsignmentPanel } from './lcl/ConsignmentPanel.tsx'
import { LclTag } from './lcl/LclWords.tsx'
import { BookingTag } from './Tags.tsx'
import { SaveTemplateButton } from './form/Templates.tsx'
import { wordTexts } from './texts.ts'

const texts = defineTexts({
  title: { zh: '订舱 {number}', en: 'Booking {number}', ru: 'Бронирование {number}' },
  cancel: { zh: '取消订舱', en: 'Cancel the booking', ru: 'Отменить бронирование' },
  sure: {
    zh: '确定取消？舱位将立即释放，无法恢复。',
    en: 'Cancel it? The slots are given back at once and for good.',
    ru: 'Отменить? Места освободятся сразу и безвозвратно.',
  },
  sureLcl: {
    zh: '确定取消？所占的拼箱空间将立即释放，无法恢复。',
    en: 'Cancel it? Its space in the consolidation is given back at once and for good.',
    ru: 'Отменить? Место в сборном контейнере освободится сразу и безвозвратно.',
  },
  yes: { zh: '取消订舱', en: 'Cancel it', ru: 'Отменить' },
  no: { zh: '保留', en: 'Keep it', ru: 'Оставить' },
  copy: { zh: '再订一票', en: 'Copy this booking', ru: 'Копировать бронирование' },
  amend: { zh: '改单', en: 'Amend', ru: 'Изменить' },
  cancelled: { zh: '订舱已取消', en: 'Booking cancelled', ru: 'Бронирование отменено' },
  none: { zh: '没有集装箱。', en: 'No containers.', ru: 'Контейнеров нет.' },
})

/** A part of the screen that a later slice owns. */
export type BookingPanel = ComponentType<{ readonly booking: BookingView }>

interface BookingScreenProps {
  readonly forms: StepForms
  readonly panels: readonly BookingPanel[]
}

export function BookingScreen({ forms, panels }: BookingScreenProps) {
  const { bookingId = '' } = useParams()
  const asked = useAsk(bookingApi.getBooking, {
    params: { bookingId },
    refetchEveryMs: 15_000,
  })
  return (
    <Asked asked={asked}>
      {(booking) => <BookingDetail booking={booking} forms={forms} panels={panels} />}
    </Asked>
  )
}

function BookingDetail({
  booking,
  forms,
  panels,
}: BookingScreenProps & { readonly booking: BookingView }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const title = t('title', { number: booking.number })
  return (
    <>
      <PageHeader
        title={title}
        heading={
          <>
            {title} <LclTag {...booking} /> <BookingTag state={booking.state} />
          </>
        }
        back={{ to: paths.bookings(), label: words('bookings') }}
        actions={<BookingActions booking={booking} />}
      />
      <SlotNotice booking={booking} />
      {booking.state === 'pending_amendment' && <Pending booking={booking} />}
      <MissedNotice containers={booking.containers} />
      <NoShowNotice containers={booking.containers} />
      <section className="panel" aria-label={words('particulars')}>
        <BookingParticulars booking={booking} />
      </section>
      <ConsignmentPanel booking={booking} />
      <FindingPanel findings={booking.findings} bookedAt={booking.createdAt} />
      <CargoPanel cargo={booking.cargo} />
      {booking.charged && <ChargesPanel bookingId={booking.id} />}
      <section className="below" aria-label={words('containers')}>
        <h2 className="below-title">{words('containers')}</h2>
        <ContainerList
          listing={whole(booking.containers)}
          forms={forms}
          empty={t('none')}
          ofOneTrain
        />
      </section>
      {panels.map((Panel, index) => (
        <div className="below" key={index}>
          <Panel booking={booking} />
        </div>
      ))}
    </>
  )
}

/** Of no concern to a warehouse or a railway until it is decided. */
function Pending({ booking }: { booking: BookingView }) {
  const { kind } = useSession().organisation
  const isConcerned = kind === 'exporter' || kind === 'forwarder' || kind === 'operator'
  return isConcerned ? <AmendmentPanel booking={booking} /> : null
}

/** A list that came with its parent needs no pages. */
function whole<Item>(items: readonly Item[]): Listing<Item> {
  const nothing = () => undefined
  return {
    items,
    loading: false,
    problem: null,
    hasMore: false,
    loadMore: nothing,
    loadingMore: false,
    reload: nothing,
  }
}

function BookingActions({ booking }: { booking: BookingView }) {
  const t = useTexts(texts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const { departureId } = booking.journey
  const isFcl = booking.load === 'FCL'
  return (
    <>
      {mayBook && isFcl && (
        <LinkButton to={paths.copyBooking(departureId, booking.id)} label={t('copy')} />
      )}
      {isFcl && <SaveTemplateButton booking={booking} />}
      {mayBook && isFcl && isAmendable(booking) && (
        <LinkButton to={paths.amendBooking(departureId, booking.id)} label={t('amend')} />
      )}
      <CancelButton booking={booking} />
    </>
  )
}

function CancelButton({ booking }: { booking: BookingView }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const mayAct = useMayAct('exporter', 'forwarder')
  const { run, running, problem } = useCommand(bookingApi.cancel, () => {
    void message.success(t('cancelled'))
  })
  if (!mayAct || !booking.cancellable) return null
  return (
    <>
      <Popconfirm
        title={t(booking.load === 'LCL' ? 'sureLcl' : 'sure')}
        okText={t('yes')}
        cancelText={t('no')}
        onConfirm={() => void run({ params: { bookingId: booking.id } })}
      >
        <Button danger loading={running}>
          {t('cancel')}
        </Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}
