/** For tests of this and later slices: a booking as an exporter makes it, and a container taken as far as a test wants it. */
import { containerCheckDigit, ContainerNumber } from '#kernel/container-number.ts'
import type { Actor } from '#kernel/organisation.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { StationCode } from '#kernel/station.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import type { Database, Tx } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture, type LINES } from '#train/fixtures.ts'
import { book } from '#booking/book.ts'
import {
  NewBooking,
  type BookingId,
  type ContainerId,
  type ContainerStep,
} from '#booking/contract.ts'
import { readContainersOfBooking, type ContainerRow } from '#booking/container-store.ts'
import { STEPS } from '#booking/step.ts'
import { takeStep, type ContainerAsked } from '#booking/steps.ts'
import { departTrain, departureSheet } from '#booking/departure/train-steps.ts'

/** The body of a booking; two 40 ft boxes of solar modules and fans unless told otherwise. */
export function newBooking(
  parties: Parties,
  departureId: DepartureId,
  changes: Record<string, unknown> = {},
): NewBooking {
  return NewBooking.parse({
    departureId,
    brokerId: parties.broker.organisationId,
    consignee: {
      name: 'Muster Handels GmbH',
      country: 'DE',
      address: 'Hafenstraße 1, 47119 Duisburg',
      phone: '+49 203 000000',
      organisationId: parties.consignee.organisationId,
    },
    incoterm: 'FCA',
    lines: [{ equipmentType: '45G1', count: 2 }],
    cargo: [
      {
        goodsName: { zh: '太阳能组件', en: 'Solar modules', ru: 'Солнечные модули' },
        hsCode: '854143',
        packages: 60,
        packageKind: '93',
        grossMassKg: 32_000,
        value: { amountMinor: 48_000_000, currency: 'USD' },
      },
      {
        goodsName: { zh: '轴流风机', en: 'Axial fans', ru: 'Осевые вентиляторы' },
        hsCode: '8414599030',
        packages: 200,
        packageKind: '22',
        grossMassKg: 4_200,
        value: { amountMinor: 6_150_000, currency: 'USD' },
      },
    ],
    ...changes,
  })
}

/** Paint, with the papers that it goes with. */
export const PAINT = {
  unNumber: 'UN1263',
  dangerousClass: '3',
  packingGroup: 'III',
  papers: [
    { kind: 'safety_data_sheet', number: 'SDS-17' },
    { kind: 'packaging_certificate', number: '370020260001' },
  ],
} as const

/** A well-formed number for the n-th box of a test. */
export function testContainerNumber(serial: number): ContainerNumber {
  const unchecked = `TSTU${String(serial).padStart(6, '0')}`
  return ContainerNumber.parse(`${unchecked}${containerCheckDigit(unchecked)}`)
}

const JINAN = StationCode.parse('CN-DONGJIA')
const ALTYNKOL = StationCode.parse('KZ-ALTYNKOL')
const WAGON = WagonNumber.parse('5271234')
const WAGON_1520 = WagonNumber.parse('94276540')
export const FIXTURE_SEAL = SealNumber.parse('CN8830145')

/** The whole journey in its order: `bookedContainer(…, { until: 'sealed' })` stops after that step. */
export const JOURNEY_STEPS = [
  'assign',
  'receive',
  'stuff',
  'weigh',
  'declare',
  'seal',
  'release',
  'load',
  'depart',
  'border_arrive',
  'transship',
  'arrive',
] as const satisfies readonly ContainerStep[]
export type JourneyStep = (typeof JOURNEY_STEPS)[number]

export interface BookedContainer {
  readonly parties: Parties
  readonly departure: Departure
  readonly bookingId: BookingId
  readonly containerId: ContainerId
  /** All of the booking, the one above first. */
  readonly containerIds: readonly ContainerId[]
  /** Takes the next steps of the first container, up to and including this one. */
  advance(until: JourneyStep): Promise<void>
  read(): Promise<ContainerRow>
}

interface FixtureOptions {
  readonly now?: Date
  readonly parties?: Parties
  readonly departure?: Departure
  readonly line?: keyof typeof LINES
  readonly until?: JourneyStep
  /** Boxes of the booking; the first alone is moved. */
  readonly boxes?: number
  /** Tells the box numbers of several fixtures in one database apart. */
  readonly serial?: number
}

/** Parties, a train, a booking on it, and its first container as far along as asked. */
export async function bookedContainer(
  database: Database,
  options: FixtureOptions = {},
): Promise<BookedContainer> {
  const now = options.now ?? new Date('2026-03-02T08:00:00Z')
  const ids = randomIds(() => now)
  const parties = options.parties ?? (await organisationsFixture(database, { now, ids }))
  const { line } = options
  const departure =
    options.departure ??
    (await departureFixture(database, parties, { now, ids, ...(line !== undefined && { line }) }))
  const asked = newBooking(parties, departure.id, {
    lines: [{ equipmentType: '45G1', count: options.boxes ?? 2 }],
    ...(options.boxes === 1 && { cargo: newBooking(parties, departure.id).cargo.slice(1) }),
  })
  const { actor } = parties.exporter
  const bookingId = await database.transact((tx) => book(tx, { actor, now, ids }, asked))
  const rows = await database.transact((tx) => readContainersOfBooking(tx, bookingId))
  const containerIds = rows.map((row) => row.id)
  const containerId = containerIds[0]!
  const serial = options.serial ?? 1
  let taken = 0
  const advance = async (until: JourneyStep): Promise<void> => {
    for (; taken <= JOURNEY_STEPS.indexOf(until); taken += 1) {
      const step = JOURNEY_STEPS[taken]!
      await database.transact((tx) =>
        take(tx, { step, containerId, parties, departure, now, serial }),
      )
    }
  }
  if (options.until !== undefined) await advance(options.until)
  const read = () =>
    database.transact(async (tx) => {
      const found = await readContainersOfBooking(tx, bookingId)
      return found.find((row) => row.id === containerId)!
    })
  return { parties, departure, bookingId, containerId, containerIds, advance, read }
}

interface Taking {
  readonly step: JourneyStep
  readonly containerId: ContainerId
  readonly parties: Parties
  readonly departure: Departure
  readonly now: Date
  readonly serial: number
}

async function take(tx: Tx, taking: Taking): Promise<void> {
  const { step, containerId, parties, departure, now, serial } = taking
  const actor: Actor = parties[STEPS[step].by[0]!].actor
  const abroad = ['border_arrive', 'transship', 'arrive'].includes(step)
  const place = abroad ? ALTYNKOL : JINAN
  // The train goes by its own door, so that its departure leaves with it.
  if (step === 'depart') {
    const { staying } = await departureSheet(tx, departure.id)
    const leaveBehind = staying.map(({ id }) => id)
    await departTrain(tx, { actor, departureId: departure.id, place, now }, leaveBehind)
    return
  }
  await takeStep(tx, { actor, step, place, now, containerId, ...saidBy(step, serial) })
}

function saidBy(step: JourneyStep, serial: number): Omit<ContainerAsked, 'containerId'> {
  const said: Partial<Record<JourneyStep, Omit<ContainerAsked, 'containerId'>>> = {
    assign: {
      change: { containerNumber: testContainerNumber(serial), sealNumber: FIXTURE_SEAL },
      said: { restricted: { sealNumber: FIXTURE_SEAL } },
    },
    weigh: { said: { restricted: { grossMassKg: 22_100 } } },
    seal: { said: { restricted: { sealNumber: FIXTURE_SEAL } } },
    declare: { said: { restricted: { declarationNumber: '430120260000012345' } } },
    load: { said: { public: { wagonNumber: WAGON } } },
    transship: {
      said: { public: { oldWagonNumber: WAGON, newWagonNumber: WAGON_1520, gaugeMm: 1520 } },
    },
  }
  return said[step] ?? {}
}
