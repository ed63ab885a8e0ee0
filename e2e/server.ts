/** The real server as its own process on free ports and a folder of its own, as an installer starts it; and the ways it may end. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'

const READY_MS_MAX = 120_000

export interface ServerUnderTest {
  readonly url: string
  readonly port: number
  readonly trackerPort: number
  readonly dataDir: string
  /** What was printed at start, line by line. */
  readonly printed: readonly string[]
  /** As Ctrl-C does. */
  stop(): Promise<void>
  /** As a power cut does to the server; the database goes on, as it would under another service. */
  kill(): Promise<void>
  /** Starts again on the same folder and ports. */
  restart(): Promise<void>
  /** Stops everything and removes the folder. */
  remove(): Promise<void>
}

export async function startServer(
  env: Readonly<Record<string, string>> = {},
): Promise<ServerUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-e2e-'))
  const [port, trackerPort] = [await freePort(), await freePort()]
  const printed: string[] = []
  const settings = {
    ...process.env,
    PORT: String(port),
    TRACKER_PORT: String(trackerPort),
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    ...env,
  }
  let child = await launch(settings, printed)
  const server: ServerUnderTest = {
    url: `http://localhost:${port}`,
    port,
    trackerPort,
    dataDir,
    printed,
    stop: () => end(child, 'SIGINT'),
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      printed.length = 0
      child = await launch(settings, printed)
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

async function launch(env: NodeJS.ProcessEnv, printed: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line)
      if (/^landbridge .*http/.test(line)) ready.resolve()
    })
  child.once('exit', (code) => ready.reject(new Error(`ended with ${code}:\n${printed.join('\n')}`)))
  const patience = setTimeout(
    () => ready.reject(new Error(`not ready:\n${printed.join('\n')}`)),
    READY_MS_MAX,
  )
  try {
    await ready.promise
  } finally {
    clearTimeout(patience)
  }
  return child
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
