/** The server's rule of passwords as a form rule: the field says at once what the server would say. */
import type { Rule } from 'antd/es/form'
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '#identity/contract.ts'
import { decidePassword, identityProblem } from '#identity/identity.ts'
import { useLocale } from '#web/i18n.ts'

const FACTS = { charactersMin: PASSWORD_CHARS_MIN, charactersMax: PASSWORD_CHARS_MAX }

export function usePasswordRule(about: () => { name: string; email: string }): Rule {
  const { say } = useLocale()
  return {
    validator: (_, value: unknown) => {
      if (typeof value !== 'string' || value === '') return Promise.resolve()
      const { refusal } = decidePassword(value, about())
      return refusal === undefined
        ? Promise.resolve()
        : Promise.reject(new Error(say(identityProblem.table[refusal], FACTS)))
    },
  }
}
