/**
 * How the trade's written values are made: normalise what a person typed, look for the first fault, brand what is left.
 *
 * A value's faults are a closed list, each with one text per language, so that the sentence the schema refuses with, the one
 * the HTTP edge translates and the one a form shows are the same. `params.code` on the issue is the stable machine code.
 */
import { z } from 'zod'

import { say, type Text, type TextFacts } from '#kernel/locale.ts'

export type ValueTexts<Code extends string = string> = Readonly<Record<Code, Text>>

export interface Fault<Code extends string> {
  readonly code: Code
  readonly facts?: TextFacts
}

interface TextValue<Code extends string> {
  /** From what people type to the one canonical spelling; only that spelling is ever given out. */
  readonly normalise: (typed: string) => string
  readonly fault: (canonical: string) => Fault<NoInfer<Code>> | undefined
  readonly texts: ValueTexts<Code>
}

/** A string schema that normalises, then refuses the first fault found. Printable as JSON Schema: it stays a plain string. */
export function textValue<Code extends string>(spec: TextValue<Code>): z.ZodString {
  return z
    .string()
    .overwrite(spec.normalise)
    .superRefine((text, context) => {
      const fault = spec.fault(text)
      if (fault !== undefined) context.addIssue(issueOf(fault, spec.texts))
    })
}

/** The zod issue for a fault: English for logs and tests, code and facts for whoever translates it. */
export function issueOf<Code extends string>(fault: Fault<Code>, texts: ValueTexts<Code>) {
  return {
    code: 'custom' as const,
    message: say(texts[fault.code], 'en', fault.facts),
    params: { ...fault.facts, code: fault.code },
  }
}

/** `trim`, upper case and no inner spaces, dots or hyphens: how a number copied from paper becomes the number itself. */
export function compact(typed: string): string {
  return typed.replace(/[\s.\-‐-–/]/g, '').toUpperCase()
}
