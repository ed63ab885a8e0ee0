/** From the server's JSON pointers to the fields of a form, so that each refusal is shown where it can be mended. */
import type { FormInstance } from 'antd'
import { ProblemReply } from '#web/api.ts'

type FieldName = (string | number)[]

/** RFC 6901: `/cargo/0/hsCode` is the field `['cargo', 0, 'hsCode']`. */
export function fieldOfPointer(pointer: string): FieldName {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/**
 * Puts each fault at its field and scrolls to the first; true when every fault found a field, so that nothing is left to say
 * above the form. `renamed` maps a body's pointer to the form's own where the two differ.
 */
export function showFaults(
  form: FormInstance,
  problem: Error | null,
  renamed: (name: FieldName) => FieldName = (name) => name,
): boolean {
  if (!(problem instanceof ProblemReply) || problem.faults.length === 0) return false
  const fields = problem.faults.map((fault) => ({
    name: renamed(fieldOfPointer(fault.pointer)),
    errors: [fault.detail],
  }))
  form.setFields(fields)
  const first = fields[0]
  if (first !== undefined) form.scrollToField(first.name, { focus: true })
  return fields.every((field) => form.getFieldInstance(field.name) !== undefined)
}
