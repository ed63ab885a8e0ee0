/**
 * Alerts to the outside: what an organisation is warned of on the way of its containers, what people did about it, and the rules by
 * which it is warned. The kinds and what may be set of them are in rule-contract.ts.
 */
import { z } from 'zod'
import { BookingId, ContainerId } from '#booking/contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { DepartureId } from '#train/contract.ts'
import { AlertKind, AlertRules, RULE_SCHEMAS, Severity } from '#alert/rule-contract.ts'

export const AlertId = idSchema<'AlertId'>('alr')
export type AlertId = z.infer<typeof AlertId>

export const MUTE_HOURS_MAX = 2_160
export const COUNTED_MAX = 100

export const ClosedFor = z.enum(['ended', 'arrived', 'cancelled', 'off'])
export type ClosedFor = z.infer<typeof ClosedFor>

export const Facts = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .meta({ description: 'What was measured, by name; the unit is in the name’s meaning' })

const detail = z
  .string()
  .meta({ description: 'The facts as a sentence, in the language you asked in' })

/** An alert of one's own organisation: another party has its own, under its own rules. */
export const Alert = z.object({
  id: AlertId,
  kind: AlertKind,
  severity: Severity,
  container: z.object({ id: ContainerId, bookingId: BookingId, name: z.string() }),
  train: z.object({ departureId: DepartureId, number: z.string() }),
  facts: Facts,
  detail,
  sinceAt: z.iso.datetime().meta({ description: 'When its cause began, by the device’s clock' }),
  endedAt: z.iso.datetime().nullable().meta({ description: 'When its cause ended' }),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  closedFor: ClosedFor.nullable(),
  acknowledgedAt: z.iso.datetime().nullable().meta({
    description: 'Somebody of yours sees to it; taken back when it turns red',
  }),
  mutedUntil: z.iso.datetime().nullable().meta({
    description: 'Until then nobody is told of this kind on this container',
  }),
})
export type Alert = z.infer<typeof Alert>

export const AlertChange = z.object({
  at: z.iso.datetime(),
  change: z.enum(['opened', 'upgraded', 'closed', 'acknowledged', 'muted', 'unmuted']),
  severity: Severity,
  detail,
  by: z.object({ memberId: MemberId.nullable(), name: z.string().nullable() }).nullable().meta({
    description: 'Null: by itself. A member without a name: a machine’s key',
  }),
  reason: z.string().nullable(),
  until: z.iso.datetime().nullable(),
})
export type AlertChange = z.infer<typeof AlertChange>

const celsius = z.number().min(-60).max(60).nullable()
export const TemperatureRange = z.object({ minC: celsius, maxC: celsius })
export type TemperatureRange = z.infer<typeof TemperatureRange>

export const rulesChanged = eventKind(
  'alert.rules_changed',
  z.object({ organisationId: OrganisationId }),
)

const params = z.object({ alertId: AlertId })
const reason = line(300)
const ofContainer = z.object({ containerId: ContainerId })

export const alertApi = {
  list: query({
    path: '/alerts',
    summary: 'Alerts of your organisation, opened last first',
    access: 'member',
    query: z.object({
      state: z.enum(['open', 'closed', 'all']).default('open'),
      kind: AlertKind.optional(),
      severity: Severity.optional(),
      departure: DepartureId.optional(),
      ...pageQuery,
    }),
    reply: pageOf(Alert),
  }),
  count: query({
    path: '/alerts/count',
    summary: `How many alerts are open that nobody sees to and that are not muted, up to ${COUNTED_MAX}`,
    access: 'member',
    reply: z.object({ open: z.int(), red: z.int() }),
  }),
  get: query({
    path: '/alerts/:alertId',
    summary: 'An alert and everything that became of it',
    access: 'member',
    params,
    reply: z.object({ alert: Alert, changes: z.array(AlertChange) }),
  }),
  acknowledge: command({
    path: '/alerts/:alertId/acknowledge',
    summary: 'You see to it: it stays open, and is not counted any more',
    access: 'member',
    params,
    body: z.object({ reason }),
    reply: Alert,
  }),
  mute: command({
    path: '/alerts/:alertId/mute',
    summary: 'Be told no more of this kind on this container for a time',
    access: 'member',
    params,
    body: z.object({ reason, hours: z.int().min(1).max(MUTE_HOURS_MAX) }),
    reply: Alert,
  }),
  unmute: command({
    path: '/alerts/:alertId/unmute',
    summary: 'Be told of it again',
    access: 'member',
    params,
    body: z.object({ reason }),
    reply: Alert,
  }),
  ofContainer: query({
    path: '/containers/:containerId/alerts',
    summary: 'Your alerts on a container, the newest first, and what temperature its cargo bears',
    access: 'member',
    params: ofContainer,
    reply: z.object({ items: z.array(Alert), range: TemperatureRange.nullable() }),
  }),
  setRange: command({
    path: '/containers/:containerId/temperature-range',
    summary: 'Say what temperature the cargo bears: for all parties, before their own rules',
    access: ['exporter', 'forwarder', 'operator'],
    params: ofContainer,
    body: z.object({
      range: TemperatureRange.nullable().meta({ description: 'Null: nothing is said of it' }),
      wholeBooking: z.boolean().default(false),
    }),
    reply: z.object({ containerIds: z.array(ContainerId), range: TemperatureRange.nullable() }),
  }),
  getRules: query({
    path: '/alert-rules',
    summary: 'The rules by which your organisation is alerted, and the usual ones',
    access: 'member',
    reply: z.object({ rules: AlertRules, usual: AlertRules }),
  }),
  setRules: command({
    path: '/alert-rules',
    summary:
      'Change rules by kind; kinds left out stay as they are, null sets one back to the usual',
    access: 'member',
    administratorOnly: true,
    body: z.object({
      rules: z.strictObject(
        Object.fromEntries(
          AlertKind.options.map((kind) => [kind, RULE_SCHEMAS[kind].nullable().optional()]),
        ),
      ),
    }),
    reply: AlertRules,
  }),
}

export const alertProblem = problems({
  'alert.absent': {
    kind: 'absent',
    zh: '没有这条预警',
    en: 'There is no such alert',
    ru: 'Такого предупреждения нет',
  },
  'alert.closed': {
    kind: 'conflict',
    zh: '该预警已解除，无需处理',
    en: 'This alert is closed: there is nothing left to see to',
    ru: 'Предупреждение снято, действий не требуется',
  },
  'alert.not_muted': {
    kind: 'conflict',
    zh: '该预警未静音',
    en: 'This alert is not muted',
    ru: 'Предупреждение не заглушено',
  },
  'alert.rule_order': {
    kind: 'invalid',
    zh: '“{kind}”的阈值顺序有误：{lesser} 应不大于 {greater}',
    en: 'The thresholds of “{kind}” are in the wrong order: {lesser} must not be above {greater}',
    ru: 'Пороги «{kind}» перепутаны: {lesser} не может быть больше {greater}',
  },
  'alert.range_empty': {
    kind: 'invalid',
    zh: '请至少填写最低或最高温度，且最低不高于最高',
    en: 'Give the lowest or the highest temperature, the lowest not above the highest',
    ru: 'Укажите нижнюю или верхнюю границу; нижняя не выше верхней',
  },
})
