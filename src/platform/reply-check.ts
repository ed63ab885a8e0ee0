/**
 * Whatever we answer is held against its contract, which also leaves out what the contract does not name. A page of a list is two
 * hundred records with some thousands of values: its check is made into one function, when the list is first asked for, which takes
 * a third of the time and of the memory of going from schema to schema. What it refuses is explained by the schemas as ever.
 *
 * Records of a page share things: two hundred trains are of a few lines, and a line with its stops is three quarters of what is
 * said of a train. What is the same object in several records is checked and written once in each answer.
 */
import { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'

interface ReplyCheck<Reply extends z.ZodType> {
  /** What the contract lets out; throws where the answer is not what it says. */
  readonly check: (answer: z.input<Reply>) => z.output<Reply>
  /** The same, as JSON. */
  readonly write: (answer: z.input<Reply>) => string
}

export function replyCheck<Reply extends z.ZodType>({
  path,
  query,
  reply,
}: Pick<
  Endpoint<z.ZodType, z.ZodType, z.ZodType, Reply>,
  'path' | 'query' | 'reply'
>): ReplyCheck<Reply> {
  const isPaged = query instanceof z.ZodObject && 'cursor' in query.shape
  // What is said of one record, whose id is in its path, is short.
  const isLong = isPaged || (holdsList(reply) && !path.includes(':'))
  const check: Check<Reply> = isLong ? compiledLater(reply) : (answer) => reply.parse(answer)
  const page = isPaged ? pageOf(reply) : undefined
  return {
    check,
    write: page ? writerOfPage(page, check) : (answer) => JSON.stringify(check(answer)),
  }
}

type Check<Schema extends z.ZodType> = (answer: z.input<Schema>) => z.output<Schema>

/** Compiling takes milliseconds and memory, and most of what could be asked never is. */
function compiledLater<Schema extends z.ZodType>(schema: Schema): Check<Schema> {
  let made: Schema | undefined
  return (answer) => (made ??= z.compile(schema)).parse(answer)
}

function holdsList(schema: unknown): schema is z.ZodObject {
  return (
    schema instanceof z.ZodObject &&
    Object.values(schema.shape).some((field) => field instanceof z.ZodArray)
  )
}

/** A party with its names, a line with its stops: not worth it of what has numbers only. */
function isComposed(field: unknown): boolean {
  const of = field instanceof z.ZodNullable ? field.unwrap() : field
  return (
    of instanceof z.ZodObject &&
    Object.values(of.shape).some((one) => one instanceof z.ZodObject || one instanceof z.ZodArray)
  )
}

interface SharingPage {
  readonly reply: z.ZodObject
  readonly item: z.ZodObject
  /** Fields of a record that hold records or lists of their own, which several records may share. */
  readonly shared: readonly string[]
}

function pageOf(reply: z.ZodType): SharingPage | undefined {
  if (!(reply instanceof z.ZodObject) || !(reply.shape['items'] instanceof z.ZodArray)) return
  const item = reply.shape['items'].element
  if (!(item instanceof z.ZodObject)) return
  const shared = Object.keys(item.shape).filter((name) => isComposed(item.shape[name]))
  const isRest = shared.length < Object.keys(item.shape).length
  return shared.length > 0 && isRest ? { reply, item, shared } : undefined
}

type Fields = Readonly<Record<string, unknown>>
type PageOfRecords = {
  readonly items: readonly Fields[]
}

function writerOfPage(
  { reply, item, shared }: SharingPage,
  checkWhole: (answer: never) => unknown,
): (answer: unknown) => string {
  const own = Object.entries(item.shape).filter(([name]) => !shared.includes(name))
  const rest = z.object(Object.fromEntries(own))
  const checkRest = compiledLater(reply.extend({ items: z.array(rest) }))
  const parts = shared.map((name) => ({
    name: JSON.stringify(name),
    of: (record: Fields) => record[name],
    check: compiledLater(item.shape[name] as z.ZodType),
  }))
  const write = (answer: PageOfRecords): string => {
    const { items, ...others } = checkRest(answer) as unknown as PageOfRecords
    // By field: what one lets out of an object, another may keep in.
    const fields = parts.map((part) => ({ ...part, written: new Map<unknown, string>() }))
    const textOf = (record: Fields): string =>
      fields
        .map(({ name, of, check, written }) => {
          const value = of(record)
          const text = written.get(value) ?? JSON.stringify(check(value))
          written.set(value, text)
          return `,${name}:${text}`
        })
        .join('')
    const records = items.map((one, index) => `${withoutEnd(one)}${textOf(answer.items[index]!)}}`)
    return `${withoutEnd({ ...others, items: [] }).slice(0, -1)}${records.join(',')}]}`
  }
  return (answer) => {
    try {
      return write(answer as PageOfRecords)
    } catch (error) {
      // By the whole contract, which says where in the answer it is.
      checkWhole(answer as never)
      throw error
    }
  }
}

/** An object in JSON, to which something is to be added. */
const withoutEnd = (value: object): string => JSON.stringify(value).slice(0, -1)
