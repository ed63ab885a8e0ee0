/** Lists as files: the bookings or containers that a filter finds, or those that were picked, in the reader's language. */
import { z } from 'zod'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { findStation } from '#kernel/station.ts'
import { formatLocalTime } from '#kernel/time.ts'
import type { Http } from '#platform/http.ts'
import { serveTable } from '#platform/serve-table.ts'
import { wholeList, type Cell } from '#platform/spreadsheet.ts'
import { pageContainers } from '#booking/container-listing-store.ts'
import { findContainersFor } from '#booking/container-store.ts'
import {
  BookingFilter,
  BookingId,
  ContainerFilter,
  ContainerId,
  type BookingItem,
  type Container,
  type Journey,
} from '#booking/contract.ts'
import { pageBookings } from '#booking/listing-store.ts'
import { statesDueTo } from '#booking/step.ts'
import { containerViews } from '#booking/container-views.ts'
import { bookingItems } from '#booking/views.ts'
import { bookingStateTexts, customsTexts, stageTexts } from '#booking/words.ts'

/** As many as a sheet that is read back may have. */
const FILE_ROWS_MAX = 2_000
/** As many as are picked by hand. */
const PICKED_MAX = 200

export function listFiles(http: Http): void {
  serveTable(
    http,
    {
      path: '/api/bookings/file',
      summary: `The bookings that a filter finds, or those of ids=bkg_…,bkg_… (at most ${PICKED_MAX})`,
      access: 'member',
      query: BookingFilter.extend({ ids: idsOf(BookingId) }),
    },
    async ({ tx, query, actor, locale }) => {
      const asked = { ...query, limit: FILE_ROWS_MAX }
      const page = await pageBookings(tx, actor.organisationId, asked)
      const items = await bookingItems(tx, actor, wholeList(page, FILE_ROWS_MAX))
      return { name: 'bookings', sheets: [{ name: 'bookings', rows: bookingRows(items, locale) }] }
    },
  )
  serveTable(
    http,
    {
      path: '/api/containers/file',
      summary: `The containers that a filter finds, or those of ids=ctr_…,ctr_… (at most ${PICKED_MAX})`,
      access: 'member',
      query: ContainerFilter.extend({ ids: idsOf(ContainerId) }),
    },
    async ({ tx, query: { ids, todo, ...filter }, actor, locale }) => {
      const { organisationId, organisationKind } = actor
      const states = todo ? statesDueTo(organisationKind) : undefined
      const asked = { ...filter, states, limit: FILE_ROWS_MAX }
      const found =
        ids === undefined
          ? wholeList(await pageContainers(tx, organisationId, asked), FILE_ROWS_MAX)
          : await findContainersFor(tx, organisationId, ids)
      const rows = containerRows(await containerViews(tx, actor, found), locale)
      return { name: 'containers', sheets: [{ name: 'containers', rows }] }
    },
  )
}

function idsOf<Id extends z.ZodType<unknown, string>>(id: Id) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(id).min(1).max(PICKED_MAX))
    .optional()
}

const headings = {
  number: { zh: '订舱号', en: 'Booking', ru: 'Бронирование' },
  reference: { zh: '委托编号', en: 'Reference', ru: 'Номер заказа' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
  train: { zh: '车次', en: 'Train', ru: 'Поезд' },
  departs: { zh: '发车（当地时间）', en: 'Departs, local time', ru: 'Отправление, местное время' },
  origin: { zh: '始发站', en: 'Origin', ru: 'Станция отправления' },
  destination: { zh: '到站', en: 'Destination', ru: 'Станция назначения' },
  boxes: { zh: '箱型箱量', en: 'Boxes', ru: 'Контейнеры' },
  teu: { zh: 'TEU', en: 'TEU', ru: 'ДФЭ' },
  shipper: { zh: '委托方', en: 'Shipper', ru: 'Отправитель' },
  booked: { zh: '订舱时间', en: 'Booked at', ru: 'Забронировано' },
  container: { zh: '箱号', en: 'Container', ru: 'Контейнер' },
  type: { zh: '箱型', en: 'Type', ru: 'Тип' },
  stage: { zh: '进度', en: 'Stage', ru: 'Этап' },
  customs: { zh: '海关', en: 'Customs', ru: 'Таможня' },
  seal: { zh: '封号', en: 'Seal', ru: 'Пломба' },
  wagon: { zh: '车号', en: 'Wagon', ru: 'Вагон' },
  place: { zh: '最近地点', en: 'Last place', ru: 'Последнее место' },
  lastStep: { zh: '最近更新', en: 'Last step', ru: 'Последний шаг' },
} as const satisfies Record<string, Text>

type Heading = keyof typeof headings
/** The cells of a row by their headings, in the order of the columns. */
type Row = Partial<Record<Heading, Cell>>

function tableOf(rows: readonly Row[], columns: readonly Heading[], locale: Locale): Cell[][] {
  return [
    columns.map((column) => say(headings[column], locale)),
    ...rows.map((row) => columns.map((column) => row[column] ?? null)),
  ]
}

function bookingRows(items: readonly BookingItem[], locale: Locale): Cell[][] {
  const rows = items.map((item): Row => {
    const { number, reference, state, teu, lot, lines, exporter, journey, createdAt } = item
    return {
      ...{ number, reference, teu, ...journeyCells(journey, locale) },
      state: say(bookingStateTexts[state], locale),
      boxes:
        lot === null
          ? lines.map(({ count, equipmentType }) => `${count} × ${equipmentType}`).join(', ')
          : `LCL ${lot.volumeDm3 / 1_000} m³ / ${lot.grossKg} kg`,
      shipper: exporter && say(exporter.names, locale),
      booked: clockOf(createdAt, journey.origin),
    }
  })
  const columns = ['number', 'reference', 'state', 'train', 'departs', 'origin', 'destination']
  return tableOf(rows, [...(columns as Heading[]), 'boxes', 'teu', 'shipper', 'booked'], locale)
}

function containerRows(items: readonly Container[], locale: Locale): Cell[][] {
  const rows = items.map((item): Row => ({
    ...journeyCells(item.journey, locale),
    container: item.containerNumber,
    type: item.equipmentType,
    number: item.bookingNumber,
    stage: say(stageTexts[item.stage], locale),
    customs: say(customsTexts[item.customs], locale),
    seal: item.sealNumber,
    wagon: item.wagonNumber,
    place: stationName(item.place, locale),
    lastStep: clockOf(item.lastStepAt, item.place),
  }))
  const columns = ['container', 'type', 'number', 'train', 'departs', 'origin', 'destination']
  const states = ['stage', 'customs', 'seal', 'wagon', 'place', 'lastStep']
  return tableOf(rows, [...columns, ...states] as Heading[], locale)
}

function journeyCells(
  { trainNumber, departsAt, origin, destination }: Journey,
  locale: Locale,
): Row {
  return {
    train: trainNumber,
    departs: clockOf(departsAt, origin),
    origin: stationName(origin, locale),
    destination: stationName(destination, locale),
  }
}

function stationName(code: string, locale: Locale): string {
  const station = findStation(code)
  return station === undefined ? code : say(station.name, locale)
}

/** By the station's own clock, as a spreadsheet sorts it. */
function clockOf(at: Parameters<typeof formatLocalTime>[0], station: string): string {
  return formatLocalTime(at, findStation(station)?.timeZone ?? 'UTC', 'sv-SE')
}
