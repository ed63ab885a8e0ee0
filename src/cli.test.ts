// The command line as people run it, by the very script that npm links: verdicts, exit codes, languages.
import assert from 'node:assert/strict'
import { execFile, type ExecFileException } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { writeEvidence } from '#passport/evidence.ts'
import { SAMPLE_VKEY, sampleEvidence } from '#passport/fixtures.ts'

const folder = await mkdtemp(join(tmpdir(), 'landbridge-cli-'))
after(() => rm(folder, { recursive: true }))
const BIN = fileURLToPath(new URL('../bin/landbridge', import.meta.url))
const file = join(folder, 'sample.landbridge.json')
const text = writeEvidence(sampleEvidence())
await writeFile(file, text)

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function landbridge(
  words: readonly string[],
  { bin = BIN, lang = 'C', input = '' } = {},
): Promise<Ended> {
  // Only what a bare terminal has: no settings, no database, and a proxy that would refuse any request.
  const env = { PATH: process.env['PATH'], LANG: lang, HTTPS_PROXY: 'http://127.0.0.1:1' }
  return new Promise((done) => {
    const child = execFile(bin, [...words], { env, cwd: folder }, (error, out, err) => {
      const failed = error as ExecFileException | null
      done({ code: failed ? Number(failed.code) : 0, out, err })
    })
    child.stdin?.end(input)
  })
}

test('an evidence file is verified offline, in the language of the terminal', async () => {
  const verdicts = {
    'zh_CN.UTF-8': /您信任的账本/,
    'ru_RU.UTF-8': /доверяете/,
    C: /the ledger you trust/,
  }
  for (const [lang, expected] of Object.entries(verdicts)) {
    const { code, out } = await landbridge(['ledger', 'verify', file, '--vkey', SAMPLE_VKEY], {
      lang,
    })
    assert.equal(code, 0)
    assert.match(out, expected)
  }
  const { out } = await landbridge(['ledger', 'verify', file, '--lang', 'zh'])
  assert.match(out, /公钥取自文件本身/)
})

test('a changed file ends with 1 and says what does not match', async () => {
  const changed = join(folder, 'changed.json')
  await writeFile(changed, text.replace('Jinan', 'Jinam'))
  const { code, out } = await landbridge(['ledger', 'verify', changed])
  assert.equal(code, 1)
  assert.match(out, /Statement 1 is not what its party signed.*\n.*evidence\.signature/)
  const other = await landbridge(['ledger', 'verify', file, '--vkey', 'another'])
  assert.equal(other.code, 1)
})

test('what is not understood ends with 2', async () => {
  const wrong = [
    [],
    ['ledger'],
    ['ledger', 'verify'],
    ['ledger', 'verify', file, file],
    ['fly'],
    ['--fly'],
    ['ledger', 'html', file, '--rpc', 'http://127.0.0.1:1'],
    ['ledger', 'audit', folder],
    ['witness', '--policy', file],
  ]
  for (const words of wrong) {
    const { code, err } = await landbridge(words)
    assert.equal(code, 2, words.join(' '))
    assert.match(err, /^Usage:/m)
  }
  assert.equal((await landbridge(['ledger', 'verify', file, '--lang', 'fr'])).code, 2)
  assert.equal((await landbridge(['ledger', 'verify', join(folder, 'absent')])).code, 2)
})

test('help is of everything, of an area, or of one command', async () => {
  const usages = async (...words: string[]) => {
    const { code, out } = await landbridge([...words, '--help'])
    assert.equal(code, 0)
    return out.split('\n').filter((line) => line.startsWith('  landbridge'))
  }
  const everything = await usages()
  assert.ok(everything.length > 10)
  assert.deepEqual(
    await usages('ledger'),
    everything.filter((line) => line.includes('landbridge ledger')),
  )
  assert.deepEqual(await usages('witness', 'key'), ['  landbridge witness key FILE [--name NAME]'])
})

test('what is lacking is named', async () => {
  const { err } = await landbridge(['ledger', 'audit', folder])
  assert.match(err, /^landbridge: --vkey VKEY is missing\n\nUsage:\n  landbridge ledger audit/)
})

test('runs through links, as npm makes them', async () => {
  await symlink(BIN, join(folder, 'first'))
  await symlink('first', join(folder, 'second'))
  const { code, out } = await landbridge(['--help'], { bin: join(folder, 'second') })
  assert.equal(code, 0)
  assert.match(out, /^Usage:/)
})

test('decodes JT/T 808 frames from standard input, one a line', async () => {
  const { code, out } = await landbridge(['jt808', 'decode'], { input: 'not hex\n' })
  assert.equal(code, 0)
  assert.deepEqual(JSON.parse(out), { error: 'not_hex' })
})
