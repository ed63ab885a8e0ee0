/**
 * HTTP: the only file that knows Fastify. Binds endpoints, which are data, to handlers, and turns Problems into replies.
 *
 * A handler is given everything it may use: the transaction, the parsed request, who asks, the time, new ids.
 */
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access, AnyEndpoint, Endpoint } from '#kernel/endpoint.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Locale } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import { checkSite, localeOf, requireAccess, securityHeaders } from '#platform/http-guard.ts'
import {
  BODY_BYTES_MAX,
  parseRequest,
  refusalOf,
  replyProblem,
  type Refusal,
} from '#platform/http-problems.ts'
import { once } from '#platform/idempotency.ts'
import type { Ids } from '#platform/ids.ts'
import { replyCheck } from '#platform/reply-check.ts'
import { sendJson } from '#platform/send-json.ts'

export interface HttpOptions {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  /** Who asks, from a session cookie or an API key; null for a stranger. */
  readonly authenticate: (headers: Pick<AskedHeaders, 'get'>) => Promise<Actor | null>
  readonly logLevel?: string
  /** True behind https: cookies and transport headers are strict. */
  readonly secure?: boolean
  /** The built web app. */
  readonly webRoot?: string
  /** Where the map's tiles may come from, beside ourselves. */
  readonly tileOrigin?: string
}

export interface RawRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** The whole path, `/api` included where it belongs there; `*` matches the rest. */
  readonly path: `/${string}`
  readonly summary: string
  readonly access: Access
  readonly produces: string
  /** For bytes that no compressor makes fewer. Event streams are left alone anyway. */
  readonly isIncompressible?: true
  /** What a standard answers instead of RFC 9457. */
  readonly refuse?: (refusal: Refused) => RawReply
  /** For the OpenAPI document: what the standard takes, answers and refuses with. */
  readonly speaks?: {
    readonly body?: z.ZodType
    readonly status: number
    readonly reply?: z.ZodType
    readonly refusal: z.ZodType
  }
}

/** A refusal and what was refused. */
export interface Refused extends Refusal {
  readonly method: string
  readonly uri: string
  readonly body: unknown
  readonly requestId: string
  readonly now: Date
}

export interface Http {
  readonly app: FastifyInstance
  readonly options: HttpOptions
  readonly endpoints: AnyEndpoint[]
  readonly rawRoutes: RawRoute[]
  inject: FastifyInstance['inject']
}

/** What a request says of itself. Each is looked up; all of them as one object only for a library that wants that. */
export interface AskedHeaders {
  get(name: string): string | null
  whole(): Headers
}

interface Given {
  readonly tx: Tx
  readonly now: Date
  readonly ids: Ids
  readonly locale: Locale
  readonly headers: AskedHeaders
}
type Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params: z.output<P>
  readonly query: z.output<Q>
  readonly body: z.output<B>
}

export async function createHttp(options: HttpOptions): Promise<Http> {
  const guarding = securityHeaders(options)
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: 500 },
    // A proxy in our own network names the caller; what a caller claims of itself further left is not believed.
    trustProxy: options.secure ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    // What is refused before any hook has run: an address that is none.
    frameworkErrors: (error, request, reply) =>
      replyProblem(error, request, reply.headers(guarding)),
    logger: { level: options.logLevel ?? 'silent', redact: ['req.headers'] },
  })
  app.removeContentTypeParser('text/plain')
  // JSON-LD is JSON to us: what its words mean is for the slice that takes it.
  app.addContentTypeParser(
    'application/ld+json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  )
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(guarding)
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store')
    // Whoever has the address of a live map may look; a search engine is nobody's friend.
    if (/^\/(api|s)\//.test(request.url)) reply.header('x-robots-tag', 'noindex, nofollow')
  })
  app.setErrorHandler((error, request, reply) => replyProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    // `serveWeb` came by: an address of the app is for the app to understand.
    'sendFile' in reply && isPageAddress(request)
      ? reply.sendFile('index.html')
      : replyProblem(httpProblem('http.no_route'), request, reply),
  )
  return {
    app,
    options,
    endpoints: [],
    rawRoutes: [],
    inject: app.inject.bind(app) as Http['inject'],
  }
}

/** Binds an endpoint that needs an account. */
export function serve<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  http: Http,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (input: Asked<P, Q, B> & Given & { readonly actor: Actor }) => Promise<z.input<R>>,
): void {
  if (endpoint.access === 'public')
    throw new TypeError(`${endpoint.path} is public: use servePublic`)
  bind(http, endpoint, async (input, actor) => handler({ ...input, actor: actor! }))
}

/** Binds an endpoint that anyone may call. */
export function servePublic<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  http: Http,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (
    input: Asked<P, Q, B> & Given & { readonly setCookie: (cookie: string) => void },
  ) => Promise<z.input<R>>,
): void {
  if (endpoint.access !== 'public') throw new TypeError(`${endpoint.path} is not public: use serve`)
  bind(http, endpoint, handler)
}

function bind<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  http: Http,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (
    input: Asked<P, Q, B> & Given & { readonly setCookie: (cookie: string) => void },
    actor: Actor | null,
  ) => Promise<z.input<R>>,
): void {
  const { database, clock, ids } = http.options
  const { check, write } = replyCheck(endpoint)
  http.endpoints.push(endpoint)
  http.app.route({
    method: endpoint.method,
    url: `/api${endpoint.path}`,
    handler: async (request, reply) => {
      const headers = headersOf(request)
      const actor = await admit(http, endpoint, request, headers)
      const locale = localeOf(request)
      const asked = parseRequest(endpoint, request, locale)
      const setCookie = (cookie: string): void => void reply.header('set-cookie', cookie)
      const now = clock()
      const work = (tx: Tx) =>
        handler({ ...asked, tx, now, ids, locale, headers, setCookie }, actor)
      if (endpoint.method === 'GET')
        return sendJson(
          reply,
          endpoint.leavesTrace
            ? await database.transact(async (tx) => write(await work(tx)))
            : write(await database.question(work)),
        )
      const answer = await database.transact((tx) =>
        once(tx, { endpoint, actor, request, now }, async () => check(await work(tx))),
      )
      return sendJson(reply, JSON.stringify(answer))
    },
  })
}

/** Site, account and role, in that order, before a byte of the request is believed. */
export async function admit(
  http: Http,
  endpoint: Pick<AnyEndpoint, 'method' | 'access' | 'administratorOnly' | 'personal'>,
  request: FastifyRequest,
  headers: AskedHeaders,
): Promise<Actor | null> {
  if (endpoint.method !== 'GET') checkSite(request)
  const actor = endpoint.access === 'public' ? null : await http.options.authenticate(headers)
  requireAccess(endpoint, actor)
  return actor && { ...actor, locale: localeOf(request) }
}

export interface RawReply {
  readonly status?: number
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | AsyncIterable<string>
}

/** Binds what does not speak JSON: PDFs, tiles, event streams. Public routes are told who asks, too, when they know. */
export function serveRaw(
  http: Http,
  route: RawRoute,
  handler: (input: {
    readonly params: Readonly<Record<string, string>>
    readonly query: Readonly<Record<string, string>>
    readonly actor: Actor | null
    readonly headers: AskedHeaders
    readonly body: unknown
    readonly locale: Locale
    readonly now: Date
    readonly ids: Ids
    readonly database: Database
    readonly signal: AbortSignal
    /** Does it once per `Idempotency-Key`, in the transaction of what is done. */
    readonly once: <Reply>(tx: Tx, work: () => Promise<Reply>) => Promise<Reply>
  }) => Promise<RawReply>,
): void {
  http.rawRoutes.push(route)
  const { refuse } = route
  http.app.route({
    method: route.method,
    url: route.path,
    // Streams are flushed event by event; a compressor would hold them back.
    ...((route.isIncompressible || route.produces === 'text/event-stream') && {
      config: { compress: false },
      compress: false,
    }),
    ...(refuse && {
      errorHandler: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
        sendRaw(reply, refuse(refusedOf(http, error, request, reply))),
    }),
    handler: async (request, reply) => {
      const headers = headersOf(request)
      if (route.method !== 'GET') checkSite(request)
      const actor = await http.options.authenticate(headers)
      requireAccess(route, actor)
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const now = http.options.clock()
      const answer = await handler({
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        actor: actor && { ...actor, locale: localeOf(request) },
        headers,
        body: request.body,
        locale: localeOf(request),
        now,
        ids: http.options.ids,
        database: http.options.database,
        signal: gone.signal,
        once: (tx, work) => once(tx, { endpoint: route, actor, request, now }, work),
      })
      return sendRaw(reply, answer)
    },
  })
}

function refusedOf(
  { options }: Http,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Refused {
  const { method, url: uri, body, id: requestId } = request
  const refusal = refusalOf(error, request, reply)
  return { ...refusal, method, uri, body, requestId, now: options.clock() }
}

function sendRaw(reply: FastifyReply, answer: RawReply): FastifyReply {
  reply.code(answer.status ?? 200).type(answer.type)
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value)
  const { body } = answer
  if (typeof body === 'string') return reply.send(body)
  if (body instanceof Uint8Array) return reply.send(Buffer.from(body))
  return reply.send(Readable.from(body, { objectMode: false, highWaterMark: 65_536 }))
}

/** Serves the built web app; `/c/…` and `/verify` are the small public pages, every other page address the app. Call it last. */
export async function serveWeb(http: Http): Promise<void> {
  const root = http.options.webRoot
  if (root === undefined || !existsSync(root)) return
  await http.app.register(fastifyStatic, {
    root,
    // `tools/build.ts` lays a smaller copy beside each script.
    preCompressed: true,
    setHeaders(reply, path) {
      const lasting = path.includes('/assets/')
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  http.app.get('/c/:code', (_, reply) => reply.sendFile('passport.html'))
  http.app.get('/verify', (_, reply) => reply.sendFile('verify.html'))
}

function isPageAddress({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?')
  return method === 'GET' && !/^\/(api|ledger|assets)\//.test(path) && !/\.\w+$/.test(path)
}

export function headersOf(request: FastifyRequest): AskedHeaders {
  const get = (name: string): string | null => {
    // Ours, whatever the caller says it is.
    if (name === 'x-client-address') return request.ip
    const value = request.headers[name.toLowerCase()]
    return value === undefined ? null : [value].flat().join(', ')
  }
  return {
    get,
    whole() {
      const names = [...Object.keys(request.headers), 'x-client-address']
      return new Headers(names.map((name) => [name, get(name) ?? '']))
    },
  }
}
