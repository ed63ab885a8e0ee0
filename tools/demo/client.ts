/** One party of the demo, speaking to landbridge as its people do: the same endpoints, a signed-in session, refusals included. */
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import type { Http } from '#platform/http.ts'

/** How a request travels: inside the process while the demo is made, over the network afterwards. */
export type Send = (request: {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object | undefined
}) => Promise<{
  readonly status: number
  readonly cookies: readonly string[]
  readonly text: string
}>

export function sendInside(http: Pick<Http, 'inject'>): Send {
  return async ({ method, path, headers, body }) => {
    const reply = await http.inject({ method, url: path, headers, ...(body && { payload: body }) })
    const cookies = [reply.headers['set-cookie'] ?? []].flat()
    return { status: reply.statusCode, cookies, text: reply.body }
  }
}

export function sendOver(origin: string): Send {
  return async ({ method, path, headers, body }) => {
    const reply = await fetch(new URL(path, origin), {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: reply.status, cookies: reply.headers.getSetCookie(), text: await reply.text() }
  }
}

export interface Party {
  readonly call: <
    P extends z.ZodType,
    Q extends z.ZodType,
    B extends z.ZodType,
    R extends z.ZodType,
  >(
    endpoint: Endpoint<P, Q, B, R>,
    request?: {
      readonly params?: Readonly<Record<string, string>>
      readonly query?: Readonly<Record<string, string>>
      readonly body?: z.input<B>
    },
  ) => Promise<z.output<R>>
}

/** A caller that keeps the cookies it is given, as a browser does. */
export function party(send: Send): Party {
  const jar = new Map<string, string>()
  return {
    async call(endpoint, { params = {}, query = {}, body } = {}) {
      const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
        encodeURIComponent(params[name] ?? ''),
      )
      const search = new URLSearchParams(query).toString()
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const reply = await send({
        method: endpoint.method,
        path: `/api${path}${search && `?${search}`}`,
        headers: { 'accept-language': 'en', ...(cookie && { cookie }) },
        body: endpoint.method === 'POST' ? ((body ?? {}) as object) : undefined,
      })
      for (const line of reply.cookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (name !== undefined && value !== undefined) jar.set(name, value)
      }
      if (reply.status !== 200)
        throw new Error(
          `${endpoint.method} ${path} was refused: ${reply.status} ${reply.text.slice(0, 600)}`,
        )
      return endpoint.reply.parse(JSON.parse(reply.text)) as z.output<typeof endpoint.reply>
    },
  }
}
