/** DCSA Booking 2: `/v2/bookings`, asked for, read, updated or amended, cancelled, by those who book. */
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Text } from '#kernel/locale.ts'
import type { Tx } from '#platform/database.ts'
import { parseBody } from '#platform/http-problems.ts'
import { serveRaw, type Http, type RawReply } from '#platform/http.ts'
import type { Ids } from '#platform/ids.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { BookingId } from '#booking/contract.ts'
import {
  amendBooking,
  amendConsignment,
  book,
  cancelBooking,
  consign,
  findOwnBooking,
  updateRequest,
  waitForSpace,
  withdrawAmendment,
  type Asking,
  type WholeBooking,
} from '#booking'
import { exchangeProblem } from '#exchange/contract.ts'
import { asConsignment, asNewBooking, refusedAt } from '#exchange/dcsa-asking.ts'
import {
  CancelBooking,
  CreateBooking,
  CreateBookingResponse,
  DcsaBooking,
  DcsaErrors,
  UpdateBooking,
} from '#exchange/dcsa-booking-contract.ts'
import { DCSA_HEADERS, DCSA_JSON, jsonPathOf, refuseAsDcsa } from '#exchange/dcsa-errors.ts'
import { notifyOfBooking } from '#exchange/dcsa-notifying.ts'
import { keepAmended, keepDeclinedCancellation, keepRequest } from '#exchange/dcsa-store.ts'
import { isLclRequest } from '#exchange/dcsa-request.ts'
import { tell } from '#exchange/dcsa-telling.ts'

const PATH = '/dcsa/bkg/v2/bookings'
const UNUSED_MAX = 50
const shippers = ['exporter', 'forwarder'] as const
const common = { access: shippers, produces: 'application/json', refuse: refuseAsDcsa } as const

type Input = Parameters<Parameters<typeof serveRaw>[2]>[0]

interface Asked extends Asking {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

export function dcsaBookingRoutes(http: Http): void {
  creating(http)
  reading(http)
  updating(http)
  cancelling(http)
}

function creating(http: Http): void {
  const speaks = {
    ...{ body: CreateBooking, status: 202, reply: CreateBookingResponse, refusal: DcsaErrors },
  }
  serveRaw(
    http,
    {
      ...{ method: 'POST', path: PATH, ...common, speaks },
      summary: 'DCSA Booking 2: ask for a booking; the reply is its carrierBookingRequestReference',
    },
    async (input) => {
      const request = parse(input, CreateBooking)
      const reply = await input.database.transact((tx) =>
        input.once(tx, async () => {
          const asked = askingOf(input)
          const id = await ask(tx, asked, request)
          await keepRequest(tx, id, { request, unused: unusedOf(input.body, request) })
          return { carrierBookingRequestReference: id }
        }),
      )
      return answer(202, reply)
    },
  )
}

async function ask(tx: Tx, asked: Asked, request: CreateBooking): Promise<BookingId> {
  if (!isLclRequest(request)) return book(tx, asked, await asNewBooking(tx, request, asked.now))
  const { consolidationId, departureId, body } = await asConsignment(tx, request, asked.now)
  if (consolidationId !== null) return consign(tx, asked, consolidationId, body)
  return waitForSpace(tx, asked, departureId, { ...body, ifFull: body.ifFull! })
}

function reading(http: Http): void {
  const speaks = { status: 200, reply: DcsaBooking, refusal: DcsaErrors }
  serveRaw(
    http,
    {
      ...{ method: 'GET', path: `${PATH}/:bookingReference`, ...common, speaks },
      summary:
        'DCSA Booking 2: your booking by either reference; ?amendedContent=true as its last amendment would have it',
    },
    async (input) => {
      checkVersion(input)
      const asked = askingOf(input)
      const isAmended = amendedContentOf(input)
      const told = await input.database.question(async (tx) => {
        const whole = await getWhole(tx, asked, input)
        return (await tell(tx, whole, input.locale)) ?? absent()
      })
      if (!isAmended) return answer(200, told.booking)
      if (told.amended === undefined) throw exchangeProblem('exchange.amendment_absent')
      return answer(200, told.amended)
    },
  )
}

function updating(http: Http): void {
  const speaks = { body: UpdateBooking, status: 202, refusal: DcsaErrors }
  serveRaw(
    http,
    {
      ...{ method: 'PUT', path: `${PATH}/:bookingReference`, ...common, speaks },
      summary:
        'DCSA Booking 2: update your request while it waits, or amend your confirmed booking',
    },
    async (input) => {
      const { carrierBookingRequestReference, carrierBookingReference, ...request } = parse(
        input,
        UpdateBooking,
      )
      await input.database.transact((tx) =>
        input.once(tx, async () => {
          const asked = askingOf(input)
          const whole = await getWhole(tx, asked, input)
          const { id, number } = whole.view
          if ((carrierBookingRequestReference ?? id) !== id)
            throw referencesDiffer('/carrierBookingRequestReference')
          if ((carrierBookingReference ?? number) !== number)
            throw referencesDiffer('/carrierBookingReference')
          await update(tx, asked, whole, { request, unused: unusedOf(input.body, request) })
          return {}
        }),
      )
      return answer(202, null)
    },
  )
}

const referencesDiffer = (pointer: string) => refusedAt({ pointer, code: 'dcsa.references_differ' })

async function update(
  tx: Tx,
  asked: Asked,
  { view, departure }: WholeBooking,
  kept: { readonly request: CreateBooking; readonly unused: readonly string[] },
): Promise<void> {
  const isLcl = view.load === 'LCL'
  if (isLcl !== isLclRequest(kept.request)) throw exchangeProblem('exchange.load_stays')
  if (isLcl) return amendLcl(tx, asked, view, kept)
  const read = await asNewBooking(tx, kept.request, asked.now)
  const { departureId, lines, ifFull: _ifFull, ...particulars } = read
  if (view.state === 'confirmed') {
    await amendBooking(tx, asked, view.id, { departureId, lines, ...particulars })
    return keepAmended(tx, view.id, kept)
  }
  if (view.state === 'pending_amendment') throw exchangeProblem('exchange.amendment_waits')
  // A request holds its slots: other boxes or another train are another request.
  const isSame =
    departureId === departure.id &&
    lines.length === view.lines.length &&
    lines.every(({ equipmentType, count, owner = 'operator' }, at) => {
      const line = view.lines[at]!
      return (
        line.equipmentType === equipmentType &&
        line.count === count &&
        (line.owner ?? 'operator') === owner
      )
    })
  if (!isSame && ['received', 'pending_update'].includes(view.state))
    throw exchangeProblem('exchange.request_holds_slots')
  await updateRequest(tx, asked, view.id, particulars)
  await keepRequest(tx, view.id, kept)
}

/** Confirmed or refused at once: space is taken, and none waits for an operator. */
async function amendLcl(
  tx: Tx,
  asked: Asked,
  { id, consolidationId }: WholeBooking['view'],
  kept: { readonly request: CreateBooking; readonly unused: readonly string[] },
): Promise<void> {
  const { body } = await asConsignment(tx, kept.request, asked.now, consolidationId!)
  await amendConsignment(tx, asked, id, body)
  await keepAmended(tx, id, kept)
}

function cancelling(http: Http): void {
  const speaks = { body: CancelBooking, status: 202, refusal: DcsaErrors }
  serveRaw(
    http,
    {
      ...{ method: 'PATCH', path: `${PATH}/:bookingReference`, ...common, speaks },
      summary: 'DCSA Booking 2: cancel a request, an amendment, or a confirmed booking',
    },
    async (input) => {
      const request = parse(input, CancelBooking)
      await input.database.transact((tx) =>
        input.once(tx, async () => {
          const asked = askingOf(input)
          const whole = await getWhole(tx, asked, input)
          await cancel(tx, asked, whole, { request, reference: referenceOf(input) })
          return {}
        }),
      )
      return answer(202, null)
    },
  )
}

/** Which of the three stands where is the standard’s: before the confirmation by the request’s reference, after it by the booking’s. */
async function cancel(
  tx: Tx,
  asked: Asked,
  { view }: WholeBooking,
  { request, reference }: { readonly request: CancelBooking; readonly reference: string },
): Promise<void> {
  const isConfirmed = ['confirmed', 'pending_amendment'].includes(view.state)
  const byNumber = reference === view.number
  if ('amendedBookingStatus' in request) {
    if (view.state !== 'pending_amendment') throw exchangeProblem('exchange.amendment_absent')
    if (!byNumber) throw exchangeProblem('exchange.other_reference')
    return withdrawAmendment(tx, asked, view.id)
  }
  if ('bookingStatus' in request) {
    if (isConfirmed) throw exchangeProblem('exchange.confirmed_already')
    return cancelBooking(tx, asked, view.id)
  }
  if (!isConfirmed) throw exchangeProblem('exchange.not_confirmed')
  if (!byNumber) throw exchangeProblem('exchange.other_reference')
  const declined = await tryCancel(tx, asked, view.id)
  if (declined === undefined) return undefined
  await keepDeclinedCancellation(tx, view.id, declined)
  await notifyOfBooking(tx, asked, view.id)
}

/** Why it was declined: a rule of the booking’s life, not a record that is busy. */
async function tryCancel(tx: Tx, asked: Asked, id: BookingId): Promise<Text | undefined> {
  await sql`savepoint cancelling`.execute(tx)
  try {
    await cancelBooking(tx, asked, id)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem) || !error.code.startsWith('booking.')) throw error
    await sql`rollback to savepoint cancelling`.execute(tx)
    return { zh: error.detail('zh'), en: error.detail('en'), ru: error.detail('ru') }
  }
}

function parse<Body extends z.ZodType>(input: Input, schema: Body): z.output<Body> {
  checkVersion(input)
  return parseBody(schema, input.body, input.locale)
}

/** A request may say which major version it speaks, and then must say the address's. */
function checkVersion({ headers }: Input): void {
  const version = headers.get('API-Version')
  if (version !== null && version !== '2') throw exchangeProblem('exchange.dcsa_version')
}

const referenceOf = ({ params }: Input): string => params['bookingReference'] ?? ''

function amendedContentOf({ query }: Input): boolean {
  const value = query['amendedContent'] ?? 'false'
  if (value !== 'true' && value !== 'false')
    throw exchangeProblem('exchange.bad_parameter', {
      ...{ name: 'amendedContent', value: value.slice(0, 100) },
    })
  return value === 'true'
}

const askingOf = ({ actor, now, ids }: Input): Asked => ({ actor: actor!, now, ids })

async function getWhole(tx: Tx, asked: Asked, input: Input): Promise<WholeBooking> {
  const whole = await findOwnBooking(tx, asked, referenceOf(input))
  // A basket is no request yet.
  return whole === undefined || whole.view.state === 'held' ? absent() : whole
}

function absent(): never {
  throw exchangeProblem('exchange.booking_absent')
}

function answer(status: number, body: object | null): RawReply {
  return { status, type: DCSA_JSON, headers: DCSA_HEADERS, body: JSON.stringify(body) }
}

/** What the request holds that is no property we know: told back, so that nobody believes it was heard. */
function unusedOf(sent: unknown, read: unknown, at: readonly string[] = []): string[] {
  if (typeof sent !== 'object' || sent === null || typeof read !== 'object' || read === null)
    return []
  return Object.entries(sent)
    .flatMap(([name, value]) => {
      const path = [...at, name]
      if (path.length === 1 && REFERENCES.has(name)) return []
      return Object.hasOwn(read, name)
        ? unusedOf(value, (read as Record<string, unknown>)[name], path)
        : [jsonPathOf(path)]
    })
    .slice(0, UNUSED_MAX)
}
const REFERENCES = new Set(['carrierBookingRequestReference', 'carrierBookingReference'])
