/** The OpenAPI document as far as the page for developers reads it; what is not understood is left out, not refused. */
import { z } from 'zod'

export type Schema = Readonly<Record<string, unknown>>

const Schema = z.record(z.string(), z.unknown())

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().catch(false),
  description: z.string().optional(),
  schema: Schema.catch({}),
})

const Content = z.record(z.string(), z.object({ schema: Schema.optional() }))

const Operation = z.object({
  summary: z.string().catch(''),
  description: z.string().optional(),
  tags: z.array(z.string()).catch([]),
  parameters: z.array(Parameter).catch([]),
  security: z.array(z.unknown()).optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
})

const Document = z.object({
  info: z.object({ version: z.string() }),
  servers: z.array(z.object({ url: z.string() })).catch([]),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

export interface Call {
  readonly method: string
  readonly path: string
  readonly operation: z.infer<typeof Operation>
}

export interface ApiDocument {
  readonly version: string
  readonly server: string
  /** Calls by the first word of their path, in the order of the document. */
  readonly groups: ReadonlyMap<string, readonly Call[]>
}

export async function fetchDocument(): Promise<ApiDocument> {
  const response = await fetch('/openapi.json')
  const { info, servers, paths } = Document.parse(await response.json())
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
  return {
    version: info.version,
    server: servers[0]?.url ?? location.origin,
    groups: Map.groupBy(calls, ({ operation }) => operation.tags[0] ?? ''),
  }
}

/** A value the schema would take: its own example where it has one, else made from its shape. */
export function exampleOf(schema: Schema | undefined): unknown {
  if (schema === undefined) return undefined
  const { examples, default: preset, const: constant, enum: choices } = schema
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as unknown
  if (preset !== undefined) return preset
  if (constant !== undefined) return constant
  if (Array.isArray(choices)) return choices[0] as unknown
  const variants = schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']
  if (Array.isArray(variants)) return exampleOf(variants[0] as Schema)
  return exampleByType(schema)
}

function exampleByType(schema: Schema): unknown {
  const { type, format, properties, items, minimum, pattern } = schema
  if (type === 'object') {
    return Object.fromEntries(
      Object.entries((properties ?? {}) as Record<string, Schema>).map(([name, field]) => [
        name,
        exampleOf(field),
      ]),
    )
  }
  if (type === 'array') return [exampleOf(items as Schema)]
  if (type === 'integer' || type === 'number') return Math.max(1, Number(minimum ?? 1))
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (format === 'date-time') return '2026-05-01T08:30:00+08:00'
  const prefix = typeof pattern === 'string' ? /^\^([a-z]+_)/.exec(pattern)?.[1] : undefined
  return prefix === undefined ? 'text' : `${prefix}01jx3q7zt5m9k2w8r4vb`
}

/** One field of a schema, flattened for reading: `cargo[].goodsName.zh`. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

const DEPTH_MAX = 4

export function fieldsOf(schema: Schema | undefined, prefix = '', depth = 0): Field[] {
  if (schema === undefined || depth > DEPTH_MAX) return []
  if (schema['type'] === 'array') return fieldsOf(schema['items'] as Schema, `${prefix}[]`, depth)
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const required = new Set((schema['required'] ?? []) as string[])
  return properties.flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    return [
      {
        name: path,
        type: typeOf(field),
        required: required.has(name),
        description: descriptionOf(field),
      },
      ...fieldsOf(field, path, depth + 1),
    ]
  })
}

export function descriptionOf({ description }: Schema): string {
  return typeof description === 'string' ? description : ''
}

export function typeOf(schema: Schema): string {
  const { type, enum: choices, const: constant, format } = schema
  if (Array.isArray(choices)) return choices.map(String).join(' | ')
  if (constant !== undefined) return JSON.stringify(constant)
  const variants = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(variants)) return variants.map((each) => typeOf(each as Schema)).join(' | ')
  if (type === 'array') return `${typeOf((schema['items'] ?? {}) as Schema)}[]`
  const word = Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : 'any'
  return typeof format === 'string' ? `${word} (${format})` : word
}
