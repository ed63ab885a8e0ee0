/** What a refused request is told: RFC 9457 `application/problem+json`, in the reader's language, each wrong value by its pointer. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { httpProblem } from '#kernel/http-problem.ts'
import { say, type Locale, type TextFacts } from '#kernel/locale.ts'
import { findUnkeepable } from '#kernel/plain-text.ts'
import { Problem, STATUS_BY_KIND, type Fault } from '#kernel/problem.ts'
import { valueTexts } from '#kernel/value-texts.ts'
import { localeOf } from '#platform/http-guard.ts'

export const BODY_BYTES_MAX = 1_048_576

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'
/** PostgreSQL: serialization failure, deadlock, lock not available. The caller may simply try again. */
const BUSY = new Set(['40001', '40P01', '55P03'])
const ZOD_LOCALES = { zh: z.locales.zhCN(), en: z.locales.en(), ru: z.locales.ru() } as const

/** A request that does not fit its endpoint, with every fault found. */
class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super('invalid request')
    this.faults = faults
  }
}

/** A body that a raw route reads by a schema of its own; throws every fault of it. */
export function parseBody<Body extends z.ZodType>(
  schema: Body,
  value: unknown,
  locale: Locale,
): z.output<Body> {
  const body = schema.safeParse(value ?? {}, { error: ZOD_LOCALES[locale].localeError })
  if (!body.success) throw new InvalidRequest(faultsOf(body.error, locale))
  refuseUnkeepable({ params: {}, query: {}, body: body.data }, locale)
  return body.data
}

export function parseRequest<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  endpoint: { params: P; query: Q; body: B },
  request: Pick<FastifyRequest, 'params' | 'query' | 'body'>,
  locale: Locale,
): { params: z.output<P>; query: z.output<Q>; body: z.output<B> } {
  const options = { error: ZOD_LOCALES[locale].localeError }
  const params = endpoint.params.safeParse(request.params ?? {}, options)
  const query = endpoint.query.safeParse(request.query ?? {}, options)
  const body = endpoint.body.safeParse(request.body ?? {}, options)
  // An id that cannot be one names nothing: answered as absent, so that guessing learns nothing.
  if (!params.success) throw httpProblem('http.no_route')
  if (!query.success || !body.success)
    throw new InvalidRequest([...faultsOf(query.error, locale), ...faultsOf(body.error, locale)])
  const asked = { params: params.data, query: query.data, body: body.data }
  refuseUnkeepable(asked, locale)
  return asked
}

function refuseUnkeepable(
  { params, query, body }: { params: unknown; query: unknown; body: unknown },
  locale: Locale,
): void {
  if (findUnkeepable(params).length > 0) throw httpProblem('http.no_route')
  const code = 'text.not_a_character'
  const faults = [...findUnkeepable(query), ...findUnkeepable(body)].map((path) => ({
    pointer: pointerOf(path),
    code,
    detail: say(valueTexts[code]!, locale),
  }))
  if (faults.length > 0) throw new InvalidRequest(faults)
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function faultsOf(error: z.ZodError | undefined, locale: Locale): Fault[] {
  return (error?.issues ?? []).map((issue) => {
    const pointer = pointerOf(issue.path)
    const params = 'params' in issue ? (issue.params as TextFacts | undefined) : undefined
    const code = typeof params?.['code'] === 'string' ? params['code'] : `value.${issue.code}`
    const text = valueTexts[code]
    return { pointer, code, detail: text ? say(text, locale, params) : issue.message }
  })
}

/** Why a request is refused, in the reader's language. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly facts: TextFacts
  readonly faults: readonly Fault[]
}

/** Sets the headers that go with the refusal, and logs what is a bug. */
export function refusalOf(error: unknown, request: FastifyRequest, reply: FastifyReply): Refusal {
  const locale = localeOf(request)
  // What is refused now may be there in a moment: a tile that is yet to be written, most of all.
  reply.header('cache-control', 'no-store')
  const invalid = error instanceof InvalidRequest ? error.faults : undefined
  const problem = invalid ? httpProblem('http.invalid') : toProblem(error)
  if (problem === undefined) {
    request.log.error(error)
    return { status: 500, code: 'http.broken', detail: BROKEN[locale], facts: {}, faults: [] }
  }
  if (problem.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  if (problem.kind === 'limited')
    reply.header('retry-after', String(problem.facts['seconds'] ?? 60))
  return {
    status: problem.code === 'http.too_large' ? 413 : statusOf(problem),
    code: problem.code,
    detail: problem.detail(locale),
    facts: problem.facts,
    faults: invalid ?? problem.faults.map(({ text, ...at }) => ({ ...at, detail: text[locale] })),
  }
}

export function replyProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, code, detail, facts, faults } = refusalOf(error, request, reply)
  const body = {
    type: `urn:landbridge:problem:${code}`,
    title: code,
    status,
    code,
    detail,
    ...(Object.keys(facts).length > 0 && { facts }),
    ...(faults.length > 0 && { errors: faults }),
  }
  return reply.code(status).type(PROBLEM_TYPE).send(JSON.stringify(body))
}

function statusOf(problem: Problem): number {
  return STATUS_BY_KIND[problem.kind]
}

function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return httpProblem('http.too_large', { bytesMax: BODY_BYTES_MAX })
  if (code !== undefined && BUSY.has(code)) return httpProblem('http.busy')
  // An address that is no address (`/%ZZ`) is nobody's.
  if (statusCode === 404 || code === 'FST_ERR_BAD_URL') return httpProblem('http.no_route')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return httpProblem('http.unreadable')
  return undefined
}

const BROKEN = {
  zh: '服务器内部错误，数据未被改动',
  en: 'Something broke on our side; nothing was changed',
  ru: 'Внутренняя ошибка сервера; ничего не изменено',
}
