/**
 * Keeps the gateway (src/gateway/main.ts) running as a child process of its own: it is given the database's address and the
 * right to read the program's files, and no more, so that what hostile bytes might make of it cannot reach the ledger's key.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE, GATEWAY_FLAGS } from '#platform/compile-cache.ts'
import { mqttEnvironment, mqttFiles, type MqttConfig } from '#platform/mqtt-config.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const ENTRY = fileURLToPath(new URL('../gateway/main.ts', import.meta.url))
/** Reads the program and what it is made of; starts nothing, writes nothing and sees nothing of DATA_DIR but a cache of its own. */
export const GATEWAY_RIGHTS: readonly string[] = [
  '--permission',
  ...['src/', 'node_modules/', 'package.json'].map((path) => `--allow-fs-read=${ROOT}${path}`),
]

const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 30_000
/** A gateway that ran this long was well: the next restart is quick again. */
const WELL_AFTER_MS = 60_000
const STOP_PATIENCE_MS = 5_000

export interface GatewayOptions {
  readonly databaseUrl: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Frames of trackers that do not authenticate are kept to be looked at, or only counted. */
  readonly unknown?: 'quarantine' | 'refuse'
  /** MQTT beside JT/T 808; without it nothing of it is loaded. */
  readonly mqtt?: MqttConfig | undefined
  /** A folder that is the gateway's own, for a copy of what is compiled of it; without one it compiles itself at each start. */
  readonly cache?: string
  readonly onLine: (line: string) => void
}

/** Ports that are listened on, as the process tells them. */
interface Listening {
  readonly listening: number
  readonly mqtt: { readonly tls?: number; readonly plain?: number }
}

export interface GatewayProcess {
  /** The port it listens on; after a restart the same one. */
  readonly port: number
  readonly mqttPorts: Listening['mqtt']
  /** Of the process that runs now; undefined while it is being restarted. */
  pid(): number | undefined
  stop(): Promise<void>
}

/** Resolves when the gateway listens; rejects when its first start fails (a taken port, for instance). */
export async function startGatewayProcess(options: GatewayOptions): Promise<GatewayProcess> {
  let isStopping = false
  let retryMs = RETRY_MS_MIN
  let retry: NodeJS.Timeout | undefined
  let child: ChildProcess | undefined
  let ports: Listening | undefined

  async function run(): Promise<Listening> {
    const startedAt = performance.now()
    const started = launch(ports === undefined ? options : onPorts(options, ports))
    child = started
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined
      if (isStopping || ports === undefined) return
      if (performance.now() - startedAt > WELL_AFTER_MS) retryMs = RETRY_MS_MIN
      options.onLine(`gateway: ended (${signal ?? code}); starting again in ${retryMs} ms`)
      retry = setTimeout(() => void run().catch(() => undefined), retryMs)
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
    })
    return listening(started)
  }

  try {
    ports = await run()
  } catch (reason) {
    isStopping = true
    clearTimeout(retry)
    throw reason
  }
  return {
    port: ports.listening,
    mqttPorts: ports.mqtt,
    pid: () => child?.pid,
    async stop() {
      isStopping = true
      clearTimeout(retry)
      if (child) await end(child)
    },
  }
}

/** The same again, where any free port would do the first time. */
function onPorts(
  options: GatewayOptions,
  { listening: port, mqtt: given }: Listening,
): GatewayOptions {
  const { mqtt } = options
  return {
    ...options,
    port,
    mqtt: mqtt && {
      ...mqtt,
      tls: mqtt.tls && { ...mqtt.tls, port: given.tls ?? mqtt.tls.port },
      plain: mqtt.plain && { ...mqtt.plain, port: given.plain ?? mqtt.plain.port },
    },
  }
}

function launch({
  databaseUrl,
  host,
  port,
  unknown = 'quarantine',
  mqtt,
  cache,
  onLine,
}: GatewayOptions): ChildProcess {
  const rights = [...GATEWAY_RIGHTS, ...mqttFiles(mqtt).map((file) => `--allow-fs-read=${file}`)]
  const own = cache === undefined ? undefined : copyCompiled(cache)
  if (own !== undefined) rights.push(`--allow-fs-read=${own}`, `--allow-fs-write=${own}`)
  const child = spawn(process.execPath, [...GATEWAY_FLAGS, ...rights, ENTRY], {
    cwd: ROOT,
    // Nothing of our environment but these: a setting may be a secret.
    env: {
      DATABASE_URL: databaseUrl,
      TRACKER_HOST: host,
      TRACKER_PORT: String(port),
      TRACKER_UNKNOWN: unknown,
      ...mqttEnvironment(mqtt),
      TZ: 'UTC',
      ...(own !== undefined && { NODE_COMPILE_CACHE: own }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line !== '') onLine(line)
    })
  }
  child.on('error', (reason) => onLine(`gateway: ${reason.message}`))
  return child
}

/**
 * What `tools/build.ts` compiled, copied anew for each start: Node uses a cache only where it may also write, and what a gateway
 * wrote the next one must not run.
 */
function copyCompiled(cache: string): string | undefined {
  try {
    rmSync(cache, { recursive: true, force: true })
    cpSync(COMPILE_CACHE.gateway, cache, { recursive: true })
    return `${cache}/`
  } catch {
    return undefined
  }
}

function listening(child: ChildProcess): Promise<Listening> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: Listening) => resolve(message))
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`The tracker gateway could not start (${signal ?? code})`)),
    )
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
  await ended
  clearTimeout(impatient)
}
