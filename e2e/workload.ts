/**
 * The parties at work while the server is killed under them: each command carries an Idempotency-Key and is sent until it is
 * answered, each fix until it is acknowledged; what was acknowledged is written down here, to be looked for afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { departureApi } from '#booking/departure-contract.ts'
import { bookingApi } from '#booking/contract.ts'
import { customsApi } from '#customs/contract.ts'
import { Tracker } from '#gateway/tracker.ts'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { timestampIn } from '#kernel/time.ts'
import { railApi, trackingApi } from '#tracking/contract.ts'
import { handOverApi } from '#journey/contract.ts'
import { trainApi } from '#train/contract.ts'
import { warehouseApi } from '#warehouse/contract.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import { broadGaugeWagon, chineseWagon, openOffice, type Office } from '../tools/demo/office.ts'
import { setToWork, type Gate } from './gate.ts'
import type { ServerUnderTest } from './server.ts'
import { sendSurely } from './sure-sending.ts'

const DAY = 86_400_000
const PLACE = { place: 'CN-DONGJIA' } as const

export interface Acknowledged {
  /** Bookings by departure. */
  readonly bookings: Map<string, string[]>
  /** Events by container, in the order they were acknowledged. */
  readonly events: Map<string, string[]>
  /** Latitudes of the fixes by container: no two fixes have the same. */
  readonly fixes: Map<string, number[]>
  repeats: number
}

export interface Workload {
  readonly office: Office
  readonly acknowledged: Acknowledged
  /** Rejects when a party was refused, which nothing here gives cause for. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

interface Shift {
  readonly server: ServerUnderTest
  readonly office: Office
  readonly acknowledged: Acknowledged
  readonly gate: Gate
  readonly random: () => number
  readonly serial: () => number
  readonly isOver: () => boolean
}

export async function startWorkload(
  server: ServerUnderTest,
  gate: Gate,
  random: () => number,
): Promise<Workload> {
  const acknowledged = { bookings: new Map(), events: new Map(), fixes: new Map(), repeats: 0 }
  const send = sendSurely([server.url], () => (acknowledged.repeats += 1))
  const office = await openOffice(send, server.password())
  let over = false
  let last = 0
  const serial = () => (last += 1)
  const shift = { server, office, acknowledged, gate, random, serial, isOver: () => over }
  // Before the first kill: a tracker's secret is shown once, and a lost reply would lose it.
  const trackers = [await fitTracker(shift), await fitTracker(shift), await fitTracker(shift)]
  const { failed, stop } = setToWork(gate, [
    ...trackers.map((tracker) => () => report(shift, tracker)),
    ...[1, 2, 3].map(() => () => runTrains(shift)),
  ])
  return {
    office,
    acknowledged,
    failed,
    async stop() {
      await stop(() => (over = true))
      for (const { device } of trackers) device.close()
    },
  }
}

/** Trains one after another, from an empty departure to the arrival. */
async function runTrains(shift: Shift): Promise<void> {
  while (!shift.isOver()) {
    const departureId = await scheduleTrain(shift)
    const containers: string[] = []
    for (let bookings = 1 + Math.floor(shift.random() * 4); bookings > 0; bookings -= 1) {
      await pause(shift)
      containers.push(...(await book(shift, departureId, 1 + Math.floor(shift.random() * 2))))
    }
    for (const containerId of containers) await makeReady(shift, containerId)
    if (shift.isOver()) return
    await travel(shift, departureId, containers)
  }
}

async function pause({ gate, random }: Shift): Promise<void> {
  await sleep(random() * 20)
  await gate.pass()
}

async function scheduleTrain(shift: Shift): Promise<string> {
  const { call } = shift.office.operator.party
  const { items } = await call(trainApi.listServices)
  const service = items.find(({ destination }) => destination === 'UZ-CHUKURSAY')
  const before = (days: number) => timestampIn(Date.now() + (20 - days) * DAY, 'Asia/Shanghai')
  const { id } = await call(trainApi.createDeparture, {
    body: {
      serviceId: service!.id,
      trainNumber: `T${10_000 + shift.serial()}`,
      capacityTeu: 100,
      bookingCutoffAt: before(3),
      documentsCutoffAt: before(2),
      gateInCutoffAt: before(2),
      releaseCutoffAt: before(1),
      loadingStartsAt: before(1),
      departsAt: before(0),
    },
  })
  shift.acknowledged.bookings.set(id, [])
  return id
}

async function book(shift: Shift, departureId: string, boxes: number): Promise<string[]> {
  const { office, acknowledged } = shift
  const { id, containers } = await office.exporter.party.call(bookingApi.book, {
    body: {
      departureId: departureId as never,
      brokerId: office.broker.organisationId as never,
      incoterm: 'DAP',
      consignee: { name: 'Torture Ltd', country: 'UZ', address: 'Tashkent' },
      lines: [{ equipmentType: '45G1', count: boxes }],
      cargo: [{ ...ENGRAVERS, grossMassKg: 17_400 * boxes }],
    },
  })
  acknowledged.bookings.get(departureId)!.push(id)
  for (const container of containers) acknowledged.events.set(container.id, ['booked'])
  return containers.map((container) => container.id)
}

async function assign(shift: Shift, containerId: string): Promise<string> {
  const serial = shift.serial()
  const unchecked = `LBTU${String(serial).padStart(6, '0')}`
  const sealNumber = `TT${1_000_000 + serial}`
  await shift.office.operator.party.call(bookingApi.assign, {
    params: { containerId },
    body: {
      containerNumber: `${unchecked}${containerCheckDigit(unchecked)}`,
      sealNumber,
      ...PLACE,
    },
  })
  note(shift, 'assigned', containerId)
  return sealNumber
}

function note({ acknowledged }: Shift, event: string, ...containerIds: string[]): void {
  for (const id of containerIds) acknowledged.events.get(id)!.push(event)
}

async function makeReady(shift: Shift, containerId: string): Promise<void> {
  const { warehouse, broker, customs } = shift.office
  const params = { containerId }
  const sealNumber = await assign(shift, containerId)
  const declarationNumber = `430120260${String(600_000_000 + shift.serial())}`
  const steps: [event: string, take: () => Promise<unknown>][] = [
    ['received', () => warehouse.party.call(warehouseApi.receive, { params, body: PLACE })],
    ['stuffed', () => warehouse.party.call(warehouseApi.stuff, { params, body: PLACE })],
    [
      'weighed',
      () =>
        warehouse.party.call(warehouseApi.weigh, {
          params,
          body: { ...PLACE, grossMassKg: 21_300 },
        }),
    ],
    [
      'sealed',
      () => warehouse.party.call(warehouseApi.seal, { params, body: { ...PLACE, sealNumber } }),
    ],
    [
      'declared',
      () =>
        broker.party.call(customsApi.declare, { params, body: { ...PLACE, declarationNumber } }),
    ],
    [
      'held',
      () => customs.party.call(customsApi.hold, { params, body: { ...PLACE, reason: 'torture' } }),
    ],
    ['released', () => customs.party.call(customsApi.release, { params, body: PLACE })],
  ]
  for (const [event, take] of steps) {
    await pause(shift)
    if (shift.isOver()) return
    await take()
    note(shift, event, containerId)
  }
}

async function travel(shift: Shift, departureId: string, ids: string[]): Promise<void> {
  const { operator, rail } = shift.office
  const params = { departureId }
  const loads = ids.map((id) => ({ containerId: id as never, wagonNumber: chineseWagon() }))
  await pause(shift)
  await operator.party.call(departureApi.load, { params, body: { loads, ...PLACE } })
  note(shift, 'loaded', ...ids)
  await pause(shift)
  await operator.party.call(departureApi.depart, { params, body: PLACE })
  note(shift, 'departed', ...ids)
  await pause(shift)
  const containerIds = ids as never
  await rail.party.call(railApi.borderArrive, { body: { place: 'CN-KHORGOS', containerIds } })
  note(shift, 'border_arrived', ...ids)
  const moves = loads.map(({ containerId, wagonNumber }) => ({
    containerId,
    oldWagonNumber: wagonNumber,
    newWagonNumber: broadGaugeWagon(),
  }))
  await pause(shift)
  await rail.party.call(handOverApi.transship, {
    body: { place: 'KZ-ALTYNKOL', gaugeMm: 1520, moves },
  })
  note(shift, 'transshipped', ...ids)
  await pause(shift)
  await rail.party.call(railApi.arrive, { body: { place: 'UZ-CHUKURSAY', containerIds } })
  note(shift, 'arrived', ...ids)
}

interface Fitted {
  readonly containerId: string
  readonly device: Tracker
  readonly degrees: number
}

async function fitTracker(shift: Shift): Promise<Fitted> {
  const { server, office, acknowledged } = shift
  const [containerId] = await book(shift, await scheduleTrain(shift), 1)
  await assign(shift, containerId!)
  const serial = shift.serial()
  const device = { phone: String(13_700_000_000 + serial), terminalId: `TT${serial}` }
  const { tracker, secret } = await office.operator.party.call(trackingApi.register, {
    body: { ...device, maker: 'LBSIM', model: 'SIM-1' },
  })
  await office.operator.party.call(trackingApi.bind, {
    params: { trackerId: tracker.id },
    body: { ...PLACE, containerId: containerId as never },
  })
  note(shift, 'tracker_bound', containerId!)
  acknowledged.fixes.set(containerId!, [])
  // A device's clock shows whole seconds: its first fix must not seem older than its binding.
  await sleep(1_100)
  const host = '127.0.0.1'
  return {
    containerId: containerId!,
    degrees: 20 + (serial % 40),
    device: new Tracker({
      ...device,
      host,
      port: server.trackerPort,
      edition: serial % 2 === 0 ? '2013' : '2019',
      authCode: secret,
      answerMs: 2_000,
      retryMsMax: 500,
    }),
  }
}

/** Fixes in small bursts, each at a latitude of its own. */
async function report(shift: Shift, { containerId, device, degrees }: Fitted): Promise<void> {
  const seen = shift.acknowledged.fixes.get(containerId)!
  for (let number = 0; !shift.isOver();) {
    const burst = Array.from({ length: 1 + Math.floor(shift.random() * 3) }, async () => {
      const latitude = Math.round((degrees + (number += 1) / 100_000) * 1e6) / 1e6
      await device.send(locationAt(latitude))
      seen.push(latitude)
    })
    await Promise.all(burst)
    await sleep(100)
    await shift.gate.pass()
  }
}

function locationAt(latitude: number) {
  return {
    time: timestampIn(Date.now(), 'Asia/Shanghai'),
    latitude,
    longitude: 116.5,
    altitudeM: 100,
    speedKmh: 60,
    headingDeg: 270,
    alarm: 0,
    status: 0b11,
    items: [],
  }
}
