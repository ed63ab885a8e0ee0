/**
 * Evidence as a web page that verifies itself: the built page with the evidence file's text inside, as data.
 *
 * The text stands in a `script` of type `application/json`, which no browser runs, with every `<` written as `\u003c`. In canonical JSON
 * `<` stands only within strings and is never escaped, so the page holds the same value and nothing in it can end the element it stands in.
 * A backslash before `u003c` that somebody wrote is itself escaped there: read in pairs, the text comes back byte for byte.
 */
import { utf8Decode, utf8Encode } from 'tlog'
import { EVIDENCE_BYTES_MAX } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { orRefuse } from '#passport/verify-place.ts'

const OPEN = '<script type="application/json" id="evidence">'
const CLOSE = '</script>'

/** `page` is what `tools/evidence-page.ts` builds: its data element is empty. */
export function writeEvidencePage(page: string, evidence: string): string {
  const at = page.indexOf(OPEN + CLOSE)
  if (at < 0) throw new TypeError('the page has no empty element for evidence')
  const start = at + OPEN.length
  return page.slice(0, start) + evidence.replaceAll('<', '\\u003c') + page.slice(start)
}

/** What `writeEvidencePage` wrote into the element, as it was. */
export function readEmbedded(text: string): string {
  return text.replace(/\\(?:u003c|[^])/g, (escape) => (escape === '\\u003c' ? '<' : escape))
}

export interface FoundEvidence {
  /** Of the evidence file. */
  readonly bytes: Uint8Array
  /** Whether they stood in a page. Then its script is somebody's who is yet to be trusted. */
  readonly isPage: boolean
}

/** The evidence in a file: the file itself, or what its page holds. Nothing of it is checked. */
export function findEvidence(file: Uint8Array): FoundEvidence {
  if (!startsAsPage(file)) return { bytes: file, isPage: false }
  if (file.length > 2 * EVIDENCE_BYTES_MAX)
    throw evidenceProblem('evidence.too_large', { bytesMax: EVIDENCE_BYTES_MAX })
  const page = orRefuse('evidence.page', {}, () => utf8Decode(file))
  const start = page.indexOf(OPEN)
  const end = page.indexOf(CLOSE, start)
  if (start < 0 || end < 0) throw evidenceProblem('evidence.page')
  const bytes = utf8Encode(readEmbedded(page.slice(start + OPEN.length, end)))
  return { bytes, isPage: true }
}

/** Whether a file begins as a web page does. */
function startsAsPage(file: Uint8Array): boolean {
  const start = String.fromCharCode(...file.subarray(0, 64))
  return /^\s*<(!doctype html|html|!--)/i.test(start.replace(/^\u00ef\u00bb\u00bf/, ''))
}
