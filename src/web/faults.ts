/** From the server's JSON pointers to the fields of a form, so that each refusal is shown where it can be mended. */
import type { FormInstance } from 'antd'
import { useEffect, useState } from 'react'
import { ProblemReply } from '#web/api.ts'

export type FieldName = (string | number)[]

/** RFC 6901: `/cargo/0/hsCode` is the field `['cargo', 0, 'hsCode']`. */
function fieldOfPointer(pointer: string): FieldName {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/**
 * Puts each fault of a refusal at its field, scrolls to the first, and gives back what is left to say above the form: the
 * refusal itself unless every fault found a field. `renamed` maps a body's field to the form's own where the two differ.
 */
export function useFaults<Values extends object>(
  form: FormInstance<Values>,
  problem: Error | null,
  renamed: (name: FieldName) => FieldName = (name) => name,
): Error | null {
  const [left, setLeft] = useState<Error | null>(null)
  useEffect(() => {
    setLeft(showFaults(form as FormInstance, problem, renamed) ? null : problem)
    // oxlint-disable-next-line react/exhaustive-deps -- a refusal is shown once, when it comes, not when the form is drawn again
  }, [problem])
  return left
}

function showFaults(
  form: FormInstance,
  problem: Error | null,
  renamed: (name: FieldName) => FieldName,
): boolean {
  if (!(problem instanceof ProblemReply) || problem.faults.length === 0) return false
  const faulty = problem.faults.map(({ pointer, detail }) => ({
    name: renamed(fieldOfPointer(pointer)),
    errors: [detail],
  }))
  form.setFields(faulty)
  if (faulty[0] !== undefined) form.scrollToField(faulty[0].name)
  const known = new Set(form.getFieldsError().map(({ name }) => JSON.stringify(name)))
  return faulty.every(({ name }) => known.has(JSON.stringify(name)))
}
