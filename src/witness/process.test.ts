// The program as a partner runs it: its key, one line for what cannot be used, one at a time on a folder, kills, hostile bodies.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { addSignatures, openNote, parseSignatureLines, parseVkey } from 'tlog'
import { sampleLog } from '#witness/fixtures.ts'
import { originDigest } from '#witness/witness-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'landbridge-witness-'))
after(() => rmSync(folder, { recursive: true }))
const log = sampleLog(40)
const policy = join(folder, 'policy')
const key = join(folder, 'key')
const data = join(folder, 'kept')
writeFileSync(policy, `log ${log.vkey}\nquorum none\n`)

const running = new Set<ChildProcess>()
after(() => {
  for (const child of running) child.kill('SIGKILL')
})

function run(words: readonly string[], script = 'src/cli.ts') {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

async function runToEnd(words: readonly string[]) {
  const child = run(words)
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

const started = (over: Readonly<Record<string, string>> = {}): string[] => {
  const options = { policy, key, data, listen: '127.0.0.1:0', ...over }
  return ['witness', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]
}

async function startWitness(script?: string) {
  const child = run(started(), script)
  const lines = createInterface({ input: child.stdout })
  const line = await new Promise<string>((done) => {
    lines.once('line', done)
    child.once('exit', (code) => done(`ended with ${code}`))
  })
  const [url] = /http:\S+/.exec(line) ?? []
  assert.ok(url, line)
  const end = async (signal: NodeJS.Signals) => {
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const ask = async (body: string) => {
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
    const type = response.headers.get('content-type')
    return { status: response.status, type, said: await response.text() }
  }
  return { child, url, end, ask }
}

let vkeys: string[] = []

test('a key is made once, for its owner alone, and names itself', async () => {
  const { code, out } = await runToEnd(['witness', 'key', key, '--name', 'rail.example/witness'])
  assert.equal(code, 0)
  vkeys = out.trim().split('\n')
  assert.deepEqual(
    vkeys.map((vkey) => [parseVkey(vkey).name, parseVkey(vkey).type]),
    [
      ['rail.example/witness', 4],
      ['rail.example/witness', 6],
    ],
  )
  assert.equal(statSync(key).mode & 0o777, 0o600)
  const again = await runToEnd(['witness', 'key', key])
  assert.equal(again.code, 1)
  assert.match(again.err, /^landbridge: EEXIST[^\n]+\n$/)
  const unnamed = await runToEnd(['witness', 'key', join(folder, 'k'), '--name', 'a b'])
  assert.match(unnamed.err, /^landbridge: "a b" cannot be the name of a key\n$/)
})

test('asked as the specification says, it answers, and goes on after a stop and after a kill', async () => {
  let witness = await startWitness()
  const first = await witness.ask(log.request(0, 5))
  assert.equal(first.status, 200, first.said)
  const cosigned = addSignatures(log.checkpoint(5), parseSignatureLines(first.said))
  assert.equal(
    openNote(
      cosigned,
      vkeys.map((vkey) => parseVkey(vkey)),
    ).signatures.length,
    2,
  )
  const read = await fetch(`${witness.url}/${originDigest(log.origin)}/checkpoint`)
  assert.equal(await read.text(), cosigned)
  assert.equal(read.headers.get('content-type'), 'text/plain; charset=utf-8')
  const head = await fetch(read.url, { method: 'HEAD' })
  assert.deepEqual(
    [head.status, head.headers.get('content-length'), await head.text()],
    [200, String(Buffer.byteLength(cosigned)), ''],
  )
  await witness.end('SIGTERM')
  witness = await startWitness()
  assert.equal((await witness.ask(log.request(5, 6))).status, 200)
  await witness.end('SIGKILL')
  witness = await startWitness()
  assert.deepEqual(await witness.ask(log.request(0, 7)), {
    status: 409,
    type: 'text/x.tlog.size',
    said: '6\n',
  })
  await witness.end('SIGTERM')
})

test('killed between what it writes and what it answers, it has seen what it never told', async () => {
  const killed = join(folder, 'killed.ts')
  const at = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  // The real program, but for a store that kills the process once the checkpoint is written.
  writeFileSync(
    killed,
    `import { createServer } from 'node:http'
    import { parsePolicy } from ${at('../../tlog/src/index.ts')}
    import { createWitness } from ${at('./witness.ts')}
    import { openWitnessFolder } from ${at('./witness-folder.ts')}
    import { witnessServer } from ${at('./witness-http.ts')}
    import { NODE_CHECKS, readWitnessKey } from ${at('./witness-key.ts')}
    const store = await openWitnessFolder(${JSON.stringify(data)})
    const write = async (origin, note) => {
      await store.write(origin, note)
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    }
    const witness = createWitness({
      policy: parsePolicy(${JSON.stringify(`log ${log.vkey}\nquorum none\n`)}),
      cosigners: readWitnessKey(${JSON.stringify(key)}), checks: NODE_CHECKS,
      clock: () => new Date(), store: { ...store, write },
    })
    const server = witnessServer(witness, { originOf: () => undefined, onError: console.error })
    server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port))`,
  )
  const doomed = await startWitness(killed)
  await assert.rejects(doomed.ask(log.request(6, 20)))
  const witness = await startWitness()
  assert.equal((await witness.ask(log.request(6, 21))).said, '20\n')
  assert.equal((await witness.ask(sampleLog(40, 'another').request(20, 21))).status, 422)
  assert.equal((await witness.ask(log.request(20, 21))).status, 200)
  await witness.end('SIGTERM')
})

test('what it cannot use gets one line, and nothing is listened on', async () => {
  const bad = join(folder, 'bad')
  writeFileSync(bad, 'nonsense\n')
  const noLog = join(folder, 'no-log')
  writeFileSync(noLog, 'quorum none\n')
  const wrong: [Readonly<Record<string, string>>, RegExp][] = [
    [{ policy: join(folder, 'absent') }, /ENOENT/],
    [{ policy: bad }, /policy line is malformed: nonsense/],
    [{ policy: noLog }, /names no log/],
    [{ key: bad }, /is not a key/],
    [{ listen: 'here' }, /--listen must be HOST:PORT/],
    [{ listen: '127.0.0.1:70000' }, /--listen must be HOST:PORT/],
    [{ data: bad }, /EEXIST/],
  ]
  for (const [over, expected] of wrong) {
    const { code, out, err } = await runToEnd(started(over))
    assert.deepEqual([code, out], [1, ''], err)
    assert.match(err, /^landbridge: [^\n]+\n$/)
    assert.match(err, expected)
  }
  const witness = await startWitness()
  const second = await runToEnd(started())
  assert.match(second.err, /^landbridge: .*another witness runs on this folder\n$/)
  await witness.end('SIGTERM')
  const file = join(data, `${originDigest(log.origin)}.checkpoint`)
  writeFileSync(file, 'spoilt\n')
  const refused = await runToEnd(started())
  assert.match(
    refused.err,
    /^landbridge: .*log\.example\/containers is not what this witness wrote\n$/,
  )
  rmSync(file)
})

test('bodies without end, without sense and without an end in sight', async () => {
  const witness = await startWitness()
  const long = await witness.ask('old 0\n'.repeat(200_000)).catch(() => ({ status: 413 }))
  assert.equal(long.status, 413)
  assert.equal((await witness.ask('\u0000\uFEFF')).status, 400)
  const raw = await fetch(`${witness.url}/add-checkpoint`, {
    method: 'POST',
    body: Uint8Array.of(0xff, 0xfe),
  })
  assert.equal(raw.status, 400)
  assert.equal((await fetch(`${witness.url}/add-checkpoint`)).status, 405)
  assert.equal((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status, 404)
  const half = connect(Number(new URL(witness.url).port), '127.0.0.1')
  half.write('POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nold')
  half.on('error', () => undefined)
  assert.equal((await witness.ask(log.request(0, 3))).status, 200, 'others are served meanwhile')
  half.destroy()
  await witness.end('SIGTERM')
})
