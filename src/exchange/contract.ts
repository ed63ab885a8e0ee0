/**
 * What partners' systems exchange with us in the words of standards: EPCIS 2.0.1 (GS1, REST bindings and JSON-LD) and DCSA Track &
 * Trace 2. Their addresses and media types are the standards', so they stand under `/epcis/v2` and `/dcsa/tnt/v2`, not under `/api`.
 */
import { z } from 'zod'
import { idSchema } from '#kernel/id.ts'
import { problems } from '#kernel/problem.ts'

export const CaptureId = idSchema<'CaptureId'>('cap')
export type CaptureId = z.infer<typeof CaptureId>

export const EVENT_ID_PREFIX = 'urn:landbridge:event:'
export const STATION_PREFIX = 'urn:landbridge:station:'
/** Places where no train of ours stops, by UN/LOCODE. */
export const PLACE_PREFIX = 'urn:landbridge:place:'

/** GS1-EPCIS-Capture-Limit and GS1-EPCIS-Capture-File-Size-Limit. */
export const CAPTURE_EVENTS_MAX = 500
export const CAPTURE_BYTES_MAX = 1_000_000
export const PER_PAGE_MAX = 1_000
export const PER_PAGE = 30

export const EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const

const uri = z
  .string()
  .max(500)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, { message: 'a URI' })
/** A word of the vocabulary, bare or as its URI, or a URI of one's own. */
const word = z
  .string()
  .max(300)
  .regex(/^([a-z_]+|[A-Za-z][A-Za-z0-9+.-]*:\S+)$/, { message: 'a CBV word or a URI' })
const moment = z.iso.datetime({ offset: true })
const identified = z.looseObject({ id: uri })

/** What every event must have (EPCIS 2.0.1, 7.4.1); what else it says is kept as it came. */
export const EpcisEvent = z.looseObject({
  type: z.enum(EVENT_TYPES),
  eventID: uri.optional(),
  eventTime: moment,
  eventTimeZoneOffset: z.string().regex(/^[+-](0\d|1[0-3]):[0-5]\d$|^[+-]14:00$/),
  recordTime: moment.optional(),
  action: z.enum(['ADD', 'OBSERVE', 'DELETE']).optional(),
  bizStep: word.optional(),
  disposition: word.optional(),
  epcList: z.array(uri).max(1_000).optional(),
  parentID: uri.optional(),
  childEPCs: z.array(uri).max(1_000).optional(),
  inputEPCList: z.array(uri).max(1_000).optional(),
  outputEPCList: z.array(uri).max(1_000).optional(),
  readPoint: identified.optional(),
  bizLocation: identified.optional(),
})
export type EpcisEvent = z.infer<typeof EpcisEvent>

/** What `POST /capture` takes; its events are parsed one by one, so that each refusal names its own. */
export const CaptureDocument = z.looseObject({
  type: z.enum(['EPCISDocument', 'EPCISQueryDocument']),
  schemaVersion: z.string().regex(/^2(\.\d+)*$/, { message: 'EPCIS 2' }),
  epcisBody: z.looseObject({
    eventList: z.array(z.unknown()).optional(),
    queryResults: z
      .looseObject({ resultsBody: z.looseObject({ eventList: z.array(z.unknown()) }) })
      .optional(),
  }),
})

export const exchangeProblem = problems({
  'exchange.capture_absent': {
    kind: 'absent',
    zh: '没有这个采集任务',
    en: 'There is no such capture job',
    ru: 'Такого задания приёма нет',
  },
  'exchange.event_absent': {
    kind: 'absent',
    zh: '没有这个事件',
    en: 'There is no such event',
    ru: 'Такого события нет',
  },
  'exchange.not_a_document': {
    kind: 'invalid',
    zh: '应为 EPCIS 2.0 文档：{why}',
    en: 'An EPCIS 2.0 document is needed: {why}',
    ru: 'Нужен документ EPCIS 2.0: {why}',
  },
  'exchange.too_many_events': {
    kind: 'invalid',
    zh: '一次最多采集 {max} 个事件，收到 {count} 个',
    en: 'At most {max} events are captured at once; {count} came',
    ru: 'За один раз принимается не более {max} событий, получено {count}',
  },
  'exchange.event_refused': {
    kind: 'invalid',
    zh: '事件未被接受：{why}',
    en: 'The event is refused: {why}',
    ru: 'Событие отклонено: {why}',
  },
  'exchange.booking_refused': {
    kind: 'invalid',
    zh: '订舱申请有误，请按各项说明修改',
    en: 'The booking cannot be taken as it is: see each value below',
    ru: 'Бронирование в таком виде не принимается: см. пояснения',
  },
  'exchange.booking_absent': {
    kind: 'absent',
    zh: '没有这个订舱',
    en: 'There is no such booking',
    ru: 'Такого бронирования нет',
  },
  'exchange.amendment_absent': {
    kind: 'absent',
    zh: '没有改单申请',
    en: 'There is no amendment',
    ru: 'Изменения нет',
  },
  'exchange.amendment_waits': {
    kind: 'conflict',
    zh: '上一次改单申请尚待班列公司决定：请先撤回（AMENDMENT_CANCELLED）',
    en: 'An amendment waits for the operator: cancel it first (AMENDMENT_CANCELLED)',
    ru: 'Изменение ожидает решения оператора: сначала отмените его (AMENDMENT_CANCELLED)',
  },
  'exchange.request_holds_slots': {
    kind: 'conflict',
    zh: '待确认的申请已占舱位，箱型、箱量和班次不能更改：请取消后重新申请',
    en: 'A request holds its slots: its boxes and its train stay. Cancel it and ask anew',
    ru: 'За заявкой закреплены места: контейнеры и поезд не меняются. Отмените её и подайте новую',
  },
  'exchange.load_stays': {
    kind: 'conflict',
    zh: '拼箱和整箱不能互改，拼箱的班次和集拼箱也不变：请取消后重新申请',
    en: 'LCL stays LCL, in its consolidation on its train, and whole containers stay whole: cancel it and ask anew',
    ru: 'LCL остаётся LCL, в своём сборном контейнере и поезде, а целые контейнеры — целыми: отмените и подайте заявку заново',
  },
  'exchange.confirmed_already': {
    kind: 'conflict',
    zh: '订舱已确认：请用 bookingCancellationStatus 申请取消',
    en: 'The booking is confirmed: ask by bookingCancellationStatus',
    ru: 'Бронирование подтверждено: запросите отмену через bookingCancellationStatus',
  },
  'exchange.not_confirmed': {
    kind: 'conflict',
    zh: '订舱未确认：请将 bookingStatus 设为 CANCELLED',
    en: 'The booking is not confirmed: set bookingStatus to CANCELLED',
    ru: 'Бронирование не подтверждено: установите bookingStatus в CANCELLED',
  },
  'exchange.other_reference': {
    kind: 'conflict',
    zh: '确认后请使用 carrierBookingReference',
    en: 'Once confirmed a booking is named by its carrierBookingReference for this',
    ru: 'После подтверждения для этого указывается carrierBookingReference',
  },
  'exchange.dcsa_version': {
    kind: 'invalid',
    zh: 'API-Version 请求头只写主版本号 2',
    en: 'The API-Version of a request is the major version alone: 2',
    ru: 'API-Version запроса — только старшая версия: 2',
  },
  'exchange.unknown_parameter': {
    kind: 'invalid',
    zh: '不支持查询参数 {name}',
    en: 'There is no query parameter {name} here',
    ru: 'Параметр запроса {name} не поддерживается',
  },
  'exchange.bad_parameter': {
    kind: 'invalid',
    zh: '查询参数 {name} 的值“{value}”无效',
    en: 'The query parameter {name} cannot be “{value}”',
    ru: 'Недопустимое значение «{value}» параметра {name}',
  },
})
