/**
 * Calls a kernel endpoint over fetch. The reply is parsed by its schema, so the types are true at run time too; a refusal
 * becomes a ProblemReply (RFC 9457) with the faults of each field.
 */
import { z } from 'zod'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import { LOCALE_TAGS } from '#kernel/locale.ts'
import type { Fault } from '#kernel/problem.ts'
import { currentLocale } from '#web/i18n.ts'

export interface CallRequest<E extends AnyEndpoint> {
  readonly params?: z.input<E['params']> | undefined
  readonly query?: z.input<E['query']> | undefined
  readonly body?: z.input<E['body']> | undefined
  /** One per intent of the person, kept over retries: the server then does the deed once. */
  readonly idempotencyKey?: string | undefined
  readonly signal?: AbortSignal | undefined
}

const ProblemDocument = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string().catch(''), detail: z.string() }))
    .catch([]),
})

/** What the server answered instead of doing it, in the person's language. */
export class ProblemReply extends Error {
  override readonly name = 'ProblemReply'
  readonly status: number
  readonly code: string
  readonly faults: readonly Fault[]

  constructor(status: number, code: string, detail: string, faults: readonly Fault[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.faults = faults
  }
}

export async function call<E extends AnyEndpoint>(
  endpoint: E,
  request: CallRequest<E> = {},
): Promise<z.output<E['reply']>> {
  const response = await fetch(
    apiUrl(endpoint, request.params, request.query),
    requestInit(endpoint, request),
  )
  if (!response.ok) throw await problemOf(response)
  const json: unknown = response.status === 204 ? {} : await response.json()
  return endpoint.reply.parse(json) as z.output<E['reply']>
}

/** A file the server makes, byte for byte; a refusal becomes a ProblemReply here, too. */
export async function callFile(address: string): Promise<Uint8Array> {
  const headers = { 'accept-language': LOCALE_TAGS[currentLocale()] }
  const response = await fetch(address, { headers })
  if (!response.ok) throw await problemOf(response)
  return new Uint8Array(await response.arrayBuffer())
}

/** The address of an endpoint with its parameters filled in. */
function apiUrl(endpoint: AnyEndpoint, params: unknown = {}, query: unknown = {}): string {
  const values = params as Readonly<Record<string, string | number | undefined>>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(values[name] ?? '')),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return `/api${path}${search.size === 0 ? '' : `?${search}`}`
}

export function newIntent(): string {
  // randomUUID exists only on https and localhost; a server reached by plain address in a yard's network still has getRandomValues.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function requestInit<E extends AnyEndpoint>(endpoint: E, request: CallRequest<E>): RequestInit {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': LOCALE_TAGS[currentLocale()],
  }
  const signal = request.signal ?? null
  if (endpoint.method === 'GET') return { headers, signal }
  headers['content-type'] = 'application/json'
  headers['idempotency-key'] = request.idempotencyKey ?? newIntent()
  return { method: 'POST', headers, signal, body: JSON.stringify(request.body ?? {}) }
}

async function problemOf(response: Response): Promise<ProblemReply> {
  const parsed = ProblemDocument.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) return new ProblemReply(response.status, 'http.status', response.statusText)
  const { status, code, detail, errors } = parsed.data
  return new ProblemReply(status, code, detail, errors)
}
