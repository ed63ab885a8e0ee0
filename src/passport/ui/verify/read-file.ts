/** Tells an evidence file from any other document, and reads of each what is needed. */
import { findEvidence } from '#passport/evidence-page.ts'
import { EVIDENCE_BYTES_MAX, EVIDENCE_FORMAT } from '#passport/evidence.ts'
import { Problem } from '#kernel/problem.ts'
import { digestFile } from '#web/file-digest.ts'

export type ReadFile =
  | { readonly is: 'evidence'; readonly bytes: Uint8Array; readonly isPage: boolean }
  | { readonly is: 'refused'; readonly problem: Problem }
  | { readonly is: 'document'; readonly sha256: string }

/** By its name, so that a damaged one is refused rather than unknown; else by what it begins with. */
export async function readFile(file: File): Promise<ReadFile> {
  const isNamed = /\.landbridge\.(json|html)$/i.test(file.name)
  if (file.size <= 2 * EVIDENCE_BYTES_MAX && (isNamed || /\.(json|html?)$/i.test(file.name))) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (isNamed || isEvidence(bytes)) return readEvidence(bytes)
  }
  return { is: 'document', sha256: await digestFile(file) }
}

function readEvidence(file: Uint8Array): ReadFile {
  try {
    return { is: 'evidence', ...findEvidence(file) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { is: 'refused', problem: error }
  }
}

const FORMAT_FAMILY = EVIDENCE_FORMAT.slice(0, EVIDENCE_FORMAT.indexOf('/') + 1)

function isEvidence(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).includes(`"format":"${FORMAT_FAMILY}`)
}
