/**
 * How the trade's written values are made: normalise what a person typed, look for the first fault, brand what is left.
 *
 * A value's faults are a closed list, each with one text per language, so that the sentence the schema refuses with, the one
 * the HTTP edge translates and the one a form shows are the same. `params.code` on the issue is the stable machine code.
 */
import { z } from 'zod'

export interface ValueText {
  readonly zh: string
  readonly en: string
  readonly ru: string
}
export type ValueTexts<Code extends string = string> = Readonly<Record<Code, ValueText>>

/** What a text's `{placeholders}` are filled from. */
export type Facts = Readonly<Record<string, string | number>>

export interface Fault<Code extends string> {
  readonly code: Code
  readonly facts?: Facts
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
    message: fillText(texts[fault.code].en, fault.facts),
    params: { ...fault.facts, code: fault.code },
  }
}

/** Fills `{name}` from the facts; a placeholder without a fact stays as it is, which a test would see. */
export function fillText(template: string, facts: Facts = {}): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(facts[name] ?? placeholder),
  )
}

/** `trim`, upper case and no inner spaces, dots or hyphens: how a number copied from paper becomes the number itself. */
export function compact(typed: string): string {
  return typed.replace(/[\s.\-‐-–/]/g, '').toUpperCase()
}
