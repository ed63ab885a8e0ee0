/** What a slice says happened, in the past tense (`container.step_taken`), for later slices to follow through the outbox. */
import type { z } from 'zod'

export interface EventKind<Kind extends string, Payload extends z.ZodType> {
  readonly kind: Kind
  readonly payload: Payload
}

export function eventKind<Kind extends string, Payload extends z.ZodType>(
  kind: Kind,
  payload: Payload,
): EventKind<Kind, Payload> {
  return { kind, payload }
}
