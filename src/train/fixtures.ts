/**
 * For tests and the demo: the four lines that run, with their stops and planned times, and a departure of one of them.
 * Offsets follow published journey times (Jinan–Tashkent 15 days, Qingdao–EU by Erenhot 17 days); between, by distance.
 */
import type { z } from 'zod'
import type { Gauge } from '#kernel/gauge.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { StationCode } from '#kernel/station.ts'
import type { Database } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type {
  Departure,
  DepartureId,
  NewDeparture,
  NewService,
  ServiceId,
  ServiceStop,
} from '#train/contract.ts'
import {
  closedProblem,
  holdAccounts,
  openSlots,
  readHoldings,
  saveAccount,
  shortProblem,
} from '#train/account/account.ts'
import { decideOpen, giveBack, NO_SLOTS, take, type Party } from '#train/slots.ts'
import { getDeparture } from '#train/departures.ts'
import { insertDeparture } from '#train/departure/departure-store.ts'
import { insertService } from '#train/store.ts'
import type { NewTimetable } from '#train/timetable-contract.ts'
import { timesBefore } from '#train/train.ts'

type LineFacts = Omit<NewService, 'parties'> & { readonly trainNumber: string }

/** Each stop: station, planned hours after the departure, gauge it leaves on. */
export const LINES = {
  tashkent: {
    trainNumber: 'X9031',
    names: {
      zh: '“齐鲁号”济南—塔什干（经霍尔果斯）',
      en: 'Qilu: Jinan – Tashkent by Khorgos',
      ru: '«Цилу»: Цзинань — Ташкент через Хоргос',
    },
    stops: stopsOf(
      `CN-DONGJIA 0 1435, CN-ZHENGZHOU 14 1435, CN-XIAN 26 1435, CN-LANZHOU 44 1435, CN-URUMQI 92 1435,
       CN-KHORGOS 120 1435, KZ-ALTYNKOL 132 1520, KZ-ALMATY 204 1520, KZ-SARYAGASH 300 1520, UZ-CHUKURSAY 360 1520`,
    ),
  },
  hamburg: {
    trainNumber: 'X8065',
    names: {
      zh: '“齐鲁号”济南—汉堡（经二连浩特）',
      en: 'Qilu: Jinan – Hamburg by Erenhot',
      ru: '«Цилу»: Цзинань — Гамбург через Эрэн-Хото',
    },
    stops: stopsOf(
      `CN-DONGJIA 0 1435, CN-SHIJIAZHUANG 8 1435, CN-DATONG 22 1435, CN-ERENHOT 40 1435, MN-ZAMYNUUD 54 1520,
       MN-ULAANBAATAR 78 1520, RU-NAUSHKI 98 1520, RU-IRKUTSK 118 1520, RU-NOVOSIBIRSK 160 1520,
       RU-YEKATERINBURG 196 1520, RU-MOSCOW 240 1520, BY-BREST 280 1520, PL-MALASZEWICZE 306 1435, DE-HAMBURG 384 1435`,
    ),
  },
  moscow: {
    trainNumber: 'X8083',
    names: {
      zh: '“齐鲁号”胶州—莫斯科（经满洲里）',
      en: 'Qilu: Jiaozhou – Moscow by Manzhouli',
      ru: '«Цилу»: Цзяочжоу — Москва через Маньчжурию',
    },
    stops: stopsOf(
      `CN-JIAOZHOU 0 1435, CN-SHENYANG 36 1435, CN-HARBIN 54 1435, CN-MANZHOULI 84 1435, RU-ZABAIKALSK 98 1520,
       RU-CHITA 112 1520, RU-IRKUTSK 142 1520, RU-NOVOSIBIRSK 190 1520, RU-YEKATERINBURG 232 1520, RU-MOSCOW 288 1520`,
    ),
  },
  duisburg: {
    trainNumber: 'X8155',
    names: {
      zh: '“齐鲁号”济南—杜伊斯堡（经阿拉山口、马拉舍维奇）',
      en: 'Qilu: Jinan – Duisburg by Alashankou and Małaszewicze',
      ru: '«Цилу»: Цзинань — Дуйсбург через Алашанькоу и Малашевиче',
    },
    stops: stopsOf(
      `CN-DONGJIA 0 1435, CN-XIAN 24 1435, CN-LANZHOU 42 1435, CN-URUMQI 90 1435, CN-ALASHANKOU 108 1435,
       KZ-DOSTYK 118 1520, KZ-ASTANA 168 1520, RU-YEKATERINBURG 206 1520, RU-MOSCOW 254 1520, BY-MINSK 278 1520,
       BY-BREST 290 1520, PL-MALASZEWICZE 314 1435, DE-DUISBURG 372 1435`,
    ),
  },
} as const satisfies Record<string, LineFacts>

function stopsOf(text: string): ServiceStop[] {
  return text.split(',').map((stop) => {
    const [station, hours, gauge] = stop.trim().split(' ')
    return {
      station: StationCode.parse(station),
      plannedOffsetMinutes: Number(hours) * 60,
      gaugeMm: Number(gauge) as Gauge,
    }
  })
}

const DAY_MS = 86_400_000

type Roles = Readonly<
  Record<'operator' | 'warehouse' | 'customs' | 'rail', { readonly organisationId: OrganisationId }>
>

/** One line run by these parties, and one train on it, ten days from `now`. */
export async function departureFixture(
  database: Database,
  parties: Roles,
  options: {
    readonly now: Date
    readonly ids: Ids
    readonly line?: keyof typeof LINES
    readonly capacityTeu?: number
    /** Limits beside its places. */
    readonly limits?: Partial<
      Pick<NewDeparture, 'grossKgMax' | 'wagonKgMax' | 'reeferPlugs' | 'dangerousPlaces'>
    >
    readonly days?: number
  },
): Promise<Departure> {
  const { now, ids } = options
  const { trainNumber, names, stops } = LINES[options.line ?? 'tashkent']
  const serviceId = ids('svc') as ServiceId
  const id = ids('dep') as DepartureId
  return database.transact(async (tx) => {
    await insertService(
      tx,
      {
        id: serviceId,
        operatorId: parties.operator.organisationId,
        names,
        stops,
        parties: {
          warehouseIds: [parties.warehouse.organisationId],
          customsIds: [parties.customs.organisationId],
          railIds: [parties.rail.organisationId],
        },
      },
      now,
    )
    const departure = {
      serviceId,
      trainNumber,
      capacityTeu: options.capacityTeu ?? 110,
      ...options.limits,
      ...timesBefore(now.getTime() + (options.days ?? 10) * DAY_MS),
    }
    await insertDeparture(tx, id, departure, stops[0]!.station, now)
    await openSlots(tx, id, departure, now)
    return getDeparture(tx, id, now)
  })
}

/** What a test of the endpoints sends to open a line. */
export function newService(line: keyof typeof LINES, parties: Roles): NewService {
  const { names, stops } = LINES[line]
  return {
    names,
    stops,
    parties: {
      warehouseIds: [parties.warehouse.organisationId],
      customsIds: [parties.customs.organisationId],
      railIds: [parties.rail.organisationId],
    },
  }
}

/** What a test sends to open a timetable: Tuesdays and Fridays at half past nine. */
export function newTimetable(serviceId: string): z.input<typeof NewTimetable> {
  const before = (daysBefore: number, clock: string) => ({ daysBefore, clock })
  return {
    serviceId,
    name: 'Winter',
    trainNumber: 'X9031',
    validFrom: '2026-01-01',
    validUntil: null,
    weekdays: [2, 5],
    departsClock: '09:30',
    cutOffs: {
      bookingCutoffAt: before(5, '18:00'),
      documentsCutoffAt: before(4, '17:00'),
      gateInCutoffAt: before(2, '20:00'),
      releaseCutoffAt: before(1, '16:00'),
      loadingStartsAt: before(0, '01:00'),
    },
    onHolidays: 'runs',
    capacityTeu: 110,
  }
}

const SHIPPER: Party = {
  organisationId: 'org_00000000000000000000' as OrganisationId,
  organisationKind: 'exporter',
}

/** Slots as a booking takes them, without a booking: on open sale, one box of a place each. */
export async function takeSlots(
  database: Database,
  id: DepartureId,
  teu: number,
  now: Date,
): Promise<void> {
  await database.transact(async (tx) => {
    const account = (await holdAccounts(tx, [id], now)).get(id)!
    const boxes = Array.from({ length: teu }, () => ({ ...NO_SLOTS, teu: 1, grossKg: 10_000 }))
    const taking = { party: SHIPPER, holder: 'test', to: 'sold', cause: 'booked' } as const
    const closed = decideOpen(account, account.nowMs)
    if (closed !== undefined) throw closedProblem(closed, account, 'CN-DONGJIA')
    const taken = take(account, boxes, taking)
    if (typeof taken === 'string') throw shortProblem(taken, account, { boxes, party: SHIPPER })
    await saveAccount(tx, taken)
  })
}

/** And gives them back. */
export async function releaseSlots(
  database: Database,
  id: DepartureId,
  teu: number,
  now: Date,
): Promise<void> {
  await database.transact(async (tx) => {
    const account = (await holdAccounts(tx, [id], now)).get(id)!
    const holdings = (await readHoldings(tx, id, ['test'])).get('test')!
    const amount = { ...NO_SLOTS, teu, grossKg: teu * 10_000 }
    await saveAccount(
      tx,
      giveBack(account, holdings, { holder: 'test', amount, cause: 'given_back' }),
    )
  })
}
