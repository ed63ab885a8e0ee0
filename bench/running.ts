/** The program as an installer runs it: `npm start` on a folder and ports of its own, and what its processes weigh. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../e2e/server.ts'
import { statOf } from './processor-time.ts'

export interface Running {
  readonly port: number
  /** From the command to the first answered page. */
  readonly startedS: number
  memory(): Weighed[]
  stop(): Promise<void>
}

export interface Weighed {
  readonly command: string
  readonly mb: number
}

export async function npmStart(dataDir: string): Promise<Running> {
  const port = await freePort()
  const ports = { PORT: String(port), TRACKER_PORT: String(await freePort()) }
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    env: { ...process.env, ...ports, DATA_DIR: dataDir },
    stdio: 'ignore',
    detached: true,
  })
  await firstPage(port)
  const startedS = Math.round((performance.now() - began) / 100) / 10
  return {
    port,
    startedS,
    memory: () => weigh(child.pid!, dataDir),
    async stop() {
      const gone = once(child, 'exit')
      process.kill(-child.pid!, 'SIGINT')
      await gone
    },
  }
}

async function firstPage(port: number): Promise<void> {
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (answered) return
    await sleep(50)
  }
}

/**
 * Proportional set size (`Pss` of smaps_rollup of /proc): a page that several processes share counts once, shared out among
 * them. Resident sizes would count PostgreSQL's shared buffers, and node's program, once for every process.
 */
function weigh(root: number, dataDir: string): Weighed[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)))
  const family = new Set([root])
  for (let grew = true; grew;) {
    const children = processes.filter(({ pid, parent }) => family.has(parent) && !family.has(pid))
    for (const { pid } of children) family.add(pid)
    grew = children.length > 0
  }
  const postmaster = processes.find(({ command }) => command.includes(`${dataDir}/postgres`))
  return processes
    .filter(
      ({ pid, parent }) => family.has(pid) || pid === postmaster?.pid || parent === postmaster?.pid,
    )
    .map(({ command, kb }) => ({ command, mb: Math.round(kb / 102.4) / 10 }))
}

function readProcess(pid: number) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const parent = Number(statOf(pid)[1])
    return [{ pid, parent, command, kb: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) }]
  } catch {
    // It ended while we looked.
    return []
  }
}
