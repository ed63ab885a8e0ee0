/** A booking made once, made again: kept by name, or held against another train to say what of it does not fit there. */
import { Problem } from '#kernel/problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { estimatePrices } from '#price'
import { closedProblem, getDeparture, lookAtAccount, shortProblem } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { decideOpen, take } from '#train/slots.ts'
import { wrongLoad, type Asking } from '#booking/book.ts'
import { bookingProblem, boxesOf, massOf, slotsOf } from '#booking/booking.ts'
import { findingText } from '#booking/cargo/cargo-rule-words.ts'
import type { BookingId } from '#booking/contract.ts'
import { checkFacts } from '#booking/facts.ts'
import { askedOf, judgeFor } from '#booking/cargo/judging.ts'
import { lclProblem } from '#booking/lcl-contract.ts'
import { readCargo, readLines } from '#booking/line-store.ts'
import { quotedBoxes } from '#booking/pricing.ts'
import { findBookingFor } from '#booking/store.ts'
import {
  TemplateContent,
  templateProblem,
  TEMPLATES_MAX,
  type BookingFit,
  type BookingTemplate,
  type Misfit,
  type TemplateId,
} from '#booking/template-contract.ts'
import { findTemplate, insertTemplate, readTemplates } from '#booking/template/template-store.ts'

interface Reading {
  readonly actor: Actor
  readonly now: Date
}

/** What a booking of the caller's own says, without what is another each time. */
async function contentOf(tx: Tx, { actor }: Reading, id: BookingId): Promise<TemplateContent> {
  const booking = await findBookingFor(tx, actor.organisationId, id)
  if (booking?.exporterId !== actor.organisationId) throw bookingProblem('booking.absent')
  if (booking.load === 'LCL') throw lclProblem('booking.lcl_own_way')
  const { brokerId, consignee, incoterm, remarks } = booking
  if (brokerId === null || consignee === null || incoterm === null)
    throw templateProblem('booking.template_incomplete')
  return TemplateContent.parse({
    ...{ brokerId, consignee, incoterm },
    ...(remarks !== null && { remarks }),
    lines: (await readLines(tx, [id])).get(id) ?? [],
    cargo: (await readCargo(tx, [id])).get(id) ?? [],
  })
}

export async function saveTemplate(
  tx: Tx,
  asking: Asking,
  { name, bookingId }: { readonly name: string; readonly bookingId: BookingId },
): Promise<BookingTemplate> {
  const { actor, now, ids } = asking
  const { organisationId } = actor
  const content = await contentOf(tx, asking, bookingId)
  if ((await readTemplates(tx, organisationId)).length >= TEMPLATES_MAX)
    throw templateProblem('booking.templates_many', { most: TEMPLATES_MAX })
  const id = ids('tpl') as TemplateId
  const made = { id, organisationId, name, content, createdAt: now, createdBy: actor.memberId }
  if (!(await insertTemplate(tx, made))) throw templateProblem('booking.template_named', { name })
  return (await findTemplate(tx, organisationId, id))!
}

export async function fitTemplate(
  tx: Tx,
  reading: Reading,
  {
    templateId,
    train,
  }: { readonly templateId: TemplateId; readonly train: DepartureId | undefined },
): Promise<BookingFit> {
  const template = await findTemplate(tx, reading.actor.organisationId, templateId)
  if (template === undefined) throw templateProblem('booking.template_absent')
  return fit(tx, reading, template.content, train)
}

export async function fitAgain(
  tx: Tx,
  reading: Reading,
  { bookingId, train }: { readonly bookingId: BookingId; readonly train: DepartureId | undefined },
): Promise<BookingFit> {
  return fit(tx, reading, await contentOf(tx, reading, bookingId), train)
}

/** Everything that booking it on the train would be refused for, not only the first of it. */
async function fit(
  tx: Tx,
  { actor, now }: Reading,
  content: TemplateContent,
  id: DepartureId | undefined,
): Promise<BookingFit> {
  if (id === undefined) return { content, price: null, misfits: [] }
  const departure = await getDeparture(tx, id, now)
  const boxes = { boxes: quotedBoxes(content.lines), extras: [] }
  const [price] = await estimatePrices(tx, actor.organisationId, departure, [boxes])
  const refusals = [
    ...(await noSlots(tx, { actor, now }, content, departure)),
    (await checkFacts(tx, [content]))(content),
  ].filter((one) => one instanceof Problem)
  const findings = (await judgeFor(tx, departure))(askedOf(content))
  return {
    content,
    price: price ?? null,
    misfits: [
      ...refusals.map(misfitOf),
      ...findings.flatMap((finding): Misfit[] => {
        const { effect, rule } = finding
        // The load says that by itself; what only warns, fits.
        if (effect === 'warn' || rule === 'payload') return []
        return [{ code: `booking.rule_${rule}`, effect, text: findingText(finding) }]
      }),
    ],
  }
}

/** Closed to bookings, boxes that its wagons do not bear, or too little free. */
async function noSlots(
  tx: Tx,
  { actor, now }: Reading,
  { lines, cargo }: TemplateContent,
  { id, service }: Departure,
): Promise<(Problem | undefined)[]> {
  const account = await lookAtAccount(tx, id, now)
  const closed = decideOpen(account, now.getTime())
  const boxes = boxesOf(lines, massOf(cargo)).map(slotsOf)
  const taken = take(account, boxes, { party: actor, holder: '', to: 'held', cause: 'held' })
  return [
    closed === undefined ? undefined : closedProblem(closed, account, service.origin),
    wrongLoad(lines, massOf(cargo), account),
    typeof taken === 'string' ? shortProblem(taken, account, { boxes, party: actor }) : undefined,
  ]
}

function misfitOf(problem: Problem): Misfit {
  const [zh, en, ru] = (['zh', 'en', 'ru'] as const).map((locale) => problem.detail(locale))
  return { code: problem.code, effect: 'refuse', text: { zh: zh!, en: en!, ru: ru! } }
}
