/** Trains to come: searched by origin, destination and day; the filter lives in the address, so that a search can be sent on. */
import { Checkbox, DatePicker, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { DefaultFilter } from '#identity/ui/DefaultFilter.tsx'
import { SavedFilters } from '#identity/ui/SavedFilters.tsx'
import { getStation } from '#kernel/station.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { departureFileApi } from '#train/departure-file-contract.ts'
import { embargoApi } from '#train/embargo-contract.ts'
import { embargoesTouching } from '#train/embargo/embargo.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { StationSelect } from '#web/kit/Fields.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { formatNumber } from '#web/formats.ts'
import { useAddress } from '#web/address.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { BookButton } from './BookButton.tsx'
import { CutOff } from './CutOff.tsx'
import { DepartureDrawer } from './DepartureDrawer.tsx'
import { DepartureState } from './DepartureState.tsx'
import { embargoKindTexts, embargoTexts } from '../embargo/embargo-texts.ts'
import { RouteLine } from '../line/RouteLine.tsx'
import { SheetPanel } from '../timetable/SheetPanel.tsx'
import { SlotBar } from './SlotBar.tsx'
import { trainTexts } from '../texts.ts'

const texts = defineTexts({
  note: {
    zh: '时间均为始发站当地时间。',
    en: 'Times are those of the station of origin.',
    ru: 'Время указано по станции отправления.',
  },
  origin: { zh: '始发站', en: 'Origin', ru: 'Станция отправления' },
  destination: { zh: '到站', en: 'Destination', ru: 'Станция назначения' },
  from: { zh: '发车日期起', en: 'Departs from', ru: 'Отправление с' },
  lcl: { zh: '仅看拼箱', en: 'With LCL only', ru: 'Только с LCL' },
  lclFree: {
    zh: '拼箱 余 {volume} 立方米',
    en: 'LCL: {volume} m³ free',
    ru: 'LCL: свободно {volume} м³',
  },
  bookable: { zh: '仅看可订', en: 'Open for booking only', ru: 'Только доступные для брони' },
  route: { zh: '线路', en: 'Line', ru: 'Маршрут' },
  download: { zh: '导出 {type}', en: 'Download {type}', ru: 'Выгрузить {type}' },
  filesHint: {
    zh: '导出后可修改并读回：每行一个班次，时间为始发站当地时间；文件中没有的班次不变。已订和余位仅供查看。',
    en: 'What you download can be changed and read back: a row for each train, times by the clock of its first station. Trains that are not in the file stay; what is booked and free is only for reading.',
    ru: 'Выгруженный файл можно изменить и загрузить снова: строка на поезд, время — по часам начальной станции. Поезда, которых нет в файле, остаются; занятые и свободные места — только для чтения.',
  },
  empty: {
    zh: '没有符合条件的班次，请放宽条件。',
    en: 'No departures match. Try a wider search.',
    ru: 'Ничего не найдено. Расширьте условия поиска.',
  },
})

/** Free slots are others' to take at any moment. */
const LIVE_MS = 5_000

/** Of the address, what a member may keep by name. */
const FILTER_FIELDS = ['origin', 'destination', 'bookable', 'lcl']

export function Departures() {
  return (
    <DefaultFilter screen="departures">
      <DeparturesShown />
    </DefaultFilter>
  )
}

function DeparturesShown() {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const { search, set } = useAddress()
  const open = search.get('open')
  const mayRun = useMayAct('operator')
  const listing = useListing(trainApi.listDepartures, {
    query: {
      origin: search.get('origin') ?? undefined,
      destination: search.get('destination') ?? undefined,
      from: search.get('from') ?? undefined,
      bookable: search.get('bookable') === 'true' ? 'true' : undefined,
      lcl: search.get('lcl') === 'true' ? 'true' : undefined,
    },
    refetchEveryMs: LIVE_MS,
  })
  return (
    <>
      <PageHeader
        title={train('departures')}
        note={t('note')}
        actions={(['xlsx', 'csv'] as const).map((type) => (
          <a key={type} href={paths.departuresFile(type, search)}>
            {t('download', { type: FILE_NAMES[type] })}
          </a>
        ))}
      />
      <Filters />
      <DataTable
        label={train('departures')}
        listing={listing}
        rowKey={(departure) => departure.id}
        columns={useColumns()}
        card={(departure) => <DepartureCard departure={departure} />}
        empty={t('empty')}
        onOpen={({ id }) => set({ open: id })}
      />
      {open !== null && (
        <DepartureDrawer departureId={open} onClose={() => set({ open: undefined })} />
      )}
      {mayRun && <FilesPanel />}
    </>
  )
}

const FILE_NAMES = { xlsx: 'Excel', csv: 'CSV' } as const
const OWN = new URLSearchParams({ own: 'true' })

function FilesPanel() {
  const t = useTexts(texts)
  return (
    <div className="below">
      <SheetPanel
        endpoint={departureFileApi.readFile}
        hint={t('filesHint')}
        files={(type) => paths.departuresFile(type, OWN)}
        itemsOf={({ items }) =>
          items.map(({ trainNumber, departsAt, action }) => ({
            key: trainNumber + departsAt,
            action,
            words: `${trainNumber} · ${departsAt.slice(0, 16).replace('T', ' ')}`,
          }))
        }
      />
    </div>
  )
}

function Filters() {
  const t = useTexts(texts)
  const { search, set } = useAddress()
  const from = search.get('from')
  return (
    <search className="filters">
      <StationSelect
        label={t('origin')}
        placeholder={t('origin')}
        {...valueOf(search.get('origin'))}
        onChange={(code) => set({ origin: code })}
        offer={(station) => station.role === 'terminal'}
      />
      <StationSelect
        label={t('destination')}
        placeholder={t('destination')}
        {...valueOf(search.get('destination'))}
        onChange={(code) => set({ destination: code })}
      />
      <DatePicker
        aria-label={t('from')}
        placeholder={t('from')}
        value={from === null ? null : dayjs(from)}
        onChange={(day) => set({ from: day?.startOf('day').format() })}
      />
      <Checkbox
        checked={search.get('bookable') === 'true'}
        onChange={({ target }) => set({ bookable: target.checked ? 'true' : undefined })}
      >
        {t('bookable')}
      </Checkbox>
      <Checkbox
        checked={search.get('lcl') === 'true'}
        onChange={({ target }) => set({ lcl: target.checked ? 'true' : undefined })}
      >
        {t('lcl')}
      </Checkbox>
      <SavedFilters screen="departures" fields={FILTER_FIELDS} />
    </search>
  )
}

function valueOf(value: string | null): { value?: string } {
  return value === null ? {} : { value }
}

function useColumns(): TableColumnsType<Departure> {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const state = (departure: Departure): ReactNode =>
    mayBook && departure.state === 'scheduled' ? (
      <BookButton departure={departure} />
    ) : (
      <DepartureState departure={departure} />
    )
  return [
    { title: t('route'), render: (_, departure) => <RouteCell departure={departure} /> },
    {
      title: train('departs'),
      render: (_, { departsAt, service }) => <CutOff at={departsAt} station={service.origin} />,
    },
    {
      title: train('bookingCutoff'),
      render: (_, { bookingCutoffAt, service }) => (
        <CutOff at={bookingCutoffAt} station={service.origin} />
      ),
    },
    {
      title: train('gateInCutoff'),
      render: (_, { gateInCutoffAt, service }) => (
        <LocalTime at={gateInCutoffAt} station={service.origin} />
      ),
    },
    { title: train('slots'), render: (_, departure) => <SlotBar departure={departure} /> },
    {
      title: train('state'),
      render: (_, departure) => state(departure),
    },
  ]
}

function RouteCell({ departure }: { departure: Departure }) {
  const train = useTexts(trainTexts)
  return (
    <div className="stack">
      <Link className="strong-link" to={paths.departure(departure.id)}>
        {train('train', { number: departure.trainNumber })}
      </Link>
      <RouteLine service={departure.service} />
      <EmbargoPill departure={departure} />
      <LclLink departure={departure} />
    </div>
  )
}

/** To the consolidations, while one still takes bookings. */
function LclLink({ departure: { id, lcl } }: { departure: Departure }) {
  const t = useTexts(texts)
  const { tag } = useLocale()
  if (lcl === null) return null
  return (
    <Link to={paths.departure(id)}>
      <Pill tone="good">{t('lclFree', { volume: formatNumber(lcl.volumeDm3 / 1_000, tag) })}</Pill>
    </Link>
  )
}

const EMBARGOES_MAX = 200

/** One question for the whole list: which embargo touches which train is the same rule here as on the server. */
function EmbargoPill({ departure }: { departure: Departure }) {
  const t = useTexts(embargoTexts)
  const { say } = useLocale()
  const { data } = useAsk(embargoApi.list, { query: { current: 'true', limit: EMBARGOES_MAX } })
  const [touch] = embargoesTouching(departure, data?.items ?? [])
  if (touch === undefined) return null
  return (
    <Pill tone="bad">
      {t('embargo')}: {say(embargoKindTexts[touch.embargo.kind])} ·{' '}
      {say(getStation(touch.place).name)}
    </Pill>
  )
}

function DepartureCard({ departure }: { departure: Departure }) {
  const train = useTexts(trainTexts)
  const mayBook = useMayAct('exporter', 'forwarder')
  return (
    <div className="stack">
      <div className="card-row">
        <RouteCell departure={departure} />
        {mayBook && departure.state === 'scheduled' ? (
          <BookButton departure={departure} />
        ) : (
          <DepartureState departure={departure} />
        )}
      </div>
      <div className="card-row">
        <span className="soft">{train('departs')}</span>
        <LocalTime at={departure.departsAt} station={departure.service.origin} />
      </div>
      <div className="card-row">
        <span className="soft">{train('bookingCutoff')}</span>
        <LocalTime at={departure.bookingCutoffAt} station={departure.service.origin} />
      </div>
      <SlotBar departure={departure} />
    </div>
  )
}
