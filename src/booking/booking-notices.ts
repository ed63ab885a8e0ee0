/** Whom booking tells what of a booking as a whole: each change of its state, and embargoes on its train. */
import type { z } from 'zod'
import { noticeKind, type NoticeKind, type NoticeTone } from '#kernel/notice.ts'
import { getStation } from '#kernel/station.ts'
import type { Text } from '#kernel/locale.ts'
import type { Tx } from '#platform/database.ts'
import { notify, type Telling } from '#notice'
import { getDeparture } from '#train'
import { findingText } from '#booking/cargo/cargo-rule-words.ts'
import {
  bookingChanged,
  bookingEmbargoed,
  boxesDidNotCome,
  consignmentHandled,
  findingsChanged,
  type BookingCommand,
} from '#booking/state-contract.ts'
import { lclWaitingHappened } from '#booking/lcl-waiting-contract.ts'
import { waitingHappened } from '#booking/slot-contract.ts'
import { readBookings } from '#booking/store.ts'
import { bookingStateTexts } from '#booking/words.ts'

/** What the shipper did not do itself, and must know of. Everything else is for machines. */
const TOLD_TO_SHIPPER: Readonly<Partial<Record<BookingCommand, NoticeTone>>> = {
  expire: 'warning',
  promote: 'good',
  lapse: 'warning',
  accept: 'good',
  reject: 'critical',
  ask_update: 'warning',
  accept_amendment: 'good',
  refuse_amendment: 'warning',
  decline: 'critical',
}
/** What waits for the operator's decision. */
const TOLD_TO_OPERATOR: readonly BookingCommand[] = ['request', 'update', 'ask_amendment']

const changed = noticeKind({
  kind: 'booking.changed',
  name: { zh: '订舱状态变化', en: 'Booking changed', ru: 'Изменение бронирования' },
  title: {
    zh: '订舱 {booking}（{train}）：{state}',
    en: 'Booking {booking} ({train}): {state}',
    ru: 'Бронирование {booking} ({train}): {state}',
  },
  tone: 'info',
  details: bookingChanged.payload,
})

const embargoed = noticeKind({
  kind: 'booking.embargoed',
  name: {
    zh: '停装令影响订舱',
    en: 'Embargo on a booking’s train',
    ru: 'Запрет на поезд бронирования',
  },
  title: {
    zh: '订舱 {booking}（{train}）：{place}的停装令{change}',
    en: 'Booking {booking} ({train}): the embargo at {place} {change}',
    ru: 'Бронирование {booking} ({train}): запрет на станции {place} {change}',
  },
  tone: 'critical',
})

const found = noticeKind({
  kind: 'booking.findings',
  name: {
    zh: '承运规定变更影响订舱',
    en: 'A changed cargo rule touches a booking',
    ru: 'Изменённое правило касается бронирования',
  },
  title: {
    zh: '订舱 {booking}（{train}）：{finding}',
    en: 'Booking {booking} ({train}): {finding}',
    ru: 'Бронирование {booking} ({train}): {finding}',
  },
  tone: 'warning',
})

const noShow = noticeKind({
  kind: 'booking.no_show',
  name: { zh: '未到场', en: 'No-show', ru: 'Невывоз' },
  title: {
    zh: '订舱 {booking}（{train}）：截箱时 {count} 箱未进站，记为未到场',
    en: 'Booking {booking} ({train}): {count} of its boxes had not come when the gate closed',
    ru: 'Бронирование {booking} ({train}): к закрытию приёма не завезено контейнеров — {count}',
  },
  tone: 'critical',
})

const received = noticeKind({
  kind: 'consignment.received',
  name: { zh: '拼箱货物进仓', en: 'LCL cargo received', ru: 'Груз LCL принят на склад' },
  title: {
    zh: '订舱 {booking}（{train}）：拼箱货物已进仓，{packages} 件、{massKg} 千克',
    en: 'Booking {booking} ({train}): its LCL cargo is at the warehouse, {packages} packages, {massKg} kg',
    ru: 'Бронирование {booking} ({train}): груз LCL принят на склад, мест — {packages}, {massKg} кг',
  },
  tone: 'info',
  details: consignmentHandled.payload,
})

const declared = noticeKind({
  kind: 'consignment.declared',
  name: { zh: '拼箱货物报关', en: 'LCL cargo declared', ru: 'Груз LCL задекларирован' },
  title: {
    zh: '订舱 {booking}（{train}）：拼箱货物已报关，报关单号 {declaration}',
    en: 'Booking {booking} ({train}): its LCL cargo is declared, {declaration}',
    ru: 'Бронирование {booking} ({train}): груз LCL задекларирован, {declaration}',
  },
  tone: 'info',
  details: consignmentHandled.payload,
})

const offered = noticeKind({
  kind: 'waiting.offered',
  name: { zh: '候补可确认', en: 'Waiting list: an offer', ru: 'Лист ожидания: предложение' },
  title: {
    zh: '订舱 {booking}（{train}）：候补已轮到，{what}已为贵方保留，请限时确认',
    en: 'Booking {booking} ({train}): it is your turn, {what} is kept for you for a limited time: take it',
    ru: 'Бронирование {booking} ({train}): подошла очередь, {what} удерживается для вас ограниченное время — подтвердите',
  },
  tone: 'warning',
  details: waitingHappened.payload.or(lclWaitingHappened.payload),
})

const KEPT: Readonly<Record<'FCL' | 'LCL', Text>> = {
  FCL: { zh: '舱位', en: 'room on the train', ru: 'место на поезде' },
  LCL: { zh: '拼箱空间', en: 'LCL space', ru: 'место в сборном контейнере' },
}

const CHANGES: Readonly<Record<'entered' | 'changed' | 'withdrawn', Text>> = {
  entered: { zh: '生效', en: 'touches this train', ru: 'касается этого поезда' },
  changed: { zh: '已变更', en: 'was changed', ru: 'изменён' },
  withdrawn: { zh: '已解除', en: 'was lifted', ru: 'снят' },
}

export const wholeBookingNotices: readonly NoticeKind[] = [
  ...[changed, embargoed, found, noShow],
  ...[received, declared, offered],
]

export async function tellOfChange(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const details = bookingChanged.payload.parse(payload)
  const { bookingId, exporterId, departureId, command, at } = details
  const { train, operatorId, booking } = await named(tx, telling, bookingId, departureId)
  const told = {
    facts: { booking, train, state: stateWithReason(details) },
    subject: { kind: 'booking', id: bookingId } as const,
    happenedAt: new Date(at),
    details,
  }
  const tone = TOLD_TO_SHIPPER[command]
  const toShipper = { ...changed, tone: tone ?? 'info', forPeople: tone !== undefined }
  await notify(tx, telling, toShipper, { ...told, to: [exporterId] })
  const waits = TOLD_TO_OPERATOR.includes(command)
  const toOperator: NoticeKind<string, 'booking' | 'train' | 'state'> = {
    ...changed,
    tone: waits ? 'warning' : 'info',
    forPeople: waits,
  }
  await notify(tx, telling, toOperator, { ...told, to: [operatorId] })
}

/** What the operator wrote belongs to what is told: without it the shipper would not know what to do. */
function stateWithReason({ state, reason }: z.infer<typeof bookingChanged.payload>): Text {
  const { zh, en, ru } = bookingStateTexts[state]
  if (reason === undefined) return bookingStateTexts[state]
  return { zh: `${zh}：${reason}`, en: `${en}: ${reason}`, ru: `${ru}: ${reason}` }
}

export async function tellOfEmbargo(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const { bookingId, exporterId, departureId, place, change } =
    bookingEmbargoed.payload.parse(payload)
  const { train, booking } = await named(tx, telling, bookingId, departureId)
  const tone = change === 'withdrawn' ? 'good' : embargoed.tone
  await notify(
    tx,
    telling,
    { ...embargoed, tone },
    {
      to: [exporterId],
      facts: { booking, train, place: getStation(place).name, change: CHANGES[change] },
      subject: { kind: 'booking', id: bookingId },
    },
  )
}

export async function tellOfFindings(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const { bookingId, exporterId, departureId, findings, at } =
    findingsChanged.payload.parse(payload)
  const { train, operatorId, booking } = await named(tx, telling, bookingId, departureId)
  const worst = findings.find(({ effect }) => effect === 'refuse') ?? findings[0]!
  await notify(tx, telling, found, {
    to: [exporterId, operatorId],
    facts: { booking, train, finding: findingText(worst) },
    subject: { kind: 'booking', id: bookingId },
    happenedAt: new Date(at),
  })
}

/** Its statement says what it costs; the operator may roll the boxes over. */
export async function tellOfNoShow(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const { bookingId, exporterId, departureId, containers, at } =
    boxesDidNotCome.payload.parse(payload)
  const { train, operatorId, booking } = await named(tx, telling, bookingId, departureId)
  await notify(tx, telling, noShow, {
    to: [exporterId, operatorId],
    facts: { booking, train, count: containers },
    subject: { kind: 'booking', id: bookingId },
    happenedAt: new Date(at),
  })
}

/** Who waits and is offered something must know in time; all else on a list is told as a change of the booking. */
export async function tellOfOffer(
  tx: Tx,
  telling: Telling,
  load: 'FCL' | 'LCL',
  payload: unknown,
): Promise<void> {
  const { payload: happened } = load === 'FCL' ? waitingHappened : lclWaitingHappened
  const details = happened.parse(payload)
  if (details.event !== 'offered') return
  const { bookingId, departureId } = details
  const { train, booking, exporterId } = await named(tx, telling, bookingId, departureId)
  await notify(tx, telling, offered, {
    ...{ to: exporterId === undefined ? [] : [exporterId], details },
    facts: { booking, train, what: KEPT[load] },
    subject: { kind: 'booking', id: bookingId },
    happenedAt: new Date(details.at),
  })
}

/** Its shipper alone: whoever else has cargo in the container is not to know of it. */
export async function tellOfConsignment(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const details = consignmentHandled.payload.parse(payload)
  const { bookingId, exporterId, departureId, at } = details
  const { train, booking } = await named(tx, telling, bookingId, departureId)
  const told = {
    ...{ to: [exporterId], details, happenedAt: new Date(at) },
    subject: { kind: 'booking', id: bookingId },
  } as const
  const { handled, packages, grossKg: massKg, declarationNumber: declaration = '' } = details
  if (handled === 'received')
    await notify(tx, telling, received, { ...told, facts: { booking, train, packages, massKg } })
  else await notify(tx, telling, declared, { ...told, facts: { booking, train, declaration } })
}

async function named(
  tx: Tx,
  { now }: Telling,
  bookingId: Parameters<typeof readBookings>[1][number],
  departureId: Parameters<typeof getDeparture>[1],
) {
  const departure = await getDeparture(tx, departureId, now)
  const bookings = await readBookings(tx, [bookingId])
  return {
    booking: bookings.get(bookingId)?.number ?? '',
    exporterId: bookings.get(bookingId)?.exporterId,
    train: departure.trainNumber,
    operatorId: departure.service.operatorId,
  }
}
