/**
 * Embargoes (停装令): a railway's dated order that nothing is loaded for a crossing or station, or that it takes no trains, with
 * the telegram it came by. They are data: listed for everybody, and shown on every train and container they touch.
 */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { DepartureId, ServiceNames } from '#train/contract.ts'

export const EmbargoId = idSchema<'EmbargoId'>('emb')
export type EmbargoId = z.infer<typeof EmbargoId>

/** `loading`: no station loads for a way over these places. `passage`: the places themselves take no trains. */
export const EmbargoKind = z.enum(['loading', 'passage'])
export type EmbargoKind = z.infer<typeof EmbargoKind>

/** Seen from China, as its railway writes it: 出口, 进口, or both. */
export const EmbargoDirection = z.enum(['export', 'import', 'both'])
export type EmbargoDirection = z.infer<typeof EmbargoDirection>

export const EMBARGO_PLACES_MAX = 40

export const NewEmbargo = z.object({
  kind: EmbargoKind,
  direction: EmbargoDirection,
  places: z.array(StationCode).min(1).max(EMBARGO_PLACES_MAX).meta({
    description: 'Crossings and stations it closes; a train is touched that stops at or passes one',
  }),
  from: Timestamp,
  until: Timestamp.nullable().meta({ description: 'Null: until further notice' }),
  telegram: line(80).meta({ description: 'Number of the telegram or order it came by' }),
  reason: line(300).nullable(),
})
export type NewEmbargo = z.infer<typeof NewEmbargo>

export const Embargo = NewEmbargo.extend({
  id: EmbargoId,
  enteredBy: z.object({ id: OrganisationId, kind: OrganisationKind, names: ServiceNames }).meta({
    description:
      'A railway’s and the platform’s count for every train, an operator’s for its own trains only',
  }),
  enteredAt: z.iso.datetime(),
  changedAt: z.iso.datetime().nullable(),
  withdrawnAt: z.iso.datetime().nullable(),
})
export type Embargo = z.infer<typeof Embargo>

/** Where and when an embargo meets a train. */
export const EmbargoTouch = z.object({
  embargo: Embargo,
  place: StationCode,
  at: Timestamp.meta({
    description:
      'The moment that falls into it: of loading, or of the passage as it is planned or expected',
  }),
  isExpected: z.boolean().meta({ description: 'By an estimate of the train under way' }),
})
export type EmbargoTouch = z.infer<typeof EmbargoTouch>

/** Said when one is entered, changed or withdrawn, so that whoever is touched can be told. */
export const embargoChanged = eventKind(
  'train.embargo_changed',
  z.object({
    embargo: Embargo,
    change: z.enum(['entered', 'changed', 'withdrawn']),
    before: Embargo.nullable().default(null).meta({ description: 'As it stood, when changed' }),
  }),
)

const AUTHORITIES = ['operator', 'rail', 'platform'] as const
const params = z.object({ embargoId: EmbargoId })

export const embargoApi = {
  enter: command({
    path: '/embargoes',
    summary: 'Enter an embargo as the railway’s telegram gives it',
    access: AUTHORITIES,
    body: NewEmbargo,
    reply: Embargo,
  }),
  change: command({
    path: '/embargoes/:embargoId/change',
    summary: 'Change one that you entered: prolonged, ended early, or corrected',
    access: AUTHORITIES,
    params,
    body: NewEmbargo,
    reply: Embargo,
  }),
  withdraw: command({
    path: '/embargoes/:embargoId/withdraw',
    summary: 'Take back one that you entered: it never counted, or counts no more',
    access: AUTHORITIES,
    params,
    reply: Embargo,
  }),
  list: query({
    path: '/embargoes',
    summary: 'Embargoes, those that begin last first',
    access: 'member',
    query: z.object({
      current: z
        .stringbool()
        .optional()
        .meta({ description: 'Only those in force or still to come' }),
      ...pageQuery,
    }),
    reply: pageOf(Embargo),
  }),
  ofDeparture: query({
    path: '/departures/:departureId/embargoes',
    summary: 'Embargoes that touch a train as it is planned',
    access: 'member',
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(EmbargoTouch) }),
  }),
}

export const embargoProblem = problems({
  'train.embargo_absent': {
    kind: 'absent',
    zh: '没有这条停装令',
    en: 'There is no such embargo',
    ru: 'Такого запрещения нет',
  },
  'train.embargo_reversed': {
    kind: 'invalid',
    zh: '停装令的结束时间应晚于开始时间',
    en: 'An embargo ends after it begins',
    ru: 'Запрещение должно заканчиваться позже, чем начинается',
  },
  'train.embargo_not_yours': {
    kind: 'forbidden',
    zh: '只有录入单位或平台运营方可以修改、撤销停装令',
    en: 'An embargo is changed or withdrawn by whoever entered it, or by the platform',
    ru: 'Изменить или отозвать запрещение может тот, кто его внёс, или оператор платформы',
  },
  'train.embargo_withdrawn': {
    kind: 'conflict',
    zh: '该停装令已撤销，不能再修改',
    en: 'This embargo was withdrawn and changes no more',
    ru: 'Запрещение отозвано и больше не меняется',
  },
})
