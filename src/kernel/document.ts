/** Papers that go with a step of a container, by digest: each can be shown to a third party alone. The paper itself stays with its owner. */
import { z } from 'zod'
import { line } from '#kernel/line.ts'

/** What a paper is that goes with a step. */
export const DocumentKind = z.enum([
  'invoice',
  'packing_list',
  'waybill',
  'declaration',
  'release_note',
  'receipt',
  'seal_record',
  'certificate',
  'photo',
  'damage_record',
  'other',
])
export type DocumentKind = z.infer<typeof DocumentKind>

export const STEP_DOCUMENTS_MAX = 12

/** A paper's particulars. */
export const StepDocument = z.strictObject({
  kind: DocumentKind,
  name: line(200).meta({ description: 'Name of the file' }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the file, lower-case hex' }),
  bytes: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
})
export type StepDocument = z.infer<typeof StepDocument>

/** Field of the commands of steps that papers go with. */
export const documentFields = {
  documents: z.array(StepDocument).min(1).max(STEP_DOCUMENTS_MAX).optional().meta({
    description:
      'Papers that go with the step, by digest: each can be shown to a third party alone',
  }),
}
