/** Prints the OpenAPI 3.1 document from the endpoints themselves, so that it cannot say anything else than they do. */
import { z } from 'zod'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import type { Http, RawRoute } from '#platform/http.ts'
import { serveRaw } from '#platform/http.ts'

type Json = Record<string, unknown>

const DIALECT = { target: 'draft-2020-12', unrepresentable: 'any' } as const

/** What is posted to those who asked to be told: OpenAPI's `webhooks`. */
export interface PostedBody {
  readonly name: string
  readonly summary: string
  readonly body: z.ZodType
}

export function printOpenApi(
  http: Pick<Http, 'endpoints' | 'rawRoutes'>,
  serverUrl: string,
  posted: readonly PostedBody[] = [],
): Json {
  const paths: Record<string, Json> = {}
  const add = (path: string, method: string, operation: Json): void => {
    const braced = path.replace(/:(\w+)/g, '{$1}')
    paths[braced] = { ...paths[braced], [method.toLowerCase()]: operation }
  }
  for (const endpoint of http.endpoints)
    add(`/api${endpoint.path}`, endpoint.method, operationOf(endpoint))
  for (const route of http.rawRoutes) add(route.path, route.method, rawOperationOf(route))
  return {
    openapi: '3.1.0',
    info: {
      title: 'landbridge',
      version: '0.1.0',
      description:
        'Digital trade platform for China–Europe freight trains. Sign in with a session cookie or an API key; send an Idempotency-Key with every POST; lists are read by cursor; refusals are RFC 9457 problems.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    security: [{ session: [] }, { apiKey: [] }],
    paths,
    webhooks: Object.fromEntries(posted.map((one) => [one.name, { post: postedOf(one) }])),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'landbridge.session_token' },
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'lbk_…' },
      },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: 'Refused: what is wrong, where, and what would be right',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  }
}

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable and machine-readable' },
    detail: { type: 'string', description: "For a person, in the reader's language" },
    facts: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901 JSON pointer' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
}

function operationOf(endpoint: AnyEndpoint): Json {
  const parameters = [
    ...parametersOf(endpoint.params, 'path'),
    ...parametersOf(endpoint.query, 'query'),
    ...(endpoint.method === 'POST' ? [IDEMPOTENCY_KEY] : []),
  ]
  return {
    summary: endpoint.summary,
    operationId: operationIdOf(endpoint),
    tags: [tagOf(endpoint.path)],
    ...accessOf(endpoint.access),
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.method === 'POST' && {
      requestBody: {
        required: hasFields(endpoint.body),
        content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
      },
    }),
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Kept for 7 days: the same key with the same body is done once, with another body refused',
  schema: { type: 'string', maxLength: 200 },
}

function rawOperationOf(route: RawRoute): Json {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const { speaks } = route
  return {
    summary: route.summary,
    tags: [tagOf(route.path.replace(/^\/api/, ''))],
    ...accessOf(route.access),
    ...(names.length > 0 && {
      parameters: names.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
    }),
    ...(speaks?.body && {
      requestBody: {
        required: true,
        content: { [route.produces]: { schema: schemaOf(speaks.body, 'input') } },
      },
    }),
    responses: {
      [speaks?.status ?? 200]: {
        description: 'Done',
        content: {
          [route.produces]: speaks?.reply ? { schema: schemaOf(speaks.reply, 'output') } : {},
        },
      },
      default: speaks
        ? {
            description: 'Refused, as the standard refuses',
            content: { [route.produces]: { schema: schemaOf(speaks.refusal, 'output') } },
          }
        : { $ref: '#/components/responses/Problem' },
    },
  }
}

function accessOf(access: AnyEndpoint['access']): Json {
  if (access === 'public') return { security: [] }
  const who = access === 'member' ? 'Any signed-in party' : `Only: ${access.join(', ')}`
  return { description: who }
}

function operationIdOf({ method, path }: AnyEndpoint): string {
  const words = path.split(/[/:_-]+/).filter(Boolean)
  return [
    method.toLowerCase(),
    ...words.map((word) => word[0]!.toUpperCase() + word.slice(1)),
  ].join('')
}

function tagOf(path: string): string {
  return path.split('/')[1] ?? 'landbridge'
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { ...DIALECT, io }) as Json
  return rest
}

function hasFields(schema: z.ZodType): boolean {
  return Object.keys((schemaOf(schema, 'input')['properties'] as Json | undefined) ?? {}).length > 0
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  const { properties, required } = schemaOf(schema, 'input') as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required?.includes(name) ?? false),
    schema: property,
  }))
}

function postedOf({ summary, body }: PostedBody): Json {
  return {
    summary,
    description:
      'Signed by Standard Webhooks 1.0.0: webhook-id, webhook-timestamp, webhook-signature',
    requestBody: { content: { 'application/json': { schema: schemaOf(body, 'output') } } },
    responses: { '2XX': { description: 'Taken; anything else is tried again' } },
  }
}

export function openApiRoute(
  http: Http,
  serverUrl: string,
  posted: readonly PostedBody[] = [],
): void {
  let printed: string | undefined
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document',
      access: 'public',
      produces: 'application/json',
    },
    async () => {
      printed ??= JSON.stringify(printOpenApi(http, serverUrl, posted), null, 2)
      return { type: 'application/json; charset=utf-8', body: printed }
    },
  )
}
