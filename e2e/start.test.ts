/** Starting: what cannot be used is said in one line; what was kept is there again; a crash is no different from a stop. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openDesk } from './desk.ts'
import { freePort, startServer, type ServerUnderTest } from './server.ts'

const NOBODY = 65_534

/** Why nobody else can be tried here: we are no root, or the checkout lies where only root may look. */
function outsiderCannot(): string | false {
  if (process.getuid?.() !== 0) return 'takes root to become somebody else'
  for (let at = process.cwd(); at !== dirname(at); at = dirname(at))
    if ((statSync(at).mode & 0o005) !== 0o005) return `others may not read ${at}`
  return false
}

interface Refusal {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts landbridge expecting that it ends by itself. */
async function startInVain(env: Readonly<Record<string, string>>, uid?: number): Promise<Refusal> {
  const ports = { PORT: String(await freePort()), TRACKER_PORT: String(await freePort()) }
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, ...ports, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
    timeout: 60_000,
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

function assertOneLine({ code, stdout, stderr }: Refusal, ...words: (string | RegExp)[]): void {
  assert.equal(code, 1, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /^landbridge: [^\n]+\n$/)
  for (const word of words)
    assert.ok(typeof word === 'string' ? stderr.includes(word) : word.test(stderr), stderr)
}

describe('what cannot be used gets one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-start-'))
  const squatter: Server = createServer()
  let taken = 0

  before(async () => {
    squatter.listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    taken = (squatter.address() as { port: number }).port
  })
  after(() => {
    squatter.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const free = { DATA_DIR: join(folder, 'data') }

  test('a port that is no port', async () => {
    for (const port of ['http', '70000', '-1', '80.5'])
      assertOneLine(await startInVain({ ...free, PORT: port }), 'PORT', port)
  })

  test('a port that is taken', async () => {
    assertOneLine(
      await startInVain({ ...free, PORT: String(taken) }),
      String(taken),
      /taken.* PORT /,
    )
  })

  test('a tracker port that is taken', async () => {
    const refused = await startInVain({ ...free, TRACKER_PORT: String(taken) })
    assertOneLine(refused, String(taken), 'TRACKER_PORT')
  })

  test('a folder that is none', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    assertOneLine(await startInVain({ DATA_DIR: join(file, 'data') }), 'DATA_DIR', file)
  })

  test('a folder that belongs to somebody else', { skip: outsiderCannot() }, async () => {
    // Below a folder of root's that everyone may read and nobody else may write.
    const dataDir = join('/opt', 'landbridge-start-test')
    assertOneLine(await startInVain({ DATA_DIR: dataDir }, NOBODY), 'DATA_DIR', dataDir)
  })

  test('a database that does not answer', async () => {
    const url = `postgres://someone:secret-word@127.0.0.1:${await freePort()}/nothing`
    const refused = await startInVain({ ...free, DATABASE_URL: url })
    assertOneLine(refused, 'DATABASE_URL')
    assert.ok(!refused.stderr.includes('secret-word'), 'a password does not belong in a log')
  })

  test('a database that is something else', async () => {
    const url = `postgres://someone@127.0.0.1:${taken}/nothing`
    assertOneLine(await startInVain({ ...free, DATABASE_URL: url }), 'DATABASE_URL')
  })
})

/** What an outsider can see of the state: enough to notice a loss or a doubling. */
async function takeStock(server: ServerUnderTest) {
  const desk = openDesk(server)
  const list = async (who: 'exporter' | 'operator', path: string) => {
    const { items } = await desk.read<{ items: { id: string }[] }>(who, path)
    return items.map(({ id }) => id).sort()
  }
  return {
    bookings: await list('exporter', '/api/bookings?limit=100'),
    containers: await list('operator', '/api/containers?limit=100'),
    departures: await list('exporter', '/api/departures?limit=100'),
  }
}

describe('starting again', () => {
  let server: ServerUnderTest
  before(async () => {
    server = await startServer()
  })
  after(() => server.remove())

  test('the first start prints the address and an account per party', () => {
    const said = server.printed.join('\n')
    assert.ok(said.includes(`http://localhost:${server.port}`), said)
    for (const party of ['exporter', 'operator', 'warehouse', 'broker', 'customs', 'rail'])
      assert.ok(said.includes(`${party}@demo.example`), `${party} is missing in\n${said}`)
    assert.ok(said.includes(server.password()), said)
  })

  test('a stop and a start keep everything and make nothing twice', async () => {
    const stock = await takeStock(server)
    assert.ok(stock.bookings.length > 0 && stock.containers.length > 0)
    assert.ok(stock.departures.length >= 12, `${stock.departures.length} departures`)
    await server.stop()
    await assert.rejects(once(connect(server.port, '127.0.0.1'), 'connect'), /ECONNREFUSED/)
    await server.restart()
    assert.deepEqual(await takeStock(server), stock)
  })

  test('a kill and a start keep everything and make nothing twice', async () => {
    const stock = await takeStock(server)
    await server.kill()
    await server.restart()
    assert.deepEqual(await takeStock(server), stock)
  })
})

describe('as an ordinary user', { skip: outsiderCannot() }, () => {
  test('starts, answers and stops', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-nobody-'))
    chownSync(dataDir, NOBODY, NOBODY)
    const server = await startServer({ DATA_DIR: dataDir, HOME: dataDir, DEMO: 'off' }, NOBODY)
    try {
      const page = await fetch(`${server.url}/`)
      assert.equal(page.status, 200)
      assert.match(server.printed.join('\n'), /\/invitation\/[\w-]{43}/)
    } finally {
      await server.remove()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
