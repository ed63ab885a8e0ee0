/** Whom booking tells what of a whole train: moved, ended earlier, cancelled, or touched by an embargo. */
import { noticeKind, type NoticeFact, type NoticeKind } from '#kernel/notice.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { formatLocalTime } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { notify, type Telling } from '#notice'
import { getDeparture } from '#train'
import { departureChanged, type Departure } from '#train/contract.ts'
import type { Embargo } from '#train/embargo-contract.ts'
import { listPartiesOn } from '#booking/container-store.ts'
import { readBookingsOfDeparture } from '#booking/store.ts'

const moved = noticeKind({
  kind: 'departure.moved',
  name: { zh: '班次时间调整', en: 'Train moved', ru: 'Перенос поезда' },
  title: {
    zh: '{train} 次时间调整：{departs} 发车，{gateIn} 截箱（原 {before} 发车）',
    en: 'Train {train} was moved: departs {departs}, gate-in closes {gateIn} (departed {before} before)',
    ru: 'Поезд {train} перенесён: отправление {departs}, завоз до {gateIn} (было {before})',
  },
  tone: 'warning',
})

const endsEarlier = noticeKind({
  kind: 'departure.ends_earlier',
  name: { zh: '班次终到站变更', en: 'Train ends elsewhere', ru: 'Изменение конечной станции' },
  title: {
    zh: '{train} 次（{day}）改为终到{station}：{reason}',
    en: 'Train {train} of {day} now ends at {station}: {reason}',
    ru: 'Поезд {train} от {day} теперь следует до станции {station}: {reason}',
  },
  tone: 'critical',
})

const cancelled = noticeKind({
  kind: 'departure.cancelled',
  name: { zh: '班次取消', en: 'Train cancelled', ru: 'Отмена поезда' },
  title: {
    zh: '{train} 次（{day}）已取消：{reason}',
    en: 'Train {train} of {day} does not run: {reason}',
    ru: 'Поезд {train} от {day} отменён: {reason}',
  },
  tone: 'critical',
})

const embargoed = noticeKind({
  kind: 'departure.embargoed',
  name: { zh: '停装令影响班次', en: 'Embargo on your trains', ru: 'Запрещение на ваши поезда' },
  title: {
    zh: '停装令 {telegram}（{place}）涉及 {count} 个班次：{trains}',
    en: 'Embargo {telegram} ({place}) touches trains of yours ({count}): {trains}',
    ru: 'Запрещение {telegram} ({place}) касается ваших поездов ({count}): {trains}',
  },
  tone: 'critical',
})

export const trainNotices: readonly NoticeKind[] = [moved, endsEarlier, cancelled, embargoed]

const BOOKINGS_MAX = 1_000

/** Who has cargo on it, and who works on that cargo; its operator did it. */
export async function tellOfTrain(tx: Tx, telling: Telling, payload: unknown): Promise<void> {
  const { departureId, change, before, after, reason } = departureChanged.payload.parse(payload)
  const departure = await getDeparture(tx, departureId, telling.now)
  const to = await concerned(tx, departure)
  const { timeZone } = getStation(departure.service.origin)
  const at = (moment: typeof after.departsAt) => formatLocalTime(moment, timeZone, 'sv-SE')
  const subject = { kind: 'departure', id: departureId } as const
  const train = departure.trainNumber
  const day = departure.departsAt.slice(0, 10)
  const why: NoticeFact = reason ?? '—'
  if (change === 'moved')
    await notify(tx, telling, moved, {
      ...{ to, subject },
      facts: {
        train,
        departs: at(after.departsAt),
        gateIn: at(after.gateInCutoffAt),
        before: at(before.departsAt),
      },
    })
  if (change === 'cancelled')
    await notify(tx, telling, cancelled, { to, subject, facts: { train, day, reason: why } })
  if (change === 'shortened' && before.destination !== after.destination) {
    const station = getStation(after.destination).name
    const facts = { train, day, station, reason: why }
    await notify(tx, telling, endsEarlier, { to, subject, facts })
  }
}

async function concerned(tx: Tx, { id, service }: Departure): Promise<OrganisationId[]> {
  const bookings = await readBookingsOfDeparture(tx, id, BOOKINGS_MAX)
  const shippers = bookings
    .filter(({ state }) => state !== 'completed')
    .map(({ exporterId }) => exporterId)
  const all = new Set([...shippers, ...(await listPartiesOn(tx, id))])
  all.delete(service.operatorId)
  return [...all]
}

const TRAINS_NAMED = 5

/** Each operator once, however many of its trains; one that entered the embargo itself knows it. */
export async function tellOperators(
  tx: Tx,
  telling: Telling,
  {
    embargo,
    change,
    touched,
  }: {
    readonly embargo: Embargo
    readonly change: 'entered' | 'changed' | 'withdrawn'
    readonly touched: readonly Departure[]
  },
): Promise<void> {
  if (change === 'withdrawn') return
  const byOperator = Map.groupBy(touched, ({ service }) => service.operatorId)
  for (const [operatorId, trains] of byOperator) {
    if (operatorId === embargo.enteredBy.id) continue
    const named = trains
      .slice(0, TRAINS_NAMED)
      .map(({ trainNumber, departsAt }) => `${trainNumber} ${departsAt.slice(0, 10)}`)
    await notify(tx, telling, embargoed, {
      to: [operatorId],
      facts: {
        telegram: embargo.telegram,
        place: getStation(embargo.places[0]!).name,
        count: trains.length,
        trains: named.join(', ') + (trains.length > TRAINS_NAMED ? ', …' : ''),
      },
    })
  }
}
