/** Bookings the reader takes part in, newest first. */
import { Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { bookingApi, type BookingItem } from '#booking/contract.ts'
import { DefaultFilter } from '#identity/ui/DefaultFilter.tsx'
import { SavedFilters } from '#identity/ui/SavedFilters.tsx'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { SearchInput } from '#web/kit/SearchInput.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useAddress } from '#web/address.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { BookingBatch } from './BookingBatch.tsx'
import { BookingDrawer } from './BookingDrawer.tsx'
import { lclTexts } from '../lcl/lcl-texts.ts'
import { LclTag, Lot } from '../lcl/LclWords.tsx'
import { BookingTag } from '../Tags.tsx'
import { Load } from '#booking/load-contract.ts'
import { BookingState } from '#booking/state-contract.ts'
import { bookingStateTexts } from '#booking/words.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  search: {
    zh: '订舱号、箱号或委托编号',
    en: 'Number or reference',
    ru: 'Номер или ваш номер заказа',
  },
  anyState: { zh: '全部状态', en: 'Any state', ru: 'Любое состояние' },
  number: { zh: '订舱号', en: 'Number', ru: 'Номер' },
  boxes: { zh: '箱量', en: 'Boxes', ru: 'Контейнеры' },
  created: { zh: '订舱时间', en: 'Booked at', ru: 'Забронировано' },
  empty: { zh: '还没有订舱。', en: 'No bookings yet.', ru: 'Бронирований пока нет.' },
  bulk: { zh: '批量订舱（Excel）', en: 'Book by Excel', ru: 'Бронирование из Excel' },
  choose: { zh: '选择班次订舱', en: 'Choose a departure', ru: 'Выбрать отправление' },
})

/** Of the address, what a member may keep by name. */
const FILTER_FIELDS = ['q', 'state']

export function Bookings() {
  return (
    <DefaultFilter screen="bookings">
      <BookingsShown />
    </DefaultFilter>
  )
}

function BookingsShown() {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const navigate = useNavigate()
  const { search, set } = useAddress()
  const { role } = useSession()
  const [selected, setSelected] = useState<string[]>([])
  const open = search.get('open')
  const mayBook = useMayAct('exporter', 'forwarder')
  const choose = mayBook && (
    <>
      <LinkButton to={paths.bulkBooking()} label={t('bulk')} />
      <Button type="primary" onClick={() => void navigate(paths.departures())}>
        {t('choose')}
      </Button>
    </>
  )
  const listing = useListing(bookingApi.listBookings, {
    query: {
      q: search.get('q') ?? undefined,
      load: Load.optional()
        .catch(undefined)
        .parse(search.get('load') ?? undefined),
      state: BookingState.optional()
        .catch(undefined)
        .parse(search.get('state') ?? undefined),
    },
  })
  const chosen = listing.items.filter(({ id }) => selected.includes(id))
  return (
    <>
      <PageHeader title={words('bookings')} actions={choose} />
      <Filters />
      <BookingBatch chosen={chosen} onClear={() => setSelected([])} />
      <DataTable
        label={words('bookings')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns()}
        card={(booking) => <BookingCard booking={booking} />}
        empty={t('empty')}
        emptyAction={choose}
        onOpen={({ id }) => set({ open: id })}
        {...(role !== 'viewer' && { selected, onSelect: setSelected })}
      />
      {open !== null && <BookingDrawer bookingId={open} onClose={() => set({ open: undefined })} />}
    </>
  )
}

function Filters() {
  const t = useTexts(texts)
  const lcl = useTexts(lclTexts)
  const { say } = useLocale()
  const { search, set } = useAddress()
  return (
    <search className="filters">
      <SearchInput
        label={t('search')}
        value={search.get('q')}
        onSearch={(typed) => set({ q: typed })}
      />
      <Select
        allowClear
        aria-label={t('anyState')}
        placeholder={t('anyState')}
        value={search.get('state')}
        onChange={(state: string | undefined) => set({ state })}
        options={BookingState.options.map((value) => ({
          value,
          label: say(bookingStateTexts[value]),
        }))}
      />
      <Select
        allowClear
        aria-label={lcl('allLoads')}
        placeholder={lcl('allLoads')}
        value={search.get('load')}
        onChange={(load: string | undefined) => set({ load })}
        options={[
          { value: 'FCL', label: lcl('fcl') },
          { value: 'LCL', label: lcl('lcl') },
        ]}
      />
      <SavedFilters screen="bookings" fields={FILTER_FIELDS} />
    </search>
  )
}

function useColumns(): TableColumnsType<BookingItem> {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  // To an exporter every booking is its own.
  const ofOthers = useSession().organisation.kind !== 'exporter'
  const exporter: TableColumnsType<BookingItem> = [
    {
      title: words('exporter'),
      render: (_, booking) => booking.exporter && say(booking.exporter.names),
    },
  ]
  return [
    { title: t('number'), render: (_, booking) => <NumberCell booking={booking} /> },
    { title: words('route'), render: (_, { journey }) => <JourneyCell journey={journey} /> },
    {
      title: words('departs'),
      render: (_, { journey }) => <LocalTime at={journey.departsAt} station={journey.origin} />,
    },
    { title: t('boxes'), render: (_, booking) => <BoxesCell booking={booking} /> },
    ...(ofOthers ? exporter : []),
    { title: words('state'), render: (_, { state }) => <BookingTag state={state} /> },
    { title: t('created'), render: (_, { createdAt }) => <LocalTime at={createdAt} /> },
  ]
}

function NumberCell({ booking }: { booking: BookingItem }) {
  return (
    <div className="stack">
      <Link className="strong-link number" to={paths.booking(booking.id)}>
        {booking.number}
      </Link>
      {booking.reference !== null && <span className="soft">{booking.reference}</span>}
    </div>
  )
}

function JourneyCell({ journey }: Pick<BookingItem, 'journey'>) {
  const t = useTexts(wordTexts)
  return (
    <div className="stack">
      <span className="nowrap">
        <StationName code={journey.origin} city /> → <StationName code={journey.destination} city />
      </span>
      <Link to={paths.departure(journey.departureId)}>
        {t('trainNumber', { number: journey.trainNumber })}
      </Link>
    </div>
  )
}

function BoxesCell({ booking }: { booking: BookingItem }) {
  const t = useTexts(wordTexts)
  if (booking.lot !== null)
    return (
      <div className="stack">
        <LclTag {...booking} />
        <Lot lot={booking.lot} words="lot" />
      </div>
    )
  return (
    <div className="stack">
      {booking.lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own and are never reordered
        <span key={index} className="nowrap">
          {line.count} × {line.equipmentType}
        </span>
      ))}
      <span className="soft">{t('teu', { teu: booking.teu })}</span>
      <LclTag {...booking} />
    </div>
  )
}

function BookingCard({ booking }: { booking: BookingItem }) {
  return (
    <div className="stack">
      <div className="card-row">
        <NumberCell booking={booking} />
        <BookingTag state={booking.state} />
      </div>
      <div className="card-row">
        <JourneyCell journey={booking.journey} />
        <BoxesCell booking={booking} />
      </div>
    </div>
  )
}
