/** What each kind of notice posts to a webhook, for the OpenAPI document. */
import { z } from 'zod'
import type { NoticeKind } from '#kernel/notice.ts'
import type { PostedBody } from '#platform/openapi.ts'
import { WebhookBody } from '#notice/contract.ts'

const Names = z.object({ zh: z.string(), en: z.string(), ru: z.string() })
const Fact = z.union([z.string(), z.number(), Names])

export function describeWebhooks(kinds: Iterable<NoticeKind>): PostedBody[] {
  return Array.from(kinds, (declared) => ({
    name: declared.kind,
    summary: declared.name.en,
    body: declared.body ?? bodyOf(declared),
  }))
}

function bodyOf({ kind, facts, details }: NoticeKind): z.ZodType {
  const { data, ...rest } = WebhookBody.shape
  return z.object({
    ...rest,
    type: z.literal(kind),
    data: data.omit({ details: true }).extend({
      facts: z.object(Object.fromEntries(facts.map((fact) => [fact, Fact]))),
      ...(details && { details }),
    }),
  })
}
