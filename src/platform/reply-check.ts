/**
 * Whatever we answer is held against its contract, which also leaves out what the contract does not name. A page of a list is two
 * hundred records with some thousands of values: its check is made into one function, when the list is first asked for, which takes
 * a third of the time and of the memory of going from schema to schema. What it refuses is explained by the schemas as ever.
 *
 * Records of a page share things: two hundred trains are of a few lines, and a line with its stops is three quarters of what is
 * said of a train. What is the same object in several records is checked and written once in each answer, and its bytes copied.
 */
import { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'

interface ReplyCheck<Reply extends z.ZodType> {
  /** What the contract lets out; throws where the answer is not what it says. */
  readonly check: (answer: z.input<Reply>) => z.output<Reply>
  /** The same, as JSON: a page whose records share things as the bytes that it is sent as. */
  readonly write: (answer: z.input<Reply>) => string | Buffer
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
): (answer: unknown) => Buffer {
  const own = Object.entries(item.shape).filter(([name]) => !shared.includes(name))
  const rest = z.object(Object.fromEntries(own))
  const checkRest = compiledLater(reply.extend({ items: z.array(rest) }))
  const parts = shared.map((name) => ({
    name: JSON.stringify(name),
    of: (record: Fields) => record[name],
    check: compiledLater(item.shape[name] as z.ZodType),
  }))
  const write = (answer: PageOfRecords): Buffer => {
    const { items, ...others } = checkRest(answer) as unknown as PageOfRecords
    // By field: what one lets out of an object, another may keep in.
    const fields = parts.map((part) => ({ ...part, written: new Map<unknown, Buffer>() }))
    const pieces: Piece[] = [withoutEnd({ ...others, items: [] }).slice(0, -1)]
    for (const [index, one] of items.entries()) {
      pieces.push(`${index === 0 ? '' : ','}${withoutEnd(one)}`)
      for (const { name, of, check, written } of fields) {
        const value = of(answer.items[index]!)
        const text = written.get(value) ?? Buffer.from(`,${name}:${JSON.stringify(check(value))}`)
        written.set(value, text)
        pieces.push(text)
      }
      pieces.push('}')
    }
    pieces.push(']}')
    return inOne(pieces)
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

type Piece = string | Buffer

/** As bytes at once: as one text, what is shared would be copied into it, and every character of it made bytes, for each record. */
function inOne(pieces: readonly Piece[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
  const whole = Buffer.allocUnsafe(length)
  let at = 0
  for (const piece of pieces)
    at += typeof piece === 'string' ? whole.write(piece, at) : piece.copy(whole, at)
  return whole
}
