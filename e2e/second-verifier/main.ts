/** `node e2e/second-verifier/main.ts [--vkey VKEY] [--mirror DIR] [FILE …]`: what the second verifier makes of files and of a mirror. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Refused, refuse, utf8 } from './bytes.ts'
import { evidenceOfPage, verifyEvidence } from './evidence.ts'
import { verifyMirror } from './mirror.ts'
import { verifyTrack } from './track.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { vkey: { type: 'string' }, mirror: { type: 'string' } },
})
const { vkey, mirror } = values

function attempt(what: string, run: () => unknown): void {
  try {
    console.log(what, JSON.stringify(run()))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.log(`${what}: REFUSED, ${error.message}`)
    process.exitCode = 1
  }
}

function judge(file: string): unknown {
  const content = utf8(readFileSync(file))
  const trust = vkey === undefined ? {} : { vkey }
  if (file.endsWith('.landbridge-track.json')) return verifyTrack(content, trust)
  const text = file.endsWith('.html') ? evidenceOfPage(content) : content
  const { code, size, statements } = verifyEvidence(text, trust)
  return {
    code,
    size,
    statements: statements.map(({ at, event, party }) => `${at} ${event} ${party.kind}`),
  }
}

if (mirror !== undefined)
  attempt(mirror, () => verifyMirror(mirror, vkey ?? refuse('vkey', '--mirror needs --vkey')))
for (const file of positionals) attempt(file, () => judge(file))
