/** Commands that many give at once for the same thing, such as slots on one train: decided together. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { localeOf } from '#platform/http-guard.ts'
import { parseRequest, replyProblem } from '#platform/http-problems.ts'
import { admit, headersOf, type Http } from '#platform/http.ts'
import { onceEach } from '#platform/idempotency.ts'
import type { Ids } from '#platform/ids.ts'
import { openLanes } from '#platform/lanes.ts'
import { replyCheck } from '#platform/reply-check.ts'
import { sendJson } from '#platform/send-json.ts'

/** One request of several that are decided together. */
export interface AskedTogether<P extends z.ZodType, B extends z.ZodType> {
  readonly actor: Actor
  readonly params: z.output<P>
  readonly body: z.output<B>
}

/** What those who are decided together all want, and how nobody else decides on it until the transaction ends. */
export interface Wanted<P extends z.ZodType, B extends z.ZodType> {
  readonly lane: (asked: AskedTogether<P, B>) => string
  /**
   * Done first, before keys are looked up: a command that another server is just committing is known as done by then, and not decided
   * a second time, which might refuse what its first answer, lost on the way, has granted.
   */
  readonly hold: (tx: Tx, lane: string) => Promise<void>
}

/**
 * Binds a command that many give at once for the same thing: they are decided together, in one transaction. Each is answered for
 * itself, with its reply or the Problem it is refused with, and once per its own Idempotency-Key.
 */
export function serveTogether<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  http: Http,
  endpoint: Endpoint<P, z.ZodType, B, R>,
  { lane, hold }: Wanted<P, B>,
  handler: (
    given: { readonly tx: Tx; readonly now: Date; readonly ids: Ids },
    asked: readonly AskedTogether<P, B>[],
  ) => Promise<readonly (z.input<R> | Problem)[]>,
): void {
  const { database, clock, ids } = http.options
  const { check } = replyCheck(endpoint)
  type Request = AskedTogether<P, B> & { readonly request: FastifyRequest }
  const ask = openLanes<Request, z.output<R>>((requests) =>
    database.transact(async (tx) => {
      await hold(tx, lane(requests[0]!))
      const now = clock()
      const commands = requests.map(({ actor, request }) => ({ endpoint, actor, request, now }))
      return onceEach(tx, commands, async (fresh) => {
        const asked = fresh.map((index) => requests[index]!)
        const outcomes = await handler({ tx, now, ids }, asked)
        return outcomes.map((one) => (one instanceof Problem ? one : check(one)))
      })
    }),
  )
  http.endpoints.push(endpoint)
  http.app.route({
    method: endpoint.method,
    url: `/api${endpoint.path}`,
    handler: async (request, reply) => {
      const actor = (await admit(http, endpoint, request, headersOf(request)))!
      const { params, body } = parseRequest(endpoint, request, localeOf(request))
      const asked = { actor, params, body, request }
      const outcome = await ask(lane(asked), asked)
      // Not thrown: most of a rush are refused, and a throw goes a long way round.
      if (outcome instanceof Problem) return replyProblem(outcome, request, reply)
      return sendJson(reply, JSON.stringify(outcome))
    },
  })
}
