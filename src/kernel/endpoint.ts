/** An HTTP endpoint described once, as data: the server binds it, the web app calls it, OpenAPI is printed from it. */
import { z } from 'zod'
import type { OrganisationKind } from '#kernel/organisation.ts'

/** `public` needs no account; `member` any signed-in party; a list, only organisations of these kinds. */
export type Access = 'public' | 'member' | readonly OrganisationKind[]

export interface Endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> {
  readonly method: 'GET' | 'POST'
  /** Under `/api`; parameters as `:name`. */
  readonly path: `/${string}`
  /** One English line for the reader of the OpenAPI document. */
  readonly summary: string
  readonly access: Access
  /** Viewers may call every GET and no POST but what is personal; this narrows further. */
  readonly administratorOnly?: boolean
  /** It keeps what is the member's own and nobody else sees: viewers may call it, too. */
  readonly personal?: boolean
  /** The reply holds a secret shown once: it is not kept for a repeated `Idempotency-Key`. */
  readonly secretReply?: boolean
  /** Doing it twice is harmless, or has its own guard: its `Idempotency-Key` is not kept. */
  readonly repeatable?: boolean
  /** A question that leaves a trace of having been asked, a count for instance; any other may only read. */
  readonly leavesTrace?: boolean
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly reply: Reply
}

export type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

const none = z.object({})
type None = typeof none

interface Head {
  readonly path: `/${string}`
  readonly summary: string
  readonly access: Access
  readonly administratorOnly?: boolean
  readonly personal?: boolean
  readonly secretReply?: boolean
  readonly repeatable?: boolean
  readonly leavesTrace?: boolean
}

/** A question: changes nothing, may be asked again. */
export function query<
  Reply extends z.ZodType,
  Params extends z.ZodType = None,
  Query extends z.ZodType = None,
>(spec: Head & { params?: Params; query?: Query; reply: Reply }) {
  const { params, query: filter, ...rest } = spec
  return {
    method: 'GET',
    ...rest,
    params: (params ?? none) as Params,
    query: (filter ?? none) as Query,
    body: none,
  } satisfies AnyEndpoint as Endpoint<Params, Query, None, Reply>
}

/** A command: one transaction, all or nothing, once per `Idempotency-Key`. */
export function command<
  Reply extends z.ZodType,
  Params extends z.ZodType = None,
  Body extends z.ZodType = None,
>(spec: Head & { params?: Params; body?: Body; reply: Reply }) {
  const { params, body, ...rest } = spec
  return {
    method: 'POST',
    ...rest,
    params: (params ?? none) as Params,
    query: none,
    body: (body ?? none) as Body,
  } satisfies AnyEndpoint as Endpoint<Params, None, Body, Reply>
}
