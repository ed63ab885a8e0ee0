/**
 * Booking containers. Many ask for one train at the same moment: they are decided together, in the order they came, on the account
 * that the desk holds; what is refused costs no statement, what is taken is written in one statement a table.
 */
import type { Incoterm } from '#kernel/incoterm.ts'
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { closedProblem, getDeparture, shortProblem } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import { trainProblem, type Departure, type DepartureId, type SlotAmount } from '#train/contract.ts'
import {
  decideOpen,
  exceedsWagon,
  sumOf,
  take,
  undo,
  type SlotAccount,
  type SlotUnit,
} from '#train/slots.ts'
import {
  bookingNumber,
  bookingProblem,
  boxesOf,
  massOf,
  payloadExcess,
  slotsOf,
  teuOf,
  type Box,
} from '#booking/booking.ts'
import { needsOperator } from '#booking/cargo/cargo-rule.ts'
import { cargoProblem } from '#booking/cargo/cargo-rule-words.ts'
import { sayChanged } from '#booking/changes.ts'
import { BOXES_MAX, type BookingId, type BookingLine, type NewBooking } from '#booking/contract.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { checkFacts, type FactCheck } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { askedOf, judgeFor, keptOf, refusalOf, type CargoJudge } from '#booking/cargo/judging.ts'
import { insertCargo, insertLines } from '#booking/line-store.ts'
import { makeContainers } from '#booking/making.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { BOOKING_RULES } from '#booking/states.ts'
import { insertBookingParties, insertBookings, type Booking } from '#booking/store.ts'
import { chargeBooking, refuseQuotes } from '#booking/pricing.ts'
import { joinList } from '#booking/slots/joining.ts'
import { particularsOf, referenceTaken } from '#booking/particulars.ts'
import { walkList } from '#booking/slots/turns.ts'

export interface Asking {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

export interface BookAsked {
  readonly actor: Actor
  readonly body: Omit<NewBooking, 'incoterm'> & { readonly incoterm: Incoterm | null }
  /** Of a container that is offered for LCL: with the mass that may be put into it, as it has no cargo of its own. */
  readonly consolidationId?: ConsolidationId
  readonly cargoKg?: number
}

export function book(tx: Tx, asking: Asking, body: NewBooking): Promise<BookingId> {
  return bookOwn(tx, asking, { body })
}

/** An operator's own container. */
export async function bookOwn(
  tx: Tx,
  asking: Asking,
  asked: Omit<BookAsked, 'actor'>,
): Promise<BookingId> {
  const [outcome] = await bookTogether(tx, asking, [{ ...asked, actor: asking.actor }])
  if (outcome instanceof Problem) throw outcome
  return outcome!
}

/** The id of each booking made, or why it was not: one that is refused is no reason to refuse another. All are of one train. */
export async function bookTogether(
  tx: Tx,
  { now, ids }: Pick<Asking, 'now' | 'ids'>,
  asked: readonly BookAsked[],
): Promise<(BookingId | Problem)[]> {
  const { departureId } = asked[0]!.body
  return atDesk(tx, { now, ids }, [departureId], async (desk) => {
    const wishes = asked.map((one) => wishOf(one))
    const decided = await decideAll(desk, departureId, wishes)
    const refused = await write(desk, departureId, decided)
    return wishes.map((wish) => decided.refusals.get(wish) ?? refused.get(wish) ?? wish.id(ids))
  })
}

/** What one party asks for, counted out in boxes. */
interface Wish extends BookAsked {
  readonly boxes: readonly Box[]
  readonly amounts: readonly SlotAmount[]
  readonly cargoKg: number
  id(ids: Ids): BookingId
}

function wishOf(asked: BookAsked): Wish {
  const { body } = asked
  const cargoKg = asked.cargoKg ?? massOf(body.cargo)
  const boxes = countBoxes(body.lines) > BOXES_MAX ? [] : boxesOf(body.lines, cargoKg)
  let made: BookingId | undefined
  return {
    ...asked,
    boxes,
    amounts: boxes.map(slotsOf),
    cargoKg,
    id: (ids) => (made ??= ids('bkg') as BookingId),
  }
}

export function countBoxes(lines: readonly BookingLine[]): number {
  return lines.reduce((count, line) => count + line.count, 0)
}

/** Why these boxes with this cargo go on no train, whatever is free on it. */
export function wrongLoad(
  lines: readonly BookingLine[],
  cargoKg: number,
  { wagonKgMax }: Pick<SlotAccount, 'wagonKgMax'>,
): Problem | undefined {
  const boxes = countBoxes(lines)
  if (boxes > BOXES_MAX)
    return bookingProblem('booking.too_many_boxes', { boxes, boxesMax: BOXES_MAX })
  const excess = payloadExcess(lines, cargoKg)
  if (excess) return bookingProblem('booking.payload_exceeded', { ...excess })
  const amounts = boxesOf(lines, cargoKg).map(slotsOf)
  if (!exceedsWagon(amounts, wagonKgMax)) return undefined
  const { grossKg, teu } = sumOf(amounts)
  return trainProblem('train.over_wagon', {
    grossKg: Math.ceil((grossKg * 2) / teu),
    wagonKgMax,
  })
}

interface Decided {
  readonly refusals: Map<Wish, Problem>
  readonly taken: Map<Wish, BookingState>
  readonly waiting: Wish[]
  /** What the cargo rules say of those that were looked at closely. */
  readonly findings: Map<Wish, readonly Finding[]>
  /** Undefined when nobody was. */
  readonly departure: Departure | undefined
}

/** One after the other, in the order they came: what is wrong with it, then whether there are slots. */
async function decideAll(
  desk: Desk,
  departureId: DepartureId,
  wishes: readonly Wish[],
): Promise<Decided> {
  const { tx, accounts, now } = desk
  const account = accounts.get(departureId)!
  const refusals = new Map<Wish, Problem>()
  const none = { refusals, taken: new Map(), waiting: [], findings: new Map() }
  const closed = decideOpen(account, account.nowMs)
  if (closed !== undefined) {
    const { service } = await getDeparture(tx, departureId, now)
    const problem = closedProblem(closed, account, service.origin)
    for (const wish of wishes) refusals.set(wish, problem)
    return { ...none, departure: undefined }
  }
  const tooShort = refuseShort(account)
  for (const wish of wishes) {
    const { body, actor, amounts } = wish
    const short = take(account, amounts, { party: actor, holder: '', to: 'held', cause: 'held' })
    const problem =
      wrongLoad(body.lines, wish.cargoKg, account) ??
      // What does not even fit while nobody else has got anything needs no closer look.
      (typeof short === 'string' && body.ifFull === undefined ? tooShort(short, wish) : undefined)
    if (problem) refusals.set(wish, problem)
  }
  const serious = wishes.filter((wish) => !refusals.has(wish))
  if (serious.length === 0) return { ...none, departure: undefined }
  const departure = await getDeparture(tx, departureId, now)
  const looked = await lookClosely(tx, departure, serious)
  return { ...decideInTurn(desk, looked, serious, refusals), departure }
}

/** One refusal for all of a party who ask for the same of an account that stays as it is: most of a rush are told this. */
function refuseShort(account: SlotAccount) {
  const told = new Map<string, Problem>()
  return (unit: SlotUnit, { actor, amounts }: Wish): Problem => {
    const { teu, grossKg, plugs, dangerousPlaces } = sumOf(amounts)
    const asked = [unit, actor.organisationId, teu, grossKg, plugs, dangerousPlaces].join(' ')
    const problem = told.get(asked) ?? shortProblem(unit, account, { boxes: amounts, party: actor })
    told.set(asked, problem)
    return problem
  }
}

interface Looked {
  readonly wrongFact: FactCheck
  readonly judge: CargoJudge
  readonly departureId: DepartureId
}

async function lookClosely(
  tx: Tx,
  departure: Departure,
  serious: readonly Wish[],
): Promise<Looked> {
  const bodies = serious.map(({ body }) => body)
  const wrongFact = await checkFacts(tx, bodies)
  return { wrongFact, judge: await judgeFor(tx, departure), departureId: departure.id }
}

function decideInTurn(
  { accounts, ids }: Desk,
  { wrongFact, judge, departureId }: Looked,
  serious: readonly Wish[],
  refusals: Map<Wish, Problem>,
): Omit<Decided, 'departure'> {
  const taken = new Map<Wish, BookingState>()
  const waiting: Wish[] = []
  const findings = new Map<Wish, readonly Finding[]>()
  for (const wish of serious) {
    const { body, actor, amounts } = wish
    const found = judge(askedOf(body))
    findings.set(wish, found)
    const wrong = wrongFact(body) ?? refusalOf(found)
    if (wrong) {
      refusals.set(wish, wrong)
      continue
    }
    const account = accounts.get(departureId)!
    const command = needsOperator(body.lines, found) ? 'request' : 'confirm'
    const after = take(account, amounts, takingOf(wish.id(ids), actor, command))
    if (typeof after !== 'string') {
      accounts.set(departureId, after)
      taken.set(wish, BOOKING_RULES[command].to)
    } else if (body.ifFull && command === 'confirm') waiting.push(wish)
    else if (body.ifFull) refusals.set(wish, cargoProblem('booking.cannot_wait'))
    else refusals.set(wish, shortProblem(after, account, { boxes: amounts, party: actor }))
  }
  return { refusals, taken, waiting, findings }
}

/** Dangerous goods are held until the operator has looked at them; all else is sold. */
function takingOf(holder: BookingId, party: Actor, command: 'request' | 'confirm') {
  return command === 'request'
    ? ({ party, holder, to: 'held', cause: 'held' } as const)
    : ({ party, holder, to: 'sold', cause: 'booked' } as const)
}

/** Writes what was decided; those whose reference stands on another open booking give back what they were given. */
async function write(
  desk: Desk,
  departureId: DepartureId,
  { taken, waiting, findings, departure }: Decided,
): Promise<ReadonlyMap<Wish, Problem>> {
  const { tx, now, ids, accounts } = desk
  const refused = new Map<Wish, Problem>()
  const states = new Map<Wish, BookingState>([
    ...taken,
    ...waiting.map((wish) => [wish, 'waitlisted'] as const),
  ])
  if (states.size === 0 || departure === undefined) return refused
  const unpriced = await refuseQuotes(tx, { departure, now }, [...states.keys()])
  for (const [wish, problem] of unpriced) refused.set(wish, problem)
  const priced = [...states].filter(([wish]) => !refused.has(wish))
  const rows = new Map(
    priced.map(([wish, state]) => [wish, rowOf(wish, state, desk, findings.get(wish)!)]),
  )
  const made = await insertBookings(tx, [...rows.values()])
  for (const [wish, row] of rows)
    if (!made.has(row.id)) refused.set(wish, await referenceTaken(tx, row))
  if (refused.size > 0)
    accounts.set(departureId, without(accounts.get(departureId)!, [...refused.keys()], ids))
  const kept = [...rows].filter(([wish]) => !refused.has(wish))
  await insertLines(
    tx,
    kept.map(([wish, { id }]) => ({ id, lines: wish.body.lines })),
  )
  await insertCargo(
    tx,
    kept.map(([wish, { id }]) => ({ id, cargo: wish.body.cargo })),
  )
  await bringAbout(desk, departure, kept)
  // Who takes parts may find some at once; what was given back may be just what somebody waits for.
  if (waiting.length + refused.size > 0) await walkList(desk, departureId)
  return refused
}

/** Whom they concern, what they cost, their boxes, and their places on the list. */
async function bringAbout(
  desk: Desk,
  departure: Departure,
  kept: readonly (readonly [Wish, Booking])[],
): Promise<void> {
  const { tx, now, ids } = desk
  const departureId = departure.id
  for (const [{ actor, body }, row] of kept)
    if (body.quoteId !== undefined)
      await chargeBooking(tx, { actor, now }, row, {
        departure,
        lines: body.lines,
        quoteId: body.quoteId,
      })
  // A confirmed one is entitled to with its boxes.
  await insertOwners(
    tx,
    departure,
    kept.filter(([, { state }]) => state !== 'confirmed'),
  )
  await sayNew(desk, kept)
  await makeContainers(
    tx,
    { departure, now, ids },
    kept
      .filter(([, { state }]) => state === 'confirmed')
      .map(([{ actor, boxes, body }, booking]) => ({ booking, actor, boxes, cargo: body.cargo })),
  )
  const joining = kept.filter(([, { state }]) => state === 'waitlisted')
  await joinList(
    desk,
    departureId,
    joining.map(([{ boxes, body }, booking]) => ({
      booking,
      boxes,
      terms: body.ifFull!,
    })),
  )
}

/** What the commands that brought them about say of them. */
async function sayNew(
  { tx, now }: Desk,
  kept: readonly (readonly [Wish, Booking])[],
): Promise<void> {
  const byState = Map.groupBy(
    kept.map(([, booking]) => booking),
    ({ state }) => state,
  )
  const commands = { confirmed: 'confirm', received: 'request', waitlisted: 'wait' } as const
  for (const [state, bookings] of byState)
    await sayChanged(tx, bookings, { command: commands[state as keyof typeof commands], now })
}

/** The account as if these had never asked: their movements were not written yet. */
function without(account: SlotAccount, refused: readonly Wish[], ids: Ids): SlotAccount {
  const holders = new Set<string>(refused.map((wish) => wish.id(ids)))
  const undone = account.transfers.filter(({ holder }) => holder !== null && holders.has(holder))
  return undo(account, undone)
}

function rowOf(
  wish: Wish,
  state: BookingState,
  { ids, now }: Desk,
  findings: readonly Finding[],
): Booking {
  const { actor, body, boxes, cargoKg } = wish
  const id = wish.id(ids)
  return {
    id,
    number: bookingNumber(id),
    exporterId: actor.organisationId,
    createdBy: actor.memberId,
    ...particularsOf(body),
    departureId: body.departureId,
    load: 'FCL',
    consolidationId: wish.consolidationId ?? null,
    state,
    teu: teuOf(body.lines),
    boxes: boxes.length,
    cargoKg,
    heldUntil: null,
    decidedReason: null,
    updatedAt: null,
    findings: keptOf(findings, now),
    createdAt: now,
  }
}

/** Until it is confirmed a booking concerns its shipper and the operator of the train. */
async function insertOwners(
  tx: Tx,
  departure: Departure,
  kept: readonly (readonly [Wish, Booking])[],
): Promise<void> {
  const { operatorId } = departure.service
  await insertBookingParties(
    tx,
    kept.flatMap(([{ actor }, { id: bookingId }]) => [
      { bookingId, id: actor.organisationId, kind: actor.organisationKind },
      { bookingId, id: operatorId, kind: 'operator' as const },
    ]),
  )
}
