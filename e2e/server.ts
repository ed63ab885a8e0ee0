/** The real server as its own process on free ports and a folder of its own, as an installer starts it; and the ways it may end. */
import { spawn, spawnSync, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { NODE_FLAGS } from '#platform/compile-cache.ts'

const READY_MS_MAX = 120_000

export interface ServerUnderTest {
  readonly url: string
  readonly port: number
  readonly trackerPort: number
  readonly dataDir: string
  /** What was printed at start, line by line. */
  readonly printed: readonly string[]
  /** The one password of the demo's accounts. */
  password(): string
  /** As Ctrl-C does. */
  stop(): Promise<void>
  /** As a power cut does to the server; the database goes on, as it would under another service. */
  kill(): Promise<void>
  /** Starts again on the same folder and ports. */
  restart(): Promise<void>
  /** As a power cut does to everything: the database's processes end without a word, too. */
  killAll(): Promise<void>
  /** Stops everything and removes the folder. */
  remove(): Promise<void>
}

/** `uid`: as that user rather than as ourselves. */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  uid?: number,
): Promise<ServerUnderTest> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'landbridge-e2e-')))
  const port = Number(env['PORT'] ?? (await freePort()))
  const trackerPort = await freePort()
  const printed: string[] = []
  const settings = {
    ...process.env,
    PORT: String(port),
    TRACKER_PORT: String(trackerPort),
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    ...env,
  }
  let child = launch(settings, printed, uid)
  await untilReady(child, printed)
  const server: ServerUnderTest = {
    url: `http://localhost:${port}`,
    port,
    trackerPort,
    dataDir,
    printed,
    stop: () => end(child, 'SIGINT'),
    password() {
      const kept = readFileSync(join(dataDir, 'secrets', 'demo.json'), 'utf8')
      return (JSON.parse(kept) as { password: string }).password
    },
    kill: () => end(child, 'SIGKILL'),
    async killAll() {
      killClusterOf(dataDir)
      await end(child, 'SIGKILL')
    },
    async restart() {
      printed.length = 0
      child = launch(settings, printed, uid)
      await untilReady(child, printed)
    },
    async remove() {
      // After a kill the database still runs: only a server that is started again can stop it in order.
      if (child.signalCode === 'SIGKILL') await server.restart()
      await end(child, 'SIGINT')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return server
}

/** The processes of the embedded database of a folder end without a word. */
export function killClusterOf(dataDir: string): void {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0])
  for (const pid of [postmaster, ...childrenOf(postmaster)]) killQuietly(pid)
}

function childrenOf(parent: number): number[] {
  const found = spawnSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' })
  return found.stdout.split('\n').map(Number).filter(Boolean)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself between the look and the blow.
  }
}

/** As `npm start` does. */
function launch(
  env: NodeJS.ProcessEnv,
  printed: string[],
  uid: number | undefined,
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'src/main.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      printed.push(line)
      if (/^landbridge .*http/.test(line)) child.emit('ready')
    })
  return child
}

async function untilReady(child: ChildProcess, printed: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (why: string) => reject(new Error(`${why}:\n${printed.join('\n')}`))
  const patience = setTimeout(() => fail('not ready'), READY_MS_MAX)
  child.once('ready', resolve)
  child.once('exit', (code, signal) => fail(`ended with ${code ?? signal} before it was ready`))
  try {
    await promise
  } finally {
    clearTimeout(patience)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
