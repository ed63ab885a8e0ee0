/** The query language of EPCIS 2.0.1 (section 8.2.7.1), as far as our events can be asked by it: parameters to a question. */
import { ContainerNumber } from '#kernel/container-number.ts'
import {
  EVENT_TYPES,
  exchangeProblem,
  PER_PAGE,
  PER_PAGE_MAX,
  PLACE_PREFIX,
  STATION_PREFIX,
} from '#exchange/contract.ts'
import { CONTAINER_EPC } from '#exchange/exchange.ts'

export interface EpcisQuestion {
  readonly happened: { readonly from?: Date | undefined; readonly before?: Date | undefined }
  readonly recorded: { readonly from?: Date | undefined; readonly before?: Date | undefined }
  readonly types?: readonly string[] | undefined
  readonly actions?: readonly string[] | undefined
  readonly bizSteps?: readonly string[] | undefined
  readonly dispositions?: readonly string[] | undefined
  readonly eventIds?: readonly string[] | undefined
  readonly readPoints?: readonly string[] | undefined
  readonly bizLocations?: readonly string[] | undefined
  readonly epcs?: readonly string[] | undefined
  readonly order: 'happened' | 'recorded'
  readonly descending: boolean
  readonly limit: number
  readonly after?: EventPlace | undefined
}

/** A place in the order of events: the moment, then the id. */
export interface EventPlace {
  readonly at: Date
  readonly id: string
}

type Query = Readonly<Record<string, string>>

const PARAMETERS = new Set([
  'GE_eventTime',
  'LT_eventTime',
  'GE_recordTime',
  'LT_recordTime',
  'eventType',
  'EQ_action',
  'EQ_bizStep',
  'EQ_disposition',
  'EQ_eventID',
  'EQ_readPoint',
  'EQ_bizLocation',
  'MATCH_epc',
  'MATCH_anyEPC',
  'orderBy',
  'orderDirection',
  'perPage',
  'nextPageToken',
])
const CBV_URI = /^https:\/\/ref\.gs1\.org\/cbv\/(BizStep|Disp)-|^urn:epcglobal:cbv:(bizstep|disp):/

/** A parameter that is not known is refused: ignored, it would answer another question than was asked. */
export function parseQuestion(query: Query): EpcisQuestion {
  const unknown = Object.keys(query).find((name) => !PARAMETERS.has(name))
  if (unknown !== undefined) throw exchangeProblem('exchange.unknown_parameter', { name: unknown })
  const words = (name: string) => listOf(query, name)?.map((one) => one.replace(CBV_URI, ''))
  return {
    happened: {
      from: momentOf(query, 'GE_eventTime'),
      before: momentOf(query, 'LT_eventTime'),
    },
    recorded: {
      from: momentOf(query, 'GE_recordTime'),
      before: momentOf(query, 'LT_recordTime'),
    },
    types: oneOf(query, 'eventType', EVENT_TYPES),
    actions: oneOf(query, 'EQ_action', ['ADD', 'OBSERVE', 'DELETE']),
    bizSteps: words('EQ_bizStep'),
    dispositions: words('EQ_disposition'),
    eventIds: listOf(query, 'EQ_eventID'),
    readPoints: listOf(query, 'EQ_readPoint'),
    bizLocations: listOf(query, 'EQ_bizLocation'),
    epcs: epcsOf(query),
    ...orderOf(query),
    limit: perPage(query),
    after: placeOf(query),
  }
}

function orderOf(query: Query): Pick<EpcisQuestion, 'order' | 'descending'> {
  const [by] = oneOf(query, 'orderBy', ['eventTime', 'recordTime']) ?? ['eventTime']
  const [way] = oneOf(query, 'orderDirection', ['ASC', 'DESC']) ?? ['DESC']
  return { order: by === 'eventTime' ? 'happened' : 'recorded', descending: way === 'DESC' }
}

const bad = (name: string, value: string) =>
  exchangeProblem('exchange.bad_parameter', { name, value: value.slice(0, 100) })

/** Several values of one parameter are separated by commas (REST bindings). */
function listOf(query: Query, name: string): string[] | undefined {
  const text = query[name]
  if (text === undefined) return undefined
  const values = text.split(',').map((value) => value.trim())
  if (text.length > 4_000 || values.some((value) => value === '')) throw bad(name, text)
  return values
}

function oneOf(query: Query, name: string, known: readonly string[]): string[] | undefined {
  const values = listOf(query, name)
  const wrong = values?.find((value) => !known.includes(value))
  if (wrong !== undefined) throw bad(name, wrong)
  return values
}

function momentOf(query: Query, name: string): Date | undefined {
  const text = query[name]
  if (text === undefined) return undefined
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    throw bad(name, text)
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw bad(name, text)
  return at
}

/** Both ask the same of us: a container is nobody's parent. */
function epcsOf(query: Query): string[] | undefined {
  const epcs = [...(listOf(query, 'MATCH_epc') ?? []), ...(listOf(query, 'MATCH_anyEPC') ?? [])]
  return epcs.length === 0 ? undefined : epcs
}

/** The containers among EPCs. */
export const containersOf = (epcs: readonly string[]): string[] =>
  epcs.flatMap((epc) => {
    const number = epc.startsWith(CONTAINER_EPC) ? epc.slice(CONTAINER_EPC.length) : ''
    return ContainerNumber.safeParse(number).success ? [number] : []
  })

function perPage(query: Query): number {
  const text = query['perPage'] ?? String(PER_PAGE)
  const count = Number(text)
  if (!/^[1-9]\d{0,4}$/.test(text) || count > PER_PAGE_MAX) throw bad('perPage', text)
  return count
}

export const tokenOf = ({ at, id }: EventPlace): string =>
  Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url')

function placeOf(query: Query): EventPlace | undefined {
  const token = query['nextPageToken']
  if (token === undefined) return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [unknown, unknown]
    if (Number.isSafeInteger(at) && typeof id === 'string' && id.length < 100)
      return { at: new Date(at as number), id }
  } catch {
    // Said below.
  }
  throw bad('nextPageToken', token)
}

/** The other places among them, by UN/LOCODE. */
export const placesOf = (readPoints: readonly string[]): string[] =>
  readPoints.flatMap((one) =>
    one.startsWith(PLACE_PREFIX) ? [one.slice(PLACE_PREFIX.length)] : [],
  )

/** The stations among read points; a read point that is none of ours is on captured events only. */
export const stationsOf = (readPoints: readonly string[]): string[] =>
  readPoints.flatMap((one) =>
    one.startsWith(STATION_PREFIX) ? [one.slice(STATION_PREFIX.length)] : [],
  )
