/** Booking again: named templates of an organisation, and what of a template or of an earlier booking does not fit a train. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { Money } from '#kernel/money.ts'
import { problems } from '#kernel/problem.ts'
import { Timestamp } from '#kernel/time.ts'
import { BookingId, NewBooking } from '#booking/contract.ts'
import { DepartureId } from '#train/contract.ts'

export const TEMPLATES_MAX = 200

export const TemplateId = idSchema<'TemplateId'>('tpl')
export type TemplateId = z.infer<typeof TemplateId>

/** A booking without what is another each time: its train, its order number, its quote. */
export const TemplateContent = NewBooking.omit({
  departureId: true,
  reference: true,
  quoteId: true,
  ifFull: true,
})
export type TemplateContent = z.infer<typeof TemplateContent>

export const BookingTemplate = z.object({
  id: TemplateId,
  name: z.string(),
  content: TemplateContent,
  createdAt: Timestamp,
})
export type BookingTemplate = z.infer<typeof BookingTemplate>

export const Misfit = z.object({
  code: z.string().meta({ description: 'Of the refusal that booking it so would meet' }),
  effect: z.enum(['refuse', 'ask']).meta({ description: '`ask`: the operator has to accept it' }),
  text: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
})
export type Misfit = z.infer<typeof Misfit>

/** A booking as it would be made again on a train; nothing is held. */
export const BookingFit = z.object({
  content: TemplateContent,
  misfits: z.array(Misfit).meta({ description: 'What of it does not go with that train' }),
  price: Money.nullable().meta({ description: 'By the rates in force; null: agreed elsewhere' }),
})
export type BookingFit = z.infer<typeof BookingFit>

const shipper = ['exporter', 'forwarder'] as const
const ofTemplate = z.object({ templateId: TemplateId })
const onTrain = z.object({
  departure: DepartureId.optional().meta({
    description: 'Left out: only what it says, held against no train',
  }),
})
const Templates = z.object({ items: z.array(BookingTemplate) })

export const templateApi = {
  list: query({
    path: '/booking-templates',
    summary: 'The templates of your organisation, by name',
    access: shipper,
    reply: Templates,
  }),
  save: command({
    path: '/booking-templates',
    summary: 'Keep a booking of yours as a template, under a name that none has yet',
    access: shipper,
    body: z.object({ name: line(60), bookingId: BookingId }),
    reply: BookingTemplate,
  }),
  delete: command({
    path: '/booking-templates/:templateId/delete',
    summary: 'Delete a template; what was booked with it stays',
    access: shipper,
    params: ofTemplate,
    reply: Templates,
  }),
  fit: query({
    path: '/booking-templates/:templateId/fit',
    summary: 'A template for a train: what it would book, what does not fit, what it costs',
    access: shipper,
    params: ofTemplate,
    query: onTrain,
    reply: BookingFit,
  }),
  again: query({
    path: '/bookings/:bookingId/fit',
    summary: 'Your booking made again on a train: what it would book, what does not fit, the cost',
    access: shipper,
    params: z.object({ bookingId: BookingId }),
    query: onTrain,
    reply: BookingFit,
  }),
}

export const templateProblem = problems({
  'booking.template_absent': {
    kind: 'absent',
    zh: '没有这个模板',
    en: 'There is no such template',
    ru: 'Такого шаблона нет',
  },
  'booking.template_named': {
    kind: 'conflict',
    zh: '已有名为“{name}”的模板，请换一个名称或先删除原模板',
    en: 'There is a template “{name}” already: choose another name, or delete that one first',
    ru: 'Шаблон «{name}» уже есть: выберите другое название или сначала удалите его',
  },
  'booking.template_incomplete': {
    kind: 'conflict',
    zh: '预留中的订舱资料不全，不能复制或存为模板',
    en: 'A basket is not complete: it cannot be copied or kept as a template',
    ru: 'Удержанные места без данных нельзя копировать или сохранить как шаблон',
  },
  'booking.templates_many': {
    kind: 'conflict',
    zh: '模板最多 {most} 个，请先删除不用的',
    en: 'At most {most} templates are kept: delete some first',
    ru: 'Хранится не более {most} шаблонов: сначала удалите ненужные',
  },
})
