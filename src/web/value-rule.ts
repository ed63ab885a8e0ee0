/**
 * A kernel value as a form rule: the field says at once what the server would say, in the same sentence. Forms that use it are
 * given `validateTrigger="onBlur"`: nobody wants to be corrected in the middle of a number.
 */
import type { Rule } from 'antd/es/form'
import { useMemo } from 'react'
import type { z } from 'zod'
import { say, type Locale, type TextFacts } from '#kernel/locale.ts'
import { valueTexts } from '#kernel/value-texts.ts'
import { useLocale } from '#web/i18n.ts'

export type ValueRule = (schema: z.ZodType) => Rule

export function useValueRule(): ValueRule {
  const { locale } = useLocale()
  return useMemo(() => (schema) => valueRule(schema, locale), [locale])
}

function valueRule(schema: z.ZodType, locale: Locale): Rule {
  return {
    // antd shows what the promise is rejected with; an empty field is the business of `required`.
    validator: (_, value: unknown) => {
      if (value === undefined || value === null || value === '') return Promise.resolve()
      const parsed = schema.safeParse(value)
      if (parsed.success) return Promise.resolve()
      const issue = parsed.error.issues[0]
      const facts = issue !== undefined && 'params' in issue ? (issue.params as TextFacts) : {}
      const text = valueTexts[String(facts['code'])]
      return Promise.reject(new Error(text ? say(text, locale, facts) : issue?.message))
    },
  }
}
