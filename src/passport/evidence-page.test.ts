// Evidence goes into a page and comes out byte for byte, whatever texts stand in it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8Decode, utf8Encode } from 'tlog'
import { canonicalJson } from '#passport/canonical-json.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { findEvidence, writeEvidencePage } from '#passport/evidence-page.ts'
import { SAMPLE_STEPS, sampleEvidence, seeded } from '#passport/fixtures.ts'
import { verifyEvidence } from '#passport/verify.ts'

const PAGE = '<!doctype html><script type="application/json" id="evidence"></script><p>'
const through = (text: string) =>
  utf8Decode(findEvidence(utf8Encode(writeEvidencePage(PAGE, text))).bytes)

test('a text with what looks like an escape of the page comes back as it was, and verifies', () => {
  const note = 'a < b, \\u003c, \\\\u003c, \\</script>, \\'
  const steps = SAMPLE_STEPS.map((step, at) => (at === 3 ? { ...step, said: { note } } : step))
  const text = writeEvidence(sampleEvidence(steps))
  assert.match(text, /\\\\u003c/)
  assert.equal(through(text), text)
  const found = findEvidence(utf8Encode(writeEvidencePage(PAGE, text)))
  assert.ok(found.isPage)
  assert.equal(verifyEvidence(found.bytes).statements[3]!.public['note'], note)
  // Undone by replacing every \u003c it would be another text, and no JSON.
  assert.throws(() => JSON.parse(text.replaceAll('\\u003c', '<')), SyntaxError)
})

test('so does every text of such pieces', () => {
  const pieces = ['<', '\\', 'u003c', '\\u003c', '"', '/', '</script>', '\n', 'я', '中']
  for (let run = 0; run < 500; run += 1) {
    const chosen = [...seeded(`page ${run}`, 12)].map((byte) => pieces[byte % pieces.length])
    const text = canonicalJson({ text: chosen.join('') })
    const page = writeEvidencePage(PAGE, text)
    assert.equal(page.split('</script>').length, 2)
    assert.equal(through(text), text)
  }
})
