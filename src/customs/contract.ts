/** What customs and the broker say to the outside: a container declared, inspected, held, released. */
import { z } from 'zod'
import { BookingId, BookingView, Container, ContainerId, stepFields } from '#booking/contract.ts'
import { documentFields } from '#kernel/document.ts'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'

export const CustomsHoldId = idSchema<'CustomsHoldId'>('hld')
export type CustomsHoldId = z.infer<typeof CustomsHoldId>

const params = z.object({ containerId: ContainerId })
const access = ['customs'] as const

/** Why a container may not go on: an object of its own, so that who stopped it and who lifted it stay on record. */
export const CustomsHold = z.object({
  id: CustomsHoldId,
  reason: z.string(),
  heldBy: OrganisationId,
  heldAt: z.iso.datetime(),
  releasedBy: OrganisationId.nullable(),
  releasedAt: z.iso.datetime().nullable(),
})
export type CustomsHold = z.infer<typeof CustomsHold>

export const CustomsDeclaration = z.object({
  declarationNumber: DeclarationNumber,
  declaredBy: OrganisationId,
  declaredAt: z.iso.datetime(),
})
export type CustomsDeclaration = z.infer<typeof CustomsDeclaration>

export const CustomsRecord = z.object({
  declaration: CustomsDeclaration.nullable(),
  holds: z.array(CustomsHold).meta({ description: 'Newest first; an open hold has no releasedAt' }),
})
export type CustomsRecord = z.infer<typeof CustomsRecord>

export const HoldReason = z
  .string()
  .trim()
  .min(2)
  .max(500)
  .meta({ description: 'Why the container is held, in the words of the officer' })

export const customsApi = {
  declare: command({
    path: '/containers/:containerId/declare',
    summary: 'The broker has lodged the export declaration',
    access: ['broker'],
    params,
    body: z.object({ ...stepFields, ...documentFields, declarationNumber: DeclarationNumber }),
    reply: Container,
  }),
  declareConsignment: command({
    path: '/bookings/:bookingId/declare',
    summary: 'The broker has lodged the export declaration of an LCL consignment',
    access: ['broker'],
    params: z.object({ bookingId: BookingId }),
    body: z.object({ declarationNumber: DeclarationNumber }),
    reply: BookingView,
  }),
  inspect: command({
    path: '/containers/:containerId/inspect',
    summary: 'Customs orders an inspection',
    access,
    params,
    body: z.object({ ...stepFields }),
    reply: Container,
  }),
  hold: command({
    path: '/containers/:containerId/hold',
    summary: 'Customs holds the container',
    access,
    params,
    body: z.object({ ...stepFields, reason: HoldReason }),
    reply: Container,
  }),
  release: command({
    path: '/containers/:containerId/release',
    summary: 'Customs releases the container and lifts every open hold',
    access,
    params,
    body: z.object({ ...stepFields, ...documentFields }),
    reply: Container,
  }),
  record: query({
    path: '/containers/:containerId/customs',
    summary: 'The declaration and the holds of a container',
    // Those who see a declaration number and the reason of a hold (booking/visibility.ts).
    access: ['exporter', 'forwarder', 'operator', 'broker', 'customs'],
    params,
    reply: CustomsRecord,
  }),
}

export const customsProblem = problems({
  'customs.not_export': {
    kind: 'invalid',
    zh: '报关单号 {declarationNumber} 第 9 位不是 0，不是出口报关单',
    en: 'Declaration {declarationNumber} is not an export declaration: its ninth digit is not 0',
    ru: 'Декларация {declarationNumber} не экспортная: девятая цифра номера — не 0',
  },
  'customs.number_taken': {
    kind: 'conflict',
    zh: '报关单号 {declarationNumber} 已用于其他订舱的集装箱',
    en: 'Declaration {declarationNumber} is already recorded for a container of another booking',
    ru: 'Декларация {declarationNumber} уже указана для контейнера другого бронирования',
  },
})
