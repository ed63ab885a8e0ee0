/**
 * The one error that crosses a layer.
 *
 * Throw a Problem when the caller can do something about it; use `assert` when only a programmer can.
 * Rendered over HTTP as RFC 9457 `application/problem+json`, its detail in the caller's language.
 */
import { LOCALE_DEFAULT, say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'

export const STATUS_BY_KIND = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  /** Asked too often; the facts say in how many `seconds` to try again. */
  limited: 429,
} as const
export type ProblemKind = keyof typeof STATUS_BY_KIND

/** What a slice may answer for one code: its kind, and the sentence for people. */
export type ProblemText = Text & { readonly kind: ProblemKind }

/** One wrong value of a request: where it stands (RFC 6901 pointer), what is wrong, what would be right. */
export interface Fault {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** The same before it is known who reads it. */
export type ProblemFault = Omit<Fault, 'detail'> & { readonly text: Text }

/** V8's; elsewhere it means nothing. */
const Stack = Error as { stackTraceLimit?: number | undefined }

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly kind: ProblemKind
  /** Stable and machine-readable, `<slice>.<what_happened>`: clients switch on it, so it never changes. */
  readonly code: string
  readonly facts: TextFacts
  readonly text: Text
  /** Where in the request it lies, when that is known. */
  readonly faults: readonly ProblemFault[]

  constructor(
    code: string,
    text: ProblemText,
    facts: TextFacts = {},
    faults: readonly ProblemFault[] = [],
  ) {
    // An answer for whoever asked, not a fault in the program: where it was made says nothing, and costs more than all the rest of it.
    const limit = Stack.stackTraceLimit
    Stack.stackTraceLimit = 0
    super(`${code}: ${say(text, 'en', facts)}`)
    Stack.stackTraceLimit = limit
    this.kind = text.kind
    this.code = code
    this.text = text
    this.facts = facts
    this.faults = faults
  }

  detail(locale: Locale = LOCALE_DEFAULT): string {
    return say(this.text, locale, this.facts)
  }
}

/**
 * Declares the problems of one slice as a table and gives back their maker:
 * `const bookingProblem = problems({ 'booking.absent': { kind: 'absent', zh, en, ru } })`, then
 * `throw bookingProblem('booking.absent', { id })`. A code that is not in the table does not compile.
 */
export function problems<Code extends string>(table: Readonly<Record<Code, ProblemText>>) {
  const make = (code: Code, facts: TextFacts = {}) => new Problem(code, table[code], facts)
  return Object.assign(make, { table })
}
