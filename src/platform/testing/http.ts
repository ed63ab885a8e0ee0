/** The real HTTP layer over a test database, and a caller that speaks to it as one party. */
import type { Actor } from '#kernel/organisation.ts'
import { type Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import { createHttp, type Http } from '#platform/http.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, unknown>>
}

export interface Caller {
  get<Body = Record<string, unknown>>(
    url: string,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>
  post<Body = Record<string, unknown>>(
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>
  /** For standards that use more than two methods. */
  send<Body = Record<string, unknown>>(
    method: 'PUT' | 'PATCH',
    url: string,
    body: object,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>
}

/**
 * An Http whose callers are told apart by a header naming their actor: for tests of one slice.
 * Tests of the sign-in itself pass the real `authenticate`.
 */
export async function testHttp(
  database: Database,
  options: {
    readonly clock?: Clock
    readonly authenticate?: (headers: Pick<Headers, 'get'>) => Promise<Actor | null>
  } = {},
): Promise<Http & { as(actor: Actor | null): Caller }> {
  const actors = new Map<string, Actor>()
  const clock = options.clock ?? testClock()
  const byHeader = async (headers: Pick<Headers, 'get'>) =>
    actors.get(headers.get('x-test-actor') ?? '') ?? null
  const http = await createHttp({
    database,
    clock,
    ids: randomIds(clock),
    authenticate: options.authenticate ?? byHeader,
    logLevel: process.env['TEST_LOG'] ?? 'error',
  })
  return {
    ...http,
    as(actor) {
      const name = actor ? Object.values(actor).join('/') : ''
      if (actor) actors.set(name, actor)
      return caller(http, { 'x-test-actor': name, 'accept-language': actor?.locale ?? 'en' })
    },
  }
}

export function caller(http: Http, own: Record<string, string>): Caller {
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    url: string,
    payload?: object,
    more = {},
  ) => {
    const reply = await http.inject({
      method,
      url,
      headers: { ...own, ...more },
      ...(payload && { payload }),
    })
    const json = /json/.test(String(reply.headers['content-type']))
    return {
      status: reply.statusCode,
      body: json ? JSON.parse(reply.body) : reply.body,
      headers: reply.headers,
    }
  }
  return {
    get: (url, headers) => send('GET', url, undefined, headers),
    post: (url, body = {}, headers) => send('POST', url, body, headers),
    send,
  }
}
