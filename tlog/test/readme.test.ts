// The README's example runs, and prints what the README says.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

test('the worked example prints what the README promises', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const block = (language: string) => readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? ''
  const door = new URL('../src/index.ts', import.meta.url).href
  const folder = mkdtempSync(join(tmpdir(), 'tlog-readme-'))
  try {
    const file = join(folder, 'example.ts')
    writeFileSync(file, block('ts').replace("from 'tlog'", `from '${door}'`))
    assert.equal(execFileSync(process.execPath, [file], { encoding: 'utf8' }), block('text'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
