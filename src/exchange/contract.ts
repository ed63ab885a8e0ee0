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
