/**
 * Many clerks of two shippers and of the operator who want the same few trains at once, while servers are killed under them: each
 * command carries an Idempotency-Key and is sent, to whichever server answers, until it is answered; what was acknowledged is
 * written down here, to be looked for afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { amendmentApi } from '#booking/amendment-contract.ts'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import { shortenApi } from '#booking/shorten-contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import { priceApi } from '#price/contract.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { setToWork, type Gate } from './gate.ts'
import { sendSurely } from './sure-sending.ts'
import { scheduleTrain } from './trains.ts'

export const TRAIN_TEU = 16
const TRAINS = 4
const SHIPPER_CLERKS = 6
const PLACE = { place: 'CN-DONGJIA' } as const

/** Refusals that are an answer here: the train is full, closed to it, or the booking has gone on meanwhile. */
const REFUSALS: ReadonlySet<string> = new Set([
  'train.over_capacity',
  'train.over_weight',
  'train.below_booked',
  'train.over_wagon',
  'train.over_wagon_booked',
  'booking.wrong_state',
  'booking.already_cancelled',
  'booking.nothing_offered',
  'booking.not_on_train',
  'booking.not_on_this_train',
  'booking.only_confirmed_moves',
  'price.quote_expired',
])

export type Shipper = 'exporter' | 'exporter2'

/** A booking as it was last acknowledged. */
export interface Known {
  readonly id: string
  readonly who: Shipper
  state: BookingView['state']
  /** It waits, whole or in part: it may have got more since. */
  waits: boolean
  /** Boxes that were not cancelled, and the train each is on. */
  boxes: Map<string, string>
  /** A clerk is at it. */
  busy: boolean
}

export interface Rush {
  readonly office: Office
  readonly trains: readonly string[]
  readonly known: ReadonlyMap<string, Known>
  /** Acknowledged commands by what they were. */
  readonly done: ReadonlyMap<string, number>
  readonly repeats: () => number
  /** Rejects when somebody was refused for what nothing here gives cause for. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

interface Shift {
  readonly office: Office
  readonly trains: readonly string[]
  readonly known: Map<string, Known>
  readonly done: Map<string, number>
  readonly gate: Gate
  readonly random: () => number
  readonly isOver: () => boolean
}

export async function startRush(
  { origins, password }: { readonly origins: readonly string[]; readonly password: string },
  gate: Gate,
  random: () => number,
): Promise<Rush> {
  let repeats = 0
  const office = await openOffice(
    sendSurely(origins, () => (repeats += 1)),
    password,
  )
  const trains: string[] = []
  while (trains.length < TRAINS)
    trains.push(
      await scheduleTrain(office, {
        trainNumber: `R${1_000 + trains.length}`,
        capacityTeu: TRAIN_TEU,
      }),
    )
  let over = false
  const known = new Map<string, Known>()
  const done = new Map<string, number>()
  const shift: Shift = { office, trains, known, done, gate, random, isOver: () => over }
  const { failed, stop } = setToWork(gate, [
    ...Array.from({ length: SHIPPER_CLERKS }, () => () => clerkOf(shift, 'exporter')),
    ...Array.from({ length: SHIPPER_CLERKS }, () => () => clerkOf(shift, 'exporter2')),
    () => operatorsClerk(shift),
    () => operatorsClerk(shift),
  ])
  return {
    office,
    trains,
    known,
    done,
    repeats: () => repeats,
    failed,
    stop: () => stop(() => (over = true)),
  }
}

/** What was acknowledged, or undefined when it was refused for a reason that is to be expected. */
async function ask<T>(shift: Shift, what: string, work: Promise<T>): Promise<T | undefined> {
  try {
    const answer = await work
    shift.done.set(what, (shift.done.get(what) ?? 0) + 1)
    return answer
  } catch (error) {
    const code = /"code":"([a-z_.]+)"/.exec(String((error as Error).message))?.[1]
    if (code === undefined || !REFUSALS.has(code)) throw error
    shift.done.set('refused', (shift.done.get('refused') ?? 0) + 1)
    return undefined
  }
}

async function clerkOf(shift: Shift, who: Shipper): Promise<void> {
  while (!shift.isOver()) {
    await pause(shift)
    const { random } = shift
    const dice = random()
    const own = pickIdle(shift, (one) => one.who === who && isOpen(one))
    if (own === undefined || dice < 0.35) await book(shift, who)
    else if (dice < 0.5) await fillBasket(shift, who)
    else await withBooking(own, () => changeOwn(shift, own, random()))
  }
}

async function pause({ gate, random }: Shift): Promise<void> {
  await sleep(random() * 30)
  await gate.pass()
}

const isOpen = ({ state, waits }: Known): boolean =>
  waits || ['held', 'waitlisted', 'confirmed'].includes(state)

/** A booking that no other clerk is at. */
function pickIdle({ known, random }: Shift, isWanted: (one: Known) => boolean): Known | undefined {
  const found = [...known.values()].filter((one) => !one.busy && isWanted(one))
  return found[Math.floor(random() * found.length)]
}

async function withBooking(one: Known, work: () => Promise<void>): Promise<void> {
  one.busy = true
  try {
    await work()
  } finally {
    one.busy = false
  }
}

function pickTrain({ trains, random }: Shift): string {
  return trains[Math.floor(random() * trains.length)]!
}

const pickBoxes = ({ random }: Shift): number => 1 + Math.floor(random() * 3)

function particularsOf({ office }: Shift, boxes: number) {
  return {
    brokerId: office.broker.organisationId as never,
    incoterm: 'DAP' as const,
    consignee: { name: 'Rush Ltd', country: 'UZ', address: 'Tashkent' },
    cargo: [{ ...ENGRAVERS, grossMassKg: 9_000 * boxes }],
  }
}

const linesOf = (count: number) => [{ equipmentType: '45G1', count }] as const

/** For half of the bookings; the other half is at a price agreed elsewhere. */
async function quoteFor(
  shift: Shift,
  who: Shipper,
  departureId: string,
  count: number,
): Promise<{ quoteId?: never }> {
  const boxes = [{ equipmentType: '45G1', owner: 'operator', count }] as const
  const { id } = await shift.office[who].party.call(priceApi.quote, {
    body: { departureId: departureId as never, boxes: [...boxes] },
  })
  return { quoteId: id as never }
}

async function book(shift: Shift, who: Shipper): Promise<void> {
  const { office, random } = shift
  const [departureId, boxes] = [pickTrain(shift), pickBoxes(shift)]
  const waits = random() < 0.5
  const quote = random() < 0.5 ? await quoteFor(shift, who, departureId, boxes) : {}
  const promotion = random() < 0.5 ? ('automatic' as const) : ('offer' as const)
  const view = await ask(
    shift,
    'book',
    office[who].party.call(bookingApi.book, {
      body: {
        departureId: departureId as never,
        ...particularsOf(shift, boxes),
        lines: [...linesOf(boxes)],
        ...quote,
        ...(waits && { ifFull: { inParts: random() < 0.5, promotion } }),
      },
    }),
  )
  if (view) note(shift, who, view)
}

async function fillBasket(shift: Shift, who: Shipper): Promise<void> {
  const { office, random } = shift
  const boxes = pickBoxes(shift)
  const view = await ask(
    shift,
    'hold',
    office[who].party.call(slotApi.hold, {
      body: {
        departureId: pickTrain(shift) as never,
        lines: [...linesOf(boxes)],
        cargoKg: 9_000 * boxes,
      },
    }),
  )
  if (!view) return
  const one = note(shift, who, view)
  await withBooking(one, async () => {
    await pause(shift)
    if (random() < 0.25) return cancel(shift, one)
    const confirmed = await ask(
      shift,
      'confirm',
      office[who].party.call(slotApi.confirm, {
        params: { bookingId: one.id },
        body: particularsOf(shift, boxes),
      }),
    )
    if (confirmed) note(shift, who, confirmed)
  })
}

async function changeOwn(shift: Shift, one: Known, dice: number): Promise<void> {
  if (one.waits && dice < 0.5) return takeOffer(shift, one)
  if (one.state === 'confirmed' && dice < 0.6) return amend(shift, one)
  return cancel(shift, one)
}

async function takeOffer(shift: Shift, one: Known): Promise<void> {
  const { call } = shift.office[one.who].party
  const params = { bookingId: one.id }
  const view = await ask(shift, 'take offer', call(slotApi.takeOffer, { params }))
  if (view) note(shift, one.who, view)
}

async function cancel(shift: Shift, one: Known): Promise<void> {
  const { call } = shift.office[one.who].party
  const view = await ask(
    shift,
    'cancel',
    call(bookingApi.cancel, { params: { bookingId: one.id } }),
  )
  if (view) note(shift, one.who, view)
}

/** Other boxes, or another train, at the price of a new quote where there is a price. */
async function amend(shift: Shift, one: Known): Promise<void> {
  const { call } = shift.office[one.who].party
  const [departureId, boxes] = [pickTrain(shift), pickBoxes(shift)]
  const isPriced = await call(priceApi.getCharges, { params: { bookingId: one.id } }).then(
    () => true,
    () => false,
  )
  const quote = isPriced ? await quoteFor(shift, one.who, departureId, boxes) : {}
  const body = {
    departureId: departureId as never,
    ...particularsOf(shift, boxes),
    lines: [...linesOf(boxes)],
    ...quote,
  }
  const view = await ask(
    shift,
    'amend',
    call(amendmentApi.amend, { params: { bookingId: one.id }, body }),
  )
  if (view) note(shift, one.who, view)
}

function note({ known }: Shift, who: Shipper, view: BookingView): Known {
  const one = known.get(view.id) ?? { id: view.id, who, busy: false, ...seenIn(view) }
  Object.assign(one, seenIn(view))
  known.set(view.id, one)
  return one
}

function seenIn({ state, waiting, containers }: BookingView) {
  const left = containers.filter(({ stage }) => stage !== 'cancelled')
  const boxes = left.map(({ id, journey }): [string, string] => [id, journey.departureId])
  return { state, waits: waiting !== null, boxes: new Map(boxes) }
}

async function operatorsClerk(shift: Shift): Promise<void> {
  while (!shift.isOver()) {
    await sleep(100 + shift.random() * 200)
    await pause(shift)
    if (shift.random() < 0.6) await rollOver(shift)
    else await shorten(shift)
  }
}

async function rollOver(shift: Shift): Promise<void> {
  const isSettled = ({ state, waits }: Known) => state === 'confirmed' && !waits
  const one = pickIdle(shift, isSettled)
  const [from] = one?.boxes.values() ?? []
  if (one === undefined || from === undefined) return
  const to = pickTrain(shift)
  const ids = [...one.boxes].filter(([, train]) => train === from).map(([id]) => id)
  if (to === from) return
  await withBooking(one, async () => {
    const moved = await ask(
      shift,
      'roll over',
      shift.office.operator.party.call(departureApi.rollOver, {
        params: { departureId: from },
        body: { containerIds: ids as never, to: to as never, reason: 'torture', ...PLACE },
      }),
    )
    if (moved) for (const id of ids) one.boxes.set(id, to)
  })
}

/** Smaller by some places, with whoever must leave refused or moved; or as large as it was. */
async function shorten(shift: Shift): Promise<void> {
  const { office, known, random } = shift
  const { call } = office.operator.party
  const params = { departureId: pickTrain(shift) }
  const capacityTeu = random() < 0.5 ? TRAIN_TEU : TRAIN_TEU - 2 * pickBoxes(shift)
  const query = { capacityTeu: String(capacityTeu) }
  const { bookings } = await call(shortenApi.shortening, { params, query })
  const leaving = bookings.flatMap(({ booking, why }) =>
    why === null ? [] : [known.get(booking.id)],
  )
  // Made a moment ago, or in another clerk's hands: another time.
  if (!leaving.every((one) => one !== undefined && !one.busy)) return
  const named = leaving as Known[]
  for (const one of named) one.busy = true
  const to = shift.trains.find((id) => id !== params.departureId)!
  const isMoved = (one: Known) => one.state === 'confirmed' && !one.waits && one.boxes.size === 1
  const move = named.filter(isMoved)
  const refuse = named.filter((one) => !isMoved(one))
  const shortened = await ask(
    shift,
    'shorten',
    call(shortenApi.shorten, {
      params,
      body: {
        capacityTeu,
        move: move.map(({ id }) => id as never),
        ...(move.length > 0 && { moveTo: to as never }),
        refuse: refuse.map(({ id }) => id as never),
        reason: 'torture',
        ...PLACE,
      },
    }),
  )
  if (shortened) {
    for (const id of shortened.moved)
      for (const one of move) if (one.boxes.has(id)) one.boxes.set(id, to)
    for (const one of refuse)
      Object.assign(one, { state: 'declined', waits: false, boxes: new Map() })
  }
  for (const one of named) one.busy = false
}
