/**
 * Makes the demo corridor: parties, the four lines, trains on their way and trains to come, every record by the command its
 * party would give. What lies in the past is made with the server's clock set back: the clock is an argument.
 */
import type { z } from 'zod'
import { bookingApi, type CargoLine } from '#booking/contract.ts'
import { lclApi } from '#booking/lcl-contract.ts'
import { customsApi } from '#customs/contract.ts'
import { timestampIn } from '#kernel/time.ts'
import { priceApi, type NewRateSheet } from '#price/contract.ts'
import { trainApi } from '#train/contract.ts'
import type { DemoRun, DemoTracker } from './account.ts'
import type { Party, Send } from './client.ts'
import { AUTO_PARTS, ENGRAVERS, FRIDGES, STEEL, TYRES } from './goods.ts'
import { DEMO_LINES, type DemoLine } from './lines.ts'
import * as desk from './office.ts'
import { moment, openOffice, registerParties, type Office } from './office.ts'
import { callsOf } from './run.ts'
import { openTimetables } from './timetables.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long ago each train of the demo left: the first stands before Khorgos, the others are spread over the continent. */
const RUNS = [
  {
    line: 'tashkent',
    hoursAgo: 135,
    boxes: [
      ['exporter', ENGRAVERS, 2],
      ['exporter2', TYRES, 2],
    ],
  },
  { line: 'moscow', hoursAgo: 150, boxes: [['exporter2', AUTO_PARTS, 3]] },
  { line: 'duisburg', hoursAgo: 345, boxes: [['exporter', FRIDGES, 2]] },
  // It waited for its locomotive: more than three days behind its plan, and an alert from the first day on.
  { line: 'hamburg', hoursAgo: 30, hoursLate: 80, boxes: [['exporter', STEEL, 2]] },
] as const

/** For a 40 ft high cube; round figures of the order that operators publish. */
const DEMO_PRICES_YUAN = {
  tashkent: 26_000,
  moscow: 32_000,
  duisburg: 45_000,
  hamburg: 47_500,
} as const satisfies Record<DemoLine['key'], number>
/** LCL to Duisburg: a cubic metre or a tonne, and no less than one. */
const DEMO_WM_YUAN = 950
const yuan = (amount: number) => amount * 100
const DEMO_TERMS: Pick<z.input<typeof NewRateSheet>, 'surcharges' | 'extras' | 'fees'> = {
  surcharges: [
    { kind: 'fuel', touches: 'all', price: { by: 'share', basisPoints: 450 } },
    {
      kind: 'documents',
      touches: 'all',
      price: { by: 'amount', basis: 'booking', priceMinor: yuan(300) },
    },
  ],
  extras: [
    { kind: 'pick_up', basis: 'container', priceMinor: yuan(1_200) },
    { kind: 'lashing', basis: 'container', priceMinor: yuan(450) },
    { kind: 'storage', basis: 'container_day', priceMinor: yuan(60) },
  ],
  fees: [
    {
      fee: 'cancellation',
      hoursBefore: 72,
      price: { by: 'amount', basis: 'booking', priceMinor: 0 },
    },
    { fee: 'cancellation', hoursBefore: 0, price: { by: 'share', basisPoints: 2_000 } },
    { fee: 'cancellation', hoursBefore: null, price: { by: 'share', basisPoints: 5_000 } },
    {
      fee: 'amendment',
      hoursBefore: null,
      price: { by: 'amount', basis: 'booking', priceMinor: yuan(200) },
    },
    { fee: 'no_show', hoursBefore: null, price: { by: 'share', basisPoints: 10_000 } },
  ],
}

export interface DemoMaking {
  /** The moment the demo is made for. */
  readonly presentMs: number
  readonly password: string
  readonly platform: Party
  readonly send: Send
  /** Sets the server's clock. */
  readonly setClock: (ms: number) => void
}

type Goods = z.input<typeof CargoLine>
interface Making extends DemoMaking {
  readonly office: Office
  readonly services: ReadonlyMap<DemoLine['key'], string>
}

export async function makeDemo(making: DemoMaking): Promise<DemoRun[]> {
  const { presentMs, setClock, platform, send, password } = making
  setClock(presentMs - 40 * DAY)
  await registerParties(platform, send, password)
  const office = await openOffice(send, password)
  const whole: Making = { ...making, office, services: await openLines(office) }
  await publishRates(whole)
  const runs: DemoRun[] = []
  for (const run of RUNS) runs.push(await makeRun(whole, run))
  await makeUpcoming(whole)
  setClock(presentMs)
  return runs
}

/** One sheet for all four lines, valid from before the first train to after the last. */
async function publishRates({ office, presentMs }: Making): Promise<void> {
  const day = (offset: number) => new Date(presentMs + offset * DAY).toISOString().slice(0, 10)
  const rates = DEMO_LINES.flatMap(({ key, stops }) => {
    const lane = { origin: stops[0]![0], destination: stops.at(-1)![0] }
    const rate = (equipmentType: string, owner: 'shipper' | 'operator', yuan: number) => ({
      ...lane,
      equipmentType,
      owner,
      priceMinor: yuan * 100,
    })
    const yuan = DEMO_PRICES_YUAN[key]
    return [
      rate('22G1', 'operator', Math.round(yuan * 0.6)),
      rate('45G1', 'operator', yuan),
      rate('45G1', 'shipper', yuan - 3_000),
      rate('45R1', 'operator', Math.round(yuan * 1.5)),
    ]
  })
  const { party } = office.operator
  const { id } = await party.call(priceApi.createRateSheet, {
    body: {
      title: '齐鲁号公开运价',
      currency: 'CNY',
      customerId: null,
      validFrom: day(-60),
      validUntil: day(120),
      quoteHours: 48,
      rates,
      lclRates: DEMO_LINES.filter(({ key }) => key === 'duisburg').map(({ stops }) => ({
        origin: stops[0]![0],
        destination: stops.at(-1)![0],
        priceMinor: yuan(DEMO_WM_YUAN),
        minimumMinor: yuan(DEMO_WM_YUAN),
      })) as never,
      ...DEMO_TERMS,
    },
  })
  await party.call(priceApi.publishRateSheet, { params: { rateSheetId: id } })
}

async function openLines(office: Office): Promise<Map<DemoLine['key'], string>> {
  const services = new Map<DemoLine['key'], string>()
  for (const { key, names, stops } of DEMO_LINES) {
    const { id } = await office.operator.party.call(trainApi.createService, {
      body: {
        names,
        stops: stops.map(([station, hours, gaugeMm]) => ({
          station,
          plannedOffsetMinutes: hours * 60,
          gaugeMm,
        })),
        parties: {
          warehouseIds: [office.warehouse.organisationId],
          customsIds: [office.customs.organisationId],
          railIds: [office.rail.organisationId],
        } as never,
      },
    })
    services.set(key, id)
  }
  return services
}

const lineOf = (key: DemoLine['key']): DemoLine => DEMO_LINES.find((line) => line.key === key)!

async function schedule(making: Making, key: DemoLine['key'], departsMs: number): Promise<string> {
  const line = lineOf(key)
  const time = (hoursBefore: number) => timestampIn(departsMs - hoursBefore * HOUR, 'Asia/Shanghai')
  const { id } = await making.office.operator.party.call(trainApi.createDeparture, {
    body: {
      serviceId: making.services.get(key)! as never,
      trainNumber: line.trainNumber,
      capacityTeu: line.capacityTeu,
      bookingCutoffAt: time(72),
      documentsCutoffAt: time(60),
      gateInCutoffAt: time(36),
      releaseCutoffAt: time(24),
      loadingStartsAt: time(12),
      departsAt: time(0),
    },
  })
  return id
}

interface Order {
  readonly departureId: string
  readonly who: 'exporter' | 'exporter2'
  readonly goods: Goods
  readonly boxes: number
}

async function order(making: Making, { departureId, who, goods, boxes }: Order): Promise<string[]> {
  const { office } = making
  const { id: quoteId } = await office[who].party.call(priceApi.quote, {
    body: {
      departureId,
      boxes: [{ equipmentType: '45G1', owner: 'operator', count: boxes }],
      extras: [{ kind: 'lashing', quantity: boxes }],
    },
  })
  return desk.book(office, who, {
    departureId: departureId as never,
    quoteId,
    brokerId: office.broker.organisationId as never,
    incoterm: 'DAP',
    consignee: {
      name: 'Tashkent Eurasia Trading LLC',
      country: 'UZ',
      address: '12 Amir Temur Avenue, Tashkent 100000',
      phone: '+998 71 200 00 00',
      organisationId: office.consignee.organisationId as never,
    },
    lines: [{ equipmentType: '45G1', count: boxes }],
    cargo: [
      {
        ...goods,
        packages: goods.packages * boxes,
        grossMassKg: goods.grossMassKg * boxes,
        value: { ...goods.value, amountMinor: goods.value.amountMinor * boxes },
      },
    ],
  })
}

/** A train that has left: every step of every box, at the hours they would have been taken. */
async function makeRun(making: Making, run: (typeof RUNS)[number]): Promise<DemoRun> {
  const { office, presentMs, setClock } = making
  const line = lineOf(run.line)
  const departedMs = presentMs - run.hoursAgo * HOUR
  const plannedMs = departedMs - ('hoursLate' in run ? run.hoursLate : 0) * HOUR
  const origin = line.stops[0]![0]
  const at = (ms: number) => {
    setClock(ms)
    return moment(ms, origin)
  }
  const step = (hoursBefore: number) => at(plannedMs - hoursBefore * HOUR)
  step(12 * 24)
  const departureId = await schedule(making, run.line, plannedMs)
  const containerIds: string[] = []
  const trackers: DemoTracker[] = []
  for (const [who, goods, boxes] of run.boxes) {
    step(9 * 24)
    const ids = await order(making, { departureId, who, goods, boxes })
    for (const id of ids) trackers.push(await makeReady(making, id, goods, step))
    containerIds.push(...ids)
  }
  const loaded = at(departedMs - 6 * HOUR)
  await desk.loadAndDepart(office, departureId, containerIds, [loaded, at(departedMs)])
  const callsRecorded = await recordCalls(making, line, departedMs, containerIds)
  const departedAt = new Date(departedMs).toISOString()
  return { line: run.line, departedAt, callsRecorded, containerIds, trackers }
}

let declarations = 0
const declarationNumber = (year: number): string =>
  `4301${year}0${String((declarations += 1)).padStart(9, '0')}`

/** From the operator's number to the customs' release. */
async function makeReady(
  making: Making,
  id: string,
  goods: Goods,
  step: (hoursBefore: number) => desk.Moment,
): Promise<DemoTracker> {
  const { office, presentMs } = making
  const seal = await desk.assign(office, id, step(5 * 24))
  const tracker = await desk.fitTracker(office, id, step(5 * 24 - 1))
  const weighed = goods.grossMassKg + 3_900
  await desk.stuff(office, id, seal, [step(70), step(66), step(64), step(63)], weighed)
  await desk.declare(office, id, declarationNumber(new Date(presentMs).getFullYear()), step(50))
  await desk.release(office, id, step(30))
  return tracker
}

/** The railway's records of the way so far; what lies in the last half day is left to the running simulation. */
async function recordCalls(
  making: Making,
  line: DemoLine,
  departedMs: number,
  containerIds: readonly string[],
): Promise<number> {
  const recent = making.presentMs - 12 * HOUR
  let recorded = 0
  for (const call of callsOf(line)) {
    const ms = departedMs + call.hours * HOUR
    if (ms > recent) break
    making.setClock(ms)
    await call.record(making.office, containerIds, moment(ms, call.place, call.timeZone))
    recorded += 1
  }
  return recorded
}

/** Trains to come by their timetables, and the next ones with boxes at every stage, so that each party finds work to do. */
async function makeUpcoming(making: Making): Promise<void> {
  const { office, presentMs, setClock } = making
  setClock(presentMs - 5 * DAY)
  const next = await openTimetables({
    ...making,
    operator: office.operator.party,
    keptFor: office.exporter2.organisationId,
  })
  const tashkent = { departureId: next.get('tashkent')! }
  const cnc = await order(making, { ...tashkent, who: 'exporter', goods: ENGRAVERS, boxes: 3 })
  const tyres = await order(making, { ...tashkent, who: 'exporter2', goods: TYRES, boxes: 2 })
  const step = (hoursBefore: number) => {
    setClock(presentMs - hoursBefore * HOUR)
    return moment(presentMs - hoursBefore * HOUR, 'CN-DONGJIA')
  }
  for (const id of cnc.slice(0, 2))
    await makeReady(making, id, ENGRAVERS, (hours) => step(hours / 2))
  await office.customs.party.call(customsApi.hold, {
    params: { containerId: cnc[1]! },
    body: { ...step(10), reason: '唛头与装箱单不符，待核对' },
  })
  await desk.assign(office, tyres[0]!, step(20))
  const moscow = { departureId: next.get('moscow')! }
  await order(making, { ...moscow, who: 'exporter', goods: AUTO_PARTS, boxes: 4 })
  await order(making, {
    departureId: next.get('hamburg')!,
    who: 'exporter2',
    goods: FRIDGES,
    boxes: 6,
  })
  const steel = await order(making, {
    departureId: next.get('duisburg')!,
    who: 'exporter',
    goods: STEEL,
    boxes: 1,
  })
  await desk.assign(office, steel[0]!, step(4))
  await consolidate(making, next.get('duisburg')!)
  await office.exporter.party.call(bookingApi.listContainers)
}

/** A container to Duisburg that two shippers share; there is room for a third. */
async function consolidate({ office }: Making, departureId: string): Promise<void> {
  const { operator, broker } = office
  const opened = await operator.party.call(lclApi.openConsolidation, {
    params: { departureId },
    body: {
      ...{ equipmentType: '45G1', volumeDm3: 60_000, grossKg: 20_000, packages: 2_000 },
      closesMinutesBefore: 24 * 60,
      brokerId: broker.organisationId as never,
      consignee: {
        name: 'Rhein-Ruhr Sammelgut GmbH',
        country: 'DE',
        address: 'Gaterweg 201, 47229 Duisburg',
      },
    },
  })
  const lots = [
    ['exporter', { ...AUTO_PARTS, packages: 64, grossMassKg: 3_750, volumeDm3: 11_200 }],
    ['exporter2', { ...FRIDGES, packages: 40, grossMassKg: 3_310, volumeDm3: 26_400 }],
  ] as const
  for (const [who, goods] of lots) {
    const { volumeDm3, grossMassKg } = goods
    const shipper = office[who].party
    const asked = { departureId: departureId as never, volumeDm3, grossMassKg }
    const { id: quoteId } = await shipper.call(priceApi.quoteLcl, { body: asked })
    await shipper.call(lclApi.consign, {
      params: { consolidationId: opened.id },
      body: {
        quoteId,
        brokerId: broker.organisationId as never,
        incoterm: 'DAP',
        consignee: {
          name: 'Niederrhein Handels GmbH',
          country: 'DE',
          address: 'Hafenstraße 1, 47119 Duisburg',
        },
        cargo: [goods],
      },
    })
  }
}
